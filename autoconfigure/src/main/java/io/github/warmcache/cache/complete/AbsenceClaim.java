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

package io.github.warmcache.cache.complete;

import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;

import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Claim of one load of a whole cache: a key that the load did not return does not exist,
 * unless the key was changed or lost since the load began. Thread-safe.
 */
final class AbsenceClaim {

	/**
	 * Maximum number of exceptions. More would take unbounded memory, and mean that the
	 * load is outdated anyway.
	 */
	static final int MOST_EXCEPTIONS = 10_000;

	private final LocalTier.FenceMarks marks;

	private volatile long endsAt;

	private final Set<Object> exceptions = ConcurrentHashMap.newKeySet();

	private final AtomicLong changes = new AtomicLong();

	private volatile boolean overflown;

	/**
	 * Stripes whose keys the claim does not cover.
	 */
	private volatile BitSet excluded = new BitSet();

	/**
	 * The fleet's load that this one was, or the last one finished when it ended.
	 */
	private volatile @Nullable FinishedLoad marker;

	private volatile boolean confirmed = true;

	/**
	 * Create the claim of a load that begins now.
	 * @param marks taken before the load begins
	 * @param endsAt the time at which its entries may be too old
	 */
	AbsenceClaim(LocalTier.FenceMarks marks, long endsAt) {
		this.marks = marks;
		this.endsAt = endsAt;
	}

	/**
	 * Shorten the claim. To be called before it is made.
	 */
	void endBy(long end) {
		if (end - this.endsAt < 0) {
			this.endsAt = end;
		}
	}

	/**
	 * Exclude a key from the claim.
	 */
	void except(Object key) {
		this.changes.incrementAndGet();
		if (this.overflown) {
			return;
		}
		this.exceptions.add(key);
		// The size is a sum over cells, but changes are not as frequent as hits.
		if (this.exceptions.size() > MOST_EXCEPTIONS) {
			this.overflown = true;
			this.exceptions.clear();
		}
	}

	/**
	 * Do not cover the keys of some stripes. To be called before the claim is made.
	 */
	void exclude(BitSet stripes) {
		this.excluded = stripes;
	}

	/**
	 * Return the stripes whose keys may have been changed or lost since the load began.
	 * @param stripe tells the stripe of a key
	 */
	BitSet touched(ToIntFunction<Object> stripe) {
		BitSet touched = new BitSet();
		for (Object key : this.exceptions) {
			try {
				touched.set(stripe.applyAsInt(key));
			}
			catch (IllegalArgumentException ex) {
				// It has no stripe, and is never taken to be absent.
			}
		}
		for (int i = 0; i < SharedTier.STRIPES; i++) {
			if (this.overflown || this.marks.isOutdated(i)) {
				touched.set(i);
			}
		}
		return touched;
	}

	/**
	 * Return how often keys were changed or lost since the load began.
	 */
	long changes() {
		return this.changes.get();
	}

	/**
	 * Return whether the claim holds at all.
	 */
	boolean holds(long now) {
		return this.confirmed && !this.overflown && now - this.endsAt < 0;
	}

	/**
	 * Return whether the claim says that a key that is not held does not exist.
	 */
	boolean covers(Object key) {
		Fence.Mark mark = this.marks.mark(key);
		// Overflow is checked last, because it drops the exceptions.
		return mark.stripe().generation() == mark.generation() && !this.excluded.get(mark.stripe().number())
				&& !this.exceptions.contains(key) && !this.overflown;
	}

	void marker(@Nullable FinishedLoad load) {
		this.marker = load;
	}

	@Nullable FinishedLoad marker() {
		return this.marker;
	}

	/**
	 * Note whether the marker is still the last load of the fleet.
	 */
	void confirm(boolean value) {
		this.confirmed = value;
	}

}
