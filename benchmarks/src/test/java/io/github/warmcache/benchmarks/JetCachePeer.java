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

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheValueHolder;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.lettuce.core.RedisClient;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * Both-tier cache of JetCache, through its own API and with the same JSON as ours: its
 * starter is for another Spring Boot.
 */
final class JetCachePeer {

	static final String NAME = "JetCache, both tiers, JSON";

	private final ObjectWriter writer = JsonValueCodecFactory.mapperBuilder().build().writerFor(Place.class);

	private final ObjectReader reader = JsonValueCodecFactory.mapperBuilder().build().readerFor(Place.class);

	private final Cache<String, Place> local;

	private final Cache<String, Place> both;

	/**
	 * Create it.
	 * @param client what connects to Redis
	 * @param protectsFromPenetration whether one thread alone loads a key
	 */
	JetCachePeer(RedisClient client, boolean protectsFromPenetration) {
		this.local = CaffeineCacheBuilder.createCaffeineCacheBuilder()
			.limit(20_000)
			.expireAfterWrite(10, TimeUnit.MINUTES)
			.buildCache();
		Cache<String, Place> remote = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
			.redisClient(client)
			.keyPrefix("jetcache:")
			.valueEncoder(this::encode)
			.valueDecoder(this::decode)
			.expireAfterWrite(5, TimeUnit.HOURS)
			.buildCache();
		this.both = MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
			.addCache(this.local, remote)
			.useExpireOfSubCache(true)
			.cachePenetrateProtect(protectsFromPenetration)
			.buildCache();
	}

	private byte[] encode(Object held) {
		CacheValueHolder<?> holder = (CacheValueHolder<?>) held;
		byte[] json = this.writer.writeValueAsBytes(holder.getValue());
		return ByteBuffer.allocate(Long.BYTES + json.length).putLong(holder.getExpireTime()).put(json).array();
	}

	private Object decode(byte[] stored) {
		CacheValueHolder<Object> holder = new CacheValueHolder<>();
		holder.setExpireTime(ByteBuffer.wrap(stored).getLong());
		holder.setValue(this.reader.readValue(stored, Long.BYTES, stored.length - Long.BYTES));
		return holder;
	}

	void put(String key, Place value) {
		this.both.put(key, value);
	}

	Place get(String key) {
		return this.both.get(key);
	}

	Map<String, Place> getAll(List<String> keys) {
		this.local.removeAll(Set.copyOf(keys));
		return this.both.getAll(Set.copyOf(keys));
	}

	Place get(String key, Function<String, Place> loader) {
		return this.both.computeIfAbsent(key, loader);
	}

	void forgetLocally() {
		com.github.benmanes.caffeine.cache.Cache<?, ?> caffeine = this.local
			.unwrap(com.github.benmanes.caffeine.cache.Cache.class);
		caffeine.invalidateAll();
		caffeine.cleanUp();
	}

}
