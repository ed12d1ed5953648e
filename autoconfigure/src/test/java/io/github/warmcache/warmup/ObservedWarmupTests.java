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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.metrics.CacheObservations;
import io.github.warmcache.metrics.RecordedObservations;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.measure.GoodLoads;
import io.github.warmcache.warmup.rewarm.RewarmRequest;
import io.github.warmcache.warmup.rewarm.RewarmScheduler;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the observations of warm-ups and re-warms.
 */
class ObservedWarmupTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final RecordedObservations recorded = new RecordedObservations();

	private final AtomicInteger attempts = new AtomicInteger();

	private final TieredCacheManager caches = new TieredCacheManager(
			List::of, (
					name) -> TieredCache
						.builder(
								new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE,
										new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0,
												Duration.ofMinutes(1)),
										null))
						.build());

	ObservedWarmupTests() {
		this.registry.observationConfig().observationHandler(this.recorded);
	}

	@Test
	void aWarmUpIsOneObservationHoweverManyAttemptsItTakes() {
		try (WarmupExecution warmup = warmup(plan(DeadlinePolicy.REFUSE_TRAFFIC, null, this::fillAtThirdAttempt))) {
			warmup.run();
		}
		assertThat(this.attempts).hasValue(3);
		assertThat(this.recorded.texts()).containsExactly("query[]", "query[]", "query[]",
				"warmcache.warmup[cities, filled]");
		assertThat(this.recorded.parentOf("query")).isEqualTo("warmcache.warmup");
		assertThat(this.recorded.last("warmcache.warmup").getError()).isNull();
	}

	@Test
	void aWarmUpThatIsGivenUpHasFailed() {
		try (WarmupExecution warmup = warmup(plan(DeadlinePolicy.FAIL_STARTUP, 2, (context) -> {
			throw new IllegalStateException("secret");
		}))) {
			assertThatExceptionOfType(WarmupFailedException.class).isThrownBy(warmup::run);
		}
		assertThat(this.recorded.texts()).containsExactly("warmcache.warmup[cities, IllegalStateException, failed]");
		assertThat(this.recorded.last("warmcache.warmup").getError()).isNotNull();
		assertThat(this.recorded.words()).noneMatch((word) -> word.contains("secret"));
	}

	@Test
	void aWarmUpThatWaitsForItsNextAttemptIsCancelledWithTheOthers() {
		WarmupPlan plan = plan(DeadlinePolicy.ACCEPT_TRAFFIC, null, Duration.ofHours(1), (context) -> {
			throw new IllegalStateException();
		});
		WarmupState state = new WarmupState(plan);
		WarmupExecution warmup = new WarmupExecution(plan, this.caches, state, RehearsalSettings.NONE, new GoodLoads(),
				new CacheObservations(this.registry));
		Thread start = new Thread(() -> {
			try {
				warmup.run();
			}
			catch (RuntimeException ex) {
				// It is cancelled.
			}
		});
		start.start();
		await().until(() -> state.cache("cities").lastError() != null);
		assertThat(this.recorded.texts()).isEmpty();
		warmup.close();
		assertThat(this.recorded.texts()).containsExactly("warmcache.warmup[cities, cancelled]");
	}

	@Test
	void reWarmsAreObserved() {
		WarmupPlan plan = plan(DeadlinePolicy.REFUSE_TRAFFIC, null, (context) -> {
			if (this.attempts.incrementAndGet() == 2) {
				throw new IllegalStateException();
			}
			context.accept("a", "1");
		});
		WarmupState state = new WarmupState(plan);
		try (WarmupExecution warmup = new WarmupExecution(plan, this.caches, state, RehearsalSettings.NONE,
				new GoodLoads(), new CacheObservations(this.registry))) {
			warmup.run();
			RewarmScheduler rewarm = new RewarmScheduler(plan, Map.of(), warmup, this.caches, state,
					Duration.ofHours(1));
			rewarm.start();
			for (int count = 2; count <= 3; count++) {
				await().until(() -> rewarm.request("cities", false) == RewarmRequest.ACCEPTED);
				int expected = count;
				await().until(() -> this.recorded.texts().size() == expected);
			}
			rewarm.stop();
		}
		assertThat(this.recorded.texts()).containsExactly("warmcache.warmup[cities, filled]",
				"warmcache.rewarm[cities, IllegalStateException, failed]", "warmcache.rewarm[cities, filled]");
	}

	private void fillAtThirdAttempt(WarmupContext context) {
		Observation.createNotStarted("query", this.registry).observe(() -> {
		});
		if (this.attempts.incrementAndGet() < 3) {
			throw new IllegalStateException();
		}
		context.accept("a", "1");
	}

	private WarmupExecution warmup(WarmupPlan plan) {
		return new WarmupExecution(plan, this.caches, new WarmupState(plan), RehearsalSettings.NONE, new GoodLoads(),
				new CacheObservations(this.registry));
	}

	private static WarmupPlan plan(DeadlinePolicy policy, @Nullable Integer attempts, CacheWarmer warmer) {
		return plan(policy, attempts, Duration.ofMillis(5), warmer);
	}

	private static WarmupPlan plan(DeadlinePolicy policy, @Nullable Integer attempts, Duration delay,
			CacheWarmer warmer) {
		return new WarmupPlan(List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("test", warmer))),
				Duration.ofSeconds(30), policy, 1, false, new Retries(delay, 2, delay.multipliedBy(2), attempts),
				Duration.ofSeconds(60));
	}

}
