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

package io.github.warmcache.warmup.fill;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Checks whether the heap has room for more entries. Thread-safe.
 * <p>
 * Garbage counts as used until it is collected. Above the watermark the guard therefore
 * requests a garbage collection. A collection costs time, so it happens at most every
 * five seconds. Until the next one is due, entries may use half of the space above the
 * watermark; beyond that the fill waits. While the application serves, the guard requests
 * no collection.
 */
public final class MemoryGuard {

	/**
	 * Watermark that switches the guard off.
	 */
	private static final double OFF = 1;

	private static final long BETWEEN_COLLECTIONS = TimeUnit.SECONDS.toNanos(5);

	private final HeapView heap;

	private final LongSupplier nanoTime;

	private final boolean collects;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Long collected;

	public MemoryGuard(HeapView heap, LongSupplier nanoTime) {
		this(heap, nanoTime, true);
	}

	private MemoryGuard(HeapView heap, LongSupplier nanoTime, boolean collects) {
		this.heap = heap;
		this.nanoTime = nanoTime;
		this.collects = collects;
	}

	/**
	 * Return a guard of the same heap that does not slow down requests by collections.
	 */
	public MemoryGuard whileServing() {
		return new MemoryGuard(this.heap, this.nanoTime, false);
	}

	/**
	 * Return whether the heap has no room for more entries.
	 * @param watermark share of the heap that may be in use
	 * @param pause waits until the next collection is due
	 * @return {@code true} if more is in use, even after a collection if this guard may
	 * request one
	 * @throws InterruptedException if interrupted
	 */
	boolean isShort(double watermark, Sleeper pause) throws InterruptedException {
		if (watermark >= OFF || this.heap.use() <= watermark) {
			return false;
		}
		if (!this.collects) {
			return true;
		}
		this.lock.lockInterruptibly();
		try {
			double use = this.heap.use();
			if (use <= watermark) {
				return false;
			}
			long due = untilNextCollection();
			if (due > 0) {
				if (use <= (watermark + OFF) / 2) {
					return false;
				}
				pause.await(due);
			}
			this.heap.collect();
			this.collected = this.nanoTime.getAsLong();
			return this.heap.use() > watermark;
		}
		finally {
			this.lock.unlock();
		}
	}

	private long untilNextCollection() {
		Long last = this.collected;
		return (last != null) ? BETWEEN_COLLECTIONS - (this.nanoTime.getAsLong() - last) : 0;
	}

	/**
	 * View of the heap. Thread-safe.
	 */
	public interface HeapView {

		/**
		 * Return the used share of the space for long-lived objects, garbage included.
		 * @return from 0 to 1
		 */
		double use();

		/**
		 * Collect garbage, and wait for the end of the collection.
		 */
		void collect();

	}

	/**
	 * Heap of this JVM: its old generation, or all of it if there are no generations.
	 * Cached entries end up there, while the young generation is emptied again and again.
	 */
	public static final class JvmHeap implements HeapView {

		private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			// Pools in which objects are created support no usage threshold.
			.filter((pool) -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
			.toList();

		@Override
		public double use() {
			long used = 0;
			long max = 0;
			for (MemoryPoolMXBean pool : this.pools) {
				MemoryUsage usage = pool.getUsage();
				used += usage.getUsed();
				max += usage.getMax();
				if (usage.getMax() <= 0) {
					max = Long.MAX_VALUE / 2;
				}
			}
			long largest = Math.min(max, Runtime.getRuntime().maxMemory());
			return (double) used / largest;
		}

		@Override
		public void collect() {
			System.gc();
		}

	}

	/**
	 * Lets a thread that fills a cache wait.
	 */
	@FunctionalInterface
	interface Sleeper {

		/**
		 * Wait.
		 * @param nanos time to wait, in nanoseconds
		 * @throws InterruptedException if interrupted
		 * @throws CancellationException if the warm-up was cancelled meanwhile
		 */
		void await(long nanos) throws InterruptedException;

	}

}
