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

package io.github.warmcache.cache;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counters of one cache since it was created. Hits of the local tier are counted by
 * Caffeine, not here. Thread-safe; figures read one after the other may belong to
 * different instants.
 *
 * @since 0.1.0
 */
public final class CacheStatistics {

	private final LongAdder[] counts = Stream.generate(LongAdder::new)
		.limit(CacheEvent.values().length)
		.toArray(LongAdder[]::new);

	private final LongAdder removed = new LongAdder();

	private final LongAdder sourceNanos = new LongAdder();

	private final LongAdder methodNanos = new LongAdder();

	public CacheStatistics() {
	}

	/**
	 * Return how often an event happened.
	 * @param event the event
	 * @return the count
	 */
	public long count(CacheEvent event) {
		return this.counts[event.ordinal()].sum();
	}

	/**
	 * Return the total time of calls of the source.
	 * @param unit the unit of the result
	 * @return the time
	 */
	public double sourceTime(TimeUnit unit) {
		return convert(this.sourceNanos, unit);
	}

	/**
	 * Return the total time of method bodies.
	 * @param unit the unit of the result
	 * @return the time
	 */
	public double methodTime(TimeUnit unit) {
		return convert(this.methodNanos, unit);
	}

	private static double convert(LongAdder nanos, TimeUnit unit) {
		return (double) nanos.sum() / unit.toNanos(1);
	}

	/**
	 * Count a value that a snapshot would not have returned as it is.
	 */
	public void recordUnequalSnapshot() {
		record(CacheEvent.SNAPSHOT_UNEQUAL);
	}

	public void recordRemoved(long entries) {
		this.removed.add(entries);
	}

	/**
	 * Return how many live entries were removed by changes of this pod or others.
	 */
	public long removed() {
		return this.removed.sum();
	}

	public void record(CacheEvent event) {
		this.counts[event.ordinal()].increment();
	}

	public void recordSource(CacheEvent event, long nanos) {
		record(event);
		this.sourceNanos.add(nanos);
	}

	public void recordMethod(CacheEvent event, long nanos) {
		record(event);
		this.methodNanos.add(nanos);
	}

}
