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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.warmup.WarmupPlan.Retries;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WarmupPlan} and {@link CacheWarmupStep}.
 */
class WarmupPlanTests {

	private static final Retries RETRY = new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), null);

	@Test
	void aPlanMayBeEmpty() {
		assertThat(plan().steps()).isEmpty();
	}

	@Test
	void dependingOnACacheThatIsNotWarmedIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> plan(step("cities", true, "countries")))
			.withMessage("The warm-up of cache 'cities' depends on 'countries', which is not warmed: "
					+ "warm it or do not depend on it");
	}

	@Test
	void aCycleIsRejectedAndNamed() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> plan(step("a", true, "b"), step("b", true, "c"), step("c", true, "b")))
			.withMessage("The warm-ups of these caches depend on each other: b -> c -> b");
	}

	@Test
	void aCacheThatDependsOnItselfIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> plan(step("a", true, "a")))
			.withMessageEndingWith("a -> a");
	}

	@Test
	void severalWaysToOneCacheAreNoCycle() {
		assertThat(plan(step("top", true, "left", "right"), step("left", true, "base"), step("right", true, "base"),
				step("base", true))
			.steps()).hasSize(4);
	}

	@Test
	void aCacheThatIsWarmedTwiceIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> plan(step("a", true), step("a", false)))
			.withMessage("Cache 'a' is warmed twice");
	}

	@Test
	void aRequiredCacheCannotDependOnAnOptionalOne() {
		assertThatIllegalArgumentException().isThrownBy(() -> plan(step("a", true, "b"), step("b", false)))
			.withMessage("The warm-up of cache 'a' is required and depends on 'b', which is not: "
					+ "make both required or neither");
	}

	@Test
	void aStartThatIsOverCannotFail() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WarmupPlan(List.of(), Duration.ofSeconds(1), DeadlinePolicy.FAIL_STARTUP, 1, true,
					RETRY, Duration.ofSeconds(5)))
			.withMessageContaining("choose refuse-traffic or accept-traffic");
	}

	@Test
	void numbersThatMakeNoSenseAreRejected() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WarmupPlan(List.of(), Duration.ZERO, DeadlinePolicy.ACCEPT_TRAFFIC, 1, false, RETRY,
					Duration.ofSeconds(5)))
			.withMessage("deadline must be positive");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WarmupPlan(List.of(), Duration.ofSeconds(1), DeadlinePolicy.ACCEPT_TRAFFIC, 0, false,
					RETRY, Duration.ofSeconds(5)))
			.withMessage("parallelism must be positive");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WarmupPlan(List.of(), Duration.ofSeconds(1), DeadlinePolicy.ACCEPT_TRAFFIC, 1, false,
					RETRY, Duration.ZERO))
			.withMessage("progressInterval must be positive");
	}

	@Test
	void aCacheWithNothingToWarmFromIsRejected() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CacheWarmupStep("a", true, Set.of(), Map.of()))
			.withMessage("Cache 'a' has no warmers: name at least one");
	}

	@Test
	void aStepKeepsItsOrderOfPreferenceWhateverHappensToWhatItWasMadeOf() {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("z", TestWarmup.rows(1));
		warmers.put("a", TestWarmup.rows(1));
		CacheWarmupStep step = new CacheWarmupStep("cities", true, Set.of(), warmers);
		warmers.clear();
		assertThat(step.warmers().keySet()).containsExactly("z", "a");
	}

	private static WarmupPlan plan(CacheWarmupStep... steps) {
		return new WarmupPlan(List.of(steps), Duration.ofSeconds(60), DeadlinePolicy.REFUSE_TRAFFIC, 2, false, RETRY,
				Duration.ofSeconds(5));
	}

	private static CacheWarmupStep step(String name, boolean required, String... dependsOn) {
		return new CacheWarmupStep(name, required, Set.of(dependsOn), Map.of("test", TestWarmup.rows(1)));
	}

}
