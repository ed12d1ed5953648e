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

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;

/**
 * Log of the watch: one line for each change of what happens. What every pod sees alike
 * is logged only by the pod that watches. A policy that may evict is configuration, so
 * the advisor of each pod names it. Not thread-safe.
 */
final class WatchLog {

	private static final EventLog logger = EventLog.of(RedisWatch.class);

	private final Set<ReplicationTrouble> troubles = EnumSet.noneOf(ReplicationTrouble.class);

	/**
	 * Caches that were named since the server began to evict.
	 */
	private final Set<String> caches = new HashSet<>();

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
				.log("Redis does not let this user call INFO, so its evictions, memory, policy and replication are not "
						+ "visible. Only keys of Warmcache's own tell whether it evicts. Add '+info' to the user's ACL");
		}
		this.refused = report.isRefused();
		if (after.state() != before.state()) {
			entered(after, own);
		}
		losing(after.canariesLostOfLate().keySet(), own);
		replication(after, own);
	}

	/**
	 * Log what this pod found out itself, because it reaches a server that takes no
	 * changes.
	 */
	void reached(RedisWatchStatus status) {
		replication(status, true);
	}

	/**
	 * Name the caches that were not named yet.
	 */
	private void losing(Set<String> losing, boolean own) {
		this.caches.retainAll(losing);
		List<String> unnamed = losing.stream().filter((cache) -> !this.caches.contains(cache)).sorted().toList();
		if (own && !unnamed.isEmpty()) {
			this.caches.addAll(unnamed);
			logger.warn(LogEvent.REDIS_CACHES_LOSING)
				.withAll(LogField.CACHES, unnamed)
				.log("Redis evicted the canary keys of these caches. They live as long as values do, so values may be "
						+ "evicted too: " + String.join(", ", unnamed));
		}
	}

	private void replication(RedisWatchStatus status, boolean own) {
		RedisReplication replication = status.replication();
		if (replication == null) {
			return;
		}
		boolean troubled = !this.troubles.isEmpty();
		this.troubles.retainAll(replication.troubles());
		for (ReplicationTrouble trouble : own ? replication.troubles() : Set.<ReplicationTrouble>of()) {
			if (this.troubles.add(trouble)) {
				logger.warn(LogEvent.REDIS_REPLICATION_TROUBLED)
					.cause(trouble.name().toLowerCase(Locale.ROOT))
					.log(line(trouble, replication));
			}
		}
		if (troubled && this.troubles.isEmpty()) {
			logger.info(LogEvent.REDIS_REPLICATION_WELL).log("The replication of Redis is well again");
		}
	}

	private static String line(ReplicationTrouble trouble, RedisReplication replication) {
		return switch (trouble) {
			case NO_REPLICA -> "Redis has lost its replicas: no replica follows a master that had one. If that master "
					+ "fails, the values of caches and the changes that pods have not heard of are lost. Repair the "
					+ "replica";
			case BEHIND -> "A replica of Redis is behind its master: it confirmed nothing for %s seconds, and lacks %s "
				.formatted((replication.lag() != null) ? replication.lag().toSeconds() : "unknown",
						(replication.pending() != null) ? replication.pending() : "unknown")
					+ "bytes. A failover would lose them. Look at the network and the load of the replica";
			case LINK_DOWN -> "The Redis that this pod reaches is a replica that has lost its master, so changes are "
					+ "refused or not heard of. Let the pod reach the master";
		};
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
