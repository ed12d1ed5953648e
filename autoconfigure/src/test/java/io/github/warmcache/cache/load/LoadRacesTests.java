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

package io.github.warmcache.cache.load;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.Insides;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.Race;
import io.github.warmcache.cache.RaceRunner;
import io.github.warmcache.cache.flight.Bulkhead;
import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.cache.tiered.RaceTiers;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.testsupport.Guard;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@link Flights} and the loads in them in all orders of a few threads.
 */
@Tag("races")
class LoadRacesTests {

	@Test
	void keyIsLoadedOnce() {
		RaceRunner.holds(TwoReaders.class, 150);
	}

	@Test
	void findsALoadThatDoesNotLookAgain() {
		RaceRunner.finds(TwoReaders.class, "one load", 300, () -> Guard.disabled(LocalTier.class, "findAgain", null));
	}

	@Test
	void readerAfterAnEvictionGetsWhatIsThere() {
		RaceRunner.holds(ReaderAfterAnEviction.class, 150);
	}

	@Test
	void findsAFlightThatIsNotDetached() {
		RaceRunner.finds(ReaderAfterAnEviction.class, "the reader gets the new row", 300,
				() -> Guard.disabled(Flights.class, "detach", null));
	}

	@Test
	void waitingLoadIsWoken() {
		RaceRunner.holds(OnePermit.class, 150);
	}

	@Test
	void findsALoadThatIsNotWoken() {
		RaceRunner.finds(OnePermit.class, "hung", 300, () -> Guard.disabled(Bulkhead.class, "release", null));
	}

	/**
	 * Two readers of a key.
	 */
	public static class TwoReaders extends Race {

		private final TieredCache cache = RaceTiers.cache().build();

		private final AtomicInteger loads = new AtomicInteger();

		/**
		 * Read.
		 */
		@Operation
		public void reads() {
			this.cache.get("a", this.loads::incrementAndGet);
		}

		/**
		 * Read too.
		 */
		@Operation
		public void readsToo() {
			this.cache.get("a", this.loads::incrementAndGet);
		}

		@Override
		public void outcome() {
			require(this.loads.get() == 1, "one load");
			require(Insides.leftOver(this.cache).isEmpty(), "nothing is left over");
		}

	}

	/**
	 * A reader, a writer that evicts, and a reader that may come after it.
	 */
	public static class ReaderAfterAnEviction extends Race {

		private final TieredCache cache = RaceTiers.cache().build();

		private volatile int row = 1;

		private volatile boolean evicted;

		private volatile boolean after;

		private volatile int read;

		/**
		 * Read.
		 */
		@Operation
		public void reads() {
			this.cache.get("a", () -> this.row);
		}

		/**
		 * Write and evict.
		 */
		@Operation
		public void writes() {
			this.row = 2;
			this.cache.evict("a");
			this.evicted = true;
		}

		/**
		 * Read, perhaps afterwards.
		 */
		@Operation
		public void readsLater() {
			this.after = this.evicted;
			Integer value = this.cache.get("a", () -> this.row);
			this.read = (value != null) ? value : 0;
		}

		@Override
		public void outcome() {
			require(!this.after || this.read == 2, "the reader gets the new row");
			require(Integer.valueOf(2).equals(this.cache.get("a", () -> this.row)), "the new row is held, or none");
			require(Insides.leftOver(this.cache).isEmpty(), "nothing is left over");
		}

	}

	/**
	 * Two loads, one of which has to wait.
	 */
	public static class OnePermit extends Race {

		private final TieredCache cache = RaceTiers
			.cache(RaceTiers.settings(), new LoadPolicy(LoadPolicy.defaults().timeout(), 1, null, null))
			.build();

		private final AtomicInteger loading = new AtomicInteger();

		private volatile boolean crowded;

		private int load() {
			if (this.loading.incrementAndGet() > 1) {
				this.crowded = true;
			}
			this.loading.decrementAndGet();
			return 1;
		}

		/**
		 * Read a key.
		 */
		@Operation
		public void reads() {
			this.cache.get("a", this::load);
		}

		/**
		 * Read another key.
		 */
		@Operation
		public void readsAnother() {
			this.cache.get("b", this::load);
		}

		@Override
		public void outcome() {
			require(!this.crowded, "one load at a time");
			require(Insides.leftOver(this.cache).isEmpty(), "nothing is left over");
		}

	}

}
