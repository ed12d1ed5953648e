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
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProbeBudget}.
 */
class ProbeBudgetTests {

	@Test
	void theStartupProbeAllowsTheContextAndTheWarmup() {
		ProbeBudget budget = ProbeBudget.of(plan(Duration.ofSeconds(60), false, 1), Duration.ZERO);
		assertThat(budget.startup()).isEqualTo(Duration.ofSeconds(120));
		assertThat(budget).hasToString("startupProbe on liveness with periodSeconds 5 and failureThreshold 24 (120 s), "
				+ "livenessProbe with 10 and 3, readinessProbe with 2 and 3");
	}

	@Test
	void aRehearsalTakesItsTimeToo() {
		ProbeBudget budget = ProbeBudget.of(plan(Duration.ofSeconds(60), false, 1), Duration.ofSeconds(30));
		assertThat(budget.startupFailures()).isEqualTo(30);
	}

	@Test
	void aPeriodThatHasBegunCounts() {
		assertThat(ProbeBudget.of(plan(Duration.ofSeconds(61), false, 1), Duration.ZERO).startupFailures())
			.isEqualTo(25);
		assertThat(ProbeBudget.of(plan(Duration.ofMillis(1), false, 1), Duration.ZERO).startupFailures()).isEqualTo(13);
	}

	@Test
	void inTheBackgroundNothingButTheContextIsWaitedFor() {
		assertThat(ProbeBudget.of(plan(Duration.ofSeconds(60), true, 1), Duration.ofSeconds(30)).startupFailures())
			.isEqualTo(12);
	}

	@Test
	void withoutCachesOnlyTheRehearsalCounts() {
		assertThat(ProbeBudget.of(plan(Duration.ofSeconds(60), false, 0), Duration.ofSeconds(30)).startup())
			.isEqualTo(Duration.ofSeconds(90));
	}

	private static WarmupPlan plan(Duration deadline, boolean background, int caches) {
		CacheWarmupStep step = new CacheWarmupStep("cities", true, Set.of(), Map.of("test", TestWarmup.rows(1)));
		return new WarmupPlan(List.of(step).subList(0, caches), deadline, DeadlinePolicy.REFUSE_TRAFFIC, 1, background,
				new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(2), null), Duration.ofSeconds(5));
	}

}
