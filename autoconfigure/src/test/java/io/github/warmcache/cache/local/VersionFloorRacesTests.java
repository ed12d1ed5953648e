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
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link VersionFloors} in all orders of a few threads.
 */
@Tag("races")
class VersionFloorRacesTests {

	@Test
	void newestOfTwoVersionsStays() {
		RaceRunner.holds(TwoVersions.class, 150);
	}

	@Test
	void findsAVersionThatIsComparedBeforeItIsKept() {
		RaceRunner.finds(TwoVersions.class, "the newest version is known", 300,
				() -> Guard.replaced(VersionFloors.class, "raise", (call) -> {
					VersionFloors floors = (VersionFloors) call.self();
					if (!floors.isOlder(call.arguments()[0], (long) call.arguments()[1])) {
						floors.removed(call.arguments()[0]);
						call.proceed();
					}
					return null;
				}));
	}

	@Test
	void clearedStripeStaysCleared() {
		RaceRunner.holds(TwoClears.class, 150);
	}

	@Test
	void findsAClearThatIsNotRemembered() {
		RaceRunner.finds(TwoClears.class, "the version was cleared", 300,
				() -> Guard.disabled(VersionFloors.class, "cleared", null));
	}

	/**
	 * Two versions of a key become known.
	 */
	public static class TwoVersions extends Race {

		private final VersionFloors floors = RaceTiers.floors();

		/**
		 * Know the older one.
		 */
		@Operation
		public void knowsTheOlder() {
			this.floors.raise("a", 1);
		}

		/**
		 * Know the newer one.
		 */
		@Operation
		public void knowsTheNewer() {
			this.floors.raise("a", 2);
		}

		@Override
		public void outcome() {
			require(this.floors.refuses("a", 1), "the newest version is known");
			require(!this.floors.refuses("a", 2), "it is not refused");
		}

	}

	/**
	 * Two clears, one of which follows a version that became known.
	 */
	public static class TwoClears extends Race {

		private final VersionFloors floors = RaceTiers.floors();

		/**
		 * Clear.
		 */
		@Operation
		public void clears() {
			this.floors.cleared(RaceTiers.stripe("a"));
		}

		/**
		 * Know a version and clear.
		 */
		@Operation
		public void knowsAndClears() {
			this.floors.raise("a", 2);
			this.floors.cleared(RaceTiers.stripe("a"));
		}

		@Override
		public void outcome() {
			require(!this.floors.refuses("a", 1), "the version was cleared");
			this.floors.raise("a", 2);
			require(this.floors.refuses("a", 1), "what comes afterwards is known");
		}

	}

}
