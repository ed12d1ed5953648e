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

package io.github.warmcache.sample.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * Who kept how many of the machine's cores busy.
 *
 * @param pods the pods
 * @param wrk the load generator
 * @param others everything else: the load balancer, Redis, PostgreSQL and what is before
 * it; NaN where the system does not tell
 */
record Cores(double pods, double wrk, double others) {

	private static final Path STAT = Path.of("/proc/stat");

	/** Of the numbers of a line, which begins with a name. */
	private static final int IDLE = 4;

	private static final int IO_WAIT = 5;

	/** What comes after it was used by other machines, or is in one of the others. */
	private static final int SOFT_INTERRUPTS = 7;

	private static final long MILLIS_PER_TICK = 10;

	static Cores of(Duration elapsed, Duration pods, Duration wrk, Duration machine) {
		double seconds = elapsed.toNanos() / 1e9;
		double ofPods = pods.toNanos() / 1e9 / seconds;
		double ofWrk = wrk.toNanos() / 1e9 / seconds;
		double all = machine.isZero() ? Double.NaN : machine.toNanos() / 1e9 / seconds;
		return new Cores(ofPods, ofWrk, Math.max(all - ofPods - ofWrk, 0));
	}

	/**
	 * Return how long all cores together were busy since the machine was started, zero
	 * where the system does not tell.
	 */
	static Duration busySinceBoot() {
		try {
			return Files.exists(STAT) ? busy(Files.readAllLines(STAT).get(0)) : Duration.ZERO;
		}
		catch (IOException ex) {
			return Duration.ZERO;
		}
	}

	static Duration busy(String line) {
		String[] fields = line.split("\\s+");
		long[] ticks = Arrays.stream(fields).skip(1).mapToLong(Long::parseLong).toArray();
		long busy = 0;
		for (int i = 1; i <= Math.min(SOFT_INTERRUPTS, ticks.length); i++) {
			busy += (i == IDLE || i == IO_WAIT) ? 0 : ticks[i - 1];
		}
		return Duration.ofMillis(busy * MILLIS_PER_TICK);
	}

}
