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

package io.github.warmcache.warmup.rewarm;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.RewarmReport;
import io.github.warmcache.warmup.RewarmSettings;
import io.github.warmcache.warmup.fill.CacheFiller;
import io.github.warmcache.warmup.fill.ErrorText;
import io.github.warmcache.warmup.fill.FillException;
import io.github.warmcache.warmup.fill.FillResult;
import io.github.warmcache.warmup.fill.WarmupLog;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.jspecify.annotations.Nullable;

/**
 * Decides when one cache is re-warmed, and re-warms it. One thread checks it and another
 * one runs it, one run at a time.
 */
final class RewarmTask {

	/**
	 * Maximum random delay after a loss, because pods lose their copies at the same
	 * moment.
	 */
	static final Duration LOSS_JITTER = Duration.ofSeconds(2);

	/**
	 * Maximum age that accepts any load: the last load of the fleet is newer than that of
	 * this pod, and its entries that are too old have expired.
	 */
	private static final Duration ANY_AGE = Duration.ofDays(36500);

	/**
	 * A load by another pod that ended so recently is as good as one of our own.
	 */
	private static final Duration REQUESTED_AGE = Duration.ofSeconds(1);

	private final CacheWarmupStep step;

	private final RewarmSettings settings;

	private final WarmupExecution warmup;

	private final CacheProgress progress;

	private final WarmupLog log = new WarmupLog();

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final DoubleSupplier random;

	private final LossWatch losses;

	private @Nullable Long scheduled;

	private @Nullable Long loss;

	private @Nullable Long noLossBefore;

	/**
	 * Whether this pod holds older entries than other pods have loaded.
	 */
	private boolean outdated;

	/**
	 * Whether the number of entries of the first warm-up is known.
	 */
	private boolean watching;

	private final RewarmPause pause = new RewarmPause();

	private boolean running;

	private boolean cancelled;

	private @Nullable CacheFiller filler;

	RewarmTask(CacheWarmupStep step, RewarmSettings settings, WarmupExecution warmup, CacheProgress progress,
			TieredCache cache, LongSupplier nanoTime, Clock clock, DoubleSupplier random) {
		this.step = step;
		this.settings = settings;
		this.warmup = warmup;
		this.progress = progress;
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.random = random;
		if (cache.completeness().isEnabled()) {
			// Set it here too, because the first warm-up may not have come that far.
			progress.completeness(cache.completeness());
		}
		this.losses = new LossWatch(cache, nanoTime.getAsLong());
	}

	/**
	 * Check whether a re-warm is due.
	 * @param outdated whether the cache was complete by a load that is no longer the last
	 * one of the fleet, which counts as a loss
	 * @return the run that fills the cache, or {@code null} if no re-warm is due
	 */
	synchronized @Nullable Runnable look(boolean outdated) {
		long now = this.nanoTime.getAsLong();
		boolean busy = this.warmup.isBusyWith(this.step.cacheName());
		if (!busy && !this.watching) {
			this.watching = true;
			this.losses.filled(this.progress.snapshot().entries());
		}
		if (this.settings.onLoss()) {
			lookForLosses(now, outdated);
		}
		if (this.running || this.cancelled || busy) {
			return null;
		}
		if (this.scheduled == null && this.settings.isScheduled()) {
			this.scheduled = next(now, Duration.ZERO);
		}
		if (isOver(this.scheduled, now)) {
			this.scheduled = null;
			return begin(Cause.SCHEDULE);
		}
		return isOver(this.loss, now) ? begin(this.outdated ? Cause.LOADED_BY_OTHERS : Cause.LOSS) : null;
	}

	/**
	 * Return what to run because somebody asked for a re-warm, or {@code null} if the
	 * cache is being filled or the task was cancelled.
	 * @param dryRun whether to return only whether there is something to run
	 */
	synchronized @Nullable Runnable request(boolean dryRun) {
		if (this.running || this.cancelled || this.warmup.isBusyWith(this.step.cacheName())) {
			return null;
		}
		return dryRun ? () -> {
		} : begin(Cause.REQUEST);
	}

	private void lookForLosses(long now, boolean olderThanOthers) {
		boolean lost = this.losses.isMuchLost(now);
		this.outdated |= olderThanOthers;
		if ((lost || olderThanOthers) && this.loss == null) {
			Long earliest = this.noLossBefore;
			long begin = (earliest != null && earliest - now > 0) ? earliest : now;
			this.loss = begin + jitter(LOSS_JITTER);
			if (lost) {
				this.log.muchLost(this.step.cacheName());
			}
			else {
				this.log.loadedByOthers(this.step.cacheName());
			}
		}
	}

	private static boolean isOver(@Nullable Long time, long now) {
		return time != null && now - time >= 0;
	}

	private long jitter(Duration longest) {
		return (long) (longest.toNanos() * this.random.getAsDouble());
	}

