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

package io.github.warmcache.warmup;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Context of a {@link CacheWarmer}: the cache, and a sink for its entries. Not
 * thread-safe.
 *
 * @since 0.1.0
 */
public interface WarmupContext extends EntrySink<Object, Object> {

	/**
	 * Return the cache that is being filled.
	 * @return the cache
	 */
	TieredCache cache();

	/**
	 * Return the name of the cache that is being filled.
	 * @return the name
	 */
	default String cacheName() {
		return cache().getName();
	}

	/**
	 * Take one entry, which counts as loaded from the source just now.
	 * @param key the key, never {@code null}
	 * @param value the value, never {@code null}
	 * @throws CancellationException if the warm-up was cancelled; do not catch it
	 */
	@Override
	void accept(Object key, Object value);

	/**
	 * Take one entry of unknown provenance that lives shorter than the cache's own
	 * entries.
	 * @param key the key, never {@code null}
	 * @param value the value, or {@code null} for a known absence, which is stored but
	 * not counted
	 * @param timeToLive maximum time to live, positive
	 * @throws CancellationException if the warm-up was cancelled; do not catch it
	 */
	void accept(Object key, @Nullable Object value, Duration timeToLive);

	/**
	 * Take a copy of one entry that has lived elsewhere, and so lives shorter than the
	 * cache's own entries.
	 * @param key the key, never {@code null}
	 * @param value the value, or {@code null} for a known absence, which is stored but
	 * not counted
	 * @param timeToLive maximum time to live, positive
	 * @param provenance where the value was made, and how long ago
	 * @throws CancellationException if the warm-up was cancelled; do not catch it
	 */
	default void accept(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
		accept(key, value, timeToLive);
	}

	/**
	 * Announce how many entries make the cache complete. If fewer come, the next warmer
	 * of the cache is asked as well. May be called again with a better number.
	 * @param total the number of entries, not negative
	 */
	void expect(long total);

	/**
	 * Count entries that the cache already holds and that are not handed over again.
	 * @param more number of entries, not negative
	 */
	default void count(long more) {
	}

	/**
	 * Begin a batch. From now on, an entry is refused if its key is invalidated after
	 * this call, and no longer if its key was invalidated before. Call this before
	 * reading the values of the batch.
	 * @param alsoShared whether the shared tier gets the entries of the batch too
	 */
	default void beginBatch(boolean alsoShared) {
	}

	/**
	 * Report that there is nothing to warm the cache with, and that this is as expected.
	 * The next warmer of the cache is asked. If there is none, the cache counts as filled
	 * with no entries.
	 * @param why the reason, without keys and values, for the log
	 */
	default void nothingToWarm(String why) {
	}

	/**
	 * Say whether all entries that make the cache complete came, if {@linkplain #expect
	 * numbers} do not tell. If not, the next warmer of the cache is asked as well.
	 * @param complete whether they came
	 */
	default void complete(boolean complete) {
	}

	/**
	 * Return how long ago another pod may have loaded the cache for its entries in the
	 * shared tier to be as good as those of the source.
	 * @return the maximum age, or {@code null} for the default of a start
	 */
	default @Nullable Duration maxAge() {
		return null;
	}

	/**
	 * Report that it is unknown whether the entries are complete, for example because the
	 * server that could tell does not answer. The next warmer of the cache is asked. If
	 * there is none, an optional cache is degraded, and a required one is not filled.
	 * @param cause the reason
	 */
	void unverified(Exception cause);

	/**
	 * Return whether the warm-up was cancelled, for warmers that do long work between
	 * entries.
	 * @return {@code true} once nobody wants the entries any more
	 */
	boolean isCancelled();

}
