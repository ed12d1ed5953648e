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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;

/**
 * Sink that passes entries on, counts them, and remembers a few of their keys, at growing
 * distances.
 */
final class KeySample implements EntrySink<Object, Object> {

	private static final int MOST = 12;

	private static final int FIRST = 64;

	private final EntrySink<Object, Object> sink;

	private final List<Object> keys = new ArrayList<>(MOST);

	private long entries;

	KeySample(EntrySink<Object, Object> sink) {
		this.sink = sink;
	}

	/**
	 * Return a sample of the first entries, which then ends the stream.
	 */
	static KeySample ofFirst() {
		return new KeySample(new EntrySink<>() {

			private int entries;

			@Override
			public void accept(Object key, Object value) {
				this.entries++;
				if (this.entries == FIRST) {
					throw new CancellationException("Enough rows were read");
				}
			}

			@Override
			public void unreadable(@Nullable Object key, UnreadableEntryException problem) {
				// Reported when the row is loaded.
			}

			@Override
			public void onCancel(Runnable action) {
				// Nothing cancels this stream from outside.
			}

		});
	}

	/**
	 * Return the number of entries so far.
	 */
	long entries() {
		return this.entries;
	}

	List<Object> keys() {
		return this.keys;
	}

	@Override
	public void accept(Object key, Object value) {
		this.entries++;
		if (Long.bitCount(this.entries) == 1 && this.keys.size() < MOST && !this.keys.contains(key)) {
			this.keys.add(key);
		}
		this.sink.accept(key, value);
	}

	@Override
	public void unreadable(@Nullable Object key, UnreadableEntryException problem) {
		this.sink.unreadable(key, problem);
	}

	@Override
	public boolean wants(Object key) {
		return this.sink.wants(key);
	}

	@Override
	public void onCancel(Runnable action) {
		this.sink.onCancel(action);
	}

}
