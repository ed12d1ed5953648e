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

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;

/**
 * Converts replies of Redis to entries, for sources that differ only in their commands.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class RedisEntries<K, V> {

	private final RedisEntryFormat<K, V> format;

	private final String description;

	RedisEntries(RedisEntryFormat<K, V> format, String description) {
		this.format = format;
		this.description = description;
	}

	static int requirePositive(int batchSize) {
		if (batchSize <= 0) {
			throw new InvalidSourceException("batch-size", "must be positive, but is " + batchSize,
					"Write a number such as 500, or leave the setting out");
		}
		return batchSize;
	}

	long unmapped() {
		return this.format.unmapped();
	}

	String description() {
		return this.description;
	}

	/**
	 * Write a key.
	 * @param key the key
	 * @return its text
	 */
	String text(K key) {
		return this.format.writeKey(key);
	}

	/**
	 * Read one value.
	 * @param bytes the bytes in Redis, or {@code null}
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable V value(byte @Nullable [] bytes) {
		try {
			return this.format.readValue(bytes);
		}
		catch (CacheSourceException ex) {
			throw new UnreadableEntryException(
					this.description + " has an entry that cannot be read because of " + ex.getMessage());
		}
	}

	/**
	 * Read the values of many keys.
	 * @param keys the keys
	 * @param batchSize the number of keys per command
	 * @param command reads the values for the texts of some keys, in the same order
	 * @return the values that exist
	 */
	Map<K, V> inBatches(Collection<? extends K> keys, int batchSize,
			Function<List<String>, @Nullable List<byte[]>> command) {
		Map<K, V> values = new LinkedHashMap<>();
		List<K> batch = new ArrayList<>(Math.min(batchSize, keys.size()));
		for (K key : keys) {
			batch.add(key);
			if (batch.size() == batchSize) {
				addBatch(batch, command, values);
				batch.clear();
			}
		}
		if (!batch.isEmpty()) {
			addBatch(batch, command, values);
		}
		return values;
	}

	private void addBatch(List<K> keys, Function<List<String>, @Nullable List<byte[]>> command, Map<K, V> values) {
		List<byte[]> answers = command.apply(keys.stream().map(this.format::writeKey).toList());
		if (answers == null) {
			throw new CacheSourceException(this.description + " gave no answer");
		}
		for (int i = 0; i < keys.size(); i++) {
			V value = value(answers.get(i));
			if (value != null) {
				values.put(keys.get(i), value);
			}
		}
	}

	/**
	 * Pass all entries to a sink.
	 * @param sink receives them
	 * @param scan passes on the text of each key and the bytes of its value
	 */
	void stream(EntrySink<? super K, ? super V> sink, Consumer<StreamedEntries<K, V>> scan) {
		try (StreamInterruption interruption = StreamInterruption.of(sink)) {
			StreamedEntries<K, V> entries = new StreamedEntries<>(this.format, sink);
			try {
				scan.accept(entries);
			}
			catch (CacheSourceException ex) {
				if (interruption.isCancelled()) {
					throw interruption.exception(ex);
				}
				throw ex;
			}
			entries.end(this.description);
		}
	}

}
