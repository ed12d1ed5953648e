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

import java.util.concurrent.locks.LockSupport;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.thread.DaemonThreads;

/**
 * Ticker that reads a field instead of the system clock, whose reading is half of the
 * cost of a hit in a bounded, expiring Caffeine cache. A daemon thread sets the field
 * every 10 milliseconds, so values live up to that much longer than they should.
 *
 * @since 0.1.0
 */
public final class CoarseClock implements Ticker, AutoCloseable {

	private static final long RESOLUTION_NANOS = 10_000_000;

	private final Thread thread = DaemonThreads.named("warmcache-clock", this::run);

	private volatile long now = System.nanoTime();

	private volatile boolean closed;

	/**
	 * Create a clock that runs until it is closed.
	 */
	public CoarseClock() {
		this.thread.start();
	}

	/**
	 * Return the time of the latest update.
	 * @return nanoseconds, comparable to {@link System#nanoTime()}
	 */
	@Override
	public long read() {
		return this.closed ? System.nanoTime() : this.now;
	}

	private void run() {
		while (!this.closed) {
			this.now = System.nanoTime();
			LockSupport.parkNanos(this, RESOLUTION_NANOS);
		}
	}

	/**
	 * Stop the thread. From then on the clock returns the system time, for reads during a
	 * shutdown.
	 */
	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
	}

}
