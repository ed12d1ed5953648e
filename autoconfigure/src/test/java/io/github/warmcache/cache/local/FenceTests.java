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

import java.util.HashSet;
import java.util.Set;

import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.local.Fence.Change;
import io.github.warmcache.cache.local.Fence.Mark;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fence} on one thread.
 */
class FenceTests {

	private final CallMarks marks = new CallMarks(new FakeTicker());

	private final Fence fence = new Fence(this.marks);

	@Test
	void changeOfAKeyOutdatesItsLoadsAndNoOthers() {
		Mark load = this.fence.mark("a", 1);
		Mark other = this.fence.mark("b", 1);
		this.fence.bump("a");
		assertThat(this.fence.holds(load)).isFalse();
		assertThat(this.fence.holds(other)).isTrue();
		assertThat(this.fence.holds(this.fence.mark("a", 1))).isTrue();
		assertThat(this.fence.isUntouched("a")).isFalse();
		assertThat(this.fence.isUntouched("b")).isTrue();
	}

	@Test
	void keysAreSpreadOverSlots() {
		Set<Integer> slots = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			slots.add(this.fence.mark(i, 0).slot());
		}
		assertThat(slots).hasSizeGreaterThan(500).allMatch((slot) -> slot >= 0 && slot < 1024);
	}

	@Test
	void momentsOfASlotOnlyGrow() {
		this.fence.bump("a");
		long first = this.fence.mark("a", 1).count();
		this.fence.bump("a");
		assertThat(this.fence.mark("a", 1).count()).isGreaterThan(first);
		assertThat(this.fence.change("a", 1).mark().count()).isGreaterThan(first + 1);
	}

	@Test
	void dropOfAStripeOutdatesItsLoadsAndNoOthers() {
		Mark load = this.fence.mark("a", 1);
		Mark other = this.fence.mark("a", 2);
		int drops = this.fence.drops();
		this.fence.bumpStripe(1);
		assertThat(this.fence.holds(load)).isFalse();
		assertThat(this.fence.holds(other)).isTrue();
		assertThat(this.fence.drops()).isEqualTo(drops + 1);
		assertThat(this.fence.mark("a", 1).stripe().number()).isOne();
	}

	@Test
	void clearOutdatesEverything() {
		Mark load = this.fence.mark("a", 1);
		Mark other = this.fence.mark("b", 31);
		CallMark call = this.marks.take();
		this.fence.bumpAll();
		assertThat(this.fence.holds(load)).isFalse();
		assertThat(this.fence.holds(other)).isFalse();
		assertThat(this.fence.isUntouched("a")).isFalse();
		assertThat(this.fence.isUnchangedSince(call, "a", 1)).isFalse();
		assertThat(load.stripe().generation()).isNotEqualTo(load.generation());
		assertThat(other.stripe().generation()).isNotEqualTo(other.generation());
	}

	@Test
	void callKnowsWhatChangedSinceItBegan() {
		CallMark before = this.marks.take();
		assertThat(this.fence.isUnchangedSince(before, "a", 1)).isTrue();
		this.fence.bump("a");
		CallMark between = this.marks.take();
		assertThat(this.fence.isUnchangedSince(before, "a", 1)).isFalse();
		assertThat(this.fence.isUnchangedSince(between, "a", 1)).isTrue();
		this.fence.bumpStripe(1);
		assertThat(this.fence.isUnchangedSince(between, "a", 1)).isFalse();
		assertThat(this.fence.isUnchangedSince(between, "a", 2)).isTrue();
		assertThat(this.fence.isUnchangedSince(this.marks.take(), "a", 1)).isTrue();
	}

	@Test
	void changeKnowsWhetherItIsTheFirstSinceACallBegan() {
		CallMark before = this.marks.take();
		Change first = this.fence.change("a", 1);
		CallMark between = this.marks.take();
		Change second = this.fence.change("a", 1);
		assertThat(first.isFirstSince(before)).isTrue();
		assertThat(second.isFirstSince(before)).isFalse();
		assertThat(second.isFirstSince(between)).isTrue();
		assertThat(this.fence.holds(first.mark())).isFalse();
		assertThat(this.fence.holds(second.mark())).isTrue();
		this.fence.bumpStripe(1);
		assertThat(this.fence.change("a", 1).isFirstSince(between)).isFalse();
	}

	@Test
	void snapshotHasTheMarksOfItsMoment() {
		Fence.Snapshot snapshot = this.fence.snapshot();
		assertThat(snapshot.mark("a", 1)).isEqualTo(this.fence.mark("a", 1));
		this.fence.bump("a");
		this.fence.bumpStripe(2);
		assertThat(this.fence.holds(snapshot.mark("a", 1))).isFalse();
		assertThat(this.fence.holds(snapshot.mark("b", 1))).isTrue();
		assertThat(this.fence.holds(snapshot.mark("b", 2))).isFalse();
		assertThat(snapshot.isOutdated(1)).isFalse();
		assertThat(snapshot.isOutdated(2)).isTrue();
	}

}
