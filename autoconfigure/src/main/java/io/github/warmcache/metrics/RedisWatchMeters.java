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

package io.github.warmcache.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import io.github.warmcache.redis.watch.RedisReplication;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.redis.watch.RedisWatchStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The {@code warmcache.redis.*} meters: evictions, expirations, memory, replication and
 * state of the Redis server that holds the shared tier.
 *
 * @since 0.1.0
 */
public final class RedisWatchMeters implements MeterBinder {

	private static final String NO_CACHE = "none";

	private final RedisWatch watch;

	/**
	 * Create the meters of the server.
	 * @param watch what this pod knows of the server
	 */
	public RedisWatchMeters(RedisWatch watch) {
		this.watch = watch;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		counter(registry, "warmcache.redis.evicted", "Keys that Redis evicted", RedisWatchStatus::evicted);
		counter(registry, "warmcache.redis.expired", "Keys that expired in Redis", RedisWatchStatus::expired);
		canaries(registry, NO_CACHE, RedisWatchMeters::lostOfNoCache);
		this.watch.listenToCaches(
				(cache) -> canaries(registry, cache, (status) -> status.canariesLostByCache().getOrDefault(cache, 0L)));
		bytes(registry, "warmcache.redis.memory.used", "Memory that Redis uses", RedisWatchStatus::usedMemory);
		bytes(registry, "warmcache.redis.memory.maximum", "Limit of the memory of Redis, 0 if it has none",
				RedisWatchStatus::maximumMemory);
		for (RedisWatchState state : RedisWatchState.values()) {
			Gauge.builder("warmcache.redis.state", this.watch, (watch) -> (watch.current().state() == state) ? 1 : 0)
				.description("1 for the current state of Redis, 0 for the others")
				.tag("state", state.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		Gauge.builder("warmcache.redis.visible", this.watch, (watch) -> number(watch.current().visible()))
			.description("1 if Redis answers INFO, 0 if not")
			.register(registry);
		replication(registry);
	}

	private void replication(MeterRegistry registry) {
		Gauge
			.builder("warmcache.redis.replicas", this.watch,
					(watch) -> number(replication(watch, RedisReplication::replicas)))
			.description("Replicas that follow the master with the fewest")
			.register(registry);
		bytes(registry, "warmcache.redis.replication.pending", "Changes that the slowest replica has not confirmed",
				(status) -> (status.replication() != null) ? status.replication().pending() : null);
		TimeGauge.builder("warmcache.redis.replication.lag", this.watch, TimeUnit.SECONDS, (watch) -> {
			Duration lag = replication(watch, RedisReplication::lag);
			return (lag != null) ? lag.toSeconds() : Double.NaN;
		}).description("Time since the most silent replica confirmed anything").register(registry);
		Gauge
			.builder("warmcache.redis.replication.linked", this.watch,
					(watch) -> number(replication(watch, RedisReplication::linked)))
			.description("1 if the replica that was reached has a link to its master, 0 if not")
			.register(registry);
	}

	private static <T> @Nullable T replication(RedisWatch watch, Function<RedisReplication, @Nullable T> figure) {
		RedisReplication replication = watch.current().replication();
		return (replication != null) ? figure.apply(replication) : null;
	}

	private void canaries(MeterRegistry registry, String cache, ToLongFunction<RedisWatchStatus> count) {
		FunctionCounter
			.builder("warmcache.redis.canaries.lost", this.watch, (watch) -> count.applyAsLong(watch.current()))
			.description("Canary keys that were gone from Redis before their time")
			.tag("cache", cache)
			.register(registry);
	}

	/**
	 * Return the number of lost canaries that stand for the application, and not for a
	 * cache.
	 */
	private static long lostOfNoCache(RedisWatchStatus status) {
		return status.canariesLost() - status.canariesLostByCache().values().stream().mapToLong(Long::longValue).sum();
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToLongFunction<RedisWatchStatus> count) {
		FunctionCounter.builder(name, this.watch, (watch) -> count.applyAsLong(watch.current()))
			.description(description)
			.register(registry);
	}

	private void bytes(MeterRegistry registry, String name, String description,
			Function<RedisWatchStatus, @Nullable Long> bytes) {
		Gauge.builder(name, this.watch, (watch) -> number(bytes.apply(watch.current())))
			.description(description)
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private static double number(@Nullable Long value) {
		return (value != null) ? value : Double.NaN;
	}

	private static double number(@Nullable Boolean value) {
		if (value == null) {
			return Double.NaN;
		}
		return value ? 1 : 0;
	}

}
