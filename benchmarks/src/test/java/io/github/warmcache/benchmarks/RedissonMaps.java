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

import java.util.concurrent.Callable;

import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.api.options.LocalCachedMapOptions.CacheProvider;
import org.redisson.api.options.LocalCachedMapOptions.EvictionPolicy;
import org.redisson.config.Config;

/**
 * Redisson's map that keeps a copy in the heap, in Caffeine as it can.
 */
final class RedissonMaps {

	private RedissonMaps() {
	}

	static HitSubject create(long maximumSize, boolean expiring) {
		RedisServerHandle redis = Servers.redis();
		Config config = new Config();
		config.useSingleServer().setAddress("redis://%s:%d".formatted(redis.host(), redis.port()));
		RedissonClient client = Redisson.create(config);
		LocalCachedMapOptions<Object, Object> options = LocalCachedMapOptions.<Object, Object>name("hits")
			.cacheSize(Math.toIntExact(maximumSize))
			.cacheProvider(CacheProvider.CAFFEINE)
			.evictionPolicy(EvictionPolicy.LFU);
		if (expiring) {
			options.timeToLive(HitSubjects.TIME_TO_LIVE);
		}
		return new OfRedisson(client, client.getLocalCachedMap(options));
	}

	/**
	 * Map and what it is reached by.
	 *
	 * @param client the client
	 * @param map the map
	 */
	private record OfRedisson(RedissonClient client, RLocalCachedMap<Object, Object> map) implements HitSubject {

		@Override
		public void put(Object key, Object value) {
			this.map.fastPut(key, value);
		}

		@Override
		public Object get(Object key) {
			return this.map.get(key);
		}

		@Override
		public Object get(Object key, Callable<Object> loader) {
			return this.map.computeIfAbsent(key, (missed) -> {
				throw new IllegalStateException("This was to be a hit");
			});
		}

		@Override
		public void close() {
			this.client.shutdown();
		}

	}

}
