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

package io.github.warmcache.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.redis.watch.RedisReplication;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.redis.watch.RedisWatchStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of the Redis server that holds the shared tier. It is up while the server is
 * well, and unknown otherwise, so it never makes an application unhealthy. It reads only
 * what {@link RedisWatch} knows and does no I/O.
 *
 * @since 0.1.0
 */
public final class CacheRedisHealthIndicator implements HealthIndicator {

	private final RedisWatch watch;

	/**
	 * Create an indicator.
	 * @param watch what this pod knows of the server
	 */
	public CacheRedisHealthIndicator(RedisWatch watch) {
		this.watch = watch;
	}

	@Override
	public Health health() {
		RedisWatchStatus status = this.watch.current();
		Health.Builder health = (status.state() == RedisWatchState.WELL) ? Health.up() : Health.unknown();
		health.withDetail("state", status.state())
			.withDetail("since", status.since().toString())
			.withDetail("reason", status.reason());
		addIfKnown(health, "policy", status.policy());
		addIfKnown(health, "usedMemory", status.usedMemory());
		addIfKnown(health, "maximumMemory", status.maximumMemory());
		health.withDetail("evicted", status.evicted()).withDetail("canariesLost", status.canariesLost());
		if (!status.canariesLostOfLate().isEmpty()) {
			health.withDetail("canariesLostByCache", status.canariesLostOfLate());
		}
		addIfKnown(health, "replication", replication(status.replication()));
		addIfKnown(health, "invisible", status.invisible());
		return health.build();
	}

	private static @Nullable Map<String, Object> replication(@Nullable RedisReplication replication) {
		if (replication == null) {
			return null;
		}
		Map<String, Object> details = new LinkedHashMap<>();
		addIfKnown(details, "replicas", replication.replicas());
		addIfKnown(details, "pendingBytes", replication.pending());
		addIfKnown(details, "lagSeconds", (replication.lag() != null) ? replication.lag().toSeconds() : null);
		addIfKnown(details, "linked", replication.linked());
		details.put("troubles", replication.troubles());
		return details;
	}

	private static void addIfKnown(Map<String, Object> details, String name, @Nullable Object value) {
		if (value != null) {
			details.put(name, value);
		}
	}

	private static void addIfKnown(Health.Builder health, String name, @Nullable Object value) {
		if (value != null) {
			health.withDetail(name, value);
		}
	}

}
