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

package io.github.warmcache.cache.load;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.OutageLog;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.SourceFailure;
import io.github.warmcache.cache.flight.Bulkhead;
import io.github.warmcache.cache.flight.FlightLeader;
import io.github.warmcache.cache.flight.LoadLimits;
import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the source of one cache on threads of ours, so that callers can leave if it does
 * not answer. Skips the source while its breaker is open.
 */
public final class SourceCalls {

	private static final EventLog logger = EventLog.of(SourceCalls.class);

	private final CallBreaker breaker;

	private final Executor executor;

	private final Bulkhead bulkhead;

	private final CacheStatistics statistics;

	private final OutageLog log;

	private final String cacheName;

	private final EarlierSources earlier;

	private final OperationObserver observer;

	private final FailingKeys failing;

	private volatile @Nullable SourceFailure lastFailure;

	public SourceCalls(CallBreaker breaker, Executor executor, LoadLimits limits, CacheStatistics statistics,
			String cacheName, Ticker ticker, DoubleSupplier random, Before before, OperationObserver observer,
			Function<Object, String> digests) {
		this.breaker = breaker;
		this.executor = executor;
		this.bulkhead = limits.bulkhead();
		this.statistics = statistics;
		this.cacheName = cacheName;
		this.observer = observer;
		// A ticker may begin anywhere, and overflow.
		long start = ticker.read();
		InstantSource clock = () -> Instant.EPOCH.plusNanos(ticker.read() - start);
		this.log = new OutageLog(clock);
		Supplier<FailingKeys> failures = () -> new FailingKeys(cacheName, ticker, random, digests);
		this.failing = failures.get();
		this.earlier = new EarlierSources(before, () -> new OutageLog(clock), failures, executor, limits, statistics,
				cacheName);
	}

	/**
	 * Ask the earlier sources, and then the source, for a key.
	 * @param source the source, or {@code null} if it cannot know the key
	 * @param mark the mark of the load that asks
	 * @return the call, or {@code null} if there is none to be asked, because the breaker
	 * is open, the source fails for this key, or the executor is full
	 */
	@Nullable SourceCall begin(@Nullable CacheSource<Object, Object> source, Object key, Fence.Mark mark) {
		if (source == null) {
			return null;
		}
		boolean leftAlone = isLeftAlone(key, mark);
		boolean permitted = !leftAlone && this.breaker.permits();
		if (!permitted && this.earlier.isEmpty()) {
			skipped(leftAlone);
			return null;
		}
		SourceCall call = new SourceCall(this, source, key, mark, FlightLeader.current(), permitted, leftAlone);
		try {
			this.executor.execute(call);
			return call;
		}
		catch (RejectedExecutionException ex) {
			call.giveUp();
			return null;
		}
		catch (Throwable ex) {
			call.giveUp();
			throw ex;
		}
	}

	/**
	 * Begin to observe a load on behalf of the current thread.
	 */
	ObservedOperation observe(OperationKind kind) {
		return this.observer.begin(kind, this.cacheName);
	}

	/**
	 * Return the latest failure, or {@code null} if there was none.
	 */
	public @Nullable SourceFailure lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Return whether the breaker lets calls through.
	 */
	public BreakerState breaker() {
		return this.breaker.state();
	}

	Executor executor() {
		return this.executor;
	}

	Bulkhead bulkhead() {
		return this.bulkhead;
	}

	EarlierSources earlier() {
		return this.earlier;
	}

	/**
	 * Return whether the source is not asked for a key, because it failed for it several
	 * times in a row.
	 */
	boolean isLeftAlone(Object key, Fence.Mark mark) {
		return this.failing.isLeftAlone(key, mark);
	}

	void skipped(boolean leftAlone) {
		this.statistics.record(leftAlone ? CacheEvent.SOURCE_LEFT_ALONE : CacheEvent.SOURCE_SKIPPED);
	}

	/**
	 * An earlier source had the value, so that the breaker learns nothing.
	 * @param permitted whether the breaker waits to hear of the call
	 */
	void answeredEarlier(boolean permitted, long nanos) {
		this.statistics.recordSource(CacheEvent.SOURCE_LOADED, nanos);
		release(permitted);
	}

	private void release(boolean permitted) {
		if (permitted) {
			this.breaker.released();
		}
	}

	void answered(Object key, boolean present, long nanos) {
		this.failing.answered(key);
		this.statistics.recordSource(present ? CacheEvent.SOURCE_LOADED : CacheEvent.SOURCE_ABSENT, nanos);
		this.breaker.succeeded(nanos);
		this.log.end(() -> logger.info(LogEvent.SOURCE_RECOVERED)
			.cache(this.cacheName)
			.with(LogField.TIER, "source")
			.log("The source of cache '%s' answers again".formatted(this.cacheName)));
	}

	void failed(Object key, Fence.Mark mark, Throwable failure, long nanos) {
		this.statistics.recordSource(CacheEvent.SOURCE_FAILED, nanos);
		this.lastFailure = new SourceFailure(Instant.now(), failure.getClass().getName());
		boolean single = this.failing.failed(key, mark, failure);
		if (failure instanceof UnreadableEntryException) {
			// The source answered, and other keys are unaffected.
			this.breaker.succeeded(nanos);
		}
		else if (single) {
			this.breaker.released();
		}
		else {
			this.breaker.failed(nanos, failure);
		}
		if (!single) {
			this.log.begin(() -> logger.warn(LogEvent.SOURCE_FAILING)
				.cache(this.cacheName)
				.with(LogField.TIER, "source")
				.cause(failure)
				.log("The source of cache '%s' fails with %s; reads continue without it".formatted(this.cacheName,
						failure.getClass().getName())));
		}
	}

	/**
	 * Note that the call ended in a way that says nothing about the source.
	 */
	void givenUp(boolean permitted, long nanos) {
		this.statistics.recordSource(CacheEvent.SOURCE_FAILED, nanos);
		release(permitted);
	}

	/**
	 * Sources that are asked before.
	 *
	 * @param sources the sources in their order
	 * @param breakers makes the breaker of each
	 */
	public record Before(List<? extends CacheSource<Object, Object>> sources, Supplier<CallBreaker> breakers) {

	}

}
