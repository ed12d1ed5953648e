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

package io.github.warmcache.thread;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import org.jspecify.annotations.Nullable;

/**
 * Task that a daemon thread of its own repeats between {@link #start()} and
 * {@link #stop(Duration)}, which may be repeated. Nothing but a stop ends the repetition:
 * a round that fails is logged, once until a round succeeds, and an interruption by
 * anybody else only cuts the pause short. Thread-safe.
 */
public final class RepeatedTask {

	private static final EventLog logger = EventLog.of(RepeatedTask.class);

	private final String threadName;

	private final long interval;

	private final boolean fromBeginToBegin;

	private final Round round;

	private final Runnable afterwards;

	private volatile boolean failing;

	/**
	 * Thread that makes the rounds, as long as the task is repeated.
	 */
	private volatile @Nullable Thread thread;

	private RepeatedTask(String threadName, Duration interval, boolean fromBeginToBegin, Round round,
			Runnable afterwards) {
		this.threadName = threadName;
		this.interval = interval.toNanos();
		this.fromBeginToBegin = fromBeginToBegin;
		this.round = round;
		this.afterwards = afterwards;
	}

	/**
	 * Create a task with the same pause after each round.
	 * @param threadName the name of the thread
	 * @param pause the time from the end of a round to the beginning of the next one
	 * @param round the task
	 * @return the task, not yet started
	 */
	public static RepeatedTask withFixedDelay(String threadName, Duration pause, Round round) {
		return new RepeatedTask(threadName, pause, false, round, () -> {
		});
	}

	/**
	 * Create a task whose rounds begin at the same distance. After a round that takes
	 * longer, the next one begins at once; what was missed is not made up for.
	 * @param threadName the name of the thread
	 * @param interval the time from the beginning of a round to that of the next one
	 * @param round the task
	 * @param afterwards run by the thread when it ends, not interrupted
	 * @return the task, not yet started
	 */
	public static RepeatedTask atFixedRate(String threadName, Duration interval, Round round, Runnable afterwards) {
		return new RepeatedTask(threadName, interval, true, round, afterwards);
	}

	/**
	 * Begin with a round, unless the task is repeated already.
	 */
	public void start() {
		start(Duration.ZERO);
	}

	/**
	 * Begin with a pause, unless the task is repeated already.
	 * @param firstPause the time until the first round, not negative
	 */
	public synchronized void start(Duration firstPause) {
		if (this.thread == null) {
			Thread begun = DaemonThreads.named(this.threadName, () -> repeat(firstPause.toNanos()));
			this.thread = begun;
			begun.start();
		}
	}

	private void repeat(long firstPause) {
		try {
			long pause = firstPause;
			while (sleep(pause)) {
				long begin = System.nanoTime();
				runOnce();
				pause = this.interval - (this.fromBeginToBegin ? System.nanoTime() - begin : 0);
			}
		}
		finally {
			Thread.interrupted();
			this.afterwards.run();
		}
	}

	/**
	 * Sleep, unless the task was stopped. Somebody may have taken the interruption for
	 * their own.
	 * @return whether the task is still to be repeated
	 */
	private boolean sleep(long pause) {
		try {
			if (isCurrent()) {
				TimeUnit.NANOSECONDS.sleep(pause);
			}
		}
		catch (InterruptedException ex) {
			// If this was no stop, the next round comes early.
		}
		return isCurrent();
	}

	private void runOnce() {
		try {
			this.round.run();
			this.failing = false;
		}
		catch (InterruptedException ex) {
			// The task was stopped, or goes on.
		}
		catch (RuntimeException | Error ex) {
			if (!this.failing) {
				this.failing = true;
				logger.warn(LogEvent.TASK_FAILED)
					.cause(ex)
					.log("What the thread %s does failed with %s. It tries again, and logs no further failures"
						.formatted(this.threadName, ex.getClass().getName()));
			}
			logger.debug("Cause", ex);
		}
	}

	/**
	 * Return whether the task is repeated.
	 * @return whether it was started and not stopped since
	 */
	public boolean isRunning() {
		return this.thread != null;
	}

	/**
	 * Return whether this thread is the one that was started last, and was not stopped.
	 * To be asked by long rounds, because an interruption may get lost.
	 * @return whether the round is still wanted
	 */
	public boolean isCurrent() {
		return this.thread == Thread.currentThread();
	}

	/**
	 * Stop the repetition, and interrupt a round in progress. A round that stops its own
	 * task is neither interrupted nor waited for.
	 * @param atMost how long to wait for the end of a round in progress, zero for not at
	 * all
	 */
	public void stop(Duration atMost) {
		Thread ended;
		synchronized (this) {
			ended = this.thread;
			this.thread = null;
		}
		if (ended == null || ended == Thread.currentThread()) {
			return;
		}
		ended.interrupt();
		try {
			if (atMost.toMillis() > 0) {
				ended.join(atMost.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * One repetition of a task.
	 */
	@FunctionalInterface
	public interface Round {

		/**
		 * Run the task once.
		 * @throws InterruptedException if interrupted
		 */
		void run() throws InterruptedException;

	}

}
