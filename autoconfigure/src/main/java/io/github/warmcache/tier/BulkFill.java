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

package io.github.warmcache.tier;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Fill of many entries of the shared tier in batches. Not thread-safe.
 *
 * @since 0.1.0
 */
public interface BulkFill extends AutoCloseable {

	/**
	 * Add an entry of unknown provenance.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 */
	default void add(Object key, @Nullable Object value, Duration timeToLive) {
		add(key, value, timeToLive, Provenance.UNKNOWN);
	}

	/**
	 * Add an entry. The entry that completes a batch sends it.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 * @param provenance where the value was made, and how long ago
	 */
	void add(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance);

	/**
	 * Write the remaining entries.
	 */
	@Override
	void close();

	/**
	 * Return the keys that are not stored because something on their stripe changed since
	 * the fill began: the change may have been of one of them. Leaves out some if there
	 * are very many.
	 * @return the keys so far; all of them only after {@link #close()}
	 */
	default Collection<Object> refused() {
		return List.of();
	}

	/**
	 * Return whether the server failed, so that entries are missing and no further one is
	 * stored.
	 * @return whether it failed so far; certain only after {@link #close()}
	 */
	default boolean isLost() {
		return false;
	}

	/**
	 * Return how many entries the server has stored so far.
	 * @return the number of entries
	 */
	long stored();

}
