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
 * Origin of the values of a cache: a query, a Redis hash, an external API.
 * <p>
 * Implementations must be thread-safe and may block. A read asks the source only if the
 * tiers above it have no value. A cache uses the bean of this type that its
 * {@code source.bean} property names.
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
	 * @return the value, or {@code null} if the source has no such key
	 * @throws Exception if the source fails; the read falls back to the method body
	 */
	@Nullable V load(K key) throws Exception;

	/**
	 * Load the value of one key for a caller that may give up. By default calls
	 * {@link #load(Object)}, whose thread is interrupted if the caller gives up. A source
	 * that does not react to interrupts registers another way to end the load; its thread
	 * is then not interrupted.
	 * @param key the key, never {@code null}
	 * @param cancellation tells the source that the caller gave up
	 * @return the value, or {@code null} if the source has no such key
	 * @throws Exception if the source fails
	 */
	default @Nullable V load(K key, LoadCancellation cancellation) throws Exception {
		return load(key);
	}

	/**
	 * Load the values of many keys, by default one after the other.
	 * @param keys the keys, without {@code null}; may be empty
	 * @return the values found, by key as given; a key that the source does not have has
	 * no mapping
	 * @throws Exception if the source fails for any of them
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
	 * Pass every entry to the sink, without holding all of them in memory. A key may
	 * occur more than once; the last one wins.
	 * @param sink receives the entries; it may block, and throws if the warm-up was
	 * cancelled; implementations must not catch that exception
	 * @throws UnsupportedOperationException if the source cannot list its entries, which
	 * is the default
	 * @throws Exception if the source fails before it has passed all entries
	 */
	default void stream(EntrySink<? super K, ? super V> sink) throws Exception {
		throw new UnsupportedOperationException(
				getClass().getName() + " cannot list its entries: implement stream(EntrySink) to warm a cache from it");
	}

	/**
	 * Return how many entries {@link #stream} will pass, if that is cheap to find out.
	 * Used to show progress and to decide whether a warm-up is complete.
	 * @return the number of entries, or empty if unknown
	 * @throws Exception if the source fails
	 */
	default OptionalLong count() throws Exception {
		return OptionalLong.empty();
	}

	/**
	 * Return how many entries {@link #stream} will pass, for a caller that may give up.
	 * By default calls {@link #count()}, whose thread is interrupted if the caller gives
	 * up. A source that does not react to interrupts registers another way to end the
	 * count.
	 * @param cancellation tells the source that the caller gave up
	 * @return the number of entries, or empty if unknown
	 * @throws Exception if the source fails
	 */
	default OptionalLong count(LoadCancellation cancellation) throws Exception {
		return count();
	}

	/**
	 * Return how many properties of the data read are unknown to the value type, or
	 * missing from the data. Exposed as a meter.
	 * @return the number so far
	 */
	default long unmapped() {
		return 0;
	}

	/**
	 * Return whether a key finds only entries that are listed under an equal key. This is
	 * not so if the source treats {@code abc} and {@code ABC} as the same key: a key that
	 * is not listed may then still have a value.
	 * @return {@code false} if the source treats unequal keys as the same
	 * @throws Exception if the source fails
	 */
	default boolean isExact() throws Exception {
		return true;
	}

}
