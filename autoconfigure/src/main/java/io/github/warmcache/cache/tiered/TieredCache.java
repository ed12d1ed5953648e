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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.cache.SourceFailure;
import io.github.warmcache.cache.change.Changes;
import io.github.warmcache.cache.change.FillRule;
import io.github.warmcache.cache.change.ObservedChanges;
import io.github.warmcache.cache.change.TransactionalChanges;
import io.github.warmcache.cache.complete.Absences;
import io.github.warmcache.cache.complete.Completeness;
import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.flight.LoadLimits;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.cache.load.AsyncReadPath;
import io.github.warmcache.cache.load.LoadFailures;
import io.github.warmcache.cache.load.ReadPath;
import io.github.warmcache.cache.load.RefreshAhead;
import io.github.warmcache.cache.load.SingleFlight;
import io.github.warmcache.cache.load.SourceCalls;
import io.github.warmcache.cache.load.Tiers;
import io.github.warmcache.cache.local.AnswerRule;
import io.github.warmcache.cache.local.CallMark;
import io.github.warmcache.cache.local.CallMarks;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;

/**
 * Cache in this pod's heap. On a miss, it asks the tier shared by all pods, then a
 * source, then the method body, and keeps the value that it gets.
 * <p>
 * Thread-safe. Values are shared between callers and not copied, so they should be
 * immutable. {@code null} values are kept as known absences, with a time to live of their
 * own. Keys must not be {@code null}. A key that is not of the declared key type is
 * converted if nothing is lost, and rejected otherwise. The state of a server never makes
 * an operation fail.
 * <p>
 * Inside a transaction of the calling thread, changes take effect after its commit; until
 * then, only the transaction itself sees them. {@link #evictIfPresent} and
 * {@link #invalidate} also take effect at once. Reactive transactions are not seen.
 *
 * @since 0.1.0
 */
public final class TieredCache implements Cache {

	private final CacheDefinition definition;

	private final KeyAdapter keys;

	private final Tiers tiers;

	private final LoadLimits limits;

	private final FillRule fillRule;

	private final ReadPath path;

	private final AsyncReadPath asyncPath;

	private final SingleFlight flight;

	private final SourceCalls sources;

	private final List<CacheSource<Object, Object>> earlierSources;

	private final TransactionalChanges changes;

	private final Completeness completeness;

	private final LocalCopies copies;

	private final LocalContents contents;

	private final CallMarks marks;

	private final CacheStatistics statistics = new CacheStatistics();

	private final ReadCounts reads;

	TieredCache(TieredCacheBuilder builder) {
		this.definition = builder.definition;
		this.keys = new KeyAdapter(this.definition.name(), this.definition.keyType());
		SharedTier shared = (this.definition.sharedTimeToLive() != null) ? builder.sharedTier : null;
		this.marks = builder.marks(shared);
		Absences absences = new Absences(builder.complete);
		AnswerRule answers = builder.answers();
		LocalTier local = builder.localTier(shared, answers, absences, this.marks, this.statistics);
		this.tiers = builder.tiers(local, shared, answers);
		this.limits = builder.limits();
		this.fillRule = new FillRule(getName(), builder.transactionIsolation);
		Flights flights = new Flights();
		this.changes = new TransactionalChanges(getName(),
				new ObservedChanges(new Changes(this, local, shared, this.tiers.deferred(), this.tiers.lifetimes(),
						flights, this.statistics, builder.version), builder.observer, getName()),
				this.marks);
		this.completeness = new Completeness(local, absences, shared, this.tiers.source(), this.tiers::isBeyondSource,
				this.statistics, builder.ticker);
		LoadFailures failures = builder.failures(local, this.statistics);
		this.asyncPath = new AsyncReadPath(this.tiers, this.limits, failures,
				carrying(builder.executor, builder.observer));
		RefreshAhead refresh = new RefreshAhead(this.tiers, this.asyncPath, flights, builder.ticker,
				this.definition.loads(), failures.stale(), this.statistics);
		this.earlierSources = builder.earlierSources();
		this.sources = builder.sources(this.limits, this.statistics);
		this.path = new ReadPath(this.tiers, this.changes, this.fillRule, this.completeness, refresh, this.limits,
				failures, this.sources, this.statistics);
		this.flight = new SingleFlight(this.path, this.asyncPath, flights, this.changes, this.fillRule, this.limits,
				failures, this.statistics, answers);
		this.copies = new LocalCopies(local, flights, this.statistics, this.completeness);
		this.contents = new LocalContents(local, builder.ticker, builder.version);
		this.reads = new ReadCounts(local.caffeine(), this.statistics);
	}

