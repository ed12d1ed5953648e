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

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waiting: here time itself is what an experiment is made of.
 */
public final class Pauses {

	private static final Duration POLL = Duration.ofMillis(50);

	private Pauses() {
	}

	/**
	 * Wait for a point in time of {@link System#nanoTime()}.
	 */
	public static void until(long nanos) {
		for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
			LockSupport.parkNanos(left);
			if (Thread.currentThread().isInterrupted()) {
				throw new IllegalStateException("The lab was interrupted");
			}
		}
	}

	public static void of(Duration duration) {
		until(System.nanoTime() + duration.toNanos());
	}

	/**
	 * Wait for something.
	 * @return whether it came to be in time
	 */
	public static boolean until(Duration atMost, BooleanSupplier condition) {
		long end = System.nanoTime() + atMost.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				return false;
			}
			of(POLL);
		}
		return true;
	}

}
