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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.RehearsalSettings;
import io.github.warmcache.warmup.WarmupFailedException;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.fill.CacheFiller;
import io.github.warmcache.warmup.fill.MemoryGuard;
import io.github.warmcache.warmup.fill.WarmupLog;
import io.github.warmcache.warmup.measure.GoodLoads;
import org.jspecify.annotations.Nullable;

/**
 * Warms caches as planned: several at once, each after the caches it depends on, with
 * retries until all are filled. The plan says how long an application waits for that.
 *
 * @since 0.1.0
 */
public final class WarmupExecution implements AutoCloseable {

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

	private final GoodLoads goodLoads;

	private final OperationObserver observer;

	private final WarmupReadiness readiness;

	private boolean begun;

	private volatile @Nullable ProbeBudget probes;

	/**
	 * Whether the start may still fail because of caches for which it does not wait at
	 * the moment.
	 */
	private volatile boolean unfinished;

	/**
	 * Create a warm-up that has not begun.
	 * @param plan the caches to warm
	 * @param caches holds the caches
	 * @param state records the progress; created for the same plan
	 */
	public WarmupExecution(WarmupPlan plan, TieredCacheManager caches, WarmupState state) {
		this(plan, caches, state, RehearsalSettings.NONE, new GoodLoads(), OperationObserver.NONE);
	}

	/**
	 * Create a warm-up that has not begun.
	 * @param plan the caches to warm
	 * @param caches holds the caches
	 * @param state records the progress; created for the same plan
	 * @param rehearsals run once the required caches are filled
	 * @param goodLoads what the fills are measured by, and record themselves in
	 * @param observer observes the warm-up and the re-warms of each cache
	 */
	public WarmupExecution(WarmupPlan plan, TieredCacheManager caches, WarmupState state, RehearsalSettings rehearsals,
			GoodLoads goodLoads, OperationObserver observer) {
		this(plan, caches, state, rehearsals, goodLoads, observer, new MemoryGuard.JvmHeap(), System::nanoTime,
				() -> ThreadLocalRandom.current().nextDouble());
	}

	public WarmupExecution(WarmupPlan plan, TieredCacheManager caches, WarmupState state, RehearsalSettings rehearsals,
			GoodLoads goodLoads, MemoryGuard.HeapView heap, LongSupplier nanoTime, DoubleSupplier random) {
		this(plan, caches, state, rehearsals, goodLoads, OperationObserver.NONE, heap, nanoTime, random);
	}

	private WarmupExecution(WarmupPlan plan, TieredCacheManager caches, WarmupState state, RehearsalSettings rehearsals,
			GoodLoads goodLoads, OperationObserver observer, MemoryGuard.HeapView heap, LongSupplier nanoTime,
			DoubleSupplier random) {
		this.plan = plan;
		this.caches = caches;
		this.state = state;
		this.rehearsals = rehearsals;
		this.goodLoads = goodLoads;
		this.observer = observer;
		this.memory = new MemoryGuard(heap, nanoTime);
		this.nanoTime = nanoTime;
		this.tasks = new WarmupTasks(plan, (step) -> {
			CacheProgress progress = state.progress(step.cacheName());
			return new WarmupTask(step, progress, filler(step, progress, this.memory, null), observer);
		}, random);
		this.attempts = new WarmupAttempts(plan, this.tasks, this.log, this.lock, this::changed);
		this.readiness = new WarmupReadiness(plan, this.tasks, this.attempts, state, this.log, this.lock);
	}

	/**
	 * Warm the caches, once. Blocks until all are filled or waiting for them is over.
	 * Does not block if the plan says background.
	 * @throws WarmupFailedException if required caches are not filled and the plan says
	 * that the start then fails
	 * @throws CancellationException if closed or interrupted meanwhile
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
	 * Warm the caches, once, while an application starts. Blocks as {@link #run()} does,
	 * but not for a source that is empty or lacks its table: the application may fill it,
	 * so its start continues.
	 * @throws WarmupFailedException if required caches are not filled and the plan says
	 * that the start then fails
	 * @throws CancellationException if closed or interrupted meanwhile
	 */
	void runWhileStarting() {
		this.attempts.awaitApplication();
		if (this.plan.background()) {
			run();
			return;
		}
		begin();
		boolean empty = waitFor(
				() -> this.attempts.waiting().awaitOver(this.plan.deadline(), this.tasks::areSourcesEmpty)
						&& this.tasks.areSourcesEmpty() && !this.tasks.isOver());
		if (empty) {
			letGo();
			return;
		}
		await();
		this.attempts.startWaiter(this.attempts::awaitIdle);
	}

