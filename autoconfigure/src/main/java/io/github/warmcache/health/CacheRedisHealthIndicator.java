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
		addIfKnown(health, "invisible", status.invisible());
		return health.build();
	}

	private static void addIfKnown(Health.Builder health, String name, @Nullable Object value) {
		if (value != null) {
			health.withDetail(name, value);
		}
	}

}
