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

package io.github.warmcache.redis.watch;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.github.warmcache.tier.stripe.WatchNames;

/**
 * Numbers of the canaries that are gone, of all and of each cache. Not thread-safe.
 */
final class LostCanaries {

	/**
	 * Number of caches that are told apart. Reports may name more in the course of time,
	 * because releases have other caches; their canaries do not count.
	 */
	static final int CACHES = 2 * WatchNames.CACHES;

	private final Growth growth = new Growth(true);

	private final Growth cacheGrowth = new Growth(true);

	private long total;

	private long ofLate;

	private final SortedMap<String, Long> byCache = new TreeMap<>();

	private final SortedMap<String, Long> byCacheOfLate = new TreeMap<>();

	/**
	 * Learn from a report.
	 * @return the number of canaries that are gone since the report before
	 */
	long hear(WatchReport report) {
		long lost = this.growth.since(report.canaries());
		for (Map.Entry<String, Tally> cache : report.caches().entrySet()) {
			lost += hear(cache.getKey(), cache.getValue());
		}
		this.total += lost;
		this.ofLate += lost;
		return lost;
	}

	private long hear(String cache, Tally tally) {
		if (!this.byCache.containsKey(cache) && this.byCache.size() >= CACHES) {
			return 0;
		}
		long lost = this.cacheGrowth.since(Map.of(cache, tally));
		this.byCache.merge(cache, lost, Long::sum);
		if (lost > 0) {
			this.byCacheOfLate.merge(cache, lost, Long::sum);
		}
		return lost;
	}

	/**
	 * Begin to count anew what was lost of late.
	 */
	void calm() {
		this.ofLate = 0;
		this.byCacheOfLate.clear();
	}

	/**
	 * Return the number of all that are gone.
	 */
	long total() {
		return this.total;
	}

	/**
	 * Return the number of those that are gone of late.
	 */
	long ofLate() {
		return this.ofLate;
	}

	/**
	 * Return the number of those that are gone of each cache that has canaries.
	 * @return a copy, by the name of the cache
	 */
	SortedMap<String, Long> byCache() {
		return Collections.unmodifiableSortedMap(new TreeMap<>(this.byCache));
	}

	/**
	 * Return the number of those that are gone of late, of each cache that lost some.
	 * @return a copy, by the name of the cache
	 */
	SortedMap<String, Long> byCacheOfLate() {
		return Collections.unmodifiableSortedMap(new TreeMap<>(this.byCacheOfLate));
	}

}
