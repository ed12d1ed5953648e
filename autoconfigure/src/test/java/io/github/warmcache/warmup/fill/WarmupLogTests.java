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
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.TestWarmup.Held;
import io.github.warmcache.warmup.WarmupFailedException;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmupLog}, through what is logged by a {@link WarmupExecution}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmupLogTests {

	private final TestWarmup test = new TestWarmup();

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void thePlanIsSaidBeforeItIsRun(CapturedOutput output) {
		this.test.required("countries", TestWarmup.rows(1)).optional("cities", TestWarmup.rows(1), "countries").run();
		assertThat(output)
			.contains("Warming caches, 4 at a time, for at most 60 s (then refuse-traffic): "
					+ "countries (required) from test; cities (optional) from test after countries")
			.contains("Suitable probes: startupProbe on liveness with periodSeconds 5 and failureThreshold 24 (120 s)");
	}

	@Test
	void anEmptyPlanIsSaid(CapturedOutput output) {
		this.test.run();
		assertThat(output).contains("No caches to warm up").doesNotContain("Caches are warm").doesNotContain("probes");
	}

	@Test
	void progressIsSaidWithItsShareOfTheTotal(CapturedOutput output) throws Exception {
		Held held = new Held(1500, 500);
		this.test.required("cities", held).progressInterval(Duration.ofMillis(20)).maximumSize(5000).start();
		held.awaitReached();
		await().untilAsserted(() -> assertThat(output)
			.containsPattern("Warming cache 'cities' from test: 1,500 of 2,000 entries \\(75 %\\), [\\d,]+/s"));
		held.letGo.countDown();
	}

	@Test
	void eachCacheAndTheWholeAreSummedUp(CapturedOutput output) {
		this.test.required("cities", TestWarmup.rows(600)).run();
		assertThat(output)
			.containsPattern("Cache 'cities' is filled from test: 600 entries in [\\d.]+ s, [\\d,]+/s, "
					+ "holding 600, attempt 1")
			.containsPattern("Caches are warm after [\\d.]+ s");
	}

	@Test
	void aCacheThatIsTooSmallForItsRowsIsWarnedOf(CapturedOutput output) {
		this.test.maximumSize(100).required("cities", TestWarmup.rows(2500)).run();
		assertThat(output)
			.contains("WARN",
					"Cache 'cities' was warmed with 2,500 entries but keeps at most 100: " + "raise its maximum-size")
			.contains("holding 100,");
	}

	@Test
	void aCacheThatIsLargeEnoughIsNotWarnedOf(CapturedOutput output) {
		this.test.maximumSize(100).required("cities", TestWarmup.rows(100)).run();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void anEmptyOptionalCacheIsWarnedOf(CapturedOutput output) {
		this.test.optional("tags", TestWarmup.rows(0)).run();
		assertThat(output)
			.containsPattern("WARN.*Cache 'tags' is filled from test: 0 entries .*: the warmer delivered no entries");
	}

	@Test
	void failuresAreSaidWithoutKeysValuesAndSecrets(CapturedOutput output) {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("first", (context) -> {
			throw new IllegalStateException("no city 'hunter2'");
		});
		warmers.put("second", (context) -> {
			context.accept("hunter2", "hunter2");
			throw new IllegalStateException("login failed: password=hunter2");
		});
		this.test.step("cities", true, warmers).maxAttempts(1).deadline(Duration.ofMillis(500)).run();
		assertThat(output)
			.contains("Cache 'cities' could not be filled from first after 0 entries: "
					+ "IllegalStateException: no city ***; trying the next warmer")
			.containsPattern("Cache 'cities' could not be filled from second after 1 entries: "
					+ "IllegalStateException: login failed: password \\*\\*\\* \\(attempt 1, next in 0.0\\d s\\)")
			.containsPattern("ERROR.*Not ready for traffic: required caches are not filled after .*; warm-up continues")
			.doesNotContain("hunter2");
	}

	@Test
	void acceptedTrafficSaysWhatIsNotWarm(CapturedOutput output) {
		this.test.required("cities", TestWarmup.failing()).maxAttempts(1).policy(DeadlinePolicy.ACCEPT_TRAFFIC).run();
		assertThat(output).contains("(attempt 1, no further attempt)")
			.contains("Ready for traffic anyway: required caches are not filled")
			.contains("but not all caches are warm: cities (FAILED)");
	}

	@Test
	void aFailedStartIsLeftToWhoeverCatchesIt(CapturedOutput output) {
		WarmupExecution warmup = this.test.required("cities", TestWarmup.failing())
			.maxAttempts(1)
			.policy(DeadlinePolicy.FAIL_STARTUP)
			.build();
		assertThatExceptionOfType(WarmupFailedException.class).isThrownBy(warmup::run);
		assertThat(output).doesNotContain("ERROR");
	}

	@Test
	void aCancelledWarmupIsSaidAndAFinishedOneIsNot(CapturedOutput output) throws Exception {
		try (TestWarmup finished = new TestWarmup()) {
			finished.required("cities", TestWarmup.rows(1)).run();
		}
		assertThat(output).doesNotContain("cancelled");
		Held held = new Held(1, 1);
		this.test.required("cities", held).background().run();
		held.awaitReached();
		this.test.close();
		assertThat(output).contains("The warm-up was cancelled").doesNotContain("did not end in time");
	}

}
