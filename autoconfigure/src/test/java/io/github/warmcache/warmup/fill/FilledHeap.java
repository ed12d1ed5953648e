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

package io.github.warmcache.warmup.fill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.ResolvableType;

/**
 * Process that warms four times as much as its heap holds, while it makes garbage.
 */
final class FilledHeap {

	private static final Log logger = LogFactory.getLog(FilledHeap.class);

	private static final int VALUE = 1024;

	private FilledHeap() {
	}

	public static void main(String[] args) {
		long rows = 4 * Runtime.getRuntime().maxMemory() / VALUE;
		CacheWarmer warmer = (context) -> {
			context.expect(rows);
			for (long i = 0; i < rows; i++) {
				byte[] raw = new byte[4 * VALUE];
				context.accept(i, new byte[raw.length / 4]);
			}
		};
		WarmupLimits limits = new WarmupLimits(null, null, null, null, Double.parseDouble(args[0]));
		WarmupPlan plan = new WarmupPlan(
				List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("rows", warmer), limits),
						new CacheWarmupStep("tags", false, Set.of("cities"), Map.of("rows", warmer), limits)),
				Duration.ofSeconds(60), DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
				new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(2), null), Duration.ofSeconds(60));
		WarmupState state = new WarmupState(plan);
		try (WarmupExecution warmup = new WarmupExecution(plan, new TieredCacheManager(List::of, FilledHeap::cache),
				state)) {
			warmup.run();
			logger.info("ready " + state.isReady() + ", " + state.status());
			for (CacheWarmupProgress cache : state.caches()) {
				logger.info("%s %s, %d of %d".formatted(cache.cacheName(), cache.status(), cache.entries(), rows));
			}
		}
	}

	private static TieredCache cache(String name) {
		return TieredCache
			.builder(new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE,
					new LocalTierSettings(100_000_000L, null, Duration.ofMinutes(10), 0, Duration.ofMinutes(1)), null))
			.build();
	}

}
