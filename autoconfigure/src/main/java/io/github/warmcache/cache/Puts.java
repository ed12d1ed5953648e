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

package io.github.warmcache.cache;

import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.ChangeMarks;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.VagueMark;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Puts of one cache, none of which replaces what came after the beginning of its call.
 */
final class Puts {

	private final TierChain tiers;

	private final LocalTier local;

	private final Flights flights;

	private final ValueVersion version;

	Puts(TierChain tiers, Flights flights, ValueVersion version) {
		this.tiers = tiers;
		this.local = tiers.local();
		this.flights = flights;
		this.version = version;
	}

	/**
	 * Return where a put stands.
	 * @param mark where its call began, or {@code null} if it has no beginning
	 */
	PutOrder order(Object key, @Nullable Object value, @Nullable CallMark mark) {
		long own = this.version.of(value);
		LocalEntry present = this.local.findAgain(key);
		if (present != null && ValueVersion.isOlder(own, present.version())) {
			return PutOrder.SUPERSEDED;
		}
		boolean unchanged = mark == null || this.local.isUnchangedSince(mark, key);
		if (this.local.floors().refuses(key, own)) {
			return PutOrder.SUPERSEDED;
		}
		if ((mark == null || !unchanged) && this.local.floors().isOlder(key, own)) {
			return PutOrder.LATE;
		}
		if (unchanged) {
			return PutOrder.LAST;
		}
		if (late() == PutOrder.OPEN) {
			return PutOrder.OPEN;
		}
		// Of two versions here, the newer one is the last; that neither was removed since
		// is known from the other still being here.
		boolean ordered = own != ValueVersion.UNVERSIONED && present != null
				&& present.version() != ValueVersion.UNVERSIONED;
		return ordered ? PutOrder.LAST : PutOrder.LATE;
	}

	private PutOrder late() {
		SharedTier shared = this.tiers.shared();
		return (shared != null && shared.changeMarks() != null) ? PutOrder.OPEN : PutOrder.LATE;
	}

	/**
	 * Take the first step, before the shared tier is told: what is here now is not to
	 * survive the put. It may turn out late after all.
	 * @param call where the call began, or {@code null} if it has no beginning
	 */
	Step begin(Object key, @Nullable Object value, PutOrder order, @Nullable CallMark call) {
		Step step = (order == PutOrder.LAST) ? this.local.puts().put(key, value, this.tiers.longest(value), call)
				: new Step(order, null, null);
		LocalEntry entry = step.entry();
		if (entry != null) {
			if (this.tiers.shared() == null) {
				raiseFloor(key, entry);
			}
		}
		else if (step.order() != PutOrder.SUPERSEDED) {
			this.local.removals().removeReplaced(key);
			step = new Step((order == PutOrder.LAST) ? late() : order, null, this.local.mark(key));
		}
		this.flights.detach(key);
		return step;
	}

	/**
	 * Put where there is no value and no shared tier.
	 * @see LocalPuts#putIfAbsent
	 */
	Step putIfAbsent(Object key, @Nullable Object value, @Nullable CallMark call) {
		Step step = this.local.puts().putIfAbsent(key, value, this.tiers.longest(value), call);
		this.flights.detach(key);
		return step;
	}

	/**
	 * Tell the shared tier.
	 */
	ChangeOutcome tell(SharedTier shared, Object key, @Nullable Object value, @Nullable CallMark call, Step step) {
		if (step.order() == PutOrder.SUPERSEDED) {
			return ChangeOutcome.SUPERSEDED;
		}
		return shared.update(key, value, this.tiers.sharedTimeToLive(value),
				mark(shared, key, value, step.order(), call));
	}

	/**
	 * Return what a put is compared with. That the key was changed later is said where no
	 * version puts the change in order: of a removal, and of any change of a value
	 * without one.
	 */
	@Nullable ChangeMark mark(SharedTier shared, Object key, @Nullable Object value, PutOrder order, @Nullable CallMark call) {
		if (order == PutOrder.LATE) {
			return VagueMark.UNKNOWN;
		}
		ChangeMarks source = shared.changeMarks();
		if (call == null || source == null) {
			return null;
		}
		ChangeMark mark = call.marks().shared(call, source);
		boolean isOvertaken = order == PutOrder.OPEN
				&& (this.version.of(value) == ValueVersion.UNVERSIONED || this.local.floors().isRemoved(key));
		return isOvertaken ? mark.overtaken() : mark;
	}

	/**
	 * Take the last step: what was read in between may be what the shared tier held until
	 * then.
	 */
	void end(Object key, @Nullable Object value, Step step, ChangeOutcome outcome) {
		LocalEntry entry = step.entry();
		if (outcome == ChangeOutcome.SUPERSEDED) {
			// The next read has the newer version, from here or from there.
			if (entry != null) {
				this.local.removals().removeReplaced(key);
			}
		}
		else if (outcome == ChangeOutcome.INVALIDATED) {
			this.local.remove(key);
		}
		else if (entry != null) {
			this.local.puts().keepOnly(key, entry);
			raiseFloor(key, entry);
		}
		else if (step.mark() != null && !(outcome == ChangeOutcome.APPLIED
				&& this.local.fillOver(key, value, this.tiers.longest(value), step.mark()))) {
			// What is here may be what another put of this pod left, which came first
			// there, or what a read found there that was not told of this one.
			this.local.removals().removeReplaced(key);
		}
		this.flights.detach(key);
	}

	/**
	 * Remember the version of a put, not before the shared tier has it: until then, what
	 * is read there is older with good reason. A value without one replaces any.
	 */
	private void raiseFloor(Object key, LocalEntry entry) {
		if (entry.version() == ValueVersion.UNVERSIONED) {
			this.local.floors().removed(key);
		}
		else if (this.local.findAgain(key) == entry) {
			this.local.floors().raise(key, entry.version());
		}
	}

	/**
	 * What the first step left behind.
	 *
	 * @param order where the put stands by now
	 * @param entry the entry that was put, or {@code null} if none was
	 * @param mark what shows whether the key was changed after it was removed, or
	 * {@code null} if it was not removed
	 */
	record Step(PutOrder order, @Nullable LocalEntry entry, Fence.@Nullable Mark mark) {
	}

}
