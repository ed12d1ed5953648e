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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import javax.sql.DataSource;

import com.github.benmanes.caffeine.cache.Cache;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cursor loop that also writes to Redis, by hand: a batch of commands is on its way
 * while the next one is made. Keys and values are as long as those of Warmcache.
 */
final class PipelinedCursorLoop implements PostgresFill {

	private static final int BATCH = 2000;

	private static final SetArgs EXPIRY = SetArgs.Builder.px(Duration.ofMinutes(10));

	/**
	 * What stands before the JSON of a value.
	 */
	private static final byte[] HEADER = ("v1:0123456789abcdef0123456789abcdef:17000000000000000000000000000000"
			+ "soLfVlhU")
		.getBytes(StandardCharsets.US_ASCII);

	private final DataSource dataSource;

	private final String table;

	private final int rows;

	private final RedisClient client;

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final ObjectWriter writer = JsonMapper.builder().build().writerFor(BenchmarkCity.class);

	private List<RedisFuture<String>> underWay = List.of();

	private List<RedisFuture<String>> next = new ArrayList<>(BATCH);

	PipelinedCursorLoop(DataSource dataSource, String table, int rows, int redisPort) {
		this.dataSource = dataSource;
		this.table = table;
		this.rows = rows;
		this.client = RedisClient.create(RedisURI.create("localhost", redisPort));
		this.connection = this.client.connect(ByteArrayCodec.INSTANCE);
		this.connection.setAutoFlushCommands(false);
	}

	@Override
	public long fill() throws Exception {
		flushRedis();
		long begin = System.nanoTime();
		Cache<Long, BenchmarkCity> cache = CursorLoop.cache(this.rows);
		CursorLoop.forEach(this.dataSource, this.table, (city) -> {
			cache.put(city.id(), city);
			set(city);
		});
		send();
		send();
		cache.cleanUp();
		long nanos = System.nanoTime() - begin;
		CursorLoop.requireAll(cache.estimatedSize(), this.rows);
		return nanos;
	}

	private void flushRedis() throws ExecutionException, InterruptedException {
		RedisFuture<String> flushed = this.connection.async().flushall();
		this.connection.flushCommands();
		flushed.get();
	}

	private void set(BenchmarkCity city) {
		byte[] json = this.writer.writeValueAsBytes(city);
		byte[] value = new byte[HEADER.length + json.length];
		System.arraycopy(HEADER, 0, value, 0, HEADER.length);
		System.arraycopy(json, 0, value, HEADER.length, json.length);
		byte[] key = ("{benchmark:12}:v1:6:cities:0123456789abcdef:l:" + city.id()).getBytes(StandardCharsets.UTF_8);
		this.next.add(this.connection.async().set(key, value, EXPIRY));
		if (this.next.size() == BATCH) {
			try {
				send();
			}
			catch (ExecutionException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * Send a batch once the one before has arrived.
	 */
	private void send() throws ExecutionException, InterruptedException {
		this.connection.flushCommands();
		for (RedisFuture<String> future : this.underWay) {
			future.get();
		}
		this.underWay = this.next;
		this.next = new ArrayList<>(BATCH);
	}

	@Override
	public void close() throws SQLException {
		this.client.shutdown();
	}

}
