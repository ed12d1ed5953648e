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

package io.github.warmcache.coherence;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Counts of the events of a pod since it was started, and the lag of its beats.
 * Thread-safe; figures read one after the other need not belong to the same instant.
 *
 * @since 0.1.0
 */
public final class CoherenceStatistics {

	/**
	 * Number of the latest beats that the lag is computed from: those of the last minute,
	 * if a beat is sent each second.
	 */
	private static final int SAMPLES = 60;

	private final LongAdder[] counts = Stream.generate(LongAdder::new)
		.limit(CoherenceEvent.values().length)
		.toArray(LongAdder[]::new);

	private final AtomicLongArray lags = new AtomicLongArray(SAMPLES);

	private final AtomicLong lagsTaken = new AtomicLong();

	private final List<LongConsumer> lagListeners = new CopyOnWriteArrayList<>();

	CoherenceStatistics() {
	}

	/**
	 * Return how often an event happened.
	 * @param event the event
	 * @return the count
	 */
	public long count(CoherenceEvent event) {
		return this.counts[event.ordinal()].sum();
	}

	/**
	 * Return how long the latest beats took from this pod to the server and back.
	 * @param quantile share of the beats that took no longer, from 0 to 1
	 * @return the time, or {@code null} before the first beat
	 */
	public @Nullable Duration lag(double quantile) {
		int taken = (int) Math.min(this.lagsTaken.get(), SAMPLES);
		if (taken == 0) {
			return null;
		}
		long[] sorted = new long[taken];
		for (int i = 0; i < taken; i++) {
			sorted[i] = this.lags.get(i);
		}
		Arrays.sort(sorted);
		int rank = (int) Math.ceil(quantile * taken) - 1;
		return Duration.ofNanos(sorted[Math.max(0, Math.min(rank, taken - 1))]);
	}

	/**
	 * Add a listener to the lag of each beat.
	 * @param listener receives nanoseconds, on the I/O thread of the driver
	 */
	public void onLag(LongConsumer listener) {
		this.lagListeners.add(listener);
	}

	void record(CoherenceEvent event) {
		this.counts[event.ordinal()].increment();
	}

	void recordLag(long nanos) {
		// Write the slot before counting it, or the first reader would see a zero.
		long next = this.lagsTaken.get();
		this.lags.set((int) (next % SAMPLES), nanos);
		this.lagsTaken.incrementAndGet();
		this.lagListeners.forEach((listener) -> listener.accept(nanos));
	}

}
