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

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads and changes at a rate that does not depend on how long the calls take. Ends
 * before the connections of the pod do, as the requests of a service do: changes after
 * that are nobody's to tell.
 */
@Component
class PodLoad implements SmartLifecycle {

	private static final int READERS = 48;

	private static final int WRITERS = 12;

	private static final int WAITING_WRITES = 100;

	/** So many keys get most of the traffic; the others show what nobody repairs. */
	private static final int HOT_KEYS = 20;

	private static final int[] READ_SHARES = { 30, 25, 5, 25, 10, 5 };

	private static final int[] WRITE_SHARES = { 35, 25, 1, 27, 8, 4 };

	private final Calls calls;

	private @Nullable Run run;

	PodLoad(Calls calls) {
		this.calls = calls;
	}

	synchronized void start(int readsPerSecond, int writesPerSecond, int keys, long seed) {
		stop();
		this.run = new Run(readsPerSecond, writesPerSecond, keys, new Random(seed));
	}

	/**
	 * Goes on at another rate, if there is a load.
	 */
	synchronized void rate(int readsPerSecond, int writesPerSecond) {
		if (this.run != null) {
			this.run.nanosPerRead = Run.nanosPer(readsPerSecond);
			this.run.nanosPerWrite = Run.nanosPer(writesPerSecond);
		}
	}

	@Override
	public void start() {
		// The suite says when.
	}

	@Override
	public synchronized boolean isRunning() {
		return this.run != null;
	}

	/**
	 * Returns when no call is under way any more.
	 */
	@Override
	public synchronized void stop() {
		if (this.run != null) {
			this.run.stop();
			this.run = null;
		}
	}

	private final class Run implements Runnable {

		private final ExecutorService readers = pool("reader", READERS, Integer.MAX_VALUE);

		private final ExecutorService writers = pool("writer", WRITERS, WAITING_WRITES);

		private final Thread pacer = new Thread(this, "pacer");

		private final int keys;

		private final Random random;

		private volatile long nanosPerRead;

		private volatile long nanosPerWrite;

		private volatile boolean stopped;

		Run(int readsPerSecond, int writesPerSecond, int keys, Random random) {
			this.keys = keys;
			this.random = random;
			this.nanosPerRead = nanosPer(readsPerSecond);
			this.nanosPerWrite = nanosPer(writesPerSecond);
			this.pacer.start();
		}

		private static long nanosPer(int rate) {
			return (rate > 0) ? TimeUnit.SECONDS.toNanos(1) / rate : TimeUnit.DAYS.toNanos(1);
		}

		private static ExecutorService pool(String name, int threads, int waiting) {
			// What finds no place is left out: writes wait for locks while a fault lasts.
			return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting),
					(task) -> new Thread(task, name), new ThreadPoolExecutor.DiscardPolicy());
		}

		@Override
		public void run() {
			long nextRead = System.nanoTime() + this.nanosPerRead;
			long nextWrite = System.nanoTime() + this.nanosPerWrite;
			while (!this.stopped) {
				long now = System.nanoTime();
				if (now - Math.min(nextRead, nextWrite) > TimeUnit.SECONDS.toNanos(1)) {
					// This process was frozen; what it missed does not come at once.
					nextRead = now;
					nextWrite = now;
				}
				for (; nextRead <= now; nextRead += this.nanosPerRead) {
					int cache = cache(READ_SHARES);
					int key = key();
					this.readers.execute(() -> PodLoad.this.calls.read(cache, key));
				}
				for (; nextWrite <= now; nextWrite += this.nanosPerWrite) {
					int cache = cache(WRITE_SHARES);
					int key = key();
					boolean commit = this.random.nextInt(20) > 0;
					this.writers.execute(() -> PodLoad.this.calls.change(cache, key, commit));
				}
				LockSupport.parkNanos(Math.min(TimeUnit.MILLISECONDS.toNanos(2), Math.min(nextRead, nextWrite) - now));
			}
		}

		private int cache(int[] shares) {
			int place = this.random.nextInt(100);
			for (int cache = 0;; cache++) {
				place -= shares[cache];
				if (place < 0) {
					return cache;
				}
			}
		}

		private int key() {
			return (this.random.nextInt(3) > 0) ? this.random.nextInt(Math.min(HOT_KEYS, this.keys))
					: this.random.nextInt(this.keys);
		}

		void stop() {
			this.stopped = true;
			try {
				this.pacer.join();
				this.readers.shutdown();
				this.writers.shutdown();
				if (!this.readers.awaitTermination(20, TimeUnit.SECONDS)
						|| !this.writers.awaitTermination(20, TimeUnit.SECONDS)) {
					throw new IllegalStateException("Calls are still under way 20 s after the load ended");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
