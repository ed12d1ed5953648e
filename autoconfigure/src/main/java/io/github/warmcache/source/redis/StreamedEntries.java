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

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;

/**
 * Passes the entries of one stream to the sink. Counts unreadable entries that the sink
 * does not accept, so that they neither stop the stream nor get lost.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class StreamedEntries<K, V> {

	private final RedisEntryFormat<K, V> format;

	private final EntrySink<? super K, ? super V> sink;

	private long entries;

	private long unreadable;

	private @Nullable String firstReason;

	StreamedEntries(RedisEntryFormat<K, V> format, EntrySink<? super K, ? super V> sink) {
		this.format = format;
		this.sink = sink;
	}

	/**
	 * Accept an entry.
	 * @param text the text of the key
	 * @param bytes the bytes of the value, or {@code null} if the key is gone or holds no
	 * string
	 */
	void accept(String text, byte @Nullable [] bytes) {
		K key;
		V value;
		try {
			value = this.format.readValue(bytes);
			if (value == null) {
				return;
			}
			key = this.format.readKey(text);
		}
		catch (CacheSourceException ex) {
			reject(ex);
			return;
		}
		this.entries++;
		this.sink.accept(key, value);
	}

	private void reject(CacheSourceException failure) {
		this.entries++;
		UnreadableEntryException problem = new UnreadableEntryException(
				"An entry cannot be read because of " + failure.getMessage());
		try {
			this.sink.unreadable(null, problem);
		}
		catch (UnreadableEntryException refused) {
			// Count all of them before the stream fails.
			this.unreadable++;
			if (this.firstReason == null) {
				this.firstReason = failure.getMessage();
			}
		}
	}

	/**
	 * End the stream.
	 * @param description names the source in messages
	 * @throws CacheSourceException if some of them could not be read
	 */
	void end(String description) {
		if (this.unreadable > 0) {
			throw new CacheSourceException(description + ": " + this.unreadable + " of " + this.entries
					+ " entries cannot be read, the first because of " + this.firstReason);
		}
	}

}
