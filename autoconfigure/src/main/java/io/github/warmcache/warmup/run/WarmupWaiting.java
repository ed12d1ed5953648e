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
 * Wait of a start for its caches. Guarded by the lock of {@link WarmupExecution}.
 */
final class WarmupWaiting {

	private final WarmupTasks tasks;

	private final Condition changed;

	private final BooleanSupplier closed;

	private final Runnable beforeWaiting;

	private Duration waited = Duration.ZERO;

	/**
	 * Create a wait.
	 * @param tasks decides when the wait is over
	 * @param changed signalled after a change
	 * @param closed tells whether the warm-up was closed, so that nothing changes any
	 * more
	 * @param beforeWaiting runs each time before the thread waits
	 */
	WarmupWaiting(WarmupTasks tasks, Condition changed, BooleanSupplier closed, Runnable beforeWaiting) {
		this.tasks = tasks;
		this.changed = changed;
		this.closed = closed;
		this.beforeWaiting = beforeWaiting;
	}

	/**
	 * Wait until further waiting changes nothing. Called under the lock.
	 * @param atMost maximum time, earlier waits included
	 * @param interruption tells whether to end the wait early
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
	 * Wait until a change of this warm-up makes a condition true. Called under the lock.
	 * @param over the condition
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
