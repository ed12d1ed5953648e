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

import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.ReadOutcome;

/**
 * Counts of the reads of one cache by outcome. Caffeine counts the hits, so a hit of a
 * value counts nothing of its own. Thread-safe.
 */
final class ReadCounts {

	private final Cache<?, ?> caffeine;

	private final CacheStatistics statistics;

	/**
	 * Highest number of hits of values that was reported. It is the difference of moving
	 * numbers and may shrink, but a count must not.
	 */
	private final AtomicLong hits = new AtomicLong();

	ReadCounts(Cache<?, ?> caffeine, CacheStatistics statistics) {
		this.caffeine = caffeine;
		this.statistics = statistics;
	}

	long of(ReadOutcome outcome) {
		return switch (outcome) {
			case VALUE -> hits() + this.statistics.count(CacheEvent.READ_VALUE);
			case ABSENT -> this.statistics.count(CacheEvent.HIT_ABSENT)
					+ this.statistics.count(CacheEvent.ABSENT_ANSWERED) + this.statistics.count(CacheEvent.READ_ABSENT);
			case EMPTY -> this.statistics.count(CacheEvent.HIT_EMPTY) + this.statistics.count(CacheEvent.READ_EMPTY);
			case STALE -> this.statistics.count(CacheEvent.STALE_SERVED);
		};
	}

	private long hits() {
		long found = this.caffeine.stats().hitCount();
		long others = this.statistics.count(CacheEvent.LOCAL_EXPIRED)
				+ this.statistics.count(CacheEvent.LOCAL_INVALIDATED) + this.statistics.count(CacheEvent.HIT_ABSENT)
				+ this.statistics.count(CacheEvent.HIT_EMPTY);
		return this.hits.accumulateAndGet(found - others, Math::max);
	}

}
