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
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.RewarmSettings;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.github.warmcache.warmup.run.WarmupThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Fills caches again while the application serves: as scheduled, and after much of what
 * was warmed was dropped. It begins when the application is ready for the first time, and
 * whatever comes of it leaves the application ready. Also checks that caches that hold
 * all there is still do. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RewarmScheduler implements SmartLifecycle {

	/**
	 * Phase in the life cycle of the application: it ends before anything else does, a
	 * web server that waits for its requests included.
	 */
	public static final int PHASE = Integer.MAX_VALUE;

	private static final Log logger = LogFactory.getLog(RewarmScheduler.class);

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
	 * Create what fills caches again.
	 * @param plan what is warmed
	 * @param settings when, by the name of the cache; those of other names are filled
	 * once
	 * @param warmup the warm-up of the same plan
	 * @param caches where the caches are
	 * @param state is told what came of it; made for the same plan
	 * @param interval how often to look whether it is time, positive
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
	 * What fails here must not keep it from looking again.
	 */
	private void lookQuietly(WarmupThreads runners) {
		try {
			look(runners);
		}
		catch (RuntimeException ex) {
			logger.warn("It could not be told whether caches are to be warmed again: " + ex.getClass().getName());
			logger.debug("Why", ex);
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
			RewarmTask task = task(step, cache);
			boolean outdated = cache.completeness().check();
			Runnable run = (task != null) ? task.look(outdated) : null;
			if (run != null) {
				execute(runners, run);
			}
		}
	}

	private static void execute(WarmupThreads runners, Runnable run) {
		try {
			runners.execute(run);
		}
		catch (RejectedExecutionException ex) {
			// It was stopped.
		}
	}

	private synchronized @Nullable RewarmTask task(CacheWarmupStep step, TieredCache cache) {
		RewarmSettings when = this.settings.get(step.cacheName());
		if (when == null || this.threads == null) {
			return null;
		}
		return this.tasks.computeIfAbsent(step.cacheName(), (name) -> new RewarmTask(step, when, this.warmup,
				this.state.progress(name), cache, this.nanoTime, this.clock, this.random));
	}

	/**
	 * Cancel what is under way, and wait for its end for at most two seconds.
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
