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

import java.util.concurrent.atomic.AtomicLongArray;

import io.github.warmcache.tier.SharedTier;

/**
 * Order between loads and invalidations in this pod: a load whose mark is outdated began
 * before an invalidation, and its value is not kept.
 * <p>
 * An invalidation of one key outdates the loads of its slot and leaves stored entries
 * alone; the caller removes the one entry. An invalidation of a stripe outdates its loads
 * and its stored entries. That drops thousands of entries at once.
 */
public final class Fence {

	/**
	 * Number of slots. One invalidation during a warm-up refuses the entries of one slot,
	 * so a slot must be a small share of the cache. Takes 8 KiB per cache.
	 */
	private static final int SLOTS = 1024;

	/**
	 * Moment of the last change of each slot.
	 */
	private final AtomicLongArray slots = new AtomicLongArray(SLOTS);

	private final Stripe[] stripes = new Stripe[SharedTier.STRIPES];

	private final CallMarks marks;

	Fence(CallMarks marks) {
		this.marks = marks;
		for (int i = 0; i < this.stripes.length; i++) {
			this.stripes[i] = new Stripe(i);
		}
	}

	/**
	 * Return the mark of a load that begins now.
	 */
	Mark mark(Object key, int stripe) {
		int slot = slot(key);
		return new Mark(slot, this.slots.get(slot), this.stripes[stripe], this.stripes[stripe].generation);
	}

	boolean holds(Mark mark) {
		return mark.stripe.generation == mark.generation && this.slots.get(mark.slot) == mark.count;
	}

	void bump(Object key) {
		bump(slot(key), this.marks.next());
	}

	private void bump(int slot, long moment) {
		this.slots.accumulateAndGet(slot, moment, Fence::later);
	}

	/**
	 * Return a moment after the previous one, so that loads see every change, and not
	 * before the change itself, so that calls that began before the change see it too.
	 */
	private static long later(long before, long moment) {
		return Math.max(before + 1, moment);
	}

	/**
	 * Return whether this pod has applied no change of the key since a call began.
	 */
	boolean isUnchangedSince(CallMark call, Object key, int stripe) {
		return this.slots.get(slot(key)) <= call.moment() && this.stripes[stripe].outdated <= call.moment();
	}

	/**
	 * Return whether no change can have touched the key, apart from an invalidation of
	 * its stripe.
	 */
	boolean isUntouched(Object key) {
		return this.slots.get(slot(key)) == 0;
	}

	/**
	 * Outdate the loads of a key and return when it was changed before. Both are one
	 * step: if two calls looked first, both could find that there was no change.
	 */
	Change change(Object key, int stripe) {
		int slot = slot(key);
		int generation = this.stripes[stripe].generation;
		long moment = this.marks.next();
		long before = this.slots.getAndAccumulate(slot, moment, Fence::later);
		Mark mark = new Mark(slot, later(before, moment), this.stripes[stripe], generation);
		return new Change(mark, Math.max(before, this.stripes[stripe].outdated));
	}

	/**
	 * Outdate the loads and the stored entries of a stripe.
	 */
	void bumpStripe(int stripe) {
		this.stripes[stripe].bump(this.marks.next());
	}

	/**
	 * Return a number that grows whenever a stripe is outdated.
	 */
	int drops() {
		int sum = 0;
		for (Stripe stripe : this.stripes) {
			sum += stripe.generation;
		}
		return sum;
	}

	/**
	 * Outdate everything. The slots move as well, for {@link #isUntouched}.
	 */
	void bumpAll() {
		long moment = this.marks.next();
		for (int i = 0; i < SLOTS; i++) {
			bump(i, moment);
		}
		for (Stripe stripe : this.stripes) {
			stripe.bump(moment);
		}
	}

	/**
	 * Return the snapshot from which a load of many keys that begins now takes its marks.
	 */
	Snapshot snapshot() {
		long[] counts = new long[SLOTS];
		for (int i = 0; i < SLOTS; i++) {
			counts[i] = this.slots.get(i);
		}
		int[] generations = new int[this.stripes.length];
		for (int i = 0; i < generations.length; i++) {
			generations[i] = this.stripes[i].generation;
		}
		return new Snapshot(counts, generations);
	}

	private static int slot(Object key) {
		int hash = key.hashCode() * 0x9E3779B9;
		return hash >>> 22;
	}

	/**
	 * Generation of one stripe. Entries and loads compare themselves with it.
	 */
	public static final class Stripe {

		private final int number;

		private volatile int generation;

		private volatile long outdated;

		private Stripe(int number) {
			this.number = number;
		}

		public int number() {
			return this.number;
		}

		public int generation() {
			return this.generation;
		}

		private synchronized void bump(long moment) {
			this.generation++;
			this.outdated = Math.max(this.outdated, moment);
		}

	}

	/**
	 * Position of a key's fence.
	 *
	 * @param slot the slot of the key
	 * @param count the moment of the last change of the slot
	 * @param stripe the stripe of the key
	 * @param generation the generation of the stripe
	 */
	public record Mark(int slot, long count, Stripe stripe, int generation) {
	}

	/**
	 * Change of a key.
	 *
	 * @param mark a mark that only later changes outdate
	 * @param before the moment of the change before
	 */
	record Change(Mark mark, long before) {

		boolean isFirstSince(CallMark call) {
			return this.before <= call.moment();
		}

	}

	final class Snapshot {

		private final long[] counts;

		private final int[] generations;

		private Snapshot(long[] counts, int[] generations) {
			this.counts = counts;
			this.generations = generations;
		}

		Mark mark(Object key, int stripe) {
			int slot = slot(key);
			return new Mark(slot, this.counts[slot], Fence.this.stripes[stripe], this.generations[stripe]);
		}

		boolean isOutdated(int stripe) {
			return this.generations[stripe] != Fence.this.stripes[stripe].generation;
		}

	}

}
