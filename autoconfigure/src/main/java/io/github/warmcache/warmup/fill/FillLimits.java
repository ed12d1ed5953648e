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

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Limits of one fill. Each entry passes them before it is stored. Thread-safe.
 */
public final class FillLimits {

	/**
	 * Number of entries between two checks of the heap.
	 */
	private static final int ENTRIES_PER_LOOK = 64;

	private final double watermark;

	private final MemoryGuard memory;

	private final @Nullable RateGate gate;

	private final AtomicInteger entries = new AtomicInteger();

	private volatile boolean shortOfMemory;

	private volatile boolean unthrottled;

	/**
	 * Create the limits of a fill.
	 * @param watermark share of the heap that may be in use
	 * @param memory checks the heap
	 * @param gate limits the rate, or {@code null} if the rate is unlimited
	 */
	public FillLimits(double watermark, MemoryGuard memory, @Nullable RateGate gate) {
		this.watermark = watermark;
		this.memory = memory;
		this.gate = gate;
	}

	/**
	 * Let one entry pass, and wait for that if the rate is limited.
	 * @param pause waits
	 * @throws CancellationException if the heap is short of memory or the thread is
	 * interrupted
	 */
	void pass(MemoryGuard.Sleeper pause) {
		if (this.shortOfMemory) {
			throw new CancellationException("The heap is short of memory");
		}
		try {
			long wait = (this.gate != null && !this.unthrottled) ? this.gate.pass() : 0;
			if (wait > 0) {
				pause.await(wait);
			}
			if (Math.floorMod(this.entries.getAndIncrement(), ENTRIES_PER_LOOK) == 0
					&& this.memory.isShort(this.watermark, pause)) {
				this.shortOfMemory = true;
				throw new CancellationException("The heap is short of memory");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("The warm-up was interrupted");
		}
	}

	/**
	 * Set whether entries bypass the rate limit. Those of the shared tier do, because
	 * they cost the source nothing.
	 */
	public void unthrottled(boolean value) {
		this.unthrottled = value;
	}

	/**
	 * Return whether an entry was refused for lack of memory. All later ones are refused
	 * too.
	 */
	boolean isShortOfMemory() {
		return this.shortOfMemory;
	}

}
