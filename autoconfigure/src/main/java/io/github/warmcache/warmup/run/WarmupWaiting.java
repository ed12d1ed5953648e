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

package io.github.warmcache.warmup.run;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/**
 * Waiting of a start for its caches. Guarded by the lock of {@link WarmupExecution}.
 */
final class WarmupWaiting {

	private final WarmupTasks tasks;

	private final Condition changed;

	private final BooleanSupplier closed;

	private final Runnable beforeWaiting;

	private Duration waited = Duration.ZERO;

	/**
	 * Create a waiting.
	 * @param tasks decides when it is over
	 * @param changed signalled when something has changed
	 * @param closed tells that nothing changes any more
	 * @param beforeWaiting run each time before it waits
	 */
	WarmupWaiting(WarmupTasks tasks, Condition changed, BooleanSupplier closed, Runnable beforeWaiting) {
		this.tasks = tasks;
		this.changed = changed;
		this.closed = closed;
		this.beforeWaiting = beforeWaiting;
	}

	/**
	 * Wait until waiting any longer changes nothing. Called under the lock.
	 * @param atMost how long at most, together with the waiting before
	 * @param interruption what ends the waiting early
	 * @return {@code false} if closed meanwhile
	 * @throws InterruptedException if interrupted
	 */
	boolean awaitOver(Duration atMost, BooleanSupplier interruption) throws InterruptedException {
		while (!this.closed.getAsBoolean() && this.waited.compareTo(atMost) < 0) {
			Duration next = this.tasks.passDeadlines(this.waited);
			if (this.tasks.isOver() || interruption.getAsBoolean()) {
				break;
			}
			this.beforeWaiting.run();
			Duration end = (next != null && next.compareTo(atMost) < 0) ? next : atMost;
			long wait = end.minus(this.waited).toNanos();
			this.waited = this.waited.plusNanos(wait - this.changed.awaitNanos(wait));
		}
		return !this.closed.getAsBoolean();
	}

	/**
	 * Wait for something that the changes of this warm-up bring. Called under the lock.
	 * @param over whether it is there
	 * @return {@code false} if closed meanwhile
	 * @throws InterruptedException if interrupted
	 */
	boolean await(BooleanSupplier over) throws InterruptedException {
		while (!this.closed.getAsBoolean() && !over.getAsBoolean()) {
			this.changed.await();
		}
		return !this.closed.getAsBoolean();
	}

}
