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

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.OutageLog;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.flight.LoadLimits;
import io.github.warmcache.cache.flight.Watchdog;
import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.LoadCancellation;
import org.jspecify.annotations.Nullable;

/**
 * Sources that a read asks before the one that the cache is warmed from, in their order.
 * What they do not have, or fail to give, the next one is asked for. Thread-safe.
 */
final class EarlierSources {

	private static final EventLog logger = EventLog.of(SourceCalls.class);

	private final List<Earlier> sources;

	private final Executor executor;

	private final Watchdog watchdog;

	/**
	 * Time that each of them has, in nanoseconds.
	 */
	private final long limit;

	private final CacheStatistics statistics;

	private final String cacheName;

	/**
	 * Create the earlier sources.
	 * @param limits tell the time that a load has, of which each source has an equal part
	 */
	EarlierSources(SourceCalls.Before before, Supplier<OutageLog> logs, Supplier<FailingKeys> failures,
			Executor executor, LoadLimits limits, CacheStatistics statistics, String cacheName) {
		this.sources = before.sources()
			.stream()
			.map((source) -> new Earlier(source, before.breakers().get(), logs.get(), failures.get()))
			.toList();
		this.executor = executor;
		this.watchdog = limits.watchdog();
		this.limit = limits.policy().timeout().dividedBy(this.sources.size() + 1L).toNanos();
		this.statistics = statistics;
		this.cacheName = cacheName;
	}

	boolean isEmpty() {
		return this.sources.isEmpty();
	}

	/**
	 * Return the value of the first source that has one, or {@code null} if none has or
	 * the load was cancelled.
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable Object load(Object key, Fence.Mark mark, LoadCancellation load, BooleanSupplier cancelled)
			throws InterruptedException {
		for (Earlier source : this.sources) {
			Object value = load(source, key, mark, load);
			if (value != null || cancelled.getAsBoolean()) {
				return value;
			}
		}
		return null;
	}

	private @Nullable Object load(Earlier earlier, Object key, Fence.Mark mark, LoadCancellation load)
			throws InterruptedException {
		if (earlier.failing.isLeftAlone(key, mark)) {
			this.statistics.record(CacheEvent.SOURCE_FALLBACK_LEFT_ALONE);
			return null;
		}
		if (!earlier.breaker.permits()) {
			this.statistics.record(CacheEvent.SOURCE_FALLBACK_FAILED);
			return null;
		}
		long start = System.nanoTime();
		EarlierCall call = new EarlierCall(load, this.executor,
				() -> failed(earlier, key, mark, new TimeoutException(), start));
		Future<?> timer = this.watchdog.after(this.limit, call::expire);
		try {
			Object value = earlier.source.load(key, call);
			if (!call.end()) {
				answered(earlier, key, value, start);
			}
			return value;
		}
		catch (InterruptedException ex) {
			if (!call.end()) {
				earlier.breaker.released();
				throw ex;
			}
			return null;
		}
		catch (Exception ex) {
			if (!call.end()) {
				failed(earlier, key, mark, ex, start);
			}
			return null;
		}
		catch (Error ex) {
			if (!call.end()) {
				earlier.breaker.released();
			}
			throw ex;
		}
		finally {
			timer.cancel(false);
		}
	}

	private void answered(Earlier earlier, Object key, @Nullable Object value, long start) {
		earlier.breaker.succeeded(System.nanoTime() - start);
		earlier.failing.answered(key);
		if (value == null) {
			this.statistics.record(CacheEvent.SOURCE_FALLBACK_ABSENT);
		}
		earlier.log.end(() -> logger.info(LogEvent.SOURCE_EARLIER_RECOVERED)
			.cache(this.cacheName)
			.with(LogField.TIER, "source")
			.log("A source of cache '%s' answers again".formatted(this.cacheName)));
	}

	private void failed(Earlier earlier, Object key, Fence.Mark mark, Exception failure, long start) {
		earlier.breaker.failed(System.nanoTime() - start, failure);
		this.statistics.record(CacheEvent.SOURCE_FALLBACK_FAILED);
		if (!earlier.failing.failed(key, mark, failure)) {
			earlier.log.begin(() -> logger.warn(LogEvent.SOURCE_EARLIER_FAILING)
				.cache(this.cacheName)
				.with(LogField.TIER, "source")
				.cause(failure)
				.log("A source of cache '%s' fails with %s; reads ask the next one".formatted(this.cacheName,
						failure.getClass().getName())));
		}
	}

	/**
	 * Source with its breaker, the log of its outages, and the keys for which it fails.
	 */
	private record Earlier(CacheSource<Object, Object> source, CallBreaker breaker, OutageLog log,
			FailingKeys failing) {
	}

}