	private static Executor carrying(Executor executor, OperationObserver observer) {
		return (task) -> executor.execute(observer.carry(task));
	}

	/**
	 * Begin to build a cache.
	 * @param definition the definition of the cache
	 * @return the builder
	 */
	public static TieredCacheBuilder builder(CacheDefinition definition) {
		return new TieredCacheBuilder(definition);
	}

	/**
	 * Return the definition of this cache.
	 * @return the definition
	 */
	public CacheDefinition definition() {
		return this.definition;
	}

	/**
	 * Return the statistics of this cache since it was created.
	 * @return the live counts
	 */
	public CacheStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Return how many reads had an outcome since the cache was created. A read that
	 * throws an exception has none, nor has one that finds nothing in a cache without a
	 * source and calls no method body.
	 * @param outcome the outcome
	 * @return the number of reads
	 */
	public long reads(ReadOutcome outcome) {
		return this.reads.of(outcome);
	}

	/**
	 * Return how many loads are in flight in this pod.
	 * @return the number, up to the definition's {@link LoadPolicy#maxConcurrent()}
	 */
	public int loadsUnderWay() {
		return this.limits.bulkhead().underWay();
	}

	/**
	 * Return the tier that this cache shares with other pods.
	 * @return the tier, or {@code null} if it has none
	 */
	public @Nullable SharedTier sharedTier() {
		return this.tiers.shared();
	}

	/**
	 * Return the source that this cache loads from.
	 * @return the source, or {@code null} if it has none
	 */
	public @Nullable CacheSource<Object, Object> source() {
		return this.tiers.source();
	}

	/**
	 * Return the sources that reads ask before {@link #source()}.
	 * @return the sources in their order, empty if there are none
	 */
	public List<CacheSource<Object, Object>> earlierSources() {
		return this.earlierSources;
	}

	/**
	 * Return the latest failure of the source in reads of this cache.
	 * @return the failure, or {@code null} if there was none
	 */
	public @Nullable SourceFailure lastSourceFailure() {
		return this.sources.lastFailure();
	}

	/**
	 * Return whether the circuit breaker lets reads ask the source.
	 * @return the state, which is closed if there is no source or no breaker
	 */
	public BreakerState sourceBreaker() {
		return this.sources.breaker();
	}

	/**
	 * Return the source that may know a key.
	 * @param key the key, of the declared key type
	 * @return the source, or {@code null} if there is none or it cannot know the key,
	 * such as that of a method without parameters
	 */
	public @Nullable CacheSource<Object, Object> sourceOf(Object key) {
		return this.tiers.sourceOf(key);
	}

	/**
	 * Return all sources that a read of a key asks, in their order.
	 * @param key the key, of the declared key type
	 * @return the sources, of which {@link #sourceOf} is the last one; empty if there is
	 * none or it cannot know the key
	 */
	public List<CacheSource<Object, Object>> sourcesOf(Object key) {
		CacheSource<Object, Object> last = sourceOf(key);
		return (last != null) ? Stream.concat(this.earlierSources.stream(), Stream.of(last)).toList() : List.of();
	}

	/**
	 * Return access to the copies in this pod's heap, to apply other pods' changes to
	 * them.
	 * @return the copies in this pod's heap
	 */
	public LocalCopies localCopies() {
		return this.copies;
	}

	/**
	 * Return a read-only view of this pod's entries.
	 * @return the contents of this pod's heap
	 */
	public LocalContents localContents() {
		return this.contents;
	}

	/**
	 * Return whether this pod holds all entries that exist, and the means to find out.
	 * @return the completeness
	 */
	public Completeness completeness() {
		return this.completeness;
	}

	/**
	 * Begin to fill many entries.
	 * @param alsoShared whether the shared tier, if there is one, gets them too
	 * @return the fill, to be closed
	 */
	public CacheFill beginFill(boolean alsoShared) {
		SharedTier shared = alsoShared ? this.tiers.sharedValues() : null;
		return new CacheFill(this.tiers, this.keys, this.statistics, shared);
	}

	@Override
	public String getName() {
		return this.definition.name();
	}

