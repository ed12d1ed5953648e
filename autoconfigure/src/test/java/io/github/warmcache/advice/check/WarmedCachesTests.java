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

package io.github.warmcache.advice.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmedCaches}.
 */
class WarmedCachesTests {

	@Test
	void theLastGoodLoadCountsUntilTheWarmupSucceeds() {
		WarmupState state = state((context) -> {
		});
		WarmedCaches warmed = new WarmedCaches(state);
		assertThat(warmed.entries("cities")).isEqualTo(5000);
		state.progress("cities").settle(WarmupStatus.WARM);
		assertThat(warmed.entries("cities")).isZero();
		assertThat(warmed.entries("countries")).as("not warmed").isZero();
	}

	@Test
	void aWarmupOfTheHottestKeysIsNotMeasuredByALoadOfAll() {
		assertThat(new WarmedCaches(state(CacheWarmers.fromHottestKeys(10))).entries("cities")).isZero();
	}

	@Test
	void aCacheThatIsNotFilledHasNoFillTime() {
		WarmupState state = state((context) -> {
		});
		WarmedCaches warmed = new WarmedCaches(state);
		state.progress("cities").beginWarmer("fill");
		state.progress("cities").entries(1);
		state.progress("cities").delivered();
		assertThat(warmed.fillTime("cities")).isNull();
		state.progress("cities").settle(WarmupStatus.FAILED);
		assertThat(warmed.fillTime("cities")).isNull();
		state.progress("cities").settle(WarmupStatus.DEGRADED);
		assertThat(warmed.fillTime("cities")).isNotNull();
		assertThat(new WarmedCaches(null).fillTime("cities")).isNull();
	}

	private static WarmupState state(CacheWarmer warmer) {
		WarmupState state = new WarmupState(
				new WarmupPlan(List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("fill", warmer))),
						Duration.ofSeconds(60), DeadlinePolicy.REFUSE_TRAFFIC, 2, false,
						new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), null), Duration.ofSeconds(5)));
		state.progress("cities").lastLoad(new GoodLoad(5000, Instant.EPOCH, "source"));
		return state;
	}

}
