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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.load.Tiers;
import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Fill of many entries, for example by a warm-up. It does not overwrite keys that were
 * invalidated in this pod after it began. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class CacheFill implements AutoCloseable {

	/**
	 * Maximum number of refused keys to remember. A change of everything may refuse very
	 * many keys; the rest are loaded when they are read.
	 */
	private static final int MOST_REFUSED = 100_000;

	private final LocalTier local;

	private final LocalTier.FenceMarks marks;

	private final long began;

	private final KeyAdapter keys;

	private final Tiers tiers;

	private final CacheStatistics statistics;

	private final @Nullable BulkFill shared;

	private final Set<Object> refused = new LinkedHashSet<>();

	private long entries;

	CacheFill(Tiers tiers, KeyAdapter keys, CacheStatistics statistics, @Nullable SharedTier sharedTier) {
		this.local = tiers.local();
		this.marks = this.local.marks();
		this.began = this.local.holdOff().begin();
		this.keys = keys;
		this.tiers = tiers;
		this.statistics = statistics;
		this.shared = (sharedTier != null) ? sharedTier.beginFill(this::superseded) : null;
	}

	/**
	 * Drop the local entry, so that the next read gets the newer version from the shared
	 * tier.
	 */
	private void superseded(Object key) {
		this.statistics.record(CacheEvent.OLDER_VERSION_REFUSED);
		this.local.removals().discard(key);
	}

	/**
	 * Store an entry of the source for as long as the cache keeps its entries.
	 * @param key the key, of the declared key type or convertible to it without loss
	 * @param value the value, or {@code null} for a known absence
	 */
	public void put(Object key, @Nullable Object value) {
		put(this.keys.adapt(key), value, this.tiers.lifetimes().longest(value, true), Provenance.SOURCE, false);
	}

	/**
	 * Store a copy of unknown provenance of an entry that has lived elsewhere. If this
	 * pod has seen a newer version of it, the pod does not keep it.
	 * @param key the key, of the declared key type or convertible to it without loss
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long it lives at most; not longer than the cache keeps its
	 * entries in any case
	 */
	public void put(Object key, @Nullable Object value, Duration timeToLive) {
		put(key, value, timeToLive, Provenance.UNKNOWN);
	}

	/**
	 * Store a copy of an entry that has lived elsewhere. If this pod has seen a newer
	 * version of it, the pod does not keep it.
	 * @param key the key, of the declared key type or convertible to it without loss
	 * @param value the value, or {@code null} for a known absence
	 * @param timeToLive how long it lives at most; not longer than the cache keeps its
	 * entries in any case
	 * @param provenance where the value was made, and how long ago
	 */
	public void put(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
		Duration longest = this.tiers.lifetimes().longest(value, true);
		put(this.keys.adapt(key), value, (timeToLive.compareTo(longest) <= 0) ? timeToLive : longest, provenance, true);
	}

	private void put(Object key, @Nullable Object value, Duration life, Provenance provenance, boolean copied) {
		if (keep(key, value, life, provenance, copied)) {
			this.entries++;
		}
		else if (value != null && this.refused.size() < MOST_REFUSED) {
			this.refused.add(key);
		}
		if (this.shared != null) {
			this.shared.add(key, value, limit(key, this.tiers.lifetimes().inSharedTier(value, true)), provenance);
		}
	}

	private boolean keep(Object key, @Nullable Object value, Duration life, Provenance provenance, boolean copied) {
		if (this.tiers.deferred().isPending(key)) {
			// The value may be older than a change on its way to the shared tier.
			this.local.skip(key);
			return false;
		}
		Duration limit = limit(key, life);
		Fence.Mark mark = this.marks.mark(key);
		boolean heldOff = limit.compareTo(life) < 0;
		return copied ? this.local.fillOneOfCopies(key, value, provenance, limit, mark, heldOff)
				: this.local.fillOneOfMany(key, value, provenance, limit, mark, heldOff);
	}

	private Duration limit(Object key, Duration atMost) {
		return this.local.holdOff().limit(key, atMost, this.began);
	}

	/**
	 * Return how many entries were stored in this pod. A key that came twice counts
	 * twice.
	 * @return the number of entries
	 */
	public long entries() {
		return this.entries;
	}

	/**
	 * Return the keys whose values were not kept in this pod or in the shared tier,
	 * because they may have been changed since the fill began. Only the first 100,000 of
	 * this pod are remembered.
	 * @return the keys so far, all of them after {@link #close()}
	 */
	public Collection<Object> refused() {
		if (this.shared == null || this.shared.refused().isEmpty()) {
			return this.refused;
		}
		Set<Object> all = new LinkedHashSet<>(this.refused);
		all.addAll(this.shared.refused());
		return all;
	}

	/**
	 * Return whether the shared tier was to get the entries but lost its server on the
	 * way.
	 * @return whether entries are missing there; certain after {@link #close()}
	 */
	public boolean isSharedTierLost() {
		return this.shared != null && this.shared.isLost();
	}

	/**
	 * Write the remaining entries to the shared tier.
	 */
	@Override
	public void close() {
		if (this.shared != null) {
			this.shared.close();
		}
	}

}