	/**
	 * Return the Caffeine cache of the local tier, for its statistics and policies. It
	 * holds entries of this cache's own type, not the values.
	 * @return the {@link com.github.benmanes.caffeine.cache.Cache}
	 */
	@Override
	public com.github.benmanes.caffeine.cache.Cache<Object, ? extends ValueWrapper> getNativeCache() {
		return this.tiers.local().caffeine();
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		Object adapted = this.keys.adapt(key);
		ValueWrapper entry = this.path.find(adapted);
		return (entry != null) ? entry : readAlone(adapted).wrapped();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		Object adapted = this.keys.adapt(key);
		ValueWrapper entry = this.path.find(adapted);
		Object value = (entry != null) ? entry.get() : readAlone(adapted).value();
		if (value != null && type != null && !type.isInstance(value)) {
			throw new IllegalStateException("Cache '%s' holds a value of type %s, but the caller asked for type %s"
				.formatted(getName(), value.getClass().getName(), type.getName()));
		}
		return (T) value;
	}

	/**
	 * Return a view for one call.
	 * @param missed called with each key that the call misses
	 */
	FencedCache view(Consumer<Object> missed) {
		return new FencedCache(this, missed, this.keys, this.path, this.changes, this.fillRule, this.tiers,
				this.asyncPath);
	}

	CallMark mark() {
		return this.marks.take();
	}

	/**
	 * Count what a caller gets from a load that it runs itself.
	 */
	void answered(Loaded loaded) {
		this.flight.answered(loaded);
	}

	/**
	 * Read a key for a caller that has no method body. What a source does not have is
	 * absent for it; without a source, it may go on to load the value.
	 */
	private Loaded readAlone(Object key) {
		Loaded loaded = readWithoutLoader(key);
		if (loaded == Loaded.ABSENT && this.tiers.sourceOf(key) != null) {
			this.statistics.record(CacheEvent.READ_ABSENT);
		}
		return loaded;
	}

	Loaded readWithoutLoader(Object key) {
		return this.tiers.isLocalOnly() ? Loaded.ABSENT : this.flight.readWithoutLoader(key);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		Object adapted = this.keys.adapt(key);
		ValueWrapper entry = this.path.find(adapted, valueLoader);
		if (entry != null) {
			return (T) entry.get();
		}
		try {
			return (T) this.flight.read(adapted, valueLoader).value();
		}
		catch (Exception ex) {
			throw new ValueRetrievalException(key, valueLoader, ex);
		}
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		Object adapted = this.keys.adapt(key);
		ValueWrapper entry = this.path.find(adapted);
		if (entry != null) {
			return CompletableFuture.completedFuture(entry);
		}
		if (this.tiers.isLocalOnly()) {
			return null;
		}
		return this.flight.readAsync(adapted, null).thenApply(Loaded::wrapped);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		Object adapted = this.keys.adapt(key);
		ValueWrapper entry = this.path.find(adapted, valueLoader);
		if (entry != null) {
			return CompletableFuture.completedFuture((T) entry.get());
		}
		CompletableFuture<T> result = new CompletableFuture<>();
		this.flight.readAsync(adapted, valueLoader).whenComplete((loaded, ex) -> {
			if (ex != null) {
				result.completeExceptionally(ex);
			}
			else {
				result.complete((T) loaded.value());
			}
		});
		return result;
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		put(key, value, null);
	}

	void put(Object key, @Nullable Object value, @Nullable CallMark mark) {
		this.changes.put(this.keys.adapt(key), value, mark);
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		return putIfAbsent(key, value, null);
	}

	@Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value, @Nullable CallMark mark) {
		Object adapted = this.keys.adapt(key);
		// Also for a known absence: other pods may be putting the key.
		ValueWrapper held = this.path.findHeld(adapted);
		ValueWrapper existing = (held != null) ? held : readWithoutLoader(adapted).wrapped();
		return (existing != null) ? existing : this.changes.putIfAbsent(adapted, value, mark);
	}

	@Override
	public void evict(Object key) {
		this.changes.evict(this.keys.adapt(key));
	}

	@Override
	public boolean evictIfPresent(Object key) {
		return this.changes.evictNow(this.keys.adapt(key));
	}

	@Override
	public void clear() {
		this.changes.clear();
	}

	@Override
	public boolean invalidate() {
		return this.changes.clearNow();
	}

}
