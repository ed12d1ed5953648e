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
	 * Add an entry; it is written with the batch it completes.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long the value lives, positive
	 */
	void add(Object key, @Nullable Object value, Duration timeToLive);

	/**
	 * Write what is left.
	 */
	@Override
	void close();

	/**
	 * Return the keys that are not stored because something on their stripe changed since
	 * the fill began: what changed may have been one of them. Of very many, some are left
	 * out.
	 * @return the keys so far, the rest of them after {@link #close()}
	 */
	default Collection<Object> refused() {
		return List.of();
	}

	/**
	 * Return how many entries the server has stored so far.
	 * @return the number of entries
	 */
	long stored();

}
