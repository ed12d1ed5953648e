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

package io.github.warmcache.warmup.fleet;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.warmup.fill.WarmupLog;

/**
 * Log of loads by one pod for all. What holds for the log of warm-ups holds here too.
 */
final class FleetLog {

	private static final EventLog logger = EventLog.of(WarmupLog.LOGGER);

	void leads(String cacheName, long inherited) {
		logger.info(LogEvent.FLEET_LOAD_LEADS)
			.cache(cacheName)
			.with(LogField.ENTRIES, inherited)
			.log("This pod loads cache '%s' for all pods%s".formatted(cacheName, (inherited > 0)
					? ", continuing after %s entries of another pod".formatted(WarmupLog.number(inherited)) : ""));
	}

	void follows(String cacheName) {
		logger.info(LogEvent.FLEET_LOAD_FOLLOWS)
			.cache(cacheName)
			.log("Another pod loads cache '%s'; this pod copies it".formatted(cacheName));
	}

	void leaseLost(String cacheName) {
		logger.warn(LogEvent.FLEET_LEASE_LOST)
			.cache(cacheName)
			.log("Another pod may load cache '%s' now: this pod stalled, or lost its lease or the shared tier"
				.formatted(cacheName));
	}

	void alone(String cacheName) {
		logger.warn(LogEvent.FLEET_LOAD_ALONE)
			.cache(cacheName)
			.log("Pods cannot agree on who loads cache '%s', because the shared tier fails: this pod loads it alone"
				.formatted(cacheName));
	}

	void tooLittle(String cacheName, FinishedLoad load, long copied) {
		logger.info(LogEvent.FLEET_COPY_TOO_SMALL)
			.cache(cacheName)
			.with(LogField.TIER, "shared")
			.with(LogField.ENTRIES, copied)
			.with(LogField.EXPECTED, load.entries())
			.log("The shared tier has only %s of the %s loaded entries of cache '%s'"
				.formatted(WarmupLog.number(copied), WarmupLog.number(load.entries()), cacheName));
	}

	void notCopied(String cacheName, Exception problem) {
		logger.debug("Could not copy the shared tier of cache '%s'".formatted(cacheName), problem);
	}

}
