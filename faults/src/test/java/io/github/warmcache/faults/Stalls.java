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

package io.github.warmcache.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * When which process of the run did not get to run, as each measured it by itself. Safe
 * for use by several threads.
 */
final class Stalls {

	/**
	 * Stands for what the calls of all pods go through: the process of the suite, which
	 * is their network, and Redis.
	 */
	static final int SUITE = -2;

	/**
	 * From here on a stall makes commands miss their 200 ms, so that a pod takes a
	 * healthy Redis for one that is away.
	 */
	static final long LONG = TimeUnit.MILLISECONDS.toNanos(100);

	private final List<Stall> stalls = new ArrayList<>();

	synchronized void add(Stall stall) {
		this.stalls.add(stall);
	}

	/**
	 * Return for how long at least one of some processes stood still between two moments.
	 */
	synchronized long nanos(long from, long to, Set<Integer> processes) {
		long sum = 0;
		long counted = from;
		for (Stall stall : of(processes)) {
			long start = Math.max(counted, stall.start);
			long end = Math.min(to, stall.end);
			if (end > start) {
				sum += end - start;
				counted = end;
			}
		}
		return sum;
	}

	/**
	 * Whether one of some processes stood still for {@linkplain #LONG long}, and that is
	 * over for a certain time at most.
	 */
	synchronized boolean lately(long at, long ago, Set<Integer> processes) {
		return this.stalls.stream()
			.anyMatch((stall) -> stall.isLong() && processes.contains(stall.process) && stall.start <= at
					&& at - stall.end < ago);
	}

	/**
	 * Whether one of some processes stood still for {@linkplain #LONG long} in the time
	 * between two moments.
	 */
	synchronized boolean during(long from, long to, Set<Integer> processes) {
		return this.stalls.stream()
			.anyMatch((stall) -> stall.isLong() && processes.contains(stall.process) && stall.start <= to
					&& from < stall.end);
	}

	/**
	 * Whether one of some processes stood still at all in the time between two moments.
	 */
	synchronized boolean touch(long from, long to, Set<Integer> processes) {
		return nanos(from, to, processes) > 0;
	}

	/**
	 * Return the stalls of all processes that touch the time between two moments.
	 */
	synchronized List<Stall> between(long from, long to) {
		return this.stalls.stream().filter((stall) -> stall.start <= to && from < stall.end).toList();
	}

	/**
	 * Forgets what ended before a moment.
	 */
	synchronized void forget(long before) {
		this.stalls.removeIf((stall) -> stall.end < before);
	}

	private List<Stall> of(Set<Integer> processes) {
		return this.stalls.stream()
			.filter((stall) -> processes.contains(stall.process))
			.sorted(Comparator.comparingLong(Stall::start))
			.toList();
	}

	/**
	 * A time in which a process did not get to run.
	 *
	 * @param process the number of the pod, or {@link #SUITE}
	 * @param start when it last ran
	 * @param end when it ran again
	 */
	record Stall(int process, long start, long end) {

		boolean isLong() {
			return this.end - this.start >= LONG;
		}

		double millis() {
			return (this.end - this.start) / 1e6;
		}

		@Override
		public String toString() {
			return "%s stood still for %.0f ms until %s".formatted(
					(this.process == SUITE) ? "the suite or Redis" : "pod " + this.process, millis(),
					WallClock.at(this.end));
		}

	}

}
