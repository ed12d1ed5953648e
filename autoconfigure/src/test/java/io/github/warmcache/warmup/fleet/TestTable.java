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

package io.github.warmcache.warmup.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.ChunkedSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.KeyRange;
import org.jspecify.annotations.Nullable;

/**
 * A table that counts how many of its rows are read.
 */
final class TestTable {

	final NavigableMap<Long, String> rows = new ConcurrentSkipListMap<>();

	final AtomicLong read = new AtomicLong();

	TestTable(int rows) {
		for (long key = 1; key <= rows; key++) {
			this.rows.put(key, "row " + key);
		}
	}

	/**
	 * The table as one pod sees it.
	 */
	Chunks chunks(int size) {
		return new Chunks(size);
	}

	/**
	 * The table as a source that cannot be read in chunks.
	 */
	CacheSource<Long, String> whole() {
		return new Whole();
	}

	/**
	 * Is told of each row before it is handed over.
	 */
	@FunctionalInterface
	interface RowHook {

		void read(long key) throws Exception;

	}

	private class Whole implements CacheSource<Long, String> {

		volatile RowHook hook = (key) -> {
		};

		@Override
		public @Nullable String load(Long key) {
			TestTable.this.read.incrementAndGet();
			return TestTable.this.rows.get(key);
		}

		@Override
		public Map<Long, String> loadAll(Collection<? extends Long> keys) {
			Map<Long, String> found = new LinkedHashMap<>();
			keys.forEach((key) -> found.computeIfAbsent(key, this::load));
			return found;
		}

		@Override
		public void stream(EntrySink<? super Long, ? super String> sink) throws Exception {
			for (Map.Entry<Long, String> row : TestTable.this.rows.entrySet()) {
				hand(row, sink);
			}
		}

		void hand(Map.Entry<Long, String> row, EntrySink<? super Long, ? super String> sink) throws Exception {
			TestTable.this.read.incrementAndGet();
			this.hook.read(row.getKey());
			sink.accept(row.getKey(), row.getValue());
		}

	}

	/**
	 * The table as a source that can be read in chunks.
	 */
	final class Chunks extends Whole implements ChunkedSource<Long, String> {

		private final int size;

		private boolean countFails;

		private Runnable whenLeft = () -> {
		};

		private Chunks(int size) {
			this.size = size;
		}

		Chunks hook(RowHook value) {
			this.hook = value;
			return this;
		}

		/**
		 * Run something when the first part was read, or not.
		 */
		Chunks whenLeft(Runnable value) {
			this.whenLeft = value;
			return this;
		}

		Chunks countFailing() {
			this.countFails = true;
			return this;
		}

		@Override
		public OptionalLong count() {
			if (this.countFails) {
				throw new IllegalStateException("no count");
			}
			return OptionalLong.empty();
		}

		@Override
		public boolean isChunked() {
			return true;
		}

		@Override
		public int chunkSize(int number) {
			return this.size;
		}

		@Override
		public List<KeyRange> partitions(int most) {
			List<KeyRange> ranges = new ArrayList<>();
			String from = null;
			for (int i = 1; i < most; i++) {
				String to = Long.toString(1 + TestTable.this.rows.size() * (long) i / most);
				ranges.add(new KeyRange(from, to));
				from = to;
			}
			ranges.add(new KeyRange(from, null));
			return ranges;
		}

		@Override
		public Chunk stream(KeyRange range, @Nullable String after, int limit,
				EntrySink<? super Long, ? super String> sink) throws Exception {
			try {
				return read(range, after, limit, sink);
			}
			finally {
				if (range.from() == null) {
					this.whenLeft.run();
				}
			}
		}

		private Chunk read(KeyRange range, @Nullable String after, int limit,
				EntrySink<? super Long, ? super String> sink) throws Exception {
			// All of it at once, as a query reads it.
			NavigableMap<Long, String> left = new ConcurrentSkipListMap<>(TestTable.this.rows);
			left = (range.from() != null) ? left.tailMap(Long.valueOf(range.from()), true) : left;
			left = (after != null) ? left.tailMap(Long.valueOf(after), false) : left;
			left = (range.to() != null) ? left.headMap(Long.valueOf(range.to()), false) : left;
			int rows = 0;
			Long last = null;
			for (Map.Entry<Long, String> row : left.entrySet()) {
				if (rows == limit) {
					return new Chunk(rows, String.valueOf(last), false);
				}
				hand(row, sink);
				rows++;
				last = row.getKey();
			}
			return new Chunk(rows, (last != null) ? last.toString() : null, true);
		}

	}

}
