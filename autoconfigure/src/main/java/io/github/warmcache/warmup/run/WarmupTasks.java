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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.fill.ErrorText;
import io.github.warmcache.warmup.fill.FillException;
import io.github.warmcache.warmup.fill.PermanentFailures;
import io.github.warmcache.warmup.run.WarmupTask.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Decides which cache is next, which is retried, and whether waiting is over. Guarded by
 * the lock of {@link WarmupExecution}.
 */
final class WarmupTasks {

	/**
	 * Pause after a failure that a retry cannot fix, if the application cannot become
	 * ready without the cache: someone may create the missing table.
	 */
	private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

	private final WarmupPlan plan;

	private final DoubleSupplier random;

	private final Map<String, WarmupTask> tasks = new LinkedHashMap<>();

	private boolean waitingIsOver;

	WarmupTasks(WarmupPlan plan, Function<CacheWarmupStep, WarmupTask> factory, DoubleSupplier random) {
		this.plan = plan;
		this.random = random;
		plan.steps().forEach((step) -> this.tasks.put(step.cacheName(), factory.apply(step)));
	}

	List<CacheWarmupProgress> running() {
		return this.tasks.values()
			.stream()
			.filter(WarmupTask::isRunning)
			.map((task) -> task.progress.snapshot())
			.toList();
	}

	/**
	 * End the observed warm-ups of caches that wait for their next attempt, because there
	 * will be none.
	 */
	void cancelIdle() {
		this.tasks.values()
			.stream()
			.filter((task) -> !task.isRunning())
			.forEach((task) -> task.endObserved("cancelled", null));
	}

	boolean areAnyBusy() {
		return this.tasks.values().stream().anyMatch(WarmupTask::isBusy);
	}

	/**
	 * Return whether an attempt to fill a cache is in progress, or will be made.
	 */
	boolean isBusy(String cacheName) {
		WarmupTask task = this.tasks.get(cacheName);
		if (task == null) {
			return false;
		}
		return task.isBegun() ? task.stage != Stage.IDLE : !isBlocked(task);
	}

	/**
	 * Return the actions that cancel the fill of each cache. They are safe to run without
	 * the lock.
	 */
	List<Runnable> cancellations() {
		return this.tasks.values().stream().<Runnable>map((task) -> task.filler::cancel).toList();
	}

	/**
	 * Return the caches whose dependencies are usable and that were not returned before.
	 */
	List<WarmupTask> next() {
		List<WarmupTask> next = this.tasks.values()
			.stream()
			.filter((task) -> !task.isBegun() && dependencies(task).stream().allMatch(WarmupTask::isUsable))
			.toList();
		next.forEach((task) -> task.stage = Stage.QUEUED);
		this.tasks.values().stream().filter((task) -> !task.isBegun()).forEach(this::sayWhatItWaitsFor);
		return next;
	}

	private List<WarmupTask> dependencies(WarmupTask task) {
		return this.tasks.values()
			.stream()
			.filter((other) -> task.step.dependsOn().contains(other.step.cacheName()))
			.toList();
	}

	private void sayWhatItWaitsFor(WarmupTask task) {
		task.progress.waitsFor(dependencies(task).stream()
			.filter((dependency) -> !dependency.isUsable())
			.map((dependency) -> dependency.hasFailed() ? "'%s', which failed".formatted(dependency.step.cacheName())
					: "'%s'".formatted(dependency.step.cacheName()))
			.collect(Collectors.joining(" and ")));
	}

	/**
	 * Record that an attempt filled a cache.
	 * @param task the cache
	 * @param problem why the cache is not warm nevertheless, or {@code null} if it is
	 */
	void filled(WarmupTask task, @Nullable Throwable problem) {
		task.filled = true;
		task.emptySource = task.progress.snapshot().entries() == 0;
		task.progress.lastError((problem != null) ? ErrorText.of(problem) : null);
		task.progress.settle((problem != null) ? WarmupStatus.DEGRADED : WarmupStatus.WARM);
	}

