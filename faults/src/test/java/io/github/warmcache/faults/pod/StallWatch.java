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

package io.github.warmcache.faults.pod;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Notices when this process does not get to run: a thread that wants to run every 10 ms,
 * and reports each gap that is several times as long, and each time of about 200 ms of
 * which half was lost in shorter gaps.
 */
public final class StallWatch implements AutoCloseable {

	/** From here on, in nanoseconds, a gap is a stall. */
	public static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(40);

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);

	/**
	 * What a command may take, which passes through many threads: if each of them is late
	 * by a little, it is late by a lot.
	 */
	private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(200);

	private final LongSupplier clock;

	private final LongConsumer pause;

	private final Listener listener;

	private final Object ticks = new Object();

	private long last;

	private long windowStart;

	private long lost;

	private volatile boolean closed;

	StallWatch(LongSupplier clock, LongConsumer pause, Listener listener) {
		this.clock = clock;
		this.pause = pause;
		this.listener = listener;
		this.last = clock.getAsLong();
		this.windowStart = this.last;
	}

	/**
	 * Begins to watch this process, on a thread of its own.
	 * @param listener hears of each stall, on that thread
	 * @return the watch
	 */
	public static StallWatch start(Listener listener) {
		StallWatch watch = new StallWatch(System::nanoTime, LockSupport::parkNanos, listener);
		Thread thread = new Thread(watch::run, "stall-watch");
		thread.setDaemon(true);
		thread.start();
		return watch;
	}

	private void run() {
		while (!this.closed) {
			tick();
		}
	}

	void tick() {
		this.pause.accept(TICK);
		synchronized (this.ticks) {
			long now = this.clock.getAsLong();
			long gap = now - this.last;
			if (gap > SHORTEST) {
				this.listener.stalled(this.last, now);
			}
			this.lost += Math.max(0, gap - TICK);
			if (gap >= WINDOW / 2) {
				// It was told by itself.
				this.windowStart = now;
				this.lost = 0;
			}
			else if (now - this.windowStart >= WINDOW) {
				if (2 * this.lost >= now - this.windowStart) {
					this.listener.stalled(this.windowStart, now);
				}
				this.windowStart = now;
				this.lost = 0;
			}
			this.last = now;
			this.ticks.notifyAll();
		}
	}

	/**
	 * Returns when every stall that began before the call was reported.
	 */
	public void await() {
		synchronized (this.ticks) {
			long now = this.clock.getAsLong();
			try {
				while (this.last < now && !this.closed) {
					this.ticks.wait(TimeUnit.SECONDS.toMillis(1));
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/**
	 * Hears of stalls.
	 */
	public interface Listener {

		/**
		 * Nothing ran for a while.
		 * @param start when something last ran, as {@link System#nanoTime()} says
		 * @param end when something ran again
		 */
		void stalled(long start, long end);

	}

}
