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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * Place where the values of a cache really come from: a query, a Redis hash, an external
 * API.
 * <p>
 * Implementations are called from many threads at once. They may block, and are asked
 * only after the tiers above them had no value. A bean of this type is used by a cache
 * whose {@code source.bean} property names it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheSource<K, V> {

	/**
	 * Load the value of one key.
	 * @param key the key, never {@code null}
	 * @return the value, or {@code null} if the source knows no such key
	 * @throws Exception if the source could not be asked; the read goes on to the method
	 * body
	 */
	@Nullable V load(K key) throws Exception;

	/**
	 * Load the value of one key, for callers that give up after a while. By default this
	 * is {@link #load(Object)}, whose thread is interrupted then; what does not heed
	 * interrupts registers another way to end it, and is not interrupted.
	 * @param key the key, never {@code null}
	 * @param cancellation tells that the value is no longer waited for
	 * @return the value, or {@code null} if the source knows no such key
	 * @throws Exception if the source could not be asked
	 */
	default @Nullable V load(K key, LoadCancellation cancellation) throws Exception {
		return load(key);
	}

	/**
	 * Load the values of many keys, by default one after the other.
	 * @param keys the keys, without {@code null}; may be empty
	 * @return the values that exist, by their key as it was given; a key the source does
	 * not know has no mapping
	 * @throws Exception if the source could not be asked for all of them
	 */
	default Map<K, V> loadAll(Collection<? extends K> keys) throws Exception {
		Map<K, V> values = new LinkedHashMap<>();
		for (K key : keys) {
			V value = load(key);
			if (value != null) {
				values.put(key, value);
			}
		}
		return values;
	}

	/**
	 * Hand every entry to the sink, without holding all of them in memory. A key may come
	 * more than once; the last one counts.
	 * @param sink takes the entries; it may block, and throws when the warm-up was
	 * cancelled, which implementations let pass
	 * @throws UnsupportedOperationException if the source cannot list its entries, which
	 * is the default
	 * @throws Exception if the source failed before all entries were handed over
	 */
	default void stream(EntrySink<? super K, ? super V> sink) throws Exception {
		throw new UnsupportedOperationException(
				getClass().getName() + " cannot list its entries: implement stream(EntrySink) to warm a cache from it");
	}

	/**
	 * Return how many entries {@link #stream} is going to hand over, if that is cheap to
	 * know. Used for progress and to judge whether a warm-up was complete.
	 * @return the number of entries, or empty if unknown
	 * @throws Exception if the source could not be asked
	 */
	default OptionalLong count() throws Exception {
		return OptionalLong.empty();
	}

	/**
	 * Return how many properties of what was read had no place in its value, or were
	 * missing for it. Used as a meter.
	 * @return the number so far
	 */
	default long unmapped() {
		return 0;
	}

	/**
	 * Whether a key finds only what was listed under an equal key. A source that takes
	 * {@code abc} and {@code ABC} for the same does not, and what is not listed under a
	 * key may be there all the same.
	 * @return {@code false} if the source takes keys for the same that are not equal
	 * @throws Exception if the source could not be asked
	 */
	default boolean isExact() throws Exception {
		return true;
	}

}
