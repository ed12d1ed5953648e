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

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheBuilder;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;
import com.alicp.jetcache.anno.config.EnableMethodCache;
import com.alicp.jetcache.anno.support.GlobalCacheConfig;
import com.alicp.jetcache.anno.support.JetCacheBaseBeans;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.embedded.EmbeddedCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * JetCache with both of its tiers, as in its documentation.
 */
final class JetCaches {

	private JetCaches() {
	}

	static HitSubject create(long maximumSize, boolean expiring) {
		RedisClient client = client();
		EmbeddedCacheBuilder<?> heap = heap(maximumSize);
		RedisLettuceCacheBuilder<?> remote = remote(client);
		if (expiring) {
			long millis = HitSubjects.TIME_TO_LIVE.toMillis();
			heap.expireAfterWrite(millis, TimeUnit.MILLISECONDS);
			remote.expireAfterWrite(millis, TimeUnit.MILLISECONDS);
		}
		Cache<Object, Object> local = heap.buildCache();
		Cache<Object, Object> shared = remote.buildCache();
		return new OfJetCache(client,
				MultiLevelCacheBuilder.createMultiLevelCacheBuilder().addCache(local, shared).buildCache());
	}

	private static EmbeddedCacheBuilder<?> heap(long maximumSize) {
		return CaffeineCacheBuilder.createCaffeineCacheBuilder()
			.keyConvertor(Fastjson2KeyConvertor.INSTANCE)
			.limit(Math.toIntExact(maximumSize));
	}

	private static RedisLettuceCacheBuilder<?> remote(RedisClient client) {
		RedisLettuceCacheBuilder<?> remote = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder();
		remote.keyConvertor(Fastjson2KeyConvertor.INSTANCE);
		remote.valueEncoder(JavaValueEncoder.INSTANCE);
		remote.valueDecoder(JavaValueDecoder.INSTANCE);
		remote.keyPrefix("hits");
		remote.redisClient(client);
		return remote;
	}

	private static RedisClient client() {
		RedisServerHandle redis = Servers.redis();
		return RedisClient.create(RedisURI.create(redis.host(), redis.port()));
	}

	static CallSubjects.Application startApplication(long maximumSize) {
		RedisClient client = client();
		GlobalCacheConfig config = new GlobalCacheConfig();
		CacheBuilder heap = heap(maximumSize);
		CacheBuilder remote = remote(client);
		config.setLocalCacheBuilders(Map.of("default", heap));
		config.setRemoteCacheBuilders(Map.of("default", remote));
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean(GlobalCacheConfig.class, () -> config);
		context.registerBean(Switch.class);
		context.registerBean(JetService.class);
		context.refresh();
		return new CallSubjects.Application(context.getBean(CachedService.class), true, () -> {
			context.close();
			client.shutdown();
		});
	}

	/**
	 * Cache and what it is reached by.
	 *
	 * @param client the client
	 * @param cache the cache
	 */
	private record OfJetCache(RedisClient client, Cache<Object, Object> cache) implements HitSubject {

		@Override
		public void put(Object key, Object value) {
			this.cache.put(key, value);
		}

		@Override
		public Object get(Object key) {
			return this.cache.get(key);
		}

		@Override
		public Object get(Object key, Callable<Object> loader) {
			return this.cache.computeIfAbsent(key, (missed) -> {
				throw new IllegalStateException("This was to be a hit");
			});
		}

		@Override
		public void close() {
			this.client.shutdown();
		}

	}

	/**
	 * Switches JetCache's annotations on.
	 */
	@Configuration
	@EnableMethodCache(basePackages = "io.github.warmcache.benchmarks", proxyTargetClass = true)
	@Import(JetCacheBaseBeans.class)
	static class Switch {

	}

	/**
	 * Methods that JetCache's annotations cache.
	 */
	static class JetService extends CountedService {

		@Override
		@Cached(name = "simple", cacheType = CacheType.BOTH, expire = 600, localExpire = 600, localLimit = 11_000)
		public Object simple(String id) {
			return super.simple(id);
		}

		@Override
		@Cached(name = "named", key = "#id", cacheType = CacheType.BOTH, expire = 600, localExpire = 600,
				localLimit = 11_000)
		public Object named(String id, String country) {
			return super.named(id, country);
		}

		@Override
		@Cached(name = "path", key = "#request.id", cacheType = CacheType.BOTH, expire = 600, localExpire = 600,
				localLimit = 11_000)
		public Object path(CityRequest request) {
			return super.path(request);
		}

	}

}
