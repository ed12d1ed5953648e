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

package io.github.warmcache.source.redis;

import java.util.HashMap;
import java.util.Map;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.CacheSourceContractTests;
import io.github.warmcache.source.Item;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Contract tests of the Redis sources, on a single server and on a cluster.
 */
@Tag("servers")
class RedisCacheSourceContractTests {

	private static RedisClient standalone;

	private static RedisClient cluster;

	private static LettuceConnectionFactory nowhere;

	@BeforeAll
	static void startServers() {
		standalone = RedisClient.standalone();
		cluster = RedisClient.cluster();
		nowhere = RedisClient.nowhere();
	}

	@AfterAll
	static void stopServers() {
		nowhere.destroy();
		cluster.close();
		standalone.close();
	}

	private abstract static class OnRedis extends CacheSourceContractTests {

		private final RedisClient redis;

		OnRedis(RedisClient redis) {
			this.redis = redis;
		}

		abstract void fill(RedisClient redis, Map<Integer, Item> entries);

		abstract CacheSource<Integer, Item> source(RedisConnectionFactory connectionFactory);

		@Override
		protected CacheSource<Integer, Item> sourceOf(Map<Integer, Item> entries) {
			this.redis.server().flush();
			if (!entries.isEmpty()) {
				fill(this.redis, entries);
			}
			return source(this.redis.connectionFactory());
		}

		@Override
		protected CacheSource<Integer, Item> failingSource() {
			return source(nowhere);
		}

		@Override
		protected CacheSource<Integer, Item> blockedSource() throws Exception {
			CacheSource<Integer, Item> source = sourceOf(items(1));
			source.load(1);
			this.redis.server().pause();
			return source;
		}

		@AfterEach
		void resume() {
			this.redis.server().resume();
		}

	}

	private abstract static class OfHash extends OnRedis {

		OfHash(RedisClient redis) {
			super(redis);
		}

		@Override
		void fill(RedisClient redis, Map<Integer, Item> entries) {
			Map<String, String> fields = new HashMap<>();
			entries.forEach((key, item) -> fields.put(key.toString(), RedisClient.json(item)));
			redis.template().opsForHash().putAll("catalog", fields);
		}

		@Override
		CacheSource<Integer, Item> source(RedisConnectionFactory connectionFactory) {
			return new RedisHashCacheSource<>(connectionFactory, "catalog", RedisClient.json(Item.class), 10);
		}

	}

	private abstract static class OfKeys extends OnRedis {

		OfKeys(RedisClient redis) {
			super(redis);
		}

		@Override
		void fill(RedisClient redis, Map<Integer, Item> entries) {
			Map<String, String> strings = new HashMap<>();
			entries.forEach((key, item) -> strings.put("catalog:" + key, RedisClient.json(item)));
			strings.put("catalogue:1", "not ours");
			redis.template().opsForValue().multiSet(strings);
		}

		@Override
		CacheSource<Integer, Item> source(RedisConnectionFactory connectionFactory) {
			return new RedisKeysCacheSource<>(connectionFactory, "catalog:*", RedisClient.json(Item.class), 10);
		}

		@Override
		protected boolean counts() {
			return false;
		}

	}

	@Nested
	class HashOnASingleServer extends OfHash {

		HashOnASingleServer() {
			super(standalone);
		}

	}

	@Nested
	class HashOnACluster extends OfHash {

		HashOnACluster() {
			super(cluster);
		}

	}

	@Nested
	class KeysOnASingleServer extends OfKeys {

		KeysOnASingleServer() {
			super(standalone);
		}

	}

	@Nested
	class KeysOnACluster extends OfKeys {

		KeysOnACluster() {
			super(cluster);
		}

	}

}
