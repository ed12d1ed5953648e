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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.health.CacheWarmupHealthIndicator;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.fill.CacheFiller;
import io.github.warmcache.warmup.fill.FillException;
import io.github.warmcache.warmup.fill.MemoryGuard;
import io.github.warmcache.warmup.fill.WarmupLog;
import io.github.warmcache.warmup.measure.GoodLoads;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import io.github.warmcache.warmup.warmer.HotKeyPublisher;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;

/**
 * What {@code WarmupExecution} does for one cache, without its threads and its clock: an
 * attempt at a time, on the thread that calls.
 */
public final class SimulatedWarmup {

	private static final int MOST = 100;

	private final String cacheName;

	private final TieredCacheManager caches;

	private final LongSupplier nanos;

	private final WarmupState state;

	private final HotKeyPublisher publisher;

	/**
	 * Make a warm-up.
	 * @param cacheName the name of the cache
	 * @param caches where it is
	 * @param nanos tells the time
	 */
	public SimulatedWarmup(String cacheName, TieredCacheManager caches, LongSupplier nanos) {
		this.cacheName = cacheName;
		this.caches = caches;
		this.nanos = nanos;
		WarmupPlan plan = new WarmupPlan(List.of(step(Map.of("hottest", CacheWarmers.fromHottestKeys(MOST)))),
				Duration.ofMinutes(1), DeadlinePolicy.ACCEPT_TRAFFIC, 1, true,
				new Retries(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 1), Duration.ofMinutes(1));
		this.state = new WarmupState(plan, nanos);
		this.publisher = new HotKeyPublisher(plan, caches, this.state, Duration.ofMinutes(1), Duration.ofMinutes(10),
				() -> 0.5);
		this.state.begin();
	}

	private CacheWarmupStep step(Map<String, CacheWarmer> warmers) {
		return new CacheWarmupStep(this.cacheName, false, Set.of(), warmers);
	}

	/**
	 * Make an attempt.
	 * @param warmers the warmers by name, in the order of preference
	 * @return whether the cache is filled as far as anybody can tell
	 * @throws Exception if it is not
	 */
	public boolean fill(Map<String, CacheWarmer> warmers) throws Exception {
		CacheProgress progress = this.state.progress(this.cacheName);
		CacheFiller filler = new CacheFiller(step(warmers), this.caches, progress, new WarmupLog(),
				new MemoryGuard(new FakeHeap(), this.nanos), this.nanos, null, new GoodLoads());
		Exception doubt = fill(filler);
		progress.settle((doubt != null) ? WarmupStatus.DEGRADED : WarmupStatus.WARM);
		return doubt == null;
	}

	/**
	 * A copy that nothing measures is no failure: it may be all there is.
	 */
	private static @Nullable Exception fill(CacheFiller filler) throws Exception {
		try {
			return filler.fill().problem();
		}
		catch (FillException ex) {
			if (ex.reason() != FillException.Reason.INCOMPLETE) {
				throw ex;
			}
			return ex;
		}
	}

	/**
	 * Be ready, whatever became of the attempts.
	 */
	public void ready() {
		this.state.markReady();
	}

	/**
	 * Return what the probe is answered.
	 * @return whether the pod may be sent traffic
	 */
	public boolean isReady() {
		return Status.UP.equals(new CacheWarmupHealthIndicator(this.state, null).health().getStatus());
	}

	/**
	 * Tell the other pods which keys this one reads most.
	 */
	public void tellHottest() {
		this.publisher.publish();
	}

}
