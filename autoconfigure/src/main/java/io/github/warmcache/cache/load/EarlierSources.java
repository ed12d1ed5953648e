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
import java.util.function.Supplier;

import io.github.warmcache.breaker.OutageLog;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
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

	private final CacheStatistics statistics;

	private final String cacheName;

	EarlierSources(List<? extends CacheSource<Object, Object>> sources, CacheStatistics statistics,
			Supplier<OutageLog> logs, Supplier<FailingKeys> failures, String cacheName) {
		this.sources = sources.stream().map((source) -> new Earlier(source, logs.get(), failures.get())).toList();
		this.statistics = statistics;
		this.cacheName = cacheName;
	}

	boolean isEmpty() {
		return this.sources.isEmpty();
	}

	/**
	 * Return the value of the first source that has one, or {@code null} if none has.
	 * @throws InterruptedException if the thread was interrupted
	 */
	@Nullable Object load(Object key, Fence.Mark mark, LoadCancellation cancellation) throws InterruptedException {
		for (Earlier source : this.sources) {
			Object value = load(source, key, mark, cancellation);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private @Nullable Object load(Earlier earlier, Object key, Fence.Mark mark, LoadCancellation cancellation)
			throws InterruptedException {
		if (earlier.failing.isLeftAlone(key, mark)) {
			this.statistics.record(CacheEvent.SOURCE_FALLBACK_LEFT_ALONE);
			return null;
		}
		try {
			Object value = earlier.source.load(key, cancellation);
			earlier.failing.answered(key);
			if (value == null) {
				this.statistics.record(CacheEvent.SOURCE_FALLBACK_ABSENT);
			}
			earlier.log.end(() -> logger.info(LogEvent.SOURCE_EARLIER_RECOVERED)
				.cache(this.cacheName)
				.with(LogField.TIER, "source")
				.log("A source of cache '%s' answers again".formatted(this.cacheName)));
			return value;
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			this.statistics.record(CacheEvent.SOURCE_FALLBACK_FAILED);
			if (!earlier.failing.failed(key, mark, ex)) {
				earlier.log.begin(() -> logger.warn(LogEvent.SOURCE_EARLIER_FAILING)
					.cache(this.cacheName)
					.with(LogField.TIER, "source")
					.cause(ex)
					.log("A source of cache '%s' fails with %s; reads ask the next one".formatted(this.cacheName,
							ex.getClass().getName())));
			}
			return null;
		}
	}

	/**
	 * Source with the log of its own outages, and the keys for which it fails.
	 */
	private record Earlier(CacheSource<Object, Object> source, OutageLog log, FailingKeys failing) {
	}

}