	/**
	 * Return when the next scheduled re-warm is due.
	 * @param age age of the load that filled the cache, because all pods count from the
	 * same load
	 */
	private @Nullable Long next(long now, Duration age) {
		Duration delay = this.settings.fixedDelay();
		if (delay != null) {
			delay = (age.compareTo(delay) < 0) ? delay.minus(age) : Duration.ZERO;
		}
		else {
			ZonedDateTime from = ZonedDateTime.now(this.clock);
			ZonedDateTime next = Objects.requireNonNull(this.settings.cron()).next(from);
			if (next == null) {
				return null;
			}
			delay = Duration.between(from, next);
		}
		return now + delay.toNanos() + jitter(this.settings.jitter());
	}

	private Runnable begin(Cause cause) {
		this.running = true;
		// One fill is enough for all losses. It does not replace a scheduled one, which
		// is for new values: a fill after a loss need not bring any.
		this.loss = null;
		boolean older = this.outdated;
		this.outdated = false;
		return () -> run(cause, older);
	}

	private @Nullable Duration maxAge(Cause cause) {
		return switch (cause) {
			case SCHEDULE -> this.settings.maxAge();
			case REQUEST -> REQUESTED_AGE;
			case LOADED_BY_OTHERS -> ANY_AGE;
			case LOSS -> null;
		};
	}

	private void run(Cause cause, boolean older) {
		CacheProgress own = new CacheProgress(this.step, this.nanoTime);
		Duration maxAge = maxAge(cause);
		CacheFiller fills = this.warmup.refiller((maxAge != null) ? fromSource() : this.step, own, maxAge);
		if (!mayBegin(fills)) {
			return;
		}
		RewarmReport report = Objects.requireNonNullElse(this.progress.rewarms(), RewarmReport.NONE);
		this.progress.rewarms(report.begin());
		this.log.rewarms(this.step.cacheName(), cause.text);
		ObservedOperation operation = this.warmup.observer().begin(OperationKind.REWARM, this.step.cacheName());
		ObservedOperation.Scope scope = operation.open();
		Throwable problem;
		boolean filled = false;
		try {
			FillResult result = fills.fill();
			problem = result.problem();
			filled = !result.retried();
		}
		catch (Throwable ex) {
			problem = ex;
		}
		scope.close();
		operation.end(filled ? "filled" : "failed", filled ? null : problem);
		String error = (problem != null) ? text(problem) : null;
		this.progress.rewarms(report.end(this.clock.instant(), filled ? null : error));
		if (filled) {
			this.progress.improve(error);
			this.progress.rows(own.snapshot().badRows(), own.snapshot().repeatedKeys());
			Long full = own.full();
			if (full != null) {
				this.progress.filled(full);
			}
			filled(own.snapshot().entries());
			if (maxAge != null) {
				scheduleAfter(own.age());
			}
		}
		end(filled ? null : problem, cause.repeats, older);
	}

	private synchronized void filled(long entries) {
		this.losses.filled(entries);
	}

	private synchronized void scheduleAfter(Duration age) {
		if (this.settings.fixedDelay() != null) {
			this.scheduled = next(this.nanoTime.getAsLong(), age);
		}
	}

	private static String text(Throwable problem) {
		return (problem instanceof CancellationException) ? "it was cancelled" : ErrorText.of(problem);
	}

	private synchronized boolean mayBegin(CacheFiller fills) {
		this.filler = fills;
		return !this.cancelled;
	}

	private synchronized void end(@Nullable Throwable problem, boolean repeats, boolean older) {
		this.filler = null;
		this.running = false;
		this.noLossBefore = this.nanoTime.getAsLong() + RewarmPause.SHORTEST.toNanos();
		if (problem == null) {
			this.pause.succeeded();
			return;
		}
		this.outdated |= older;
		if (this.cancelled) {
			return;
		}
		this.log.notRewarmed(this.step.cacheName(), text(problem));
		if (repeats && !FillException.isFinal(problem, false)) {
			this.loss = this.nanoTime.getAsLong() + this.pause.failed().toNanos() + jitter(LOSS_JITTER);
		}
	}

	/**
	 * Return the step without the warmers whose entries may be as old as the cache,
	 * because a schedule is for new values.
	 */
	private CacheWarmupStep fromSource() {
		Map<String, CacheWarmer> fresh = new LinkedHashMap<>(this.step.warmers());
		fresh.values().removeIf((warmer) -> !warmer.fillsSharedTier());
		return fresh.isEmpty() ? this.step : new CacheWarmupStep(this.step.cacheName(), this.step.required(),
				this.step.dependsOn(), fresh, this.step.limits());
	}

	/**
	 * Cancel the re-warm in progress, and begin no more. May block as long as the cancel
	 * action of the warmer does.
	 */
	void cancel() {
		CacheFiller fills;
		synchronized (this) {
			this.cancelled = true;
			fills = this.filler;
		}
		if (fills != null) {
			fills.cancel();
		}
	}

	/**
	 * Cause of a re-warm.
	 */
	private enum Cause {

		SCHEDULE("as scheduled", false),

		REQUEST("because an operator asked for it", false),

		LOSS("because much of it was dropped", true),

		LOADED_BY_OTHERS("because another pod loaded it", true);

		private final String text;

		private final boolean repeats;

		Cause(String text, boolean repeats) {
			this.text = text;
			this.repeats = repeats;
		}

	}

}
