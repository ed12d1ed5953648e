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

package io.github.warmcache.autoconfigure.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

import io.github.warmcache.autoconfigure.cache.CacheAssembly;
import io.github.warmcache.autoconfigure.cache.SharedTierObserver;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.redis.watch.RedisWatcher;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Auto-configuration of the watch of the Redis server that holds the shared tier.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WarmcacheRedisAutoConfiguration.class)
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnBean({ CacheAssembly.class, RedisSharedTierFactory.class })
@ConditionalOnBooleanProperty(name = "warmcache.redis-watch.enabled", matchIfMissing = true)
public final class WarmcacheRedisWatchAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RedisWatch warmcacheRedisWatch() {
		return new RedisWatch(InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	RedisWatcher warmcacheRedisWatcher(RedisWatch watch, WarmcacheProperties properties) {
		return new RedisWatcher(watch, properties.redisWatch().interval());
	}

	/**
	 * Create the observer that starts watching when the first cache uses the shared tier.
	 * If no cache does, nothing connects.
	 */
	@Bean
	SharedTierObserver warmcacheRedisWatchObserver(ObjectProvider<RedisWatcher> watcher,
			ObjectProvider<RedisTierConnections> connections, ObjectProvider<TieredCacheManager> caches,
			SharedTierSettings settings) {
		return (factory) -> {
			if (factory instanceof RedisSharedTierFactory redis) {
				watcher.ifAvailable((watching) -> watching.join(connections.getObject(), settings.namespace(),
						redis.stripes().origin(), () -> lives(caches)));
			}
		};
	}

	/**
	 * Return the caches that share values, and the life of these. A value has a little
	 * less, by its jitter.
	 */
	private static Map<String, Duration> lives(ObjectProvider<TieredCacheManager> caches) {
		Map<String, Duration> lives = new HashMap<>();
		caches.stream().flatMap((manager) -> manager.getCachesPresent().stream()).forEach((cache) -> {
			Duration life = cache.definition().sharedTimeToLive();
			if (life != null) {
				lives.put(cache.getName(), life);
			}
		});
		return lives;
	}

}
