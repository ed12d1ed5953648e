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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.warmcache.benchmarks.RedisWarmupApplication.City;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.MapScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shortest ways from Redis into a Caffeine cache that one can write by hand. They
 * know nothing of changes, of deadlines, or of bytes that somebody else wrote.
 */
final class RawWarmups implements AutoCloseable {

	/**
	 * What comes after the header of a value: its expiry, its version and a letter.
	 */
	private static final int BEFORE_JSON = 13 + 16 + 1;

	private static final int HASH_PAGE = 5000;

	private static final int KEYS_PAGE = 2000;

	private static final byte[] HASH = bytes(RedisWarmupApplication.HASH);

	private final RedisClient client;

	private final ObjectReader reader;

	private final ObjectWriter writer;

	private final int rows;

	RawWarmups(String host, int port, int rows) {
		this.client = RedisClient.create(RedisURI.create(host, port));
		JsonMapper mapper = JsonMapper.builder().build();
		this.reader = mapper.readerFor(City.class);
		this.writer = mapper.writerFor(City.class);
		this.rows = rows;
	}

	/**
	 * Write the hash, in place of one that is there.
	 */
	void fillHash(List<City> cities) throws Exception {
		try (StatefulRedisConnection<byte[], byte[]> connection = connect()) {
			RedisAsyncCommands<byte[], byte[]> commands = connection.async();
			RedisFuture<?> last = commands.del(HASH);
			for (City city : cities) {
				last = commands.hset(HASH, bytes(Long.toString(city.id())), this.writer.writeValueAsBytes(city));
			}
			last.get(1, TimeUnit.MINUTES);
		}
	}

	/**
	 * Remove everything.
	 */
	void flush() {
		try (StatefulRedisConnection<byte[], byte[]> connection = connect()) {
			connection.sync().flushall();
		}
	}

	/**
	 * An application connects when it begins to ask, and so does each measurement.
	 */
	private StatefulRedisConnection<byte[], byte[]> connect() {
		return this.client.connect(ByteArrayCodec.INSTANCE);
	}

	/**
	 * Read the hash, with the next page asked for while one is decoded.
	 * @return entries a second
	 */
	double hash() throws Exception {
		return connected((commands, cache) -> {
			ScanArgs arguments = ScanArgs.Builder.limit(HASH_PAGE);
			RedisFuture<MapScanCursor<byte[], byte[]>> next = commands.hscan(HASH, ScanCursor.INITIAL, arguments);
			boolean finished = false;
			while (!finished) {
				MapScanCursor<byte[], byte[]> page = next.get(10, TimeUnit.SECONDS);
				finished = page.isFinished();
				if (!finished) {
					next = commands.hscan(HASH, page, arguments);
				}
				for (Map.Entry<byte[], byte[]> entry : page.getMap().entrySet()) {
					Long id = Long.valueOf(new String(entry.getKey(), StandardCharsets.UTF_8));
					cache.put(id, this.reader.readValue(entry.getValue()));
				}
			}
		});
	}

	/**
	 * Read what the shared tier keeps, with the values of one page and the keys of the
	 * next one under way while a page is decoded.
	 * @return entries a second
	 */
	double sharedTier() throws Exception {
		return connected((commands, cache) -> {
			ScanArgs arguments = ScanArgs.Builder.matches("{" + RedisWarmupApplication.NAME + ":*}:v1:6:cities:*")
				.limit(KEYS_PAGE);
			RedisFuture<KeyScanCursor<byte[]>> next = commands.scan(ScanCursor.INITIAL, arguments);
			RedisFuture<List<KeyValue<byte[], byte[]>>> values = null;
			boolean finished = false;
			while (!finished) {
				KeyScanCursor<byte[]> page = next.get(10, TimeUnit.SECONDS);
				finished = page.isFinished();
				if (!finished) {
					next = commands.scan(page, arguments);
				}
				RedisFuture<List<KeyValue<byte[], byte[]>>> before = values;
				values = page.getKeys().isEmpty() ? null : commands.mget(page.getKeys().toArray(byte[][]::new));
				put(cache, before);
			}
			put(cache, values);
		});
	}

	private void put(Cache<Object, Object> cache, @Nullable RedisFuture<List<KeyValue<byte[], byte[]>>> values)
			throws Exception {
		if (values == null) {
			return;
		}
		for (KeyValue<byte[], byte[]> entry : values.get(10, TimeUnit.SECONDS)) {
			byte[] name = entry.getKey();
			int id = name.length;
			while (name[id - 1] != ':') {
				id--;
			}
			byte[] value = entry.getValue();
			int json = 3;
			while (value[json] != ':') {
				json++;
			}
			json += 1 + BEFORE_JSON;
			cache.put(Long.valueOf(new String(name, id, name.length - id, StandardCharsets.UTF_8)),
					this.reader.readValue(value, json, value.length - json));
		}
	}

	/**
	 * Put what is there already.
	 * @return entries a second
	 */
	double put(List<City> cities) throws Exception {
		return timed((cache) -> {
			for (City city : cities) {
				cache.put(Long.valueOf(city.id()), city);
			}
		});
	}

	private double connected(ConnectedFill fill) throws Exception {
		return timed((cache) -> {
			try (StatefulRedisConnection<byte[], byte[]> connection = connect()) {
				fill.fill(connection.async(), cache);
			}
		});
	}

	private double timed(Fill fill) throws Exception {
		Cache<Object, Object> cache = Caffeine.newBuilder()
			.maximumSize(2L * this.rows)
			.expireAfterWrite(Duration.ofHours(1))
			.build();
		long began = System.nanoTime();
		fill.fill(cache);
		double seconds = (System.nanoTime() - began) / 1e9;
		cache.cleanUp();
		if (cache.estimatedSize() != this.rows) {
			throw new IllegalStateException(cache.estimatedSize() + " entries came");
		}
		return this.rows / seconds;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
	}

	/**
	 * Fills a cache.
	 */
	@FunctionalInterface
	private interface Fill {

		void fill(Cache<Object, Object> cache) throws Exception;

	}

	/**
	 * Fills a cache from Redis.
	 */
	@FunctionalInterface
	private interface ConnectedFill {

		void fill(RedisAsyncCommands<byte[], byte[]> commands, Cache<Object, Object> cache) throws Exception;

	}

}
