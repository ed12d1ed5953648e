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

package io.github.warmcache.cache.local;

import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;

/**
 * Runs Caffeine's maintenance tasks on one thread, which looks for them every millisecond
 * while it is busy. Waking a thread takes much longer than storing an entry, and Caffeine
 * asks for maintenance after almost every store. The backlog is bounded: a writer that
 * reaches the end of Caffeine's buffer does the work itself. Each task is run once more a
 * millisecond later, so tasks must be repeatable.
 */
public final class LazyMaintenance implements Executor {

	private static final EventLog logger = EventLog.of(LazyMaintenance.class);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	/**
	 * Number of looks in vain after which the thread stops and has to be woken.
	 */
	private static final int MOST_IDLE = 50;

	/**
	 * Maximum number of queued tasks. With more caches, some are maintained by their
	 * callers.
	 */
	private static final int MOST_TASKS = 1024;

	private final Executor threads;

	/**
	 * Queued tasks, one at a time per cache. The queue is a bounded array, so that a hit
	 * that asks for maintenance allocates nothing.
	 */
	private final Queue<Runnable> tasks = new ArrayBlockingQueue<>(MOST_TASKS);

	private final AtomicBoolean awake = new AtomicBoolean();

	public LazyMaintenance(Executor threads) {
		this.threads = threads;
	}

	@Override
	public void execute(Runnable task) {
		if (!this.tasks.offer(task)) {
			task.run();
			return;
		}
		if (!this.awake.get() && this.awake.compareAndSet(false, true)) {
			wake();
		}
	}

	private void wake() {
		try {
			this.threads.execute(this::run);
		}
		catch (RuntimeException | Error ex) {
			this.awake.set(false);
			throw ex;
		}
	}

	private void run() {
		do {
			try {
				runWhileBusy();
			}
			finally {
				this.awake.set(false);
			}
			// A task that was added before has not woken a thread.
		}
		while (!this.tasks.isEmpty() && this.awake.compareAndSet(false, true));
	}

	private void runWhileBusy() {
		Set<Runnable> before = Set.of();
		int idle = 0;
		while (idle < MOST_IDLE) {
			Set<Runnable> due = take();
			due.forEach(this::runQuietly);
			// Values stored during the maintenance of a cache ask for no other one:
			// Caffeine does that on the common pool only.
			before.stream().filter((task) -> !due.contains(task)).forEach(this::runQuietly);
			before = due;
			idle = due.isEmpty() ? idle + 1 : 0;
			LockSupport.parkNanos(this, PAUSE_NANOS);
		}
	}

	private Set<Runnable> take() {
		Set<Runnable> due = new LinkedHashSet<>();
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			due.add(task);
		}
		return due;
	}

	private void runQuietly(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			// Do not let it stop the maintenance of the other caches.
			logger.warn(LogEvent.CACHE_MAINTENANCE_FAILED)
				.cause(ex)
				.log("The maintenance of a cache failed: " + ex.getClass().getName());
		}
	}

}
