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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * {@link CacheSource} whose entries are the Redis strings under the keys of a pattern,
 * such as {@code catalog:*}.
 * <p>
 * All keys are found with {@code SCAN}, on every master of a cluster, so a key may occur
 * twice while the data changes. {@code SCAN} visits all keys of the database: many
 * unrelated keys make it slow, and there is no {@link #count}. Matching keys that hold no
 * string are skipped. An unreadable value fails {@link #load} and {@link #loadAll}.
 * {@link #stream} passes it to {@link EntrySink#unreadable}; if the sink throws, the
 * stream passes on all other entries first and then fails with the number of unreadable
 * ones.
 * <p>
 * Thread-safe. Fails with {@link CacheSourceException}, whose message quotes no data.
 * Timeouts are those of the connection factory. A stream reads ahead on a thread of its
 * own. It is cancelled by interrupting its threads, to which Lettuce reacts.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class RedisKeysCacheSource<K, V> implements CacheSource<K, V> {

	private final RedisCalls redis;

	private final KeyPattern pattern;

	private final RedisEntries<K, V> entries;

	private final int batchSize;

	/**
	 * Create a source.
	 * @param connectionFactory provides the connections
	 * @param pattern the pattern of the Redis keys, with one {@code *} in place of the
	 * cache's key; no other character is special
	 * @param format the format of keys and values
	 * @param batchSize the number of keys per command, for example 500
	 * @throws InvalidSourceException if there is not exactly one {@code *} in the
	 * pattern, or the batch size is not positive
	 */
	public RedisKeysCacheSource(RedisConnectionFactory connectionFactory, String pattern, RedisEntryFormat<K, V> format,
			int batchSize) {
		this.pattern = KeyPattern.of(pattern);
		this.batchSize = RedisEntries.requirePositive(batchSize);
		this.entries = new RedisEntries<>(format, "Redis keys '" + pattern + "' of " + format.valueType());
		this.redis = new RedisCalls(connectionFactory, this.entries.description());
	}

	@Override
	public @Nullable V load(K key) {
		byte[] redisKey = bytes(this.pattern.redisKey(this.entries.text(key)));
		return this.entries.value(this.redis.call((connection) -> connection.stringCommands().get(redisKey)));
	}

	@Override
	public Map<K, V> loadAll(Collection<? extends K> keys) {
		return this.entries.inBatches(keys, this.batchSize,
				(texts) -> mGet(texts.stream().map((text) -> bytes(this.pattern.redisKey(text)))));
	}

	@Override
	public void stream(EntrySink<? super K, ? super V> sink) {
		this.entries.stream(sink, (streamed) -> scans()
			.forEach((scan) -> this.redis.scan(scan, this.batchSize, (page) -> handOver(page, streamed))));
	}

	private List<Function<RedisConnection, Cursor<byte[]>>> scans() {
		ScanOptions options = ScanOptions.scanOptions().match(bytes(this.pattern.glob())).count(this.batchSize).build();
		List<Function<RedisConnection, Cursor<byte[]>>> scans = this.redis.call((connection) -> {
			if (!(connection instanceof RedisClusterConnection cluster)) {
				return List.of((open) -> open.keyCommands().scan(options));
			}
			List<Function<RedisConnection, Cursor<byte[]>>> nodes = new ArrayList<>();
			for (RedisClusterNode node : cluster.clusterGetNodes()) {
				// Include a failed master that still owns slots: its keys must not be
				// left out.
				if (node.isMaster() && !node.getSlotRange().getSlots().isEmpty()) {
					nodes.add((open) -> ((RedisClusterConnection) open).scan(node, options));
				}
			}
			return nodes;
		});
		return (scans != null) ? scans : List.of();
	}

	private void handOver(List<byte[]> redisKeys, StreamedEntries<K, V> streamed) {
		List<byte[]> values = mGet(redisKeys.stream());
		for (int i = 0; i < redisKeys.size(); i++) {
			String key = this.pattern.key(new String(redisKeys.get(i), StandardCharsets.UTF_8));
			if (key != null) {
				streamed.accept(key, values.get(i));
			}
		}
	}

	private List<byte[]> mGet(Stream<byte[]> redisKeys) {
		byte[][] keys = redisKeys.toArray(byte[][]::new);
		List<byte[]> values = this.redis.call((connection) -> connection.stringCommands().mGet(keys));
		if (values == null) {
			throw new CacheSourceException(this.redis.description() + " gave no answer");
		}
		return values;
	}

	@Override
	public long unmapped() {
		return this.entries.unmapped();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
