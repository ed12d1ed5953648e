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

package io.github.warmcache.warmup.fleet;

import java.util.HashSet;
import java.util.Set;

import io.github.warmcache.cache.tiered.LocalContents;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.fill.FillBatch;
import io.github.warmcache.warmup.fill.WarmupStream;

/**
 * Copies the shared tier into this pod, repeatedly while the shared tier grows.
 */
public final class SharedTierCopy {

	/**
	 * Share of a load that counts as all of it. Servers evict entries and entries expire,
	 * so a nearly complete copy is no reason to load everything again.
	 */
	private static final double MOST = 0.95;

	private final WarmupStream stream;

	private final SharedTier shared;

	private final boolean replaces;

	/**
	 * Keys that the shared tier had. A key that comes twice must not stand for a missing
	 * one.
	 */
	private final Set<Object> seen = new HashSet<>();

	/**
	 * Create a copy.
	 * @param stream takes the entries
	 * @param shared the shared tier
	 * @param replaces whether to replace the entries that this pod holds, because they
	 * are older
	 */
	public SharedTierCopy(WarmupStream stream, SharedTier shared, boolean replaces) {
		this.stream = stream;
		this.shared = shared;
		this.replaces = replaces;
	}

	/**
	 * Copy the entries that this pod does not hold, or all of them if this copy replaces.
	 * @throws Exception if the server failed before everything was copied
	 */
	public void run() throws Exception {
		if (this.stream.isDropped()) {
			// The shared tier may have been cleared as well.
			this.seen.clear();
		}
		this.stream.beginsAnew();
		this.stream.countFrom(this.seen.size());
		this.stream.limits().unthrottled(true);
		try {
			this.shared.stream(new Sink());
		}
		finally {
			this.stream.limits().unthrottled(false);
		}
	}

	/**
	 * Return how many entries the shared tier had, each counted once.
	 */
	public long entries() {
		return this.seen.size();
	}

	/**
	 * Return whether the shared tier had nearly all of this many entries.
	 */
	public boolean isMostOf(long entries) {
		return isMostOf(entries, this.seen.size());
	}

	public static boolean isMostOf(long entries, long there) {
		return there > 0 && there >= entries * MOST;
	}

	/**
	 * Sink of one run. Fills each page with marks from before its values are fetched.
	 */
	private final class Sink implements EntrySink<Object, SharedRead.Hit> {

		private final LocalContents held = SharedTierCopy.this.stream.cache().localContents();

		private final boolean hasRoom = hasRoom();

		/**
		 * Page for a tier without pages.
		 */
		private final Page whole = new Page(this);

		/**
		 * Return whether the local tier is known to have room. Without room, entries that
		 * this pod does not hold may have been evicted, and would be copied again and
		 * again.
		 */
		private boolean hasRoom() {
			TieredCache cache = SharedTierCopy.this.stream.cache();
			Long most = cache.definition().local().maximumSize();
			return most != null && cache.getNativeCache().estimatedSize() < most;
		}

		@Override
		public EntrySink<Object, SharedRead.Hit> page() {
			return new Page(this);
		}

		@Override
		public boolean wants(Object key) {
			if (SharedTierCopy.this.replaces) {
				return true;
			}
			if (this.held.holds(key)) {
				if (SharedTierCopy.this.seen.add(key)) {
					SharedTierCopy.this.stream.counted(1);
				}
				return false;
			}
			return this.hasRoom || !SharedTierCopy.this.seen.contains(key);
		}

		@Override
		public void accept(Object key, SharedRead.Hit hit) {
			this.whole.accept(key, hit);
		}

		@Override
		public void onCancel(Runnable action) {
			SharedTierCopy.this.stream.onCancel(action);
		}

	}

	/**
	 * Page of a run. Need not be closed, because entries from the shared tier are not
	 * written back to it.
	 */
	private final class Page implements EntrySink<Object, SharedRead.Hit> {

		private final Sink sink;

		private final FillBatch part = SharedTierCopy.this.stream.part(false);

		Page(Sink sink) {
			this.sink = sink;
		}

		@Override
		public boolean wants(Object key) {
			return this.sink.wants(key);
		}

		@Override
		public void accept(Object key, SharedRead.Hit hit) {
			if (hit.value() == null || SharedTierCopy.this.seen.add(key)) {
				this.part.acceptCopy(key, hit);
			}
			else {
				this.part.acceptCopyAgain(key, hit);
			}
		}

		@Override
		public void onCancel(Runnable action) {
			this.sink.onCancel(action);
		}

	}

}
