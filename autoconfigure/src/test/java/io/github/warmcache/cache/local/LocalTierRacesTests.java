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
import io.github.warmcache.cache.tiered.RaceTiers;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueVersion;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link LocalTier} and {@link LocalRemovals} in all orders of a few threads.
 */
@Tag("races")
public class LocalTierRacesTests {

	@Test
	void fillBegunBeforeARemovalIsNotKept() {
		RaceRunner.holds(FillAndRemoval.class, 150);
	}

	@Test
	void findsAFillThatDoesNotAskTheFence() {
		RaceRunner.finds(FillAndRemoval.class, "what was removed stays removed", 300,
				() -> Guard.disabled(Fence.class, "holds", true));
	}

	@Test
	void fillBegunBeforeAStripeIsRemovedIsNotKept() {
		RaceRunner.holds(FillAndStripe.class, 150);
	}

	@Test
	void findsAnEntryThatDoesNotAskItsStripe() {
		RaceRunner.finds(FillAndStripe.class, "what was removed stays removed", 300,
				() -> Guard.disabled(LocalEntry.class, "isInvalidated", false));
	}

	@Test
	void oneOfTwoRemovalsRemoves() {
		RaceRunner.holds(TwoRemovals.class, 150);
	}

	@Test
	void findsARemovalThatLooksFirst() {
		RaceRunner.finds(TwoRemovals.class, "one removal removed it", 300,
				() -> Guard.replaced(LocalTier.class, "remove", (call) -> {
					LocalTier tier = (LocalTier) call.self();
					boolean wasLive = tier.hasAny("a");
					tier.removals().discard("a");
					return wasLive;
				}));
	}

	@Test
	void newestOfPutAndFillsStays() {
		RaceRunner.holds(PutAndFills.class, 150);
	}

	@Test
	void findsAFillOfAnOlderVersion() {
		RaceRunner.finds(PutAndFills.class, "the newest version is held", 300,
				() -> Guard.disabled(LocalTier.class, "isSuperseded", false));
	}

	@Test
	void oneOfTwoPutsIfAbsentStores() {
		RaceRunner.holds(TwoPutsIfAbsent.class, 150);
	}

	@Test
	void findsAPutIfAbsentThatSeesNothing() {
		RaceRunner.finds(TwoPutsIfAbsent.class, "the other one sees it", 300,
				() -> Guard.disabled(LocalTier.class, "isLive", false));
	}

	/**
	 * Tier without versions.
	 */
	public abstract static class Tier extends Race {

		final LocalTier tier;

		volatile boolean loading;

		volatile boolean removedAfter;

		Tier(ValueVersion version) {
			this.tier = RaceTiers.localTier(version);
		}

		void load() {
			Fence.Mark mark = this.tier.mark("a");
			this.loading = true;
			this.tier.fillOver("a", "old", Provenance.METHOD, RaceTiers.LIFE, mark);
		}

		@Override
		public void outcome() {
			require(!this.removedAfter || this.tier.findAgain("a") == null, "what was removed stays removed");
		}

	}

	/**
	 * A fill, and a removal that may begin after it.
	 */
	public static class FillAndRemoval extends Tier {

		/**
		 * Create a race.
		 */
		public FillAndRemoval() {
			super(ValueVersion.NONE);
		}

		/**
		 * Load and fill.
		 */
		@Operation
		public void fills() {
			load();
		}

		/**
		 * Remove.
		 */
		@Operation
		public void removes() {
			this.removedAfter = this.loading;
			this.tier.remove("a");
		}

	}

	/**
	 * A fill, and all entries of its stripe removed.
	 */
	public static class FillAndStripe extends Tier {

		/**
		 * Create a race.
		 */
		public FillAndStripe() {
			super(ValueVersion.NONE);
		}

		/**
		 * Load and fill.
		 */
		@Operation
		public void fills() {
			load();
		}

		/**
		 * Remove the stripe.
		 */
		@Operation
		public void removes() {
			this.removedAfter = this.loading;
			this.tier.removals().clearStripe(RaceTiers.stripe("a"));
		}

	}

	/**
	 * Two removals of an entry.
	 */
	public static class TwoRemovals extends Tier {

		private volatile boolean first;

		private volatile boolean second;

		/**
		 * Create a race.
		 */
		public TwoRemovals() {
			super(ValueVersion.NONE);
			this.tier.puts().put("a", "old", RaceTiers.LIFE, null);
		}

		/**
		 * Remove.
		 */
		@Operation
		public void removes() {
			this.first = this.tier.remove("a");
		}

		/**
		 * Remove too.
		 */
		@Operation
		public void removesToo() {
			this.second = this.tier.remove("a");
		}

		@Override
		public void outcome() {
			require(this.first != this.second, "one removal removed it");
			require(this.tier.findAgain("a") == null, "nothing is left");
		}

	}

	/**
	 * A put of the newest version, a fill that began before, and one that may not have.
	 */
	public static class PutAndFills extends Tier {

		private final Fence.Mark before;

		/**
		 * Create a race.
		 */
		public PutAndFills() {
			super(RaceTiers.NUMBERS);
			this.before = this.tier.mark("a");
		}

		/**
		 * Put.
		 */
		@Operation
		public void puts() {
			this.tier.puts().put("a", 3, RaceTiers.LIFE, null);
		}

		/**
		 * Fill with what was loaded before.
		 */
		@Operation
		public void fills() {
			this.tier.fillOver("a", 1, Provenance.METHOD, RaceTiers.LIFE, this.before);
		}

		/**
		 * Fill with what another pod may have put before.
		 */
		@Operation
		public void fillsToo() {
			this.tier.fillOver("a", 2, Provenance.METHOD, RaceTiers.LIFE, this.tier.mark("a"));
		}

		@Override
		public void outcome() {
			LocalEntry entry = this.tier.findAgain("a");
			require(entry != null && entry.version() == 3, "the newest version is held");
		}

	}

	/**
	 * Two puts unless there is a value.
	 */
	public static class TwoPutsIfAbsent extends Tier {

		private volatile LocalPuts.@Nullable Step first;

		private volatile LocalPuts.@Nullable Step second;

		/**
		 * Create a race.
		 */
		public TwoPutsIfAbsent() {
			super(ValueVersion.NONE);
		}

		/**
		 * Put.
		 */
		@Operation
		public void puts() {
			this.first = this.tier.puts().putIfAbsent("a", "1", RaceTiers.LIFE, null);
		}

		/**
		 * Put too.
		 */
		@Operation
		public void putsToo() {
			this.second = this.tier.puts().putIfAbsent("a", "2", RaceTiers.LIFE, null);
		}

		@Override
		public void outcome() {
			LocalEntry seen = (this.first.entry() != null) ? this.first.entry() : this.second.entry();
			require((this.first.entry() == null) != (this.second.entry() == null), "the other one sees it");
			require(seen == this.tier.caffeine().getIfPresent("a"), "what it sees is there");
		}

	}

}
