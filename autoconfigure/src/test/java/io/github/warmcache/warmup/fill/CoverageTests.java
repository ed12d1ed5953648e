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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Coverage}, through a {@link WarmupExecution}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CoverageTests {

	private @Nullable FinishedLoad last;

	private final FakeSharedTier shared = new FakeSharedTier() {

		@Override
		public FleetLoads fleetLoads() {
			return () -> CoverageTests.this.last;
		}

	};

	private final TestWarmup test = new TestWarmup().cache("cities", this.shared, null);

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void anAttemptBelowTheMinimumHasFailedAndIsRepeated() {
		AtomicInteger attempts = new AtomicInteger();
		run(0.9, true, (context) -> {
			context.expect(10);
			TestWarmup.rows((attempts.incrementAndGet() < 3) ? 8 : 9).warm(context);
		});
		assertThat(attempts).hasValue(3);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aRequiredCacheBelowItsMinimumKeepsTheApplicationFromTraffic() {
		this.test.deadline(Duration.ofMillis(200));
		run(0.9, true, announcing(8, 10));
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.state().reason())
			.contains("'cities' (TooFewEntriesException: 8 of 10 expected entries were loaded, "
					+ "but at least 90 % are required)");
	}

	@Test
	void anOptionalCacheBelowItsMinimumHasFailedAndIsNotReadForEver() {
		this.test.deadline(Duration.ofMillis(200));
		AtomicInteger attempts = new AtomicInteger();
		run(0.9, false, (context) -> {
			attempts.incrementAndGet();
			announcing(8, 10).warm(context);
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.FAILED);
		int before = attempts.get();
		await().during(Duration.ofMillis(200)).until(() -> attempts.get() <= before + 1);
	}

	@Test
	void whereNothingIsAnnouncedTheLastLoadIsExpected() {
		this.last = load(100);
		this.test.deadline(Duration.ofMillis(200));
		run(0.9, true, TestWarmup.rows(89));
		assertThat(this.test.state().reason()).contains("89 of 100 expected entries were loaded");
	}

	@Test
	void withAMinimumMoreThanThatIsEnoughThoughItIsLessThanHalf() {
		this.last = load(100);
		run(0.1, true, TestWarmup.rows(10));
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void withoutAMinimumARequiredCacheNeedsHalfOfTheLastLoad() {
		this.last = load(1000);
		this.test.deadline(Duration.ofMillis(200));
		run(null, true, announcing(499, 499));
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").attempts()).isGreaterThan(1);
		assertThat(this.test.state().reason()).contains(
				"499 entries loaded, less than half of the 1,000 of the last good load (source, 1970-01-01T00:00:00Z). "
						+ "If that is right, write a lower share of them as "
						+ "warmcache.caches.cities.warmup.minimum-coverage");
	}

	@Test
	void withoutAMinimumLessThanHalfOfTheLastLoadIsAnAlarm(CapturedOutput output) {
		this.last = load(1000);
		this.test.deadline(Duration.ofMillis(300));
		run(null, false, announcing(499, 499));
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(cities.attempts()).isGreaterThan(1);
		assertThat(cities.lastError()).startsWith(
				"TooFewEntriesException: 499 entries loaded, less than half of the 1,000 of the last good load");
		assertThat(output).containsPattern("WARN.*Cache 'cities' was filled from test with 499 of 499 entries");
	}

	@Test
	void aGoodLoadIsRememberedThoughTheSharedTierForgotIt() throws Exception {
		this.test.goodLoads().add("cities", 1000, "source", true);
		this.test.deadline(Duration.ofMillis(200));
		run(null, true, TestWarmup.rows(9));
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.state().reason()).contains("9 entries loaded, less than half of the 1,000");
		assertThat(this.test.goodLoads().last("cities").entries()).as("a bad load is no measure").isEqualTo(1000);
	}

	@Test
	void theLaterOfTwoGoodLoadsCounts() {
		this.test.goodLoads().add("cities", 1000, "source", true);
		this.last = new FinishedLoad(1, 10, Instant.now().plusSeconds(1));
		run(null, true, TestWarmup.rows(9));
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aGoodLoadIsRemembered() throws Exception {
		this.test.goodLoads().add("cities", 15, "source", true);
		this.test.cache("cities", this.shared, new Rows(9));
		run(null, true, CacheWarmers.fromSource(TestWarmup.ALONE));
		assertThat(this.test.goodLoads().last("cities").entries()).isEqualTo(9);
		assertThat(this.test.goodLoads().last("cities").from()).isEqualTo("test");
	}

	@Test
	void aLoadThatIsLessByTheUsersOwnMeasureIsRememberedToo() throws Exception {
		this.test.goodLoads().add("cities", 1000, "source", true);
		this.test.cache("cities", this.shared, new Rows(10));
		run(0.01, true, CacheWarmers.fromSource(TestWarmup.ALONE));
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.goodLoads().last("cities").entries()).isEqualTo(10);
	}

	@Test
	void whatAWarmerOfTheApplicationBringsIsNoMeasure() throws Exception {
		run(null, true, TestWarmup.rows(9));
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.goodLoads().last("cities")).isNull();
	}

	@Test
	void aStricterMinimumDoesNotSilenceTheAlarm() {
		this.last = load(1000);
		this.test.deadline(Duration.ofMillis(200));
		run(0.99, true, announcing(9, 9));
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.state().reason()).contains("9 entries loaded, less than half of the 1,000");
	}

	@Test
	void aWarmerThatChoosesDoesNotSilenceTheAlarm() {
		this.test.goodLoads().add("cities", 1000, "source", true);
		this.test.deadline(Duration.ofMillis(200));
		this.test.cache("cities", this.shared, new Rows(9));
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("source", CacheWarmers.fromSource(TestWarmup.ALONE));
		warmers.put("method", new CacheWarmer() {

			@Override
			public void warm(WarmupContext context) throws Exception {
				TestWarmup.rows(5).warm(context);
			}

			@Override
			public boolean bringsAll() {
				return false;
			}

		});
		this.test.step("cities", true, warmers).run();
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.state().reason()).contains("9 entries loaded, less than half of the 1,000");
	}

	@Test
	void whatAnotherPodAcceptsMeanwhileEndsTheAlarm() {
		this.test.goodLoads().add("cities", 1000, "source", true);
		AtomicInteger attempts = new AtomicInteger();
		run(null, true, (context) -> {
			if (attempts.incrementAndGet() == 3) {
				this.test.goodLoads().add("cities", new GoodLoad(9, Instant.now(), "source"));
			}
			TestWarmup.rows(9).warm(context);
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(attempts).hasValue(4);
	}

	@Test
	void anAlarmIsNotSilencedByTheLoadThatCausedIt() {
		this.last = load(1000);
		this.test.deadline(Duration.ofMillis(300));
		run(null, false, (context) -> {
			TestWarmup.rows(10).warm(context);
			this.last = load(10);
		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.state().lastLoad("cities")).isEqualTo(new GoodLoad(1000, Instant.EPOCH, "source"));
	}

	@Test
	void aTableThatIsBeingFilledEndsTheAlarm() {
		this.last = load(1000);
		AtomicInteger attempts = new AtomicInteger();
		run(null, true, (context) -> TestWarmup.rows(400 * attempts.incrementAndGet()).warm(context));
		assertThat(attempts).hasValue(2);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void halfOfTheLastLoadIsNoAlarm() {
		this.last = load(1000);
		run(null, true, TestWarmup.rows(500));
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aWarmerThatChoosesIsNotComparedWithTheLastLoad() {
		this.last = load(1000);
		run(null, true, new CacheWarmer() {

			@Override
			public void warm(WarmupContext context) throws Exception {
				TestWarmup.rows(10).warm(context);
			}

			@Override
			public boolean bringsAll() {
				return false;
			}

		});
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aPreferredWarmerThatBringsTooLittleIsFollowedByTheNext() {
		this.last = load(100);
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("first", TestWarmup.rows(40));
		warmers.put("second", TestWarmup.rows(100));
		this.test.step("cities", true, warmers).run();
		assertThat(this.test.progress("cities").warmer()).isEqualTo("second");
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aPreferredWarmerThatAnnouncesTooLittleIsFollowedByTheNextToo() {
		this.last = load(100);
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("first", announcing(60, 60));
		warmers.put("second", TestWarmup.rows(100));
		this.test.limited("cities", true, new WarmupLimits(0.9, null, null, null, 1), warmers).run();
		assertThat(this.test.progress("cities").warmer()).isEqualTo("second");
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	private void run(@Nullable Double minimum, boolean required, CacheWarmer warmer) {
		this.test.limited("cities", required, new WarmupLimits(minimum, null, null, null, 1), warmer).run();
	}

	private static CacheWarmer announcing(int entries, int expected) {
		return (context) -> {
			context.expect(expected);
			TestWarmup.rows(entries).warm(context);
		};
	}

	private static FinishedLoad load(long entries) {
		return new FinishedLoad(1, entries, Instant.EPOCH);
	}

	/**
	 * Source with some rows.
	 */
	private record Rows(int size) implements CacheSource<Object, Object> {

		@Override
		public @Nullable Object load(Object key) {
			return null;
		}

		@Override
		public void stream(EntrySink<? super Object, ? super Object> sink) {
			for (int i = 0; i < this.size; i++) {
				sink.accept(i, "value " + i);
			}
		}

	}

}
