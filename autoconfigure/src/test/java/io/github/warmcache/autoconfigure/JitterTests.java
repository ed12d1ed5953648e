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

package io.github.warmcache.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that keys which were loaded together do not expire together, with nothing but the
 * default settings.
 */
@Tag("servers")
class JitterTests {

	private static final int KEYS = 10_000;

	private final AtomicLong nanos = new AtomicLong();

	private final String namespace = "jitter-" + UUID.randomUUID();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheRedisAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withPropertyValues(Servers.properties(Servers.redis()))
		.withPropertyValues("warmcache.namespace=" + this.namespace, "warmcache.shared.command-timeout=5s",
				"warmcache.shared.bulk-timeout=10s", "warmcache.caches.towns.shared.enabled=false")
		.withBean(Ticker.class, () -> this.nanos::get)
		.withBean(Service.class);

	@Test
	void keysLoadedTogetherExpireOverATenthOfTheirTimeInRedis() {
		this.contextRunner.run((context) -> {
			TieredCache cities = context.getBean(TieredCacheManager.class).getCache("cities");
			try (CacheFill fill = cities.beginFill(true)) {
				for (int key = 0; key < KEYS; key++) {
					fill.put(key, "city");
				}
			}
			for (int key = KEYS; key < KEYS + 100; key++) {
				cities.get(key, () -> "city");
				cities.put(KEYS + key, "city");
			}
			StringRedisTemplate redis = context.getBean(StringRedisTemplate.class);
			assertSpread(remaining(redis, "*:cities:*"), KEYS + 200, Duration.ofHours(1).toMillis());
		});
	}

	private List<Long> remaining(StringRedisTemplate redis, String pattern) {
		List<byte[]> names = new ArrayList<>();
		try (Cursor<String> cursor = redis
			.scan(ScanOptions.scanOptions().match("{" + this.namespace + ":" + pattern).count(1000).build())) {
			cursor.forEachRemaining((name) -> names.add(redis.getStringSerializer().serialize(name)));
		}
		List<Object> remaining = redis.executePipelined((RedisCallback<Object>) (connection) -> {
			names.forEach((name) -> connection.keyCommands().pTtl(name));
			return null;
		});
		return remaining.stream().map(Long.class::cast).toList();
	}

	@Test
	void keysLoadedTogetherExpireOverATenthOfTheirTimeInThisPod() {
		this.contextRunner.run((context) -> {
			TieredCache towns = context.getBean(TieredCacheManager.class).getCache("towns");
			for (int key = 0; key < KEYS; key++) {
				towns.get(key, () -> "town");
			}
			long life = Duration.ofMinutes(10).toMillis();
			List<Long> ends = new ArrayList<>();
			for (long time = life * 8 / 10; time <= life; time += life / 100) {
				this.nanos.set(Duration.ofMillis(time).toNanos());
				for (int key = 0; key < KEYS; key++) {
					if (towns.get(key) == null) {
						ends.add(time);
						towns.put(key, "again");
					}
				}
			}
			assertSpread(ends, KEYS, life);
		});
	}

	private static void assertSpread(List<Long> ends, int count, long life) {
		assertThat(ends).hasSize(count).allMatch((end) -> end > life * 8 / 10 && end <= life);
		List<Long> sorted = ends.stream().sorted().toList();
		// Not a few outliers: the middle 90 % of the keys already take a tenth of the
		// time.
		long spread = sorted.get(count * 95 / 100) - sorted.get(count * 5 / 100);
		assertThat(spread).isGreaterThanOrEqualTo(life / 10);
	}

	static class Service {

		@Cacheable("cities")
		public String city(int id) {
			return "city";
		}

		@Cacheable("towns")
		public String town(int id) {
			return "town";
		}

	}

}
