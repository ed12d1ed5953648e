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

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what counts when an earlier warmer of a cache brought a part, and the later
 * ones bring nothing.
 */
class EarlierWarmersTests {

	@Test
	void aPartDoesNotMakeARequiredCacheReady() {
		try (TestWarmup test = new TestWarmup().maxAttempts(1)) {
			test.step("cities", true, warmers(part(8, 10), TestWarmup.failing())).run();
			assertThat(test.state().isReady()).isFalse();
			assertThat(test.progress("cities").status()).isEqualTo(WarmupStatus.FAILED);
			assertThat(test.progress("cities").lastError()).contains("source is down");
		}
	}

	@Test
	void aPartIsEnoughForARequiredCacheThatSaysSo() {
		try (TestWarmup test = new TestWarmup().maxAttempts(1)) {
			WarmupLimits limits = new WarmupLimits(0.8, null, null, null, 1);
			test.limited("cities", true, limits, warmers(part(8, 10), TestWarmup.failing())).run();
			assertThat(test.state().isReady()).isTrue();
			assertThat(test.progress("cities").status()).isEqualTo(WarmupStatus.DEGRADED);
		}
	}

	@Test
	void aPartOfARequiredCacheThatNothingCompletesIsAFailure() {
		try (TestWarmup test = new TestWarmup().maxAttempts(1)) {
			test.step("cities", true, Map.of("only", part(8, 10))).run();
			assertThat(test.state().isReady()).isFalse();
			assertThat(test.progress("cities").lastError())
				.contains("8 of 10 expected entries were loaded, and that is not all");
		}
	}

	@Test
	void aPartOfAnOptionalCacheThatNothingCompletesIsDegradedAndNotTriedAgain() {
		try (TestWarmup test = new TestWarmup()) {
			test.step("cities", false, Map.of("only", part(8, 10))).run();
			assertThat(test.state().isReady()).isTrue();
			assertThat(test.progress("cities").status()).isEqualTo(WarmupStatus.DEGRADED);
			assertThat(test.progress("cities").attempts()).isOne();
		}
	}

	@Test
	void aPartDegradesAnOptionalCache() {
		try (TestWarmup test = new TestWarmup().maxAttempts(1)) {
			test.step("cities", false, warmers(part(8, 10), TestWarmup.failing())).run();
			assertThat(test.state().isReady()).isTrue();
			assertThat(test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
			assertThat(test.progress("cities").status()).isEqualTo(WarmupStatus.DEGRADED);
			assertThat(test.progress("cities").entries()).isEqualTo(8);
			assertThat(test.progress("cities").lastError()).contains("source is down");
		}
	}

	@Test
	void aPartIsNotEnoughWhileALaterWarmerMayStillComplete() {
		int[] calls = new int[1];
		CacheWarmer late = (context) -> {
			if (++calls[0] < 3) {
				throw new IllegalStateException("not yet");
			}
			TestWarmup.rows(10).warm(context);
		};
		try (TestWarmup test = new TestWarmup()) {
			test.step("cities", true, warmers(part(8, 10), late)).run();
			assertThat(test.state().status()).isEqualTo(WarmupStatus.WARM);
			assertThat(test.progress("cities").entries()).isEqualTo(10);
		}
	}

	@Test
	void withoutAPartTheFailureIsOne() {
		try (TestWarmup test = new TestWarmup().maxAttempts(1)) {
			test.step("cities", true, warmers(part(0, 10), TestWarmup.failing())).run();
			assertThat(test.state().isReady()).isFalse();
			assertThat(test.progress("cities").status()).isEqualTo(WarmupStatus.FAILED);
		}
	}

	private static CacheWarmer part(int count, int total) {
		return (context) -> {
			context.expect(total);
			TestWarmup.rows(count).warm(context);
		};
	}

	private static Map<String, CacheWarmer> warmers(CacheWarmer first, CacheWarmer last) {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("first", first);
		warmers.put("last", last);
		return warmers;
	}

}
