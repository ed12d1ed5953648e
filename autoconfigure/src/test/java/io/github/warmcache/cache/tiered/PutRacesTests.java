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

package io.github.warmcache.cache.tiered;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.Race;
import io.github.warmcache.cache.RaceRunner;
import io.github.warmcache.cache.local.CallMark;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalPuts;
import io.github.warmcache.testsupport.Guard;
import io.github.warmcache.tier.ValueVersion;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests for {@code Puts} of one pod in all orders of a few threads: rows are committed in
 * one order and put in another.
 */
@Tag("races")
public class PutRacesTests {

	@Test
	void olderOfTwoPutsIsNotLeft() {
		RaceRunner.holds(Writers.class, 300);
	}

	@Test
	void findsPutsThatOnlyLookBefore() {
		RaceRunner.finds(Writers.class, "the last row is held, or none", 300,
				() -> Guard.disabled(LocalPuts.class, "isLast", true));
	}

	@Test
	void olderOfTwoVersionsIsNotLeft() {
		RaceRunner.holds(VersionedWriters.class, 600);
	}

	@Test
	void findsPutsOfAnyVersion() {
		RaceRunner.finds(VersionedWriters.class, "the last row is held, or none", 600,
				() -> Guard.disabled(LocalPuts.class, "isNewer", true));
	}

	@Test
	void putIfAbsentOfWhatWasEvictedIsNotLeft() {
		RaceRunner.holds(PutIfAbsentAndEviction.class, 300);
	}

	@Test
	void findsPutsIfAbsentThatOnlyLookBefore() {
		RaceRunner.finds(PutIfAbsentAndEviction.class, "the last row is held, or none", 300,
				() -> Guard.disabled(LocalPuts.class, "isLast", true));
	}

	/**
	 * Two writers of a row.
	 */
	public abstract static class RowWriters extends Race {

		private final TieredCache cache;

		private final AtomicInteger row = new AtomicInteger();

		RowWriters(ValueVersion version) {
			this.cache = RaceTiers.cache().version(version).build();
		}

		void write() {
			CallMark call = this.cache.mark();
			int committed = this.row.incrementAndGet();
			this.cache.put("a", committed, call);
		}

		void writeAndEvict() {
			this.row.incrementAndGet();
			this.cache.evict("a");
		}

		void readAndPutIfAbsent() {
			CallMark call = this.cache.mark();
			this.cache.putIfAbsent("a", this.row.get(), call);
		}

		void evict() {
			this.cache.evict("a");
		}

		@Override
		public void outcome() {
			LocalEntry entry = (LocalEntry) this.cache.getNativeCache().getIfPresent("a");
			require(entry == null || Integer.valueOf(this.row.get()).equals(entry.get()),
					"the last row is held, or none");
		}

	}

	/**
	 * Two writers of a row without a version.
	 */
	public static class Writers extends RowWriters {

		/**
		 * Create a race.
		 */
		public Writers() {
			super(ValueVersion.NONE);
		}

		/**
		 * Write.
		 */
		@Operation
		public void writes() {
			write();
		}

		/**
		 * Write too.
		 */
		@Operation
		public void writesToo() {
			write();
		}

	}

	/**
	 * Two writers of a row with a version, and an eviction.
	 */
	public static class VersionedWriters extends RowWriters {

		/**
		 * Create a race.
		 */
		public VersionedWriters() {
			super(RaceTiers.NUMBERS);
		}

		/**
		 * Write.
		 */
		@Operation
		public void writes() {
			write();
		}

		/**
		 * Write too.
		 */
		@Operation
		public void writesToo() {
			write();
		}

		/**
		 * Evict.
		 */
		@Operation
		public void evicts() {
			evict();
		}

	}

	/**
	 * A row that is put if there is none, while it is changed and evicted.
	 */
	public static class PutIfAbsentAndEviction extends RowWriters {

		/**
		 * Create a race.
		 */
		public PutIfAbsentAndEviction() {
			super(ValueVersion.NONE);
		}

		/**
		 * Put.
		 */
		@Operation
		public void puts() {
			readAndPutIfAbsent();
		}

		/**
		 * Change and evict.
		 */
		@Operation
		public void evicts() {
			writeAndEvict();
		}

	}

}
