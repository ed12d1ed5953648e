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

package io.github.warmcache.cache.local;

import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Removals from a local tier. Loads in flight do not bring a removed value back.
 */
public final class LocalRemovals {

	private final Cache<Object, LocalEntry> caffeine;

	private final Fence fence;

	private final VersionFloors floors;

	private final LocalTier.Listener listener;

	private final HoldOff holdOff;

	private final Ticker ticker;

	private final CacheStatistics statistics;

	LocalRemovals(Cache<Object, LocalEntry> caffeine, Fence fence, VersionFloors floors, LocalTier.Listener listener,
			HoldOff holdOff, Ticker ticker, CacheStatistics statistics) {
		this.caffeine = caffeine;
		this.fence = fence;
		this.floors = floors;
		this.listener = listener;
		this.holdOff = holdOff;
		this.ticker = ticker;
		this.statistics = statistics;
	}

	/**
	 * Remove a key that was removed everywhere. Loads in flight of the key are not kept.
	 * @return whether there was a live entry
	 */
	boolean remove(Object key) {
		boolean wasLive = removeReplaced(key);
		this.floors.removed(key);
		return wasLive;
	}

	/**
	 * Remove a key that has another value now. Loads in flight of the key are not kept.
	 * @return whether there was a live entry
	 */
	public boolean removeReplaced(Object key) {
		// Before the bump: loads that begin after it pass the fence and must be held off.
		this.holdOff.changed(key);
		bump(key);
		LocalEntry removed = take(key);
		if (removed == null || !removed.isLive(this.ticker.read())) {
			return false;
		}
		this.statistics.recordRemoved(1);
		return true;
	}

	/**
	 * Outdate the loads in flight of a key.
	 */
	void bump(Object key) {
		this.fence.bump(key);
		this.listener.changed(key);
	}

	/**
	 * Remove an entry because the shared tier holds a newer version. Loads in flight are
	 * unaffected.
	 */
	public void discard(Object key) {
		this.listener.changed(key);
		take(key);
	}

	/**
	 * Remove an entry, unless another one has taken its place. Loads in flight are
	 * unaffected.
	 */
	void remove(Object key, LocalEntry entry) {
		this.floors.raise(key, entry.version());
		this.caffeine.asMap().remove(key, entry);
	}

	/**
	 * Remove an entry and remember its version, because the next value may be older.
	 */
	private @Nullable LocalEntry take(Object key) {
		AtomicReference<LocalEntry> removed = new AtomicReference<>();
		// Runs within the removal, so that no read comes between the two. Also runs for
		// an absent key, so that it waits for a load that is being kept.
		this.caffeine.asMap().compute(key, (k, present) -> {
			if (present != null) {
				this.floors.raise(key, present.version());
				removed.setPlain(present);
			}
			return null;
		});
		return removed.getPlain();
	}

	/**
	 * Outdate everything on a stripe because it was removed everywhere.
	 */
	public void clearStripe(int stripe) {
		this.holdOff.cleared(stripe);
		this.floors.cleared(stripe);
		removeStripe(stripe);
	}

	/**
	 * Outdate everything on a stripe, stored or in flight.
	 */
	public void removeStripe(int stripe) {
		this.fence.bumpStripe(stripe);
	}

	/**
	 * Remove everything. Loads in flight are not kept.
	 * @return whether there was a live entry
	 */
	public boolean clear() {
		long now = this.ticker.read();
		boolean any = this.caffeine.asMap().values().stream().anyMatch((entry) -> entry.isLive(now));
		if (this.floors.areEnabled()) {
			// The shared tier holds older versions until it is told.
			this.caffeine.asMap()
				.entrySet()
				.stream()
				.limit(VersionFloors.MOST)
				.forEach((entry) -> this.floors.raise(entry.getKey(), entry.getValue().version()));
		}
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			this.holdOff.cleared(stripe);
			this.floors.cleared(stripe);
		}
		this.fence.bumpAll();
		this.statistics.recordRemoved(this.caffeine.estimatedSize());
		this.caffeine.invalidateAll();
		return any;
	}

}
