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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether the heap has room for more entries. Thread-safe.
 * <p>
 * Garbage looks like use until it is collected. So above the watermark a collection is
 * asked for, which costs time and therefore happens once in a while only: until the next
 * one is due, half of what is left above the watermark may be used up, and behind that
 * the filling waits. While the application serves, no collection is asked for.
 */
public final class MemoryGuard {

	/**
	 * A watermark at which nothing is ever short.
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
	 * Return a guard of the same heap that holds up no requests by collections.
	 */
	public MemoryGuard whileServing() {
		return new MemoryGuard(this.heap, this.nanoTime, false);
	}

	/**
	 * Whether no more entries should come.
	 * @param watermark share of the heap that may be in use
	 * @param pause waits for the next collection
	 * @return {@code true} if more is in use even after a collection, where one may be
	 * asked for
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
	 * What the memory guard sees of the heap. Thread-safe.
	 */
	public interface HeapView {

		/**
		 * Return how much of the space that keeps what lives long is in use, garbage
		 * included.
		 * @return from 0 to 1
		 */
		double use();

		/**
		 * Collect garbage. Takes as long as that takes.
		 */
		void collect();

	}

	/**
	 * The heap of this JVM: its old generation, or all of it where there are no
	 * generations. Cached entries end up there, and the young one is emptied again and
	 * again.
	 */
	public static final class JvmHeap implements HeapView {

		private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			// Pools in which every object begins have no threshold.
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

}
