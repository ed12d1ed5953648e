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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.fill.FillResult;
import io.github.warmcache.warmup.fill.WarmupLog;
import io.github.warmcache.warmup.run.WarmupTask.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts to fill caches, on threads of its own, until there are no more to
 * make.
 */
final class WarmupAttempts {

	private final WarmupTasks tasks;

	private final WarmupLog log;

	private final ReentrantLock lock;

	private final Condition changed;

	private final WarmupWaiting waiting;

	private final Runnable onChange;

	private final WarmupThreads threads;

	private final int parallelism;

	/**
	 * Number of attempts that are queued, running, or scheduled for later.
	 */
	private int pending;

	private boolean starting;

	private boolean closed;

	/**
	 * Create the attempts of a warm-up.
	 * @param plan limits how many attempts run at once
	 * @param tasks decides which caches are next; guarded by the lock
	 * @param log logs the attempts
	 * @param lock the lock
	 * @param onChange runs after each attempt, under the lock
	 */
	WarmupAttempts(WarmupPlan plan, WarmupTasks tasks, WarmupLog log, ReentrantLock lock, Runnable onChange) {
		this.tasks = tasks;
		this.log = log;
		this.lock = lock;
		this.changed = lock.newCondition();
		this.waiting = new WarmupWaiting(tasks, this.changed, this::isClosed, this::lendThreads);
		this.onChange = onChange;
		this.parallelism = plan.parallelism();
		this.threads = new WarmupThreads(this.parallelism);
	}

	void begin(Duration progressInterval) {
		this.threads.repeat(progressInterval, this::logProgress);
		beginNext();
	}

	private void beginNext() {
		for (WarmupTask task : this.tasks.next()) {
			attemptNow(task);
		}
		shutdownIfDone();
	}

	private void attemptNow(WarmupTask task) {
		this.pending++;
		task.stage = Stage.QUEUED;
		int ticket = ++task.ticket;
		this.threads.execute(() -> attempt(task, ticket));
	}

	private void shutdownIfDone() {
		if (this.pending == 0 && !this.starting) {
			this.threads.shutdown();
		}
	}

	/**
	 * Keep the threads for further attempts until the application has started.
	 */
	void awaitApplication() {
		this.starting = true;
	}

	/**
	 * Retry the caches whose sources were empty: by now the application may have filled
	 * them.
	 */
	void applicationStarted() {
		this.lock.lock();
		try {
			if (this.starting && !this.closed) {
				this.starting = false;
				this.tasks.empty().forEach(this::attemptNow);
				shutdownIfDone();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void attempt(WarmupTask task, int ticket) {
		ObservedOperation operation = beginAttempt(task, ticket);
		if (operation == null) {
			return;
		}
		ObservedOperation.Scope scope = operation.open();
		FillResult result = null;
		Throwable problem;
		try {
			result = task.filler.fill();
			problem = result.problem();
		}
		catch (Throwable ex) {
			// Catch errors too: after a missing class, the cache must not look as if it
			// were being filled forever.
			problem = ex;
		}
		scope.close();
		endAttempt(task, result, problem);
	}

	/**
	 * Begin an attempt.
	 * @return the observed warm-up, or {@code null} if the attempt is not to be made
	 */
	private @Nullable ObservedOperation beginAttempt(WarmupTask task, int ticket) {
		this.lock.lock();
		try {
			if (ticket != task.ticket) {
				this.pending--;
				shutdownIfDone();
				return null;
			}
			task.stage = this.closed ? Stage.IDLE : Stage.RUNNING;
			lendThreads();
			return task.isRunning() ? task.observed() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void endAttempt(WarmupTask task, @Nullable FillResult result, @Nullable Throwable problem) {
		this.lock.lock();
		try {
			task.stage = Stage.IDLE;
			this.pending--;
			lendThreads();
			if (this.closed) {
				task.endObserved("cancelled", null);
				return;
			}
			if (problem != null && (result == null || result.retried())) {
				retry(task, problem, result != null);
			}
			else {
				this.tasks.filled(task, problem);
				task.endObserved((problem != null) ? "partial" : "filled", null);
			}
			this.onChange.run();
			beginNext();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void retry(WarmupTask task, Throwable problem, boolean unverified) {
		Duration delay = this.tasks.failed(task, problem, unverified);
		this.log.failed(task.progress.snapshot(), problem, unverified, delay);
		if (task.unverified) {
			task.filler.showUnverifiedEntries();
		}
		if (delay == null) {
			task.endObserved(task.unverified ? "partial" : "failed", task.unverified ? null : problem);
		}
		else {
			this.pending++;
			task.stage = Stage.SCHEDULED;
			int ticket = ++task.ticket;
			this.threads.executeAfter(delay, () -> attempt(task, ticket));
		}
	}

	private void logProgress() {
		List<CacheWarmupProgress> running;
		this.lock.lock();
		try {
			running = this.tasks.running();
		}
		finally {
			this.lock.unlock();
		}
		running.forEach(this.log::progress);
	}

	void startWaiter(Runnable waiter) {
		this.threads.startWaiter(waiter);
	}

	/**
	 * Add a thread for each cache that is being filled though nobody waits for it, so
	 * that it takes no thread from the caches that are waited for.
	 */
	private void lendThreads() {
		if (!this.closed) {
			this.threads.resize(this.parallelism + this.tasks.countLate());
		}
	}

	/**
	 * Return the wait of the start for its caches.
	 */
	WarmupWaiting waiting() {
		return this.waiting;
	}

	/**
	 * Wake the threads that wait for a change. Called under the lock.
	 */
	void signalChange() {
		this.changed.signalAll();
	}

	/**
	 * Wait until no attempt is queued or running. Does not wait for attempts that are
	 * scheduled for later.
	 */
	void awaitIdle() {
		this.lock.lock();
		try {
			while (!this.closed && this.tasks.areAnyBusy()) {
				this.changed.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Cancel the attempts in progress and make no more. Called without the lock.
	 */
	void close() {
		boolean unfinished;
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			unfinished = this.pending > 0;
			this.tasks.cancelIdle();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		boolean ended = this.threads.cancel(this.tasks.cancellations());
		if (unfinished) {
			this.log.cancelled(ended);
		}
	}

}
