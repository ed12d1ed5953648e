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

package io.github.warmcache.source.jdbc.query;

import java.util.function.Consumer;

import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;

/**
 * Sink that counts the entries that it passes on.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class CountingSink<K, V> implements EntrySink<K, V> {

	private final EntrySink<? super K, ? super V> sink;

	private int entries;

	private CountingSink(EntrySink<? super K, ? super V> sink) {
		this.sink = sink;
	}

	/**
	 * Stream all entries as one chunk.
	 * @param stream streams the entries
	 * @param sink receives them
	 * @return the chunk
	 */
	static <K, V> Chunk count(Consumer<EntrySink<K, V>> stream, EntrySink<? super K, ? super V> sink) {
		CountingSink<K, V> counting = new CountingSink<>(sink);
		stream.accept(counting);
		return new Chunk(counting.entries, null, true);
	}

	@Override
	public void accept(K key, V value) {
		this.sink.accept(key, value);
		this.entries++;
	}

	@Override
	public void unreadable(@Nullable K key, UnreadableEntryException problem) {
		this.sink.unreadable(key, problem);
	}

	@Override
	public void onCancel(Runnable action) {
		this.sink.onCancel(action);
	}

}
