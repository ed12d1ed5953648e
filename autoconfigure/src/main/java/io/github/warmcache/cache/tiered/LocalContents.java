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

import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Entries of one cache in this pod's heap. Looking at them loads nothing, does not count
 * as a use and tells nobody. Thread-safe.
 *
 * @since 0.1.0
 */
public final class LocalContents {

	/**
	 * Number of entries from which on a look at the hottest ones makes their uses count.
	 * It is so many that as many more do not arrive in that moment.
	 */
	private static final int FEWEST_RANKED = 32;

	private final LocalTier local;

	private final Ticker ticker;

	private final ValueVersion version;

	/**
	 * Number of entries up to which Caffeine counts uses well enough.
	 */
	private volatile long ranked;

	LocalContents(LocalTier local, Ticker ticker, ValueVersion version) {
		this.local = local;
		this.ticker = ticker;
		this.version = version;
	}

	/**
	 * Visit the entries that have neither expired nor been invalidated. The cache remains
	 * in use: changes meanwhile may or may not be seen. Does not count as a use.
	 * @param visitor takes the entries
	 */
	public void visit(Visitor visitor) {
		this.local.caffeine().asMap().forEach((key, entry) -> {
			Held held = held(entry);
			if (held != null) {
				visitor.visit(key, held);
			}
		});
	}

	/**
	 * Return whether a read of the key would find a value in this pod. Does not count as
	 * a read.
	 * @param key the key, of the declared key type
	 * @return whether there is a value; {@code false} for a known absence
	 */
	public boolean holds(Object key) {
		LocalEntry entry = this.local.findAgain(key);
		return entry != null && entry.get() != null;
	}

	/**
	 * Return what a read of the key would find in this pod. Does not count as a read.
	 * @param key the key, of the declared key type
	 * @return the value, or a known absence; {@code null} if there is neither
	 */
	public @Nullable ValueWrapper peek(Object key) {
		return this.local.findAgain(key);
	}

	/**
	 * Return what a read of the key would find in this pod, with all that is known of it.
	 * Does not count as a read.
	 * @param key the key, of the declared key type
	 * @return the value or the known absence; {@code null} if there is neither
	 */
	public @Nullable Held inspect(Object key) {
		LocalEntry entry = this.local.findAgain(key);
		return (entry != null) ? held(entry) : null;
	}

	private @Nullable Held held(LocalEntry entry) {
		long now = this.ticker.read();
		long remaining = entry.remaining(now);
		return (remaining > 0) ? new Held(entry.get(), Duration.ofNanos(remaining), entry.provenance(now)) : null;
	}

	/**
	 * Return whether a value has an older version than another one.
	 * @param value a value of the cache
	 * @param other another one of the same key
	 * @return {@code true} if both have a version and the first one is lower
	 */
	public boolean isOlder(Object value, Object other) {
		return ValueVersion.isOlder(this.version.of(value), this.version.of(other));
	}

	/**
	 * Return whether a value from before the start of the application cannot replace
	 * anything newer: the key has no live entry, and was not changed since, nor was the
	 * cache cleared by this pod. Drops of the key's whole stripe do not count.
	 * @param key the key, of the declared key type
	 * @return whether it is untouched; {@code false} for a few untouched keys as well
	 */
	public boolean isUntouched(Object key) {
		return this.local.isUntouched(key);
	}

	/**
	 * Return how many copies cannot be served because their stripe was dropped and they
	 * have not been replaced yet. Takes time in proportion to the size of the cache.
	 * @return the number
	 */
	public long outdated() {
		return this.local.caffeine().asMap().values().stream().filter(LocalEntry::isInvalidated).count();
	}

	/**
	 * Return the most used keys that have values, in the order that decides about
	 * eviction. The cache remains in use meanwhile, but evicts nothing.
	 * @param most the number of keys to look at, not negative
	 * @return the keys, the hottest one first; fewer if some have expired, were
	 * invalidated or are known absences
	 * @see #rankUses()
	 */
	public List<Object> hottest(int most) {
		List<Object> keys = new ArrayList<>();
		if (this.local.caffeine().estimatedSize() >= FEWEST_RANKED) {
			rankUses();
		}
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
	 * Make uses count for the order of keys from now on, however few keys there are. By
	 * itself, Caffeine ignores uses until a cache is half full, because it evicts nothing
	 * before. Has no effect on a cache that is bounded by weight. While a cache is filled
	 * from nothing, this may evict what has just come.
	 */
	public void rankUses() {
		long size = this.local.caffeine().estimatedSize();
		if (size > this.ranked) {
			this.local.caffeine()
				.policy()
				.eviction()
				.filter((eviction) -> !eviction.isWeighted())
				.ifPresent((eviction) -> this.ranked = rankUses(eviction));
		}
	}

	/**
	 * Lower the bound for a moment, upon which Caffeine begins to count uses. Nobody else
	 * may see the lower bound, or else he would restore it later, or entries that arrive
	 * meanwhile would be evicted. So all is done while Caffeine's lock is held, as it is
	 * by a stream of its entries.
	 * @return the number of entries whose uses are counted well enough
	 */
	private long rankUses(Policy.Eviction<Object, LocalEntry> eviction) {
		return eviction.hottest((entries) -> {
			long size = this.local.caffeine().estimatedSize();
			long maximum = eviction.getMaximum();
			long twice = 2 * size + 1;
			if (twice < maximum) {
				eviction.setMaximum(twice);
				eviction.setMaximum(maximum);
			}
			return Math.min(twice, maximum);
		});
	}

	/**
	 * Visitor of the entries that a pod holds.
	 */
	@FunctionalInterface
	public interface Visitor {

		/**
		 * Visit one entry.
		 * @param key the key
		 * @param held what the pod holds of it
		 */
		void visit(Object key, Held held);

	}

	/**
	 * What a pod holds of one key.
	 *
	 * @param value the value, or {@code null} for a known absence
	 * @param remaining the maximum remaining life, positive
	 * @param provenance where the value was made, and how long ago; the age counts from
	 * then, not from when this pod got it
	 */
	public record Held(@Nullable Object value, Duration remaining, Provenance provenance) {
	}

}