	private void letGo() {
		this.log.letsGo(this.tasks.missing());
		this.unfinished = this.plan.onDeadline() == DeadlinePolicy.FAIL_STARTUP;
		if (!this.unfinished) {
			this.attempts.startWaiter(this::awaitInBackground);
		}
	}

	/**
	 * Retry empty sources after the application has done its own startup work, and wait
	 * for the remaining caches if the start depends on them.
	 * @throws WarmupFailedException if required caches are not filled and the plan says
	 * that the start then fails
	 * @throws CancellationException if closed or interrupted meanwhile
	 */
	void applicationStarted() {
		this.attempts.applicationStarted();
		if (this.unfinished) {
			this.unfinished = false;
			await();
			this.attempts.startWaiter(this.attempts::awaitIdle);
		}
	}

	private CacheFiller filler(CacheWarmupStep step, CacheProgress progress, MemoryGuard guard,
			@Nullable Duration maxAge) {
		return new CacheFiller(step, this.caches, progress, this.log, guard, this.nanoTime, maxAge, this.goodLoads);
	}

	/**
	 * Create a filler that fills a cache again while the application serves.
	 * @param maxAge maximum age of another pod's load that may be copied, {@code null}
	 * for the default of a start
	 */
	public CacheFiller refiller(CacheWarmupStep step, CacheProgress progress, @Nullable Duration maxAge) {
		CacheWarmupStep serving = new CacheWarmupStep(step.cacheName(), step.required(), step.dependsOn(),
				step.warmers(), step.limits().whileServing());
		return filler(serving, progress, this.memory.whileServing(), maxAge);
	}

	/**
	 * Return the observer of re-warms.
	 */
	public OperationObserver observer() {
		return this.observer;
	}

	/**
	 * Return whether this warm-up is filling a cache, or is going to.
	 */
	public boolean isBusyWith(String cacheName) {
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
			// Ignored: whoever cancelled the warm-up knows.
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
			sayPlan();
			this.state.begin();
			this.attempts.begin(this.plan.progressInterval());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void sayPlan() {
		this.log.plan(this.plan);
		boolean rehearses = this.readiness.planRehearsal(new RehearsalRun(this.rehearsals, this.state, this.log));
		if (!this.plan.steps().isEmpty() || rehearses) {
			ProbeBudget budget = ProbeBudget.of(this.plan, rehearses ? this.rehearsals.deadline() : Duration.ZERO);
			this.probes = budget;
			this.log.probes(budget.toString());
		}
	}

	/**
	 * Return the probe settings that fit the plan, as they were logged.
	 * @return the settings, or {@code null} if the warm-up has not begun, or if there is
	 * nothing to warm and nothing to rehearse
	 */
	public @Nullable ProbeBudget probes() {
		return this.probes;
	}

	private void await() {
		boolean ready = waitFor(() -> {
			if (!this.attempts.waiting().awaitOver(this.plan.deadline(), () -> false)) {
				return false;
			}
			this.readiness.endWaiting();
			return this.attempts.waiting().await(() -> !this.readiness.isRehearsing());
		});
		if (!ready) {
			throw new CancellationException("The warm-up was cancelled");
		}
		if (!this.state.isReady() && this.plan.onDeadline() == DeadlinePolicy.FAIL_STARTUP) {
			close();
			throw new WarmupFailedException("The " + this.state.reason());
		}
	}

	private void changed() {
		this.readiness.changed();
	}

	/**
	 * Wait under the lock.
	 */
	private boolean waitFor(Waiting waiting) {
		try {
			this.lock.lockInterruptibly();
			try {
				return waiting.await();
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
	}

	/**
	 * Cancel the work in progress, and wait for its end for at most two seconds. Does
	 * nothing if all work is done.
	 */
	@Override
	public void close() {
		this.attempts.close();
		this.readiness.close();
	}

	/**
	 * Waits for something while holding the lock.
	 */
	@FunctionalInterface
	private interface Waiting {

		boolean await() throws InterruptedException;

	}

}
