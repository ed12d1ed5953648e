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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.RewarmSettings;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.github.warmcache.warmup.run.WarmupThreads;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Re-warms caches while the application serves: as scheduled, and after much of a cache
 * was dropped. Begins when the application is ready for the first time. The application
 * stays ready whether or not a re-warm succeeds. Also checks that complete caches are
 * still complete. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RewarmScheduler implements SmartLifecycle {

	/**
	 * Lifecycle phase: the scheduler stops before everything else, even before a web
	 * server that waits for its requests.
	 */
	public static final int PHASE = Integer.MAX_VALUE;

	private static final RewarmSettings BY_REQUEST_ONLY = new RewarmSettings(null, null, Duration.ZERO, false);

	private static final EventLog logger = EventLog.of(RewarmScheduler.class);

	private final WarmupPlan plan;

	private final Map<String, RewarmSettings> settings;

	private final WarmupExecution warmup;

	private final TieredCacheManager caches;

	private final WarmupState state;

	private final Duration interval;

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final DoubleSupplier random;

	private final Map<String, RewarmTask> tasks = new LinkedHashMap<>();

	private @Nullable WarmupThreads threads;

	/**
	 * Create a scheduler.
	 * @param plan the caches that are warmed
	 * @param settings when to re-warm, by cache name; other caches are filled only once
	 * @param warmup the warm-up of the same plan
	 * @param caches holds the caches
	 * @param state records the results; created for the same plan
	 * @param interval how often to check whether a re-warm is due, positive
	 */
	public RewarmScheduler(WarmupPlan plan, Map<String, RewarmSettings> settings, WarmupExecution warmup,
			TieredCacheManager caches, WarmupState state, Duration interval) {
		this(plan, settings, warmup, caches, state, interval, System::nanoTime, Clock.system(ZoneId.systemDefault()),
				() -> ThreadLocalRandom.current().nextDouble());
	}

	RewarmScheduler(WarmupPlan plan, Map<String, RewarmSettings> settings, WarmupExecution warmup,
			TieredCacheManager caches, WarmupState state, Duration interval, LongSupplier nanoTime, Clock clock,
			DoubleSupplier random) {
		this.plan = plan;
		this.settings = Map.copyOf(settings);
		this.warmup = warmup;
		this.caches = caches;
		this.state = state;
		this.interval = interval;
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.random = random;
	}

	@Override
	public synchronized void start() {
		if (this.threads == null && !this.plan.steps().isEmpty()) {
			WarmupThreads begun = new WarmupThreads(this.plan.parallelism());
			this.threads = begun;
			begun.repeat(this.interval, () -> lookQuietly(begun));
		}
	}

	/**
	 * Check whether re-warms are due. A failure must not prevent later checks.
	 */
	private void lookQuietly(WarmupThreads runners) {
		try {
			look(runners);
		}
		catch (RuntimeException ex) {
			logger.warn(LogEvent.REWARM_CHECK_FAILED)
				.cause(ex)
				.log("The check for caches to re-warm failed: " + ex.getClass().getName());
			logger.debug("Cause", ex);
		}
	}

	private void look(WarmupThreads runners) {
		if (!this.state.isReady()) {
			return;
		}
		for (CacheWarmupStep step : this.plan.steps()) {
			TieredCache cache = this.caches.getCacheIfPresent(step.cacheName());
			if (cache == null) {
				continue;
			}
			RewarmSettings when = this.settings.get(step.cacheName());
			boolean outdated = cache.completeness().check();
			RewarmTask task = (when != null) ? task(step, cache, when) : null;
			Runnable run = (task != null) ? task.look(outdated) : null;
			if (run != null) {
				execute(runners, run);
			}
		}
	}

	/**
	 * Fill a cache again from its source, beside its schedule. Returns at once.
	 * @param cacheName the name of the cache
	 * @param dryRun whether to tell only what would become of it
	 * @return whether it begins
	 */
	public RewarmRequest request(String cacheName, boolean dryRun) {
		WarmupThreads runners;
		synchronized (this) {
			runners = this.threads;
		}
		TieredCache cache = this.caches.getCacheIfPresent(cacheName);
		CacheWarmupStep step = this.plan.steps()
			.stream()
			.filter((each) -> each.cacheName().equals(cacheName))
			.findFirst()
			.orElse(null);
		RewarmTask task = (cache != null && step != null)
				? task(step, cache, this.settings.getOrDefault(cacheName, BY_REQUEST_ONLY)) : null;
		if (runners == null || task == null || !this.state.isReady()) {
			return RewarmRequest.REFUSED;
		}
		Runnable run = task.request(dryRun);
		if (run == null) {
			return RewarmRequest.UNDER_WAY;
		}
		if (!dryRun) {
			execute(runners, run);
		}
		return RewarmRequest.ACCEPTED;
	}

	private static void execute(WarmupThreads runners, Runnable run) {
		try {
			runners.execute(run);
		}
		catch (RejectedExecutionException ex) {
			// The scheduler was stopped.
		}
	}

	private synchronized @Nullable RewarmTask task(CacheWarmupStep step, TieredCache cache, RewarmSettings when) {
		if (this.threads == null) {
			return null;
		}
		return this.tasks.computeIfAbsent(step.cacheName(), (name) -> new RewarmTask(step, when, this.warmup,
				this.state.progress(name), cache, this.nanoTime, this.clock, this.random));
	}

	/**
	 * Cancel the re-warms in progress, and wait for their end for at most two seconds.
	 */
	@Override
	public void stop() {
		WarmupThreads ended;
		List<Runnable> cancellations = new ArrayList<>();
		synchronized (this) {
			ended = this.threads;
			this.threads = null;
			this.tasks.values().forEach((task) -> cancellations.add(task::cancel));
			this.tasks.clear();
		}
		if (ended != null) {
			ended.cancel(cancellations);
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.threads != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
