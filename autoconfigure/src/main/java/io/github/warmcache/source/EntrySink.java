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
 * Receiver of the entries that a {@link CacheSource} streams. Not thread-safe: one stream
 * feeds it from one thread at a time.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public interface EntrySink<K, V> {

	/**
	 * Take one entry. May block while the entries before it are written.
	 * @param key the key, never {@code null}
	 * @param value the value, never {@code null}
	 * @throws CancellationException if nobody wants the entries any more; not to be
	 * caught
	 */
	void accept(K key, V value);

	/**
	 * Leave out an entry that is no value of the declared type, and go on with the next
	 * one.
	 * @param key the key, or {@code null} if it cannot be read either
	 * @param problem which type and which column or property, without keys and values
	 * @throws UnreadableEntryException the problem, where no entry may be left out, which
	 * is the default
	 */
	default void unreadable(@Nullable K key, UnreadableEntryException problem) {
		throw problem;
	}

	/**
	 * Whether the value of a key is of use, asked before it is fetched where that costs
	 * something.
	 * @param key the key, never {@code null}
	 * @return {@code false} if the stream may leave it out
	 */
	default boolean wants(K key) {
		return true;
	}

	/**
	 * Begin a page: some entries whose values are fetched from now on. A stream that
	 * fetches the values of one page while it hands over those of the page before calls
	 * this for each, and does with what it returns as it would with this sink.
	 * @return what takes the entries of the page, by default this sink
	 */
	default EntrySink<K, V> page() {
		return this;
	}

	/**
	 * Register what ends a blocking call of the stream from outside, such as
	 * {@code Statement::cancel}. It runs at most once, on the cancelling thread, and at
	 * once if the stream is cancelled already. What it throws is ignored. A later
	 * registration replaces the one before.
	 * @param action the action, safe to call from another thread
	 */
	void onCancel(Runnable action);

}
