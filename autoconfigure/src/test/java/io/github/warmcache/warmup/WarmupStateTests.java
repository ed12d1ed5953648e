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
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.warmup.WarmupPlan.Retries;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WarmupState} and {@link CacheProgress}.
 */
class WarmupStateTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

	private final WarmupState state = new WarmupState(
			new WarmupPlan(
					List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("test", TestWarmup.rows(1))),
							new CacheWarmupStep("tags", false, Set.of(), Map.of("test", TestWarmup.rows(1)))),
					Duration.ofSeconds(60), DeadlinePolicy.REFUSE_TRAFFIC, 2, false,
					new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), null), Duration.ofSeconds(5)),
			this.nanos::get);

	@Test
	void beforeItBeginsEverythingIsPending() {
		assertThat(this.state.status()).isEqualTo(WarmupStatus.PENDING);
		assertThat(this.state.isReady()).isFalse();
		assertThat(this.state.elapsed()).isZero();
		assertThat(this.state.caches()).extracting(CacheWarmupProgress::cacheName).containsExactly("cities", "tags");
		assertThat(this.state.cache("cities")).isEqualTo(new CacheWarmupProgress("cities", WarmupStatus.PENDING, true,
				0, null, 0, Duration.ZERO, 0, null, null, null, 0, 0));
		assertThat(this.state.cache("unknown")).isNull();
	}

	@Test
	void progressIsCountedInEntriesASecond() {
		CacheProgress progress = this.state.progress("cities");
		this.state.begin();
		advance(Duration.ofSeconds(1));
		progress.beginAttempt();
		progress.beginWarmer("source");
		progress.expect(5000);
		progress.entries(1000);
		advance(Duration.ofSeconds(2));
		assertThat(this.state.status()).isEqualTo(WarmupStatus.WARMING);
		assertThat(this.state.elapsed()).isEqualTo(Duration.ofSeconds(3));
		assertThat(this.state.cache("cities")).isEqualTo(new CacheWarmupProgress("cities", WarmupStatus.WARMING, true,
				1000, 5000L, 500, Duration.ofSeconds(2), 1, "source", null, null, 0, 0));
	}

	@Test
	void aNewAttemptCountsItsEntriesFromTheBeginningAndItsTimeFromTheFirst() {
		CacheProgress progress = this.state.progress("cities");
		progress.beginAttempt();
		progress.beginWarmer("source");
		progress.entries(1000);
		advance(Duration.ofSeconds(2));
		progress.endWarmer();
		progress.lastError("it failed");
		advance(Duration.ofSeconds(3));
		assertThat(this.state.cache("cities").entriesPerSecond()).isEqualTo(500);
		progress.beginAttempt();
		progress.beginWarmer("source");
		assertThat(this.state.cache("cities")).isEqualTo(new CacheWarmupProgress("cities", WarmupStatus.WARMING, true,
				0, null, 0, Duration.ofSeconds(5), 2, "source", "it failed", null, 0, 0));
	}

	@Test
	void timeStandsStillOnceSettled() {
		CacheProgress progress = this.state.progress("cities");
		this.state.begin();
		progress.beginAttempt();
		progress.beginWarmer("source");
		progress.entries(1000);
		advance(Duration.ofSeconds(2));
		progress.endWarmer();
		progress.settle(WarmupStatus.WARM);
		this.state.markReady();
		advance(Duration.ofSeconds(100));
		assertThat(this.state.elapsed()).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.state.cache("cities").elapsed()).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.state.cache("cities").entriesPerSecond()).isEqualTo(500);
	}

	@Test
	void fillingTakesAsLongAsTheEntriesOfTheStreamThatSucceededTakeToCome() {
		CacheProgress progress = this.state.progress("cities");
		progress.beginAttempt();
		progress.beginWarmer("source");
		progress.entries(1);
		advance(Duration.ofSeconds(8));
		progress.endWarmer();
		assertThat(progress.fillTime()).as("it failed").isNull();
		progress.beginAttempt();
		progress.beginWarmer("source");
		advance(Duration.ofSeconds(10));
		progress.entries(1);
		advance(Duration.ofSeconds(1));
		progress.entries(0);
		progress.entries(1);
		advance(Duration.ofSeconds(2));
		progress.entries(1000);
		assertThat(progress.fillTime()).as("it goes on").isNull();
		progress.delivered();
		advance(Duration.ofSeconds(20));
		progress.endWarmer();
		progress.settle(WarmupStatus.WARM);
		assertThat(progress.fillTime()).isEqualTo(Duration.ofSeconds(2));
		progress.beginWarmer("source");
		progress.delivered();
		assertThat(progress.fillTime()).as("nothing came").isNull();
	}

	@Test
	void readyIsWarmOnlyIfEveryCacheIs() {
		this.state.begin();
		this.state.progress("cities").settle(WarmupStatus.WARM);
		this.state.progress("tags").settle(WarmupStatus.FAILED);
		this.state.markReady();
		assertThat(this.state.status()).isEqualTo(WarmupStatus.DEGRADED);
		this.state.progress("tags").settle(WarmupStatus.WARM);
		assertThat(this.state.status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void givingUpFailsUntilReadyAfterAll() {
		this.state.begin();
		this.state.giveUpWaiting("the source is down");
		assertThat(this.state.status()).isEqualTo(WarmupStatus.FAILED);
		assertThat(this.state.reason()).isEqualTo("the source is down");
		this.state.progress("cities").settle(WarmupStatus.WARM);
		this.state.progress("tags").settle(WarmupStatus.WARM);
		this.state.markReady();
		assertThat(this.state.status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.state.reason()).isNull();
	}

	@Test
	void theProgressOfACacheThatIsNotWarmedCannotBeWritten() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.progress("unknown"))
			.withMessage("Cache 'unknown' is not warmed");
	}

	private void advance(Duration duration) {
		this.nanos.addAndGet(duration.toNanos());
	}

}
