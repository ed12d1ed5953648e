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

package io.github.warmcache.warmup.rewarm;

import java.time.Duration;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;

/**
 * Detects that much of a cache was dropped within a short time. Stripes are dropped if a
 * server lost its data or changes were missed, and keys are dropped by applications.
 * Expired entries and entries evicted for lack of room are no loss, because filling the
 * cache again would not help. Not thread-safe.
 */
final class LossWatch {

	private static final double MUCH = 0.2;

	private static final long WINDOW = Duration.ofSeconds(10).toNanos();

	private final TieredCache cache;

	/**
	 * Number of copies that were dropped one by one before the last check.
	 */
	private long dropped;

	private long stripes;

	private long windowBegan;

	private long droppedInWindow;

	/**
	 * Number of entries that the last fill left. Losses are measured against it, so that
	 * the rest of a mostly expired cache does not count as much.
	 */
	private long filled;

	LossWatch(TieredCache cache, long now) {
		this.cache = cache;
		this.dropped = cache.localCopies().dropped();
		this.windowBegan = now;
	}

	/**
	 * Record that the cache was filled.
	 * @param entries number of entries that came
	 */
	void filled(long entries) {
		this.cache.getNativeCache().cleanUp();
		// More may have come than there is room for.
		this.filled = Math.min(entries, this.cache.getNativeCache().estimatedSize());
	}

	/**
	 * Check the entries that were dropped since the last check.
	 * @return whether much was dropped within seconds, once for each loss
	 */
	boolean isMuchLost(long now) {
		if (now - this.windowBegan > WINDOW) {
			beginWindow(now);
		}
		long before = this.dropped;
		this.dropped = this.cache.localCopies().dropped();
		this.droppedInWindow += this.dropped - before;
		long lost = this.droppedInWindow + outdatedSinceLastLook();
		long held = this.cache.getNativeCache().estimatedSize() + this.droppedInWindow;
		if (lost == 0 || lost <= Math.max(held, this.filled) * MUCH) {
			return false;
		}
		beginWindow(now);
		return true;
	}

	private void beginWindow(long now) {
		this.windowBegan = now;
		this.droppedInWindow = 0;
	}

	/**
	 * Return how many outdated copies are still held if a stripe was dropped since the
	 * last check, or else 0. Counting them visits every entry.
	 */
	private long outdatedSinceLastLook() {
		long before = this.stripes;
		this.stripes = this.cache.statistics().count(CacheEvent.STRIPE_DROPPED);
		return (this.stripes != before) ? this.cache.localContents().outdated() : 0;
	}

}
