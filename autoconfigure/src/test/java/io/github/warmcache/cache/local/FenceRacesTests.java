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

import io.github.warmcache.cache.Race;
import io.github.warmcache.cache.RaceRunner;
import io.github.warmcache.testsupport.Guard;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link Fence} and {@link CallMarks} in all orders of a few threads.
 */
@Tag("races")
class FenceRacesTests {

	@Test
	void oneOfTwoChangesIsTheLast() {
		RaceRunner.holds(TwoChanges.class, 150);
	}

	@Test
	void findsChangesOfOneMoment() {
		RaceRunner.finds(TwoChanges.class, "two changes are told apart", 300, () -> Guard.replaced(Fence.class, "later",
				(call) -> Math.max((long) call.arguments()[0], (long) call.arguments()[1])));
	}

	@Test
	void callSeesEachChangeThatBeganAfterIt() {
		RaceRunner.holds(ChangeAfterACall.class, 150);
	}

	@Test
	void findsChangesThatCountFromWhatWasBefore() {
		RaceRunner.finds(ChangeAfterACall.class, "the change is seen", 300,
				() -> Guard.replaced(Fence.class, "later", (call) -> (long) call.arguments()[0] + 1));
	}

	@Test
	void loadBegunBeforeAStripeIsOutdatedDoesNotHold() {
		RaceRunner.holds(StripeOutdated.class, 150);
	}

	@Test
	void findsAStripeThatIsNotAskedFor() {
		RaceRunner.finds(StripeOutdated.class, "the stripe was outdated twice", 300,
				() -> Guard.disabled(Fence.Stripe.class, "bump", null));
	}

	/**
	 * Two changes of a key, and a load that began before.
	 */
	public static class TwoChanges extends Race {

		private final Fence fence = new Fence(new CallMarks(() -> 0L));

		private final Fence.Mark before = this.fence.mark("a", 1);

		private volatile Fence.@Nullable Mark first;

		private volatile Fence.@Nullable Mark second;

		/**
		 * Change the key.
		 */
		@Operation
		public void changes() {
			this.first = this.fence.change("a", 1).mark();
		}

		/**
		 * Change the key too.
		 */
		@Operation
		public void changesToo() {
			this.second = this.fence.change("a", 1).mark();
		}

		@Override
		public void outcome() {
			require(!this.fence.holds(this.before), "the load before is outdated");
			require(this.fence.holds(this.first) != this.fence.holds(this.second), "two changes are told apart");
		}

	}

	/**
	 * Change of a key, and the beginning of a call.
	 */
	public static class ChangeAfterACall extends Race {

		private final CallMarks marks = new CallMarks(() -> 0L);

		private final Fence fence = new Fence(this.marks);

		private volatile @Nullable CallMark call;

		private volatile boolean changedAfter;

		/**
		 * Begin a call.
		 */
		@Operation
		public void calls() {
			this.call = this.marks.take();
		}

		/**
		 * Change the key.
		 */
		@Operation
		public void changes() {
			this.changedAfter = this.call != null;
			this.fence.bump("a");
		}

		/**
		 * Change another one.
		 */
		@Operation
		public void changesAnother() {
			this.fence.bump("b");
		}

		@Override
		public void outcome() {
			require(!this.changedAfter || !this.fence.isUnchangedSince(this.call, "a", 1), "the change is seen");
			require(this.fence.isUnchangedSince(this.marks.take(), "a", 1), "a call that begins now sees no change");
		}

	}

	/**
	 * All entries of a stripe are outdated twice while a load begins.
	 */
	public static class StripeOutdated extends Race {

		private final CallMarks marks = new CallMarks(() -> 0L);

		private final Fence fence = new Fence(this.marks);

		private volatile Fence.@Nullable Mark mark;

		private volatile @Nullable CallMark call;

		private volatile boolean outdatedAfter;

		/**
		 * Begin a load.
		 */
		@Operation
		public void loads() {
			this.call = this.marks.take();
			this.mark = this.fence.mark("a", 1);
		}

		/**
		 * Outdate the stripe.
		 */
		@Operation
		public void outdates() {
			this.outdatedAfter = this.mark != null;
			this.fence.bumpStripe(1);
		}

		/**
		 * Outdate the stripe too.
		 */
		@Operation
		public void outdatesToo() {
			this.fence.bumpStripe(1);
		}

		@Override
		public void outcome() {
			require(this.fence.drops() == 2, "the stripe was outdated twice");
			require(!this.outdatedAfter || !this.fence.holds(this.mark), "the load is outdated");
			require(!this.outdatedAfter || !this.fence.isUnchangedSince(this.call, "a", 1), "the call sees it");
			require(this.fence.holds(this.fence.mark("a", 1)), "a load that begins now is kept");
		}

	}

}
