/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.warmcache.cache.tiered;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.TransactionIsolation;
import io.github.warmcache.cache.change.DeferredChanges;
import io.github.warmcache.cache.complete.Completeness;
import io.github.warmcache.cache.flight.Bulkhead;
import io.github.warmcache.cache.flight.LoadLimits;
import io.github.warmcache.cache.flight.Waits;
import io.github.warmcache.cache.flight.Watchdog;
import io.github.warmcache.cache.load.LoadFailures;
import io.github.warmcache.cache.load.SourceCalls;
import io.github.warmcache.cache.load.StaleValues;
import io.github.warmcache.cache.load.Tiers;
import io.github.warmcache.cache.local.AnswerRule;
import io.github.warmcache.cache.local.CallMarks;
import io.github.warmcache.cache.local.HeapWeigher;
import io.github.warmcache.cache.local.Lifetimes;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.cache.local.StoredKeys;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Builds a {@link TieredCache}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class TieredCacheBuilder {

	final CacheDefinition definition;

	@Nullable SharedTier sharedTier;

	@Nullable CacheSource<Object, Object> source;

	private List<CacheSource<Object, Object>> earlierSources = List.of();

	boolean complete;

	ValueVersion version = ValueVersion.NONE;

	CallBreaker sourceBreaker = CallBreaker.NONE;

	TransactionIsolation transactionIsolation = TransactionIsolation.DECLARED;

	Ticker ticker = Ticker.systemTicker();

	DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

	Executor executor = ForkJoinPool.commonPool();

	private @Nullable CallMarks marks;

	private @Nullable Executor sourceExecutor;

	private @Nullable Executor maintenance;

	private @Nullable ScheduledExecutorService scheduler;

	EntryWeigher weigher = new HeapWeigher();

	Waits waits = Waits.REAL;

	OperationObserver observer = OperationObserver.NONE;

	private Predicate<Object> emptyWhen = AnswerRule.EMPTY_CONTAINERS;

	TieredCacheBuilder(CacheDefinition definition) {
		this.definition = definition;
	}

	/**
	 * Return the definition of the cache.
	 * @return its name, types and settings
	 */
	public CacheDefinition definition() {
		return this.definition;
	}

	/**
	 * Set the tier that the cache shares with other pods, by default none. It is ignored
	 * if the definition has no shared time to live.
	 * @param sharedTier the tier, or {@code null} for none
	 * @return this builder
	 */
	public TieredCacheBuilder sharedTier(@Nullable SharedTier sharedTier) {
		this.sharedTier = sharedTier;
		return this;
	}

	/**
	 * Set the source that the cache loads from, by default none.
	 * @param source a source whose keys and values are of the declared types, or
	 * {@code null} for none
	 * @return this builder
	 */
	@SuppressWarnings("unchecked")
	public TieredCacheBuilder source(@Nullable CacheSource<?, ?> source) {
		this.source = (CacheSource<Object, Object>) source;
		return this;
	}

	/**
	 * Set sources that reads ask before the source, by default none. What they do not
	 * have, or fail to give, the next one is asked for. Warm-ups, audits and checks ask
	 * only the source. Ignored without a source.
	 * @param earlier the sources in the order in which they are asked
	 * @return this builder
	 */
	@SuppressWarnings("unchecked")
	public TieredCacheBuilder earlierSources(List<? extends CacheSource<?, ?>> earlier) {
		this.earlierSources = earlier.stream().map((each) -> (CacheSource<Object, Object>) each).toList();
		return this;
	}

	/**
	 * Set how the versions of two values of a key are compared, by default not at all.
	 * The shared tier should use the same version.
	 * @param version the version
	 * @return this builder
	 */
	public TieredCacheBuilder version(ValueVersion version) {
		this.version = version;
		return this;
	}

	/**
	 * Set whether an absent key is answered from this pod's heap after a load of the
	 * whole cache, see {@link Completeness}. By default it is not.
	 * @param complete whether it is
	 * @return this builder
	 */
	public TieredCacheBuilder complete(boolean complete) {
		this.complete = complete;
		return this;
	}

	/**
	 * Set which values say that there is nothing. They are counted apart, and live no
	 * longer than a known absence unless a source returned them. By default, these are
	 * empty collections, maps and arrays. {@code null} always says so.
	 * @param emptyWhen selects such values, called for each value that is written or
	 * loaded; if it throws, the default decides
	 * @return this builder
	 */
	public TieredCacheBuilder emptyWhen(Predicate<Object> emptyWhen) {
		this.emptyWhen = emptyWhen;
		return this;
	}

	AnswerRule answers() {
		return new AnswerRule(this.definition.name(), this.emptyWhen);
	}

	/**
	 * Set the breaker that keeps loads away from a failing source, by default none.
	 * @param sourceBreaker the breaker
	 * @return this builder
	 */
	public TieredCacheBuilder sourceBreaker(CallBreaker sourceBreaker) {
		this.sourceBreaker = sourceBreaker;
		return this;
	}

	/**
	 * Set the observer of loads and changes, by default none.
	 * @param observer the observer
	 * @return this builder
	 */
	public TieredCacheBuilder observer(OperationObserver observer) {
		this.observer = observer;
		return this;
	}

	/**
	 * Set the clock, by default {@link System#nanoTime()}.
	 * @param ticker the ticker
	 * @return this builder
	 */
	public TieredCacheBuilder ticker(Ticker ticker) {
		this.ticker = ticker;
		return this;
	}

	/**
	 * Set the randomness of the jitter, by default that of the calling thread.
	 * @param random supplies numbers from 0 to below 1
	 * @return this builder
	 */
	public TieredCacheBuilder random(DoubleSupplier random) {
		this.random = random;
		return this;
	}

	/**
	 * Set the executor on which asynchronous reads may block, and which tells the shared
	 * tier of changes made by threads that must not block. It should run tasks at once or
	 * reject them, because callers wait for a task that is queued. The default, the
	 * common pool, does queue tasks.
	 * @param executor the executor
	 * @return this builder
	 */
	public TieredCacheBuilder executor(Executor executor) {
		this.executor = executor;
		return this;
	}

	/**
	 * Set the executor that calls the source, by default threads of this cache's own. It
	 * should run tasks at once or reject them, because a caller waits for a task that is
	 * queued. If it rejects a task, the load skips the source.
	 * @param sourceExecutor the executor
	 * @return this builder
	 */
	public TieredCacheBuilder sourceExecutor(Executor sourceExecutor) {
		this.sourceExecutor = sourceExecutor;
		return this;
	}

	/**
	 * Set the executor for the maintenance of the cache, by default a thread of this
	 * cache's own. It may queue tasks, and should if there are many.
	 * @param maintenance the executor
	 * @return this builder
	 * @see LoadThreads#forMaintenance()
	 */
	public TieredCacheBuilder maintenance(Executor maintenance) {
		this.maintenance = maintenance;
		return this;
	}

	/**
	 * Set the scheduler for the timeouts of loads, by default a thread of this cache's
	 * own. It gets short tasks only, most of which are cancelled.
	 * @param scheduler the scheduler
	 * @return this builder
	 */
	public TieredCacheBuilder scheduler(ScheduledExecutorService scheduler) {
		this.scheduler = scheduler;
		return this;
	}

	/**
	 * Set the marks that tell which calls began before a change, by default an object of
	 * this cache's own.
	 * @param marks the marks, the same object for all caches of an application
	 * @return this builder
	 */
	public TieredCacheBuilder marks(CallMarks marks) {
		this.marks = marks;
		return this;
	}

	/**
	 * Return the marks, which include those of the shared tier.
	 */
	CallMarks marks(@Nullable SharedTier shared) {
		CallMarks result = (this.marks != null) ? this.marks : new CallMarks(this.ticker);
		ChangeMark.Source source = (shared != null) ? shared.changeMarks() : null;
		if (source != null) {
			result.include(source);
		}
		return result;
	}

	/**
	 * Create the local tier of the cache.
	 */
	LocalTier localTier(@Nullable SharedTier shared, AnswerRule answers, LocalTier.Listener listener, CallMarks marks,
			CacheStatistics statistics) {
		return new LocalTier(this.definition.local(), this.definition.loads(),
				(shared != null) ? shared::stripe : (key) -> key.hashCode() & (SharedTier.STRIPES - 1), this.ticker,
				maintenance(), this.random, this.weigher, this.version, answers, statistics, listener, marks);
	}

	/**
	 * Create the tiers that a miss asks.
	 */
	Tiers tiers(LocalTier local, @Nullable SharedTier shared, AnswerRule answers) {
		boolean simpleKeys = this.definition.keyType().resolve(SimpleKey.class) == SimpleKey.class;
		return new Tiers(local, shared, new DeferredChanges(this.executor, this.waits), this.source, simpleKeys,
				new Lifetimes(this.definition, shared, this.random, answers), new StoredKeys(this.ticker));
	}

	LoadLimits limits() {
		LoadPolicy policy = this.definition.loads();
		return new LoadLimits(policy, new Bulkhead(policy.maxConcurrent()), new Watchdog(scheduler()), this.waits);
	}

	LoadFailures failures(LocalTier local, CacheStatistics statistics) {
		LoadPolicy policy = this.definition.loads();
		StaleValues stale = new StaleValues(local, policy.staleIfError() != null, this.ticker, this.random);
		return new LoadFailures(this.definition.name(), policy, stale, statistics);
	}

	List<CacheSource<Object, Object>> earlierSources() {
		return this.earlierSources;
	}

	SourceCalls sources(Bulkhead bulkhead, CacheStatistics statistics) {
		return new SourceCalls(this.sourceBreaker, sourceExecutor(), bulkhead, statistics, this.definition.name(),
				this.ticker, this.earlierSources, this.observer);
	}

	private Executor sourceExecutor() {
		return (this.sourceExecutor != null) ? this.sourceExecutor : LoadThreads.forSources();
	}

	private Executor maintenance() {
		return (this.maintenance != null) ? this.maintenance : LoadThreads.forMaintenance();
	}

	private ScheduledExecutorService scheduler() {
		return (this.scheduler != null) ? this.scheduler : LoadThreads.forTimeouts();
	}

	/**
	 * Set the weigher of entries, used if the cache is bounded by weight.
	 * @param weigher the weigher
	 * @return this builder
	 */
	public TieredCacheBuilder weigher(EntryWeigher weigher) {
		this.weigher = weigher;
		return this;
	}

	/**
	 * Set which read-only transactions may have their reads kept, by default
	 * {@link TransactionIsolation#DECLARED}.
	 * @param transactionIsolation tells the isolation of a transaction
	 * @return this builder
	 */
	public TieredCacheBuilder transactionIsolation(TransactionIsolation transactionIsolation) {
		this.transactionIsolation = transactionIsolation;
		return this;
	}

	/**
	 * Set how threads wait, for tests with a clock of their own.
	 */
	TieredCacheBuilder waits(Waits waits) {
		this.waits = waits;
		return this;
	}

	/**
	 * Build the cache.
	 * @return the cache
	 */
	public TieredCache build() {
		return new TieredCache(this);
	}

}