	/**
	 * Record that an attempt did not fill a cache for certain.
	 * @param task the cache
	 * @param problem why not
	 * @param unverified whether there are entries, though they may be incomplete
	 * @return the delay until the next attempt, or {@code null} if there is none
	 */
	@Nullable Duration failed(WarmupTask task, Throwable problem, boolean unverified) {
		task.failures++;
		task.emptySource = FillException.is(problem, FillException.Reason.NO_ENTRIES)
				|| PermanentFailures.isMissingTable(problem);
		task.unverified |= unverified;
		boolean permanent = PermanentFailures.isPermanent(problem);
		task.exhausted |= permanent || FillException.isFinal(problem, !task.late && !this.waitingIsOver)
				|| this.plan.retry().isExhausted(task.failures);
		task.progress.lastError(ErrorText.of(problem));
		if (task.isGivenUp() || this.waitingIsOver) {
			settleUnfilled(task);
		}
		if (task.exhausted && !isReadinessMissing(task)) {
			return null;
		}
		double shortening = this.random.getAsDouble();
		if (permanent) {
			return longer(LOOK_AGAIN, this.plan.retry().longestDelay(shortening));
		}
		return (task.isGivenUp() || this.waitingIsOver) ? this.plan.retry().longestDelay(shortening)
				: this.plan.retry().delayAfter(task.failures, shortening);
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/**
	 * Return whether the application cannot become ready without this cache.
	 */
	private boolean isReadinessMissing(WarmupTask task) {
		return task.step.required() && !task.isUsable() && this.plan.onDeadline() == DeadlinePolicy.REFUSE_TRAFFIC;
	}

	private void settleUnfilled(WarmupTask task) {
		task.progress.settle(task.unverified ? WarmupStatus.DEGRADED : WarmupStatus.FAILED);
	}

	/**
	 * Return whether further waiting changes nothing.
	 */
	boolean isOver() {
		if (this.plan.onDeadline() != DeadlinePolicy.ACCEPT_TRAFFIC && required().anyMatch(WarmupTask::hasFailed)) {
			return true;
		}
		return this.tasks.values().stream().allMatch((task) -> task.filled || task.isGivenUp() || isBlocked(task));
	}

	/**
	 * Return whether required caches are missing, and the application itself may fill the
	 * sources of all of them once its start continues.
	 */
	boolean areSourcesEmpty() {
		return !areRequiredUsable() && required().allMatch((task) -> task.isUsable() || isEmpty(task));
	}

	private boolean isEmpty(WarmupTask task) {
		return task.isBegun() ? task.emptySource
				: dependencies(task).stream().allMatch((dependency) -> dependency.isUsable() || isEmpty(dependency));
	}

	/**
	 * Return the caches whose sources were empty and that have no attempt queued or
	 * running.
	 */
	List<WarmupTask> empty() {
		return this.tasks.values().stream().filter((task) -> task.emptySource && !task.isBusy()).toList();
	}

	private boolean isBlocked(WarmupTask task) {
		return !task.isBegun() && dependencies(task).stream()
			.anyMatch((dependency) -> dependency.hasFailed() || isBlocked(dependency));
	}

	private Stream<WarmupTask> required() {
		return this.tasks.values().stream().filter((task) -> task.step.required());
	}

	boolean areRequiredUsable() {
		return required().allMatch(WarmupTask::isUsable);
	}

	/**
	 * Stop waiting for the caches whose own deadlines have passed.
	 * @param elapsed how long the start has been waiting
	 * @return the next such deadline, counted from the beginning of the wait, or
	 * {@code null} if there is none
	 */
	@Nullable Duration passDeadlines(Duration elapsed) {
		Duration next = null;
		for (WarmupTask task : this.tasks.values()) {
			Duration deadline = task.step.limits().deadline();
			if (deadline == null || task.filled || task.isGivenUp()) {
				continue;
			}
			if (deadline.compareTo(elapsed) <= 0) {
				giveUp(task);
			}
			else if (next == null || deadline.compareTo(next) < 0) {
				next = deadline;
			}
		}
		return next;
	}

	private void giveUp(WarmupTask task) {
		task.late = true;
		if (task.failures > 0 && (!task.isRunning() || task.unverified)) {
			settleUnfilled(task);
		}
		this.tasks.values().stream().filter((other) -> !other.isBegun()).forEach(this::sayWhatItWaitsFor);
	}

	/**
	 * Return how many caches are being filled though nobody waits for them.
	 */
	int countLate() {
		return (int) this.tasks.values().stream().filter((task) -> task.late && task.isRunning()).count();
	}

	/**
	 * Settle the status of unfilled caches, because nobody waits for them any longer. A
	 * running attempt settles its cache by itself, unless an earlier one left entries.
	 */
	void endWaiting() {
		this.waitingIsOver = true;
		this.tasks.values()
			.stream()
			.filter((task) -> task.failures > 0 && !task.filled && (!task.isRunning() || task.unverified))
			.forEach(this::settleUnfilled);
	}

	boolean isWaitingOver() {
		return this.waitingIsOver;
	}

	/**
	 * Return which required caches are missing, and why.
	 */
	String missing() {
		return required().filter((task) -> !task.isUsable())
			.map((task) -> task.progress.snapshot())
			.map((cache) -> "'%s' (%s)".formatted(cache.cacheName(), whyMissing(cache)))
			.collect(Collectors.joining(", "));
	}

	private static String whyMissing(CacheWarmupProgress cache) {
		if (cache.waitingFor() != null) {
			return "waits for " + cache.waitingFor();
		}
		return (cache.lastError() != null) ? cache.lastError() : "still being filled";
	}

}
