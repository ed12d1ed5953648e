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
import java.util.function.LongSupplier;

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

	private final MemoryGuard memory;

	private final LongSupplier nanoTime;

	private final WarmupLog log = new WarmupLog();

	private final ReentrantLock lock = new ReentrantLock();

	private final WarmupTasks tasks;

	private final WarmupAttempts attempts;

	private final RehearsalSettings rehearsals;

	private @Nullable RehearsalRun rehearsal;

	private boolean rehearsing;

	private boolean begun;

	/**
	 * Create a warm-up that has not begun.
	 * @param plan what is warmed
	 * @param caches where the caches are
	 * @param state is told how far the warm-up is; made for the same plan
	 */
	public CacheWarmup(WarmupPlan plan, TieredCacheManager caches, WarmupState state) {
		this(plan, caches, state, RehearsalSettings.NONE);
	}

	/**
	 * Create a warm-up that has not begun.
	 * @param plan what is warmed
	 * @param caches where the caches are
	 * @param state is told how far the warm-up is; made for the same plan
	 * @param rehearsals what is rehearsed once the required caches are filled
	 */
	public CacheWarmup(WarmupPlan plan, TieredCacheManager caches, WarmupState state, RehearsalSettings rehearsals) {
		this(plan, caches, state, rehearsals, new JvmHeap(), System::nanoTime,
				() -> ThreadLocalRandom.current().nextDouble());
	}

	CacheWarmup(WarmupPlan plan, TieredCacheManager caches, WarmupState state, RehearsalSettings rehearsals,
			HeapView heap, LongSupplier nanoTime, DoubleSupplier random) {
		this.plan = plan;
		this.caches = caches;
		this.state = state;
		this.rehearsals = rehearsals;
		this.memory = new MemoryGuard(heap, nanoTime);
		this.nanoTime = nanoTime;
		this.tasks = new WarmupTasks(plan, (step) -> {
			CacheProgress progress = state.progress(step.cacheName());
			return new WarmupTask(step, progress, filler(step, progress, this.memory, null));
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

	private CacheFiller filler(CacheWarmupStep step, CacheProgress progress, MemoryGuard guard,
			@Nullable Duration maxAge) {
		return new CacheFiller(step, this.caches, progress, this.log, guard, this.nanoTime, maxAge);
	}

	/**
	 * Make what fills a cache again while the application serves.
	 * @param maxAge how long ago another pod may have loaded it, {@code null} for what
	 * suits a start
	 */
	CacheFiller refiller(CacheWarmupStep step, CacheProgress progress, @Nullable Duration maxAge) {
		return filler(step, progress, this.memory.whileServing(), maxAge);
	}

	/**
	 * Whether a cache is being filled by this warm-up, or is going to be.
	 */
	boolean isBusyWith(String cacheName) {
		this.lock.lock();
		try {
			return !this.attempts.isClosed() && this.tasks.isBusy(cacheName);
		}
		finally {
			this.lock.unlock();
		}
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
			sayPlan(new RehearsalRun(this.rehearsals, this.state, this.log));
			this.state.begin();
			this.attempts.begin(this.plan.progressInterval());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void sayPlan(RehearsalRun run) {
		this.log.plan(this.plan);
		if (!run.isEmpty()) {
			this.rehearsal = run;
		}
		if (!this.plan.steps().isEmpty() || this.rehearsal != null) {
			this.log.probes(ProbeBudget.of(this.plan, run.isEmpty() ? Duration.ZERO : this.rehearsals.deadline()));
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
				if (!this.attempts.await(() -> !this.rehearsing)) {
					throw new CancellationException("The warm-up was cancelled");
				}
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
			if (this.plan.onDeadline() == DeadlinePolicy.ACCEPT_TRAFFIC) {
				markReady();
			}
			return;
		}
		becomeReady();
	}

	private void becomeReady() {
		RehearsalRun run = this.rehearsal;
		if (run == null) {
			markReady();
		}
		else if (!this.rehearsing) {
			this.rehearsing = true;
			run.begin(this::rehearsed);
		}
	}

	private void rehearsed() {
		this.lock.lock();
		try {
			if (!this.attempts.isClosed()) {
				this.rehearsing = false;
				markReady();
				this.attempts.signalChange();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void markReady() {
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
		boolean underWay;
		RehearsalRun run;
		this.lock.lock();
		try {
			underWay = this.rehearsing;
			run = this.rehearsal;
			this.rehearsing = false;
		}
		finally {
			this.lock.unlock();
		}
		// One that is late may still be practised while the application has traffic.
		boolean ended = run == null || run.cancel();
		if (underWay) {
			this.log.cancelled(ended);
		}
	}

}
