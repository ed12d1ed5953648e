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

package io.github.warmcache.cache.tiered;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalTier;
import org.jspecify.annotations.Nullable;

/**
 * Entries that a pod holds of a cache in its heap. Looking at them loads nothing, counts
 * as no use and tells nobody. Thread-safe.
 *
 * @since 0.1.0
 */
public final class LocalContents {

	private final LocalTier local;

	private final Ticker ticker;

	LocalContents(LocalTier local, Ticker ticker) {
		this.local = local;
		this.ticker = ticker;
	}

	/**
	 * Hand over what is held and has neither expired nor been invalidated, while the
	 * cache goes on being used: what changes meanwhile may or may not be seen. Reads it
	 * without counting that as a use.
	 * @param visitor takes the entries
	 */
	public void visit(Visitor visitor) {
		this.local.caffeine().asMap().forEach((key, entry) -> {
			long remaining = entry.remaining(this.ticker.read());
			if (remaining > 0) {
				visitor.visit(key, entry.get(), Duration.ofNanos(remaining));
			}
		});
	}

	/**
	 * Return whether a value of a key is held that a read would be given. Counts as no
	 * read.
	 * @param key the key, of the declared key type
	 * @return whether there is one; a known absence is none
	 */
	public boolean holds(Object key) {
		LocalEntry entry = this.local.findAgain(key);
		return entry != null && entry.get() != null;
	}

	/**
	 * Return whether what was held of a key before the application started cannot be in
	 * the way of anything newer: it is not held now, and neither it nor the cache was
	 * changed since. What changed all keys of its stripe does not count.
	 * @param key the key, of the declared key type
	 * @return whether it is untouched; {@code false} for a few others as well
	 */
	public boolean isUntouched(Object key) {
		return this.local.isUntouched(key);
	}

	/**
	 * Return how many copies cannot be served because their stripe was dropped, and were
	 * not replaced so far. Takes a time that grows with their number.
	 * @return the number
	 */
	public long outdated() {
		return this.local.caffeine().asMap().values().stream().filter(LocalEntry::isInvalidated).count();
	}

	/**
	 * Return the keys that were used most and have values, in the order that decides
	 * about eviction. Other uses of the cache go on meanwhile, but no eviction.
	 * @param most how many keys to look at, not negative
	 * @return the keys, the hottest one first; fewer if some have expired, were
	 * invalidated or are known absences
	 * @see #rankUses()
	 */
	public List<Object> hottest(int most) {
		List<Object> keys = new ArrayList<>();
		rankUses();
		this.local.caffeine()
			.policy()
			.eviction()
			.ifPresent((eviction) -> eviction.hottest(most).forEach((key, entry) -> {
				if (entry.get() != null && this.local.isLive(entry)) {
					keys.add(key);
				}
			}));
		return keys;
	}

	/**
	 * Let uses decide about the order of keys from now on, however few there are. By
	 * itself Caffeine takes no notice of uses until a cache is half full, because nothing
	 * is evicted before. Has no effect on a cache that is bounded by weight.
	 */
	public void rankUses() {
		this.local.caffeine().policy().eviction().filter((eviction) -> !eviction.isWeighted()).ifPresent((eviction) -> {
			long maximum = eviction.getMaximum();
			long twice = 2 * this.local.caffeine().estimatedSize() + 1;
			if (twice < maximum) {
				// It begins to when the bound is set near enough to what is held.
				eviction.setMaximum(twice);
				eviction.setMaximum(maximum);
			}
		});
	}

	/**
	 * Takes the entries that a pod holds.
	 */
	@FunctionalInterface
	public interface Visitor {

		/**
		 * Take one entry.
		 * @param key the key
		 * @param value the value, or {@code null} for a known absence
		 * @param remaining how long it lives at most, positive
		 */
		void visit(Object key, @Nullable Object value, Duration remaining);

	}

}
