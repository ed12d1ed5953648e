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

package io.github.warmcache.cache.change;

import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.local.CallMark;
import io.github.warmcache.cache.local.Lifetimes;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalPuts;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Puts of one cache. A put does not replace a value that came after its call began.
 */
final class Puts {

	private final LocalTier local;

	private final @Nullable SharedTier shared;

	private final Lifetimes lifetimes;

	private final Flights flights;

	private final ValueVersion version;

	Puts(LocalTier local, @Nullable SharedTier shared, Lifetimes lifetimes, Flights flights, ValueVersion version) {
		this.local = local;
		this.shared = shared;
		this.lifetimes = lifetimes;
		this.flights = flights;
		this.version = version;
	}

	/**
	 * Return the place of a put among the changes of its key.
	 * @param mark where its call began, or {@code null} if that is unknown
	 */
	LocalPuts.Order order(Object key, @Nullable Object value, @Nullable CallMark mark) {
		long own = this.version.of(value);
		LocalEntry present = this.local.findAgain(key);
		if (present != null && ValueVersion.isOlder(own, present.version())) {
			return LocalPuts.Order.SUPERSEDED;
		}
		boolean unchanged = mark == null || this.local.isUnchangedSince(mark, key);
		if (this.local.floors().refuses(key, own)) {
			return LocalPuts.Order.SUPERSEDED;
		}
		if ((mark == null || !unchanged) && this.local.floors().isOlder(key, own)) {
			return LocalPuts.Order.LATE;
		}
		if (unchanged) {
			return LocalPuts.Order.LAST;
		}
		if (late() == LocalPuts.Order.OPEN) {
			return LocalPuts.Order.OPEN;
		}
		// Of two versions in this pod, the newer one is the last. The key was not removed
		// since either of them, because the present one is still here.
		boolean ordered = own != ValueVersion.UNVERSIONED && present != null
				&& present.version() != ValueVersion.UNVERSIONED;
		return ordered ? LocalPuts.Order.LAST : LocalPuts.Order.LATE;
	}

	private LocalPuts.Order late() {
		return (this.shared != null && this.shared.changeMarks() != null) ? LocalPuts.Order.OPEN : LocalPuts.Order.LATE;
	}

	/**
	 * Take the first step, before the shared tier is told: the present value must not
	 * survive the put. The put may still turn out to be late.
	 * @param call where the call began, or {@code null} if that is unknown
	 */
	LocalPuts.Step begin(Object key, @Nullable Object value, LocalPuts.Order order, @Nullable CallMark call) {
		LocalPuts.Step step = (order == LocalPuts.Order.LAST)
				? this.local.puts().put(key, value, this.lifetimes.longest(value, false), call)
				: new LocalPuts.Step(order, null, null);
		LocalEntry entry = step.entry();
		if (entry != null) {
			if (this.shared == null) {
				raiseFloor(key, entry);
			}
		}
		else if (step.order() != LocalPuts.Order.SUPERSEDED) {
			this.local.removals().removeReplaced(key);
			step = new LocalPuts.Step((order == LocalPuts.Order.LAST) ? late() : order, null, this.local.mark(key));
		}
		this.flights.detach(key);
		return step;
	}

	/**
	 * Put a value unless there is one, if each pod keeps a value of its own.
	 * @see LocalPuts#putIfAbsent
	 */
	LocalPuts.Step putIfAbsent(Object key, @Nullable Object value, @Nullable CallMark call) {
		LocalPuts.Step step = this.local.puts().putIfAbsent(key, value, this.lifetimes.longest(value, false), call);
		this.flights.detach(key);
		return step;
	}

	/**
	 * Tell the shared tier of a put.
	 */
	ChangeOutcome tell(SharedTier shared, Object key, @Nullable Object value, @Nullable CallMark call,
			LocalPuts.Step step) {
		if (step.order() == LocalPuts.Order.SUPERSEDED) {
			return ChangeOutcome.SUPERSEDED;
		}
		return shared.update(key, value, this.lifetimes.inSharedTier(value, false),
				mark(shared, key, value, step.order(), call));
	}

	/**
	 * Return the mark that the shared tier compares a put with. If this pod knows of a
	 * later change that no version orders (a removal, or any change if the value has no
	 * version), the mark says so.
	 */
	@Nullable ChangeMark mark(SharedTier shared, Object key, @Nullable Object value, LocalPuts.Order order,
			@Nullable CallMark call) {
		if (order == LocalPuts.Order.LATE) {
			return ChangeMark.Vague.UNKNOWN;
		}
		ChangeMark.Source source = shared.changeMarks();
		if (call == null || source == null) {
			return null;
		}
		ChangeMark mark = call.marks().shared(call, source);
		boolean isOvertaken = order == LocalPuts.Order.OPEN
				&& (this.version.of(value) == ValueVersion.UNVERSIONED || this.local.floors().isRemoved(key));
		return isOvertaken ? mark.overtaken() : mark;
	}

	/**
	 * Take the last step: a read in between may have brought back the shared tier's
	 * previous value.
	 */
	void end(Object key, @Nullable Object value, LocalPuts.Step step, ChangeOutcome outcome) {
		LocalEntry entry = step.entry();
		if (outcome == ChangeOutcome.SUPERSEDED) {
			// The next read gets the newer version, from this pod or the shared tier.
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
		else if (step.mark() != null && !(outcome == ChangeOutcome.APPLIED && this.local.fillOver(key, value,
				Provenance.PUT, this.lifetimes.longest(value, false), step.mark()))) {
			// The present entry may come from another put of this pod that reached the
			// shared tier first, or from a read of the shared tier before it was told of
			// this put.
			this.local.removals().removeReplaced(key);
		}
		this.flights.detach(key);
	}

	/**
	 * Remember the version of a put once the shared tier has it. Until then, the shared
	 * tier rightly returns an older one. A value without a version replaces any version.
	 */
	private void raiseFloor(Object key, LocalEntry entry) {
		if (entry.version() == ValueVersion.UNVERSIONED) {
			this.local.floors().removed(key);
		}
		else if (this.local.findAgain(key) == entry) {
			this.local.floors().raise(key, entry.version());
		}
	}

}
