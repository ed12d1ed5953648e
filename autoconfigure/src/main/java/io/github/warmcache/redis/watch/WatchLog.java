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

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;

/**
 * Log of the watch: one line for each change of what happens. What every pod sees alike
 * is logged only by the pod that watches. A policy that may evict is configuration, so
 * the advisor of each pod names it. Not thread-safe.
 */
final class WatchLog {

	private static final EventLog logger = EventLog.of(RedisWatch.class);

	private boolean refused;

	private boolean warned;

	/**
	 * Log what a report changed.
	 * @param before the status before the report
	 * @param after the status after it
	 * @param report the report
	 * @param own whether this pod made the report
	 */
	void heard(RedisWatchStatus before, RedisWatchStatus after, WatchReport report, boolean own) {
		if (own && report.isRefused() && !this.refused) {
			logger.warn(LogEvent.REDIS_INFO_REFUSED)
				.log("Redis does not let this user call INFO, so its evictions, memory and policy are not visible. "
						+ "Only keys of Warmcache's own tell whether it evicts. Add '+info' to the user's ACL");
		}
		this.refused = report.isRefused();
		if (after.state() != before.state()) {
			entered(after, own);
		}
	}

	private void entered(RedisWatchStatus status, boolean own) {
		switch (status.state()) {
			case EVICTING -> warn(LogEvent.REDIS_EVICTING, status.reason(),
					". Values of caches, and what keeps pods coherent, may be missing. "
							+ "Set maxmemory-policy to noeviction, or give Redis more memory");
			case NEAR_LIMIT -> {
				if (own) {
					warn(LogEvent.REDIS_NEAR_LIMIT, status.reason(), ". Give Redis more memory, or keep less there");
				}
			}
			case WELL -> {
				if (this.warned) {
					this.warned = false;
					logger.info(LogEvent.REDIS_WELL)
						.cause(status.reason())
						.log("Redis is well again: " + status.reason());
				}
			}
			case UNKNOWN -> {
				// Other parts log that Redis does not answer.
			}
		}
	}

	private void warn(LogEvent event, String reason, String remedy) {
		this.warned = true;
		logger.warn(event).cause(reason).log(reason + remedy);
	}

}
