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
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ScanOptions;

/**
 * {@link CacheSource} whose entries are the fields of one Redis hash.
 * <p>
 * All fields are read with {@code HSCAN}, so a field may occur twice while the hash
 * changes, and the hash is never in memory as a whole. An unreadable value fails
 * {@link #load} and {@link #loadAll}. {@link #stream} passes it to
 * {@link EntrySink#unreadable}; if the sink throws, the stream passes on all other
 * entries first and then fails with the number of unreadable ones.
 * <p>
 * Thread-safe. Fails with {@link CacheSourceException}, whose message quotes no data.
 * Timeouts are those of the connection factory. A stream reads ahead on a thread of its
 * own. It is cancelled by interrupting its threads, to which Lettuce reacts.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class RedisHashCacheSource<K, V> implements CacheSource<K, V> {

	private final RedisCalls redis;

	private final byte[] hash;

	private final RedisEntries<K, V> entries;

	private final int batchSize;

	/**
	 * Create a source.
	 * @param connectionFactory provides the connections
	 * @param hash the key of the hash
	 * @param format the format of keys and values
	 * @param batchSize the number of fields per command, for example 2000
	 * @throws InvalidSourceException if the hash is blank or the batch size not positive
	 */
	public RedisHashCacheSource(RedisConnectionFactory connectionFactory, String hash, RedisEntryFormat<K, V> format,
			int batchSize) {
		if (hash.isBlank()) {
			throw new InvalidSourceException("hash", "is blank", "Write the key of a Redis hash, such as 'catalog'");
		}
		this.batchSize = RedisEntries.requirePositive(batchSize);
		this.hash = bytes(hash);
		this.entries = new RedisEntries<>(format, "Redis hash '" + hash + "' of " + format.valueType());
		this.redis = new RedisCalls(connectionFactory, this.entries.description());
	}

	@Override
	public @Nullable V load(K key) {
		byte[] field = bytes(this.entries.text(key));
		return this.entries.value(this.redis.call((connection) -> connection.hashCommands().hGet(this.hash, field)));
	}

	@Override
	public Map<K, V> loadAll(Collection<? extends K> keys) {
		return this.entries.inBatches(keys, this.batchSize,
				(fields) -> this.redis.call((connection) -> connection.hashCommands()
					.hMGet(this.hash, fields.stream().map(RedisHashCacheSource::bytes).toArray(byte[][]::new))));
	}

	@Override
	public void stream(EntrySink<? super K, ? super V> sink) {
		ScanOptions options = ScanOptions.scanOptions().count(this.batchSize).build();
		this.entries.stream(sink, (streamed) -> this.redis
			.scan((connection) -> connection.hashCommands().hScan(this.hash, options), this.batchSize, (page) -> {
				for (Map.Entry<byte[], byte[]> entry : page) {
					streamed.accept(new String(entry.getKey(), StandardCharsets.UTF_8), entry.getValue());
				}
			}));
	}

	@Override
	public OptionalLong count() {
		Long length = this.redis.call((connection) -> connection.hashCommands().hLen(this.hash));
		return (length != null) ? OptionalLong.of(length) : OptionalLong.empty();
	}

	@Override
	public long unmapped() {
		return this.entries.unmapped();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
