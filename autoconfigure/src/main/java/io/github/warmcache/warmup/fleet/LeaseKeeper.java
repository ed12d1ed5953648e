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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.warmcache.thread.DaemonThreads;
import io.github.warmcache.tier.LoadLease;
import io.github.warmcache.tier.LoadLease.Standing;

/**
 * Keeps the lease of the pod that loads a cache while the load makes progress. A load
 * that hangs gives way to another pod. Thread-safe.
 */
final class LeaseKeeper implements AutoCloseable {

	/**
	 * Number of renewals per lease duration.
	 */
	private static final int BEATS = 3;

	/**
	 * Number of lease durations for which a load may deliver nothing. A query may take a
	 * while before its first row.
	 */
	private static final int PATIENCE = 3;

	private final LoadLease lease;

	private final long patience;

	private final LongSupplier nanoTime;

	private final ScheduledThreadPoolExecutor timer;

	private volatile long lastEntry;

	private volatile boolean lost;

	/**
	 * Keep a lease from now on.
	 * @param lease the lease, taken just now
	 * @param duration how long the lease lives without a sign of life
	 * @param nanoTime current time in nanoseconds
	 */
	LeaseKeeper(LoadLease lease, Duration duration, LongSupplier nanoTime) {
		this.lease = lease;
		this.patience = duration.multipliedBy(PATIENCE).toNanos();
		this.nanoTime = nanoTime;
		this.lastEntry = nanoTime.getAsLong();
		this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.numbered("warmcache-warmup-lease-"));
		long interval = Math.max(1, duration.dividedBy(BEATS).toNanos());
		this.timer.scheduleWithFixedDelay(this::beat, interval, interval, TimeUnit.NANOSECONDS);
	}

	private void beat() {
		if (this.nanoTime.getAsLong() - this.lastEntry > this.patience) {
			this.lost = true;
			close();
			this.lease.release();
		}
		else if (this.lease.keep() == Standing.LOST) {
			this.lost = true;
			close();
		}
	}

	/**
	 * Record progress of the load.
	 * @throws LeaseLostException if another pod may be loading
	 */
	void entry() {
		if (this.lost) {
			throw new LeaseLostException();
		}
		this.lastEntry = this.nanoTime.getAsLong();
	}

	/**
	 * Save the progress of the load.
	 * @throws LeaseLostException if another pod may be loading
	 */
	void save(List<LoadLease.Part> parts, long entries) {
		if (this.lost || this.lease.save(parts, entries) == Standing.LOST) {
			this.lost = true;
			throw new LeaseLostException();
		}
		this.lastEntry = this.nanoTime.getAsLong();
	}

	boolean isLost() {
		return this.lost;
	}

	/**
	 * Stop renewing the lease.
	 */
	@Override
	public void close() {
		this.timer.shutdown();
	}

	/**
	 * Ends the load of a pod that no longer leads it.
	 */
	static final class LeaseLostException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		LeaseLostException() {
			super("Another pod may load the cache now");
		}

	}

}
