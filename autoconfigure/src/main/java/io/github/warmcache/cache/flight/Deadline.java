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

package io.github.warmcache.cache.flight;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * End of the time that a read may take.
 *
 * @param waits how threads wait for it
 * @param nanos the end, by the clock of the waits
 */
public record Deadline(Waits waits, long nanos) {

	/**
	 * Duration longer than anything lasts, and short enough that deadlines do not
	 * overflow.
	 */
	public static final Duration UNLIMITED = Duration.ofDays(36500);

	public static Deadline in(Duration duration, Waits waits) {
		return new Deadline(waits, waits.nanos() + nanos(duration));
	}

	/**
	 * Return a duration in nanoseconds, at most {@link #UNLIMITED}.
	 */
	public static long nanos(Duration duration) {
		return ((duration.compareTo(UNLIMITED) <= 0) ? duration : UNLIMITED).toNanos();
	}

	/**
	 * Return the remaining nanoseconds, zero if the time is over.
	 */
	public long remaining() {
		return Math.max(0, this.nanos - this.waits.nanos());
	}

	public boolean isOver() {
		return remaining() == 0;
	}

	/**
	 * Wait for a result until the deadline.
	 */
	public <T extends @Nullable Object> T await(CompletableFuture<T> future)
			throws InterruptedException, ExecutionException, TimeoutException {
		return this.waits.get(future, remaining());
	}

}
