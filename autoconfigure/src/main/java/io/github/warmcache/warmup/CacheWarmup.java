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

package io.github.warmcache.warmup;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

import io.github.warmcache.cache.TieredCacheManager;
import org.jspecify.annotations.Nullable;

/**
 * Warms caches as planned: several at once, each after those it depends on, again after a
 * failure, until all are filled. How long an application waits for that is the plan's.
 *
 * @since 0.1.0
 */
public final class CacheWarmup implements AutoCloseable {

	private final WarmupPlan plan;

	private final TieredCacheManager caches;

	private final WarmupState state;

	private final WarmupLog log = new WarmupLog();

	private final ReentrantLock lock = new ReentrantLock();

	private final WarmupTasks tasks;

	private final WarmupAttempts attempts;

	private boolean begun;

	/**
	 * Create a warm-up that has not begun.
	 * @param plan what is warmed
	 * @param caches where the caches are
	 * @param state is told how far the warm-up is; made for the same plan
	 */
	public CacheWarmup(WarmupPlan plan, TieredCacheManager caches, WarmupState state) {
		this(plan, caches, state, () -> ThreadLocalRandom.current().nextDouble());
	}

	CacheWarmup(WarmupPlan plan, TieredCacheManager caches, WarmupState state, DoubleSupplier random) {
		this.plan = plan;
		this.caches = caches;
		this.state = state;
		this.tasks = new WarmupTasks(plan, (step) -> {
			CacheProgress progress = state.progress(step.cacheName());
			return new WarmupTask(step, progress, filler(step, progress, null));
		}, random);
		this.attempts = new WarmupAttempts(plan, this.tasks, this.log, this.lock, this::changed);
	}

	/**
	 * Warm the caches, once. Blocks until all are filled or waiting for them is over, or
	 * not at all if the plan says background.
	 * @throws WarmupFailedException if required caches are not filled and the plan says
	 * that the start then fails
	 * @throws CancellationException if closed meanwhile
	 */
	public void run() {
		begin();
		if (this.plan.background()) {
			this.attempts.startWaiter(this::awaitInBackground);
			return;
		}
		await();
		this.attempts.startWaiter(this.attempts::awaitIdle);
	}

	/**
	 * Make what fills a cache.
	 * @param maxAge how long ago another pod may have loaded it, {@code null} for what
	 * suits a start
	 */
	CacheFiller filler(CacheWarmupStep step, CacheProgress progress, @Nullable Duration maxAge) {
		return new CacheFiller(step, this.caches, progress, this.log, maxAge);
	}

	private void awaitInBackground() {
		try {
			await();
			this.attempts.awaitIdle();
		}
		catch (CancellationException ex) {
			// Whoever cancelled it knows.
		}
	}

	private void begin() {
		this.lock.lock();
		try {
			if (this.attempts.isClosed()) {
				throw new CancellationException("The warm-up was cancelled");
			}
			if (this.begun) {
				throw new IllegalStateException("A warm-up runs once");
			}
			this.begun = true;
			this.log.plan(this.plan);
			this.state.begin();
			this.attempts.begin(this.plan.progressInterval());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await() {
		try {
			this.lock.lockInterruptibly();
			try {
				if (!this.attempts.awaitOver(this.plan.deadline())) {
					throw new CancellationException("The warm-up was cancelled");
				}
				endWaiting();
			}
			finally {
				this.lock.unlock();
			}
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			throw new CancellationException("The start was interrupted");
		}
		if (!this.state.isReady() && this.plan.onDeadline() == DeadlinePolicy.FAIL_STARTUP) {
			close();
			throw new WarmupFailedException("The " + this.state.reason());
		}
	}

	private void changed() {
		if (this.tasks.isWaitingOver() && this.tasks.areRequiredUsable() && !this.state.isReady()) {
			becomeReady();
		}
	}

	private void endWaiting() {
		this.tasks.endWaiting();
		if (!this.tasks.areRequiredUsable()) {
			String reason = "required caches are not filled after %s: %s"
				.formatted(WarmupLog.seconds(this.state.elapsed()), this.tasks.missing());
			this.state.giveUpWaiting(reason);
			this.log.gaveUpWaiting(reason, this.plan.onDeadline());
			if (this.plan.onDeadline() != DeadlinePolicy.ACCEPT_TRAFFIC) {
				return;
			}
		}
		becomeReady();
	}

	private void becomeReady() {
		this.state.markReady();
		this.log.ready(this.state);
	}

	/**
	 * Cancel what is under way, and wait for its end for at most two seconds. Does
	 * nothing when all is done.
	 */
	@Override
	public void close() {
		this.attempts.close();
	}

}
