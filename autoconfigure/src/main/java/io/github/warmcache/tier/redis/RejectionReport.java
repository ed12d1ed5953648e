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

package io.github.warmcache.tier.redis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.PropertyNames;

/**
 * Log of caches that do not share their values: one line for all caches that are
 * configured together. Thread-safe.
 */
final class RejectionReport {

	private static final EventLog logger = EventLog.of(RejectionReport.class);

	private final Set<String> toldTogether = ConcurrentHashMap.newKeySet();

	private volatile UnaryOperator<String> writtenName = UnaryOperator.identity();

	private volatile Predicate<String> toldAlone = (cacheName) -> false;

	/**
	 * Register the names under which caches are configured.
	 * @param alone selects the caches that are named individually
	 */
	void writtenUnder(UnaryOperator<String> names, Predicate<String> alone) {
		this.writtenName = names;
		this.toldAlone = alone;
	}

	/**
	 * Log that the values of a cache are not shared.
	 * @param cacheName the name of the cache
	 * @param why why other pods would not read them unchanged
	 */
	void rejected(String cacheName, String why) {
		String written = this.writtenName.apply(cacheName);
		boolean together = !written.equals(cacheName) && !this.toldAlone.test(cacheName);
		if (together && !this.toldTogether.add(written)) {
			return;
		}
		logger.warn(LogEvent.SHARED_VALUES_REJECTED)
			.cache(cacheName)
			.with(LogField.TIER, "shared")
			.cause(why)
			.log(("Values local: cache '%s' keeps its values in this pod only, because other pods would not read "
					+ "them unchanged: %s. Its invalidations and clears still reach every pod. %s")
				.formatted(cacheName, why, trust(cacheName)));
	}

	/**
	 * Return what to do if the values of a cache are known to be read back unchanged.
	 */
	String trust(String cacheName) {
		return "If you know that its values are read back unchanged, set '%s.shared.trust' to true"
			.formatted(PropertyNames.cache(this.writtenName.apply(cacheName)));
	}

}
