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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.warmcache.testsupport.RedisServerHandle;

import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/**
 * Caches that keep {@link Place places} in Redis alone, as Spring Data Redis has them.
 */
final class Peers {

	static final String REDIS_CACHE_JSON = "RedisCache, JSON";

	static final String REDIS_CACHE_JDK = "RedisCache, JDK serialization";

	private Peers() {
	}

	static LettuceConnectionFactory connections(RedisServerHandle redis) {
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration(redis.host(), redis.port()));
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	static Map<String, Cache> redisCaches(LettuceConnectionFactory connections) {
		RedisCacheWriter writer = RedisCacheWriter.nonLockingRedisCacheWriter(connections);
		Map<String, Cache> caches = new LinkedHashMap<>();
		caches.put(REDIS_CACHE_JSON, redisCache(writer, "json", json()));
		caches.put(REDIS_CACHE_JDK, redisCache(writer, "jdk", RedisCacheConfiguration.defaultCacheConfig()));
		return caches;
	}

	static RedisCacheConfiguration json() {
		return RedisCacheConfiguration.defaultCacheConfig()
			.serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(Place.class)));
	}

	static Cache redisCache(RedisCacheWriter writer, String name, RedisCacheConfiguration configuration) {
		RedisCacheManager manager = RedisCacheManager.builder(writer)
			.cacheDefaults(configuration.entryTtl(Duration.ofHours(5)))
			.build();
		manager.afterPropertiesSet();
		return Objects.requireNonNull(manager.getCache(name));
	}

}
