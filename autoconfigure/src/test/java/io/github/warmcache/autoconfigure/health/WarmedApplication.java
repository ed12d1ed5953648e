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

package io.github.warmcache.autoconfigure.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.TieredCache;
import io.github.warmcache.cache.TieredCacheManager;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmup;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.RetrySettings;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupRunner;
import io.github.warmcache.warmup.WarmupState;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

/**
 * Application with one required cache, warmed by a bean of the test.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WarmedApplication {

	@Bean
	TieredCacheManager cacheManager() {
		return new TieredCacheManager(
				() -> List.of("cities"), (
						name) -> TieredCache
							.builder(new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE,
									new LocalTierSettings(1000L, null, Duration.ofMinutes(10), 0,
											Duration.ofMinutes(1)),
									null))
							.build());
	}

	@Bean
	WarmupPlan warmupPlan(CacheWarmer warmer, @Value("${warmcache.warmup.deadline:60s}") Duration deadline,
			@Value("${warmcache.warmup.on-deadline:refuse-traffic}") DeadlinePolicy policy,
			@Value("${warmcache.warmup.mode:blocking}") String mode) {
		return new WarmupPlan(List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("gated", warmer))), deadline,
				policy, 2, mode.equals("background"),
				new RetrySettings(Duration.ofMillis(10), 2, Duration.ofMillis(20), null), Duration.ofSeconds(5));
	}

	@Bean
	WarmupState warmupState(WarmupPlan plan) {
		return new WarmupState(plan);
	}

	@Bean
	CacheWarmup cacheWarmup(WarmupPlan plan, TieredCacheManager caches, WarmupState state) {
		return new CacheWarmup(plan, caches, state);
	}

	@Bean
	WarmupRunner warmupRunner(CacheWarmup warmup, ApplicationContext context) {
		return new WarmupRunner(warmup, context);
	}

	@Bean
	LateRunner lateRunner(WarmupState state) {
		return new LateRunner(state);
	}

}
