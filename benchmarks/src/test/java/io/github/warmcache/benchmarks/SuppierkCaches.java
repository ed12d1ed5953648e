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

package io.github.warmcache.benchmarks;

import java.util.List;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.suppie.spring.cache.MultiLevelCache;
import io.github.suppie.spring.cache.MultiLevelCacheConfigurationProperties;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;

import org.springframework.cache.CacheManager;
import org.springframework.cache.support.SimpleCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Cache of the SuppieRK multi-level starter. Neither its auto-configuration nor its way
 * to Redis runs on this version of Spring Boot, so its cache is made by its constructor
 * and its heap is filled by hand, with the kind of Caffeine cache that it would make.
 */
final class SuppierkCaches {

	private SuppierkCaches() {
	}

	static HitSubject create(long maximumSize, boolean expiring) {
		if (!expiring) {
			throw new IllegalArgumentException("Its values always expire");
		}
		LettuceConnectionFactory redis = connect();
		Opened cache = new Opened("hits", redis, maximumSize);
		return new HitSubjects.OfSpring(cache, redis::destroy) {

			@Override
			public void put(Object key, Object value) {
				cache.fill(key, value);
			}

		};
	}

	static CallSubjects.Application startApplication(long maximumSize) {
		LettuceConnectionFactory redis = connect();
		List<Opened> caches = Stream.of("simple", "named", "path")
			.map((name) -> new Opened(name, redis, maximumSize))
			.toList();
		CallSubjects.Application application = CallSubjects.application((context) -> {
			context.registerBean(CacheManager.class, () -> {
				SimpleCacheManager manager = new SimpleCacheManager();
				manager.setCaches(caches);
				return manager;
			});
			context.registerBean(CallSubjects.SpringCaching.class);
		});
		for (int i = 0; i < CallBenchmark.ENTRIES; i++) {
			String id = "key-" + i;
			caches.forEach((cache) -> cache.fill(id, "value of " + id));
		}
		return application;
	}

	private static LettuceConnectionFactory connect() {
		RedisServerHandle redis = Servers.redis();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(redis.host(), redis.port());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	/**
	 * Cache whose heap can be filled.
	 */
	private static final class Opened extends MultiLevelCache {

		Opened(String name, LettuceConnectionFactory redis, long maximumSize) {
			super(name, new MultiLevelCacheConfigurationProperties(),
					RedisCacheWriter.nonLockingRedisCacheWriter(redis), null, heap(maximumSize), null);
		}

		private static Cache<Object, Object> heap(long maximumSize) {
			return Caffeine.newBuilder()
				.maximumSize(maximumSize)
				.expireAfter(Expiry.writing((key, value) -> HitSubjects.TIME_TO_LIVE))
				.build();
		}

		void fill(Object key, Object value) {
			this.localCache.put(convertKey(key), value);
		}

	}

}
