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

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Ends work that takes too long.
 */
public final class Watchdog {

	private final ScheduledExecutorService scheduler;

	public Watchdog(ScheduledExecutorService scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Call something on this thread, and interrupt it once the time is over.
	 * @param timedOut run after a call that was interrupted
	 * @return the result of the call, in time or not
	 * @throws Exception the failure of the call
	 */
	public <T extends @Nullable Object> T call(Callable<T> callable, Deadline deadline, Runnable timedOut)
			throws Exception {
		Interruption interruption = new Interruption();
		Future<?> timer = after(deadline.remaining(), interruption::fire);
		try {
			return callable.call();
		}
		finally {
			if (interruption.end()) {
				timedOut.run();
			}
			timer.cancel(false);
		}
	}

	/**
	 * Run a task later, unless it is cancelled before. The task must be short.
	 */
	public Future<?> after(long nanos, Runnable task) {
		try {
			return this.scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// After a shutdown, nothing is watched.
			return CompletableFuture.completedFuture(null);
		}
	}

}
