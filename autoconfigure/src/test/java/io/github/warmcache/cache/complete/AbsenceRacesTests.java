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

import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.Race;
import io.github.warmcache.cache.RaceRunner;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.local.LocalRemovals;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.RaceTiers;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheBuilder;
import io.github.warmcache.testsupport.Guard;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link Absences}, {@link AbsenceClaim} and {@link Completeness} in all orders
 * of a few threads.
 */
@Tag("races")
public class AbsenceRacesTests {

	@Test
	void changeWhileAClaimIsMadeIsLeftOut() {
		RaceRunner.holds(ClaimAndChange.class, 150);
	}

	@Test
	void findsAClaimThatIsToldOfNoChange() {
		RaceRunner.finds(ClaimAndChange.class, "no absence after the change", 300,
				() -> Guard.disabled(Absences.class, "changed", null));
	}

	@Test
	void findsAClaimThatIsFinishedBeforeItHolds() {
		RaceRunner.finds(ClaimAndChange.class, "no absence after the change", 300,
				() -> Guard.replaced(Absences.class, "make", (call) -> {
					Absences absences = (Absences) call.self();
					AbsenceClaim claim = (AbsenceClaim) call.arguments()[0];
					absences.giveUp(claim);
					absences.begin(claim);
					return call.proceed();
				}));
	}

	@Test
	void heldKeyIsNeverAbsent() {
		RaceRunner.holds(HeldKey.class, 150);
	}

	@Test
	void findsAKeyThatIsRemovedBeforeItIsLeftOut() {
		RaceRunner.finds(HeldKey.class, "what exists is never absent", 300,
				() -> Guard.replaced(LocalRemovals.class, "bump", (call) -> null));
	}

	@Test
	void entryThatIsLostForRoomIsNeverAbsent() {
		RaceRunner.holds(LostKey.class, 150);
	}

	@Test
	void findsALostEntryThatIsNotLeftOut() {
		RaceRunner.finds(LostKey.class, "what exists is never absent", 300,
				() -> Guard.disabled(LocalTier.class, "lost", null));
	}

	/**
	 * A load of the whole cache ends while a row is inserted.
	 */
	public static class ClaimAndChange extends Race {

		private final TieredCache cache = RaceTiers.cache().complete(true).build();

		private final CompleteLoad load = this.cache.completeness().begin();

		private volatile boolean changed;

		private volatile boolean absentAfter;

		/**
		 * Insert a row.
		 */
		@Operation
		public void changes() {
			this.cache.evict("a");
			this.changed = true;
		}

		/**
		 * End the load.
		 */
		@Operation
		public void ends() throws Exception {
			this.load.finish(CompleteLoad.Origin.READ);
		}

		/**
		 * Read.
		 */
		@Operation
		public void reads() {
			boolean after = this.changed;
			this.absentAfter = this.cache.completeness().find("a") != null && after;
		}

		@Override
		public void outcome() {
			require(!this.absentAfter, "no absence after the change");
			require(this.cache.completeness().find("a") == null, "no absence after the change");
			require(this.cache.completeness().find("b") != null, "the claim holds for others");
		}

	}

	/**
	 * A row that exists all the time, in a cache that was complete.
	 */
	public abstract static class Existing extends Race {

		final TieredCache cache;

		private volatile boolean absent;

		Existing(TieredCacheBuilder builder) throws Exception {
			this.cache = builder.complete(true).build();
			CompleteLoad load = this.cache.completeness().begin();
			try (CacheFill fill = this.cache.beginFill(false)) {
				fill.put("a", "1");
			}
			load.finish(CompleteLoad.Origin.READ);
		}

		void read() {
			if (this.cache.completeness().find("a") != null) {
				this.absent = true;
			}
		}

		@Override
		public void outcome() {
			read();
			require(!this.absent, "what exists is never absent");
			require(this.cache.completeness().find("c") != null, "the claim holds for others");
		}

	}

	/**
	 * The row is evicted, and loaded again.
	 */
	public static class HeldKey extends Existing {

		/**
		 * Create a race.
		 */
		public HeldKey() throws Exception {
			super(RaceTiers.cache());
		}

		/**
		 * Evict.
		 */
		@Operation
		public void evicts() {
			this.cache.evict("a");
		}

		/**
		 * Read.
		 */
		@Operation
		public void reads() {
			read();
		}

	}

	/**
	 * The row has no room any more.
	 */
	public static class LostKey extends Existing {

		/**
		 * Create a race.
		 */
		public LostKey() throws Exception {
			super(RaceTiers
				.cache(new LocalTierSettings(1L, null, TestCaches.TTL, 0, TestCaches.NULL_TTL), LoadPolicy.defaults())
				.maintenance(Runnable::run));
		}

		/**
		 * Need the room.
		 */
		@Operation
		public void puts() {
			this.cache.put("b", "1");
		}

		/**
		 * Read.
		 */
		@Operation
		public void reads() {
			read();
		}

	}

}
