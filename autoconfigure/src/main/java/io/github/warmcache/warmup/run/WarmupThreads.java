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
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.thread.DaemonThreads;

/**
 * Threads of one warm-up. The workers do not keep the JVM alive, because a warmer that
 * cannot be cancelled would keep it alive forever. The waiter does.
 */
public final class WarmupThreads {

	private static final String NAME = "warmcache-warmup-";

	/**
	 * Time that cancelling waits before it interrupts.
	 */
	private static final Duration GENTLE = Duration.ofMillis(500);

	/**
	 * Time that cancelling waits after the interruption.
	 */
	private static final Duration FORCED = Duration.ofSeconds(1);

	private static final Duration IDLE = Duration.ofMillis(500);

	private final ThreadPoolExecutor workers;

	private final ScheduledThreadPoolExecutor timer;

	public WarmupThreads(int parallelism) {
		this.workers = new ThreadPoolExecutor(parallelism, parallelism, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), DaemonThreads.numbered(NAME));
		this.workers.allowCoreThreadTimeOut(true);
		this.timer = new ScheduledThreadPoolExecutor(1, DaemonThreads.numbered(NAME + "timer-"));
	}

	public void execute(Runnable task) {
		this.workers.execute(task);
	}

	/**
	 * Change the number of worker threads.
	 */
	void resize(int parallelism) {
		if (parallelism > this.workers.getMaximumPoolSize()) {
			this.workers.setMaximumPoolSize(parallelism);
			this.workers.setCorePoolSize(parallelism);
		}
		else if (parallelism < this.workers.getMaximumPoolSize()) {
			this.workers.setCorePoolSize(parallelism);
			this.workers.setMaximumPoolSize(parallelism);
		}
	}

	void executeAfter(Duration delay, Runnable task) {
		this.timer.schedule(() -> this.workers.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	public void repeat(Duration interval, Runnable task) {
		this.timer.scheduleWithFixedDelay(task, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Wait on a thread that keeps the JVM alive meanwhile, so that an application without
	 * a web server does not end before its warm-up.
	 */
	void startWaiter(Runnable waiter) {
		Thread thread = new Thread(waiter, NAME + "waiter");
		thread.setDaemon(false);
		thread.start();
	}

	/**
	 * End the timer at once, and the workers when their tasks are done.
	 */
	void shutdown() {
		this.timer.shutdownNow();
		this.workers.shutdown();
	}

	/**
	 * End the threads: cancel the work of each, and interrupt them if that is not enough.
	 * The interruption comes second, because an interrupted driver may close more than
	 * its connection.
	 * @return whether they ended in time
	 */
	public boolean cancel(List<Runnable> cancellations) {
		shutdown();
		ThreadFactory cancellers = DaemonThreads.numbered(NAME + "cancel-");
		// Run each on a thread of its own, so that one that blocks does not hold up the
		// others.
		cancellations.forEach((cancellation) -> cancellers.newThread(cancellation).start());
		try {
			if (this.workers.awaitTermination(GENTLE.toMillis(), TimeUnit.MILLISECONDS)) {
				return true;
			}
			this.workers.shutdownNow();
			return this.workers.awaitTermination(FORCED.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			this.workers.shutdownNow();
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
