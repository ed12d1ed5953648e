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

package io.github.warmcache.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One hit of a cache in the heap. The keys asked for are equal to those stored and not
 * the same objects, come in no order, and have had their hash code computed.
 */
@State(Scope.Benchmark)
public class HitBenchmark {

	private static final Callable<Object> NO_LOADER = () -> {
		throw new IllegalStateException("This was to be a hit");
	};

	/**
	 * Name of one of {@link HitSubjects}.
	 */
	@Param("WARMCACHE")
	public String subject;

	/**
	 * How many entries the cache has.
	 */
	@Param("10000")
	public int entries;

	/**
	 * Whether there is hardly any room left, so that Caffeine keeps account of reads.
	 */
	@Param("true")
	public boolean full;

	/**
	 * Whether values expire.
	 */
	@Param("true")
	public boolean expiring;

	private final AtomicInteger threads = new AtomicInteger();

	private HitSubject cache;

	private Object[] keys;

	/**
	 * Fill the cache.
	 */
	@Setup
	public void fill() throws Exception {
		this.cache = HitSubjects.valueOf(this.subject)
			.create(this.full ? this.entries + this.entries / 10 : this.entries * 10L, this.expiring);
		List<Object> copies = new ArrayList<>();
		for (int i = 0; i < this.entries; i++) {
			this.cache.put(key(i), "value of " + i);
			copies.add(key(i));
		}
		Collections.shuffle(copies, new Random(1));
		this.keys = copies.toArray();
		for (Object key : this.keys) {
			if (this.cache.get(key) == null || this.cache.get(key, NO_LOADER) == null) {
				throw new IllegalStateException(this.subject + " does not have what was put");
			}
		}
	}

	private static Object key(int number) {
		return "key-" + number;
	}

	/**
	 * Stop what the cache has started.
	 */
	@TearDown
	public void close() throws Exception {
		this.cache.close();
	}

	/**
	 * Look a key up.
	 */
	@Benchmark
	public Object get(Cursor cursor) {
		return this.cache.get(cursor.next());
	}

	/**
	 * Look a key up, with a loader at hand.
	 */
	@Benchmark
	public Object getOrLoad(Cursor cursor) throws Exception {
		return this.cache.get(cursor.next(), NO_LOADER);
	}

	/**
	 * Where one thread is in the list of keys.
	 */
	@State(Scope.Thread)
	public static class Cursor {

		private Object[] keys;

		private int next;

		/**
		 * Begin somewhere else than the other threads.
		 */
		@Setup
		public void begin(HitBenchmark benchmark) {
			this.keys = benchmark.keys;
			this.next = benchmark.threads.getAndIncrement() * (this.keys.length / 3) % this.keys.length;
		}

		Object next() {
			int index = this.next;
			this.next = (index + 1 < this.keys.length) ? index + 1 : 0;
			return this.keys[index];
		}

	}

}
