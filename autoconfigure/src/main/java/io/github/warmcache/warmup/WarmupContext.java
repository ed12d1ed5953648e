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
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CacheWarmer} is given: the cache, and a sink for its entries. Not
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
	 * Take one entry that lives shorter than the cache's own entries.
	 * @param key the key, never {@code null}
	 * @param value the value, or {@code null} for a known absence, which is stored and
	 * not counted
	 * @param timeToLive how long it lives at most, positive
	 * @throws CancellationException if the warm-up was cancelled; not to be caught
	 */
	void accept(Object key, @Nullable Object value, Duration timeToLive);

	/**
	 * Announce how many entries make the cache complete. The next warmer of the cache is
	 * asked as well if fewer came. May be called again with a better number.
	 * @param total the number of entries, not negative
	 */
	void expect(long total);

	/**
	 * Count entries that the cache holds already, and that are not handed over again.
	 * @param more how many, not negative
	 */
	default void count(long more) {
	}

	/**
	 * Begin a batch: of what is handed over from now on, nothing is kept that was
	 * invalidated after this, and what was invalidated before is no longer refused. Call
	 * it before the values of the batch are read.
	 * @param alsoShared whether the shared tier gets the entries of the batch too
	 */
	default void beginBatch(boolean alsoShared) {
	}

	/**
	 * Say that there is nothing to warm the cache with, and that this is as it should be.
	 * The next warmer of the cache is asked; without one the cache counts as filled with
	 * no entries.
	 * @param why the reason, without keys and values, for the log
	 */
	default void nothingToWarm(String why) {
	}

	/**
	 * Say whether all came that makes the cache complete, where that is not a matter of
	 * {@linkplain #expect numbers}. The next warmer of the cache is asked as well if not.
	 * @param complete whether it did
	 */
	default void complete(boolean complete) {
	}

	/**
	 * Return how long ago another pod may have loaded the cache, so that its entries in
	 * the shared tier are as good as those of the source.
	 * @return the longest age, or {@code null} for what suits a start
	 */
	default @Nullable Duration maxAge() {
		return null;
	}

	/**
	 * Say that nobody could tell whether what is handed over is complete, because what
	 * could tell does not answer. The next warmer of the cache is asked. Without one an
	 * optional cache is degraded, and a required one is not filled.
	 * @param cause why
	 */
	void unverified(Exception cause);

	/**
	 * Whether the warm-up was cancelled, for warmers that do long work between entries.
	 * @return {@code true} once nobody wants the entries any more
	 */
	boolean isCancelled();

}
