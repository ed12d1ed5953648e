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

package io.github.warmcache.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CacheWarmupHealthIndicator}.
 */
class CacheWarmupHealthIndicatorTests {

	private static final CacheWarmer FAILING = (context) -> {
		throw new IllegalStateException("source is down");
	};

	private static final CacheWarmer WORKING = (context) -> {
		context.expect(1);
		context.accept(1, "value");
	};

	@Test
	void beforeItBeginsItIsOutOfService() {
		Health health = health(new WarmupState(plan(DeadlinePolicy.REFUSE_TRAFFIC, WORKING, WORKING)));
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("state", WarmupStatus.PENDING)
			.containsEntry("elapsed", "PT0S")
			.doesNotContainKey("reason");
		assertThat(cache(health, "cities")).containsExactlyInAnyOrderEntriesOf(Map.of("state", WarmupStatus.PENDING,
				"required", true, "entries", 0L, "rate", 0L, "elapsed", "PT0S", "attempts", 0));
	}

	@Test
	void whenWarmItIsUp() {
		Health health = run(plan(DeadlinePolicy.REFUSE_TRAFFIC, WORKING, WORKING));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", WarmupStatus.WARM);
		assertThat(cache(health, "cities")).containsEntry("state", WarmupStatus.WARM)
			.containsEntry("entries", 1L)
			.containsEntry("expected", 1L)
			.containsEntry("attempts", 1)
			.containsEntry("from", "test")
			.doesNotContainKey("lastError");
	}

	@Test
	void whenDegradedItIsUp() {
		Health health = run(plan(DeadlinePolicy.REFUSE_TRAFFIC, WORKING, FAILING));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("state", WarmupStatus.DEGRADED);
		assertThat(cache(health, "tags")).containsEntry("required", false)
			.containsEntry("state", WarmupStatus.FAILED)
			.containsEntry("lastError", "IllegalStateException: source is down");
	}

	@Test
	void whenFailedItIsOutOfServiceAndNotDown() {
		Health health = run(plan(DeadlinePolicy.REFUSE_TRAFFIC, FAILING, WORKING));
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("state", WarmupStatus.FAILED);
		assertThat(health.getDetails().get("reason")).asString()
			.startsWith("required caches are not filled after ")
			.endsWith(": 'cities' (IllegalStateException: source is down)");
	}

	@Test
	void whatACacheWaitsForIsNoError() {
		WarmupPlan plan = new WarmupPlan(
				List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("test", FAILING)),
						new CacheWarmupStep("tags", false, Set.of("cities"), Map.of("test", WORKING))),
				Duration.ofSeconds(60), DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
				new Retries(Duration.ofMinutes(1), 2, Duration.ofMinutes(2), 1), Duration.ofSeconds(5));
		assertThat(cache(run(plan), "tags")).containsEntry("waitingFor", "'cities', which failed")
			.doesNotContainKey("lastError");
	}

	@Test
	void onceUpItStaysUp() {
		AtomicBoolean broken = new AtomicBoolean();
		WarmupPlan plan = plan(DeadlinePolicy.REFUSE_TRAFFIC, WORKING, (context) -> {
			broken.set(true);
			throw new IllegalStateException("source is down");
		});
		WarmupState state = new WarmupState(plan);
		WarmupExecution warmup = warmup(plan, state);
		warmup.run();
		await().untilTrue(broken);
		warmup.close();
		assertThat(health(state).getStatus()).isEqualTo(Status.UP);
	}

	private static Health run(WarmupPlan plan) {
		WarmupState state = new WarmupState(plan);
		try (WarmupExecution warmup = warmup(plan, state)) {
			warmup.run();
			return health(state);
		}
	}

	private static WarmupExecution warmup(WarmupPlan plan, WarmupState state) {
		LocalTierSettings local = new LocalTierSettings(100L, null, Duration.ofMinutes(10), 0, Duration.ofMinutes(1));
		return new WarmupExecution(plan,
				new TieredCacheManager(List::of,
						(name) -> TieredCache
							.builder(new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE, local, null))
							.build()),
				state);
	}

	private static WarmupPlan plan(DeadlinePolicy policy, CacheWarmer cities, CacheWarmer tags) {
		return new WarmupPlan(
				List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("test", cities)),
						new CacheWarmupStep("tags", false, Set.of(), Map.of("test", tags))),
				Duration.ofSeconds(60), policy, 1, false,
				new Retries(Duration.ofMinutes(1), 2, Duration.ofMinutes(2), 1), Duration.ofSeconds(5));
	}

	private static Health health(WarmupState state) {
		return new CacheWarmupHealthIndicator(state, null).health();
	}

	private static Map<Object, Object> cache(Health health, String name) {
		Map<Object, Object> details = new LinkedHashMap<>();
		assertThat(health.getDetails()).extractingByKey("caches", InstanceOfAssertFactories.MAP)
			.extractingByKey(name, InstanceOfAssertFactories.MAP)
			.satisfies(details::putAll);
		return details;
	}

}
