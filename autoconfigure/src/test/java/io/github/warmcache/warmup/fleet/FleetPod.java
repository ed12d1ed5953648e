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

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.github.warmcache.tier.redis.RedisTierSettings;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.github.warmcache.warmup.warmer.CacheWarmers;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A pod of a fleet that warms one cache, without an application around it.
 */
final class FleetPod implements AutoCloseable {

	private static final RedisTierTimeouts TIMEOUTS = new RedisTierTimeouts(Duration.ofSeconds(2),
			Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofMillis(50));

	private final LettuceConnectionFactory application;

	private final RedisTierConnections connections;

	private final TieredCache cache;

	private final WarmupState state;

	private final WarmupExecution warmup;

	FleetPod(RedisServerHandle redis, String namespace, CacheSource<?, ?> source, CoordinationSettings settings) {
		this.application = new LettuceConnectionFactory(redis.host(), redis.port());
		this.application.afterPropertiesSet();
		this.connections = new RedisTierConnections(this.application, TIMEOUTS);
		RedisSharedTierFactory factory = new RedisSharedTierFactory(this.connections, namespace,
				RedisTierSettings.defaults(), new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()),
				InstantSource.system(), new SecureRandom(), CallBreaker.NONE);
		ResolvableType key = ResolvableType.forClass(Long.class);
		ResolvableType value = ResolvableType.forClass(String.class);
		this.cache = TieredCache
			.builder(new CacheDefinition("cities", key, value,
					new LocalTierSettings(1_000_000L, null, Duration.ofMinutes(10), 0, Duration.ofMinutes(1)),
					Duration.ofHours(1)))
			.sharedTier(factory.create("cities", key, value, ValueVersion.NONE))
			.source(source)
			.build();
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("shared", CacheWarmers.fromSharedTier(settings));
		warmers.put("source", CacheWarmers.fromSource(settings));
		WarmupPlan plan = new WarmupPlan(List.of(new CacheWarmupStep("cities", true, Set.of(), warmers)),
				Duration.ofMinutes(2), DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
				new Retries(Duration.ofMillis(50), 2, Duration.ofMillis(500), null), Duration.ofMinutes(1));
		this.state = new WarmupState(plan);
		this.warmup = new WarmupExecution(plan, new TieredCacheManager(List::of, (name) -> this.cache), this.state);
	}

	CompletableFuture<Void> start() {
		return CompletableFuture.runAsync(this.warmup::run, (task) -> new Thread(task, "pod-main").start());
	}

	TieredCache cache() {
		return this.cache;
	}

	FleetLoads loads() {
		return this.cache.sharedTier().fleetLoads();
	}

	CacheWarmupProgress progress() {
		return this.state.cache("cities");
	}

	boolean isWarm() {
		return this.state.isReady() && this.state.status() == WarmupStatus.WARM;
	}

	/**
	 * How many of the keys from 1 this pod can answer from its heap.
	 */
	long held(long keys) {
		long held = 0;
		for (long key = 1; key <= keys; key++) {
			if (this.cache.localContents().holds(key)) {
				held++;
			}
		}
		return held;
	}

	/**
	 * End the warm-up as the end of the application does.
	 */
	void terminate() {
		this.warmup.close();
	}

	@Override
	public void close() {
		this.warmup.close();
		this.connections.destroy();
		this.application.destroy();
	}

}
