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

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.warmup.WarmupLimits;
import org.jspecify.annotations.Nullable;

/**
 * Limits the entries per second of one fill, for this pod and for all pods together.
 * Thread-safe.
 */
final class RateGate {

	/**
	 * Number of pauses per second, so that the entries of this pod come evenly.
	 */
	private static final int PAUSES = 20;

	/**
	 * Number of reservations per second from the limit of the fleet. Each one is a round
	 * trip.
	 */
	private static final int RESERVATIONS = 10;

	private static final int LARGEST_RESERVATION = 1000;

	private final int rate;

	private final int batch;

	private final int fleetRate;

	private final int fleetBatch;

	private final @Nullable FleetLoads fleet;

	private final LongSupplier nanoTime;

	private long entries;

	private @Nullable Long next;

	/**
	 * Create a gate for one fill.
	 * @param limits how many entries may pass in a second
	 * @param fleet reserves entries from the limit of all pods, or {@code null} if that
	 * is not possible
	 * @param nanoTime current time in nanoseconds
	 */
	RateGate(WarmupLimits limits, @Nullable FleetLoads fleet, LongSupplier nanoTime) {
		Integer fleetLimit = limits.fleetRateLimit();
		this.fleet = (fleetLimit != null) ? fleet : null;
		this.fleetRate = (fleetLimit != null) ? fleetLimit : 0;
		this.fleetBatch = batch(this.fleetRate, RESERVATIONS);
		this.rate = rate(limits);
		this.batch = batch(this.rate, PAUSES);
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the limit of this pod, which is never above that of the fleet. So some limit
	 * holds even if the entries of the fleet are not counted.
	 */
	private static int rate(WarmupLimits limits) {
		Integer own = limits.rateLimit();
		Integer fleet = limits.fleetRateLimit();
		if (own == null || fleet == null) {
			return (own != null) ? own : (fleet != null) ? fleet : 0;
		}
		return Math.min(own, fleet);
	}

	private static int batch(int rate, int perSecond) {
		return Math.max(1, Math.min(rate / perSecond, LARGEST_RESERVATION));
	}

	/**
	 * Count one entry. May block up to the command timeout of the shared tier.
	 * @return how many nanoseconds to wait before the entry is taken
	 */
	long pass() {
		return (this.rate != 0) ? reserve() : 0;
	}

	private synchronized long reserve() {
		long number = this.entries++;
		long wait = 0;
		if (number % this.batch == 0) {
			long now = this.nanoTime.getAsLong();
			long begin = (this.next != null && this.next - now > 0) ? this.next : now;
			this.next = begin + this.batch * TimeUnit.SECONDS.toNanos(1) / this.rate;
			wait = begin - now;
		}
		if (this.fleet != null && number % this.fleetBatch == 0) {
			wait = Math.max(wait, this.fleet.reserve(this.fleetBatch, this.fleetRate).toNanos());
		}
		return wait;
	}

}
