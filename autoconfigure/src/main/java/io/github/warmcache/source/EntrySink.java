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

package io.github.warmcache.source;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * Receives the entries that a {@link CacheSource} streams. Not thread-safe: one stream
 * calls it from one thread at a time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface EntrySink<K, V> {

	/**
	 * Accept one entry. May block while earlier entries are written.
	 * @param key the key, never {@code null}
	 * @param value the value, never {@code null}
	 * @throws CancellationException if the stream is cancelled; do not catch it
	 */
	void accept(K key, V value);

	/**
	 * Skip an entry that is not a value of the declared type.
	 * @param key the key, or {@code null} if that cannot be read either
	 * @param problem names the type and the column or property, without keys and values
	 * @throws UnreadableEntryException the problem, if no entry may be skipped, which is
	 * the default
	 */
	default void unreadable(@Nullable K key, UnreadableEntryException problem) {
		throw problem;
	}

	/**
	 * Return whether the value of a key is needed. Streams for which fetching a value is
	 * expensive ask this first.
	 * @param key the key, never {@code null}
	 * @return {@code false} if the stream may skip the key
	 */
	default boolean wants(K key) {
		return true;
	}

	/**
	 * Begin a page of entries whose values are fetched after this call. A stream that
	 * fetches one page while it passes on the previous one calls this for each page, and
	 * passes the page's entries to the returned sink.
	 * @return the sink for the entries of the page, by default this one
	 */
	default EntrySink<K, V> page() {
		return this;
	}

	/**
	 * Register an action that ends a blocking call of the stream from another thread,
	 * such as {@code Statement::cancel}. It runs at most once, on the cancelling thread;
	 * if the stream is already cancelled, it runs immediately on the calling thread.
	 * Exceptions from it are ignored. A later registration replaces an earlier one.
	 * @param action the action, safe to call from another thread
	 */
	void onCancel(Runnable action);

}
