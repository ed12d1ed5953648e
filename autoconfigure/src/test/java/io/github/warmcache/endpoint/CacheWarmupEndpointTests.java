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

package io.github.warmcache.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.endpoint.CacheWarmupEndpoint.CacheDescriptor;
import io.github.warmcache.endpoint.CacheWarmupEndpoint.LoadDescriptor;
import io.github.warmcache.endpoint.CacheWarmupEndpoint.WarmupDescriptor;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheWarmupEndpoint}.
 */
class CacheWarmupEndpointTests {

	private static final FinishedLoad LAST = new FinishedLoad(7, 1, Instant.EPOCH, 0, "digests");

	private static final CacheWarmer WARMER = (context) -> {
		context.expect(1);
		context.accept(1, "value");
	};

	private final WarmupPlan plan = new WarmupPlan(
			List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("source", WARMER))), Duration.ofSeconds(60),
			DeadlinePolicy.REFUSE_TRAFFIC, 1, false, new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(2), null),
			Duration.ofSeconds(5));

	private final WarmupState state = new WarmupState(this.plan);

	private final CacheWarmupEndpoint endpoint = new CacheWarmupEndpoint(this.state);

	@Test
	void beforeTheWarmupEverythingIsPending() {
		WarmupDescriptor warmup = this.endpoint.warmup();
		assertThat(warmup.state()).isEqualTo(WarmupStatus.PENDING);
		assertThat(warmup.ready()).isFalse();
		assertThat(warmup.caches()).containsOnlyKeys("cities");
		assertThat(warmup.caches().get("cities").state()).isEqualTo(WarmupStatus.PENDING);
	}

	@Test
	void afterItEachCacheIsShownWithTheLoadBefore() {
		try (WarmupExecution warmup = new WarmupExecution(this.plan,
				new TieredCacheManager(List::of, (name) -> cache(name)), this.state)) {
			warmup.run();
		}
		CacheDescriptor cities = this.endpoint.cache("cities");
		assertThat(cities).isNotNull();
		assertThat(cities.state()).isEqualTo(WarmupStatus.WARM);
		assertThat(cities.required()).isTrue();
		assertThat(cities.entries()).isOne();
		assertThat(cities.expected()).isOne();
		assertThat(cities.from()).isEqualTo("source");
		assertThat(cities.lastLoad()).isEqualTo(new LoadDescriptor(1, Instant.EPOCH, "source"));
		assertThat(cities.complete()).isNull();
		assertThat(cities.rewarms()).isNull();
		assertThat(this.endpoint.warmup().ready()).isTrue();
		assertThat(this.endpoint.warmup().caches().get("cities").attempts()).isOne();
	}

	@Test
	void whatACacheWaitsForIsNoError() {
		WarmupPlan waiting = new WarmupPlan(
				List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("source", (context) -> {
					throw new IllegalStateException("source is down");
				})), new CacheWarmupStep("tags", false, Set.of("cities"), Map.of("source", WARMER))),
				Duration.ofSeconds(60), DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
				new Retries(Duration.ofMinutes(1), 2, Duration.ofMinutes(2), 1), Duration.ofSeconds(5));
		WarmupState failed = new WarmupState(waiting);
		try (WarmupExecution warmup = new WarmupExecution(waiting,
				new TieredCacheManager(List::of, (name) -> cache(name)), failed)) {
			warmup.run();
		}
		CacheDescriptor tags = new CacheWarmupEndpoint(failed).cache("tags");
		assertThat(tags).isNotNull();
		assertThat(tags.waitingFor()).isEqualTo("'cities', which failed");
		assertThat(tags.lastError()).isNull();
	}

	@Test
	void anUnknownCacheIsNotFound() {
		assertThat(this.endpoint.cache("tags")).isNull();
	}

	private static TieredCache cache(String name) {
		FakeSharedTier shared = new FakeSharedTier() {

			@Override
			public FleetLoads fleetLoads() {
				return () -> LAST;
			}

		};
		return TieredCache
			.builder(new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE,
					new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1)),
					Duration.ofHours(1)))
			.sharedTier(shared)
			.build();
	}

}
