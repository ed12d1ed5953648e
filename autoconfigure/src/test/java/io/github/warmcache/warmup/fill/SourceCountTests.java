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

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SourceCount}, and for what fills make of the number.
 */
@ExtendWith(OutputCaptureExtension.class)
class SourceCountTests {

	private static final WarmupLimits NINE_TENTHS = new WarmupLimits(0.9, null, null, null, 1);

	private static final WarmupLimits ANY_BAD_ROWS = new WarmupLimits(null, null, null, null, 1, 0.9, false, false);

	private final TestWarmup test = new TestWarmup().maxAttempts(1);

	private final WarmupContext context = mock(WarmupContext.class);

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void theAnswerIsReturned() throws Exception {
		assertThat(ask(() -> OptionalLong.of(7), Duration.ofSeconds(30))).hasValue(7);
		assertThat(ask(OptionalLong::empty, Duration.ofSeconds(30))).isEmpty();
	}

	@Test
	void aFailureAndANegativeNumberAreFailures() {
		assertThatIllegalStateException().isThrownBy(() -> ask(() -> {
			throw new IllegalStateException("down");
		}, Duration.ofSeconds(30))).withMessage("down");
		assertThatIllegalStateException().isThrownBy(() -> ask(() -> OptionalLong.of(-1), Duration.ofSeconds(30)))
			.withMessageContaining("negative");
	}

	@Test
	void aSlowCountIsInterrupted() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		assertThatExceptionOfType(FillException.class).isThrownBy(() -> ask(() -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
			return OptionalLong.of(1);
		}, Duration.ofMillis(50))).withMessage("it did not count its entries within 0.05 s");
		assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aSlowCountIsWithdrawnInItsOwnWay() throws Exception {
		CountDownLatch withdrawn = new CountDownLatch(1);
		given(this.context.cacheName()).willReturn("cities");
		CacheSource<Object, Object> source = new CacheSource<>() {

			@Override
			public @Nullable Object load(Object key) {
				return null;
			}

			@Override
			public OptionalLong count(LoadCancellation cancellation) throws Exception {
				cancellation.onCancel(withdrawn::countDown);
				withdrawn.await();
				return OptionalLong.of(1);
			}

		};
		assertThatExceptionOfType(FillException.class)
			.isThrownBy(() -> SourceCount.ask(source, this.context, Duration.ofMillis(50)));
		assertThat(withdrawn.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void allThatIsCountedIsWarm() {
		load(100, () -> OptionalLong.of(100), WarmupLimits.NONE, true);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.state().sourceCount("cities")).isEqualTo(100);
	}

	@Test
	void aFewThatAreDeletedMeanwhileMakeNoDifference() {
		load(95, () -> OptionalLong.of(100), WarmupLimits.NONE, true);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aTableThatGrowsWhileItIsReadIsWarm() {
		load(300, () -> OptionalLong.of(100), WarmupLimits.NONE, true);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void manyThatAreMissingDegrade(CapturedOutput output) {
		load(94, () -> OptionalLong.of(100), WarmupLimits.NONE, true);
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.progress("cities").lastError()).contains("94 of the 100 entries came");
		assertThat(output)
			.containsOnlyOnce("Cache 'cities' may lack entries: 94 of the 100 entries came that the source counts");
	}

	@Test
	void lessThanHalfDoesNotFillARequiredCache(CapturedOutput output) {
		load(9, () -> OptionalLong.of(20_000), WarmupLimits.NONE, true);
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.FAILED);
		assertThat(output).contains("9 of the 20,000 entries came that the source counts. Check whether its query");
	}

	@Test
	void lessThanHalfDegradesAnOptionalCache() {
		load(9, () -> OptionalLong.of(20_000), WarmupLimits.NONE, false);
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.DEGRADED);
	}

	@Test
	void theMinimumReplacesBothShares() {
		load(90, () -> OptionalLong.of(100), NINE_TENTHS, true);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void belowTheMinimumARequiredCacheIsNotFilled() {
		load(89, () -> OptionalLong.of(100), NINE_TENTHS, true);
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void anEmptySourceThatCountsNoneIsJudgedAsBefore() {
		load(0, () -> OptionalLong.of(0), new WarmupLimits(null, null, null, null, 1, 0, true, false), true);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void rowsThatCannotBeReadAndRepeatedKeysCame() {
		Source source = new Source(40, () -> OptionalLong.of(100));
		source.unreadable = 20;
		source.repeated = 40;
		this.test.cache("cities", null, source)
			.limited("cities", true, ANY_BAD_ROWS, CacheWarmers.fromSource(TestWarmup.ALONE))
			.run();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.progress("cities").lastError()).doesNotContain("that the source counts");
	}

	@Test
	void aCountThatFailsIsToldAndFailsNothing(CapturedOutput output) {
		load(5, () -> {
			throw new SQLException("secret", "42P01");
		}, WarmupLimits.NONE, true);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.state().sourceCount("cities")).isNull();
		assertThat(output)
			.containsOnlyOnce("Cache 'cities': its source did not say how many entries it has (SQLException");
	}

	@Test
	void aCountThatHangsDelaysTheStartByTwoSeconds(CapturedOutput output) {
		long start = System.nanoTime();
		load(5, () -> {
			new CountDownLatch(1).await();
			return OptionalLong.of(5);
		}, WarmupLimits.NONE, true);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2),
				Duration.ofSeconds(20));
		assertThat(output).containsOnlyOnce("it did not count its entries within 2.00 s), so the fill");
	}

	@Test
	void aSnapshotOfFewGoesOnToTheSource() {
		fromSnapshot(9, 500);
		assertThat(this.test.progress("cities").warmer()).isEqualTo("source");
		assertThat(this.test.progress("cities").entries()).isEqualTo(500);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aSnapshotHasNoMoreThanTheHeapHasRoomFor() {
		fromSnapshot(1000, 5000);
		assertThat(this.test.progress("cities").warmer()).isEqualTo("snapshot");
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aSnapshotIsUsedIfTheSourceCannotCount() {
		Source source = new Source(5, () -> {
			throw new IllegalStateException("down");
		});
		this.test.cache("cities", null, source).step("cities", true, warmers(snapshot(5))).run();
		assertThat(this.test.progress("cities").warmer()).isEqualTo("snapshot");
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void nineOfTwentyThousandInRedisGoOnToTheSource() {
		FakeSharedTier shared = new FakeSharedTier();
		for (int i = 0; i < 9; i++) {
			shared.values.put(i, new SharedRead.Hit("row " + i, Duration.ofHours(1), Provenance.SOURCE));
		}
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("shared", CacheWarmers.fromSharedTier(TestWarmup.ALONE));
		warmers.put("source", CacheWarmers.fromSource(TestWarmup.ALONE));
		this.test.cache("cities", shared, new Source(20_000, () -> OptionalLong.of(20_000)))
			.step("cities", true, warmers)
			.run();
		assertThat(this.test.progress("cities").warmer()).isEqualTo("source");
		assertThat(this.test.progress("cities").entries()).isEqualTo(20_000);
	}

	private void fromSnapshot(int held, int counted) {
		this.test.cache("cities", null, new Source(counted, () -> OptionalLong.of(counted)))
			.step("cities", true, warmers(snapshot(held)))
			.run();
	}

	private static Map<String, CacheWarmer> warmers(CacheWarmer snapshot) {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("snapshot", snapshot);
		warmers.put("source", CacheWarmers.fromSource(TestWarmup.ALONE));
		return warmers;
	}

	private static CacheWarmer snapshot(int held) {
		return new CacheWarmer() {

			@Override
			public void warm(WarmupContext context) {
				context.expect(held);
				for (int i = 0; i < held; i++) {
					context.accept(i, "row " + i);
				}
				context.complete(true);
			}

			@Override
			public boolean fillsSharedTier() {
				return false;
			}

		};
	}

	private void load(int rows, Callable<OptionalLong> count, WarmupLimits limits, boolean required) {
		this.test.cache("cities", null, new Source(rows, count))
			.limited("cities", required, limits, CacheWarmers.fromSource(TestWarmup.ALONE))
			.run();
	}

	private OptionalLong ask(Callable<OptionalLong> count, Duration longest) throws Exception {
		given(this.context.cacheName()).willReturn("cities");
		return SourceCount.ask(new Source(0, count), this.context, longest);
	}

	/**
	 * Source that delivers some rows, and counts what it is told to.
	 */
	private static final class Source implements CacheSource<Object, Object> {

		private final int rows;

		private final Callable<OptionalLong> count;

		private int unreadable;

		private int repeated;

		Source(int rows, Callable<OptionalLong> count) {
			this.rows = rows;
			this.count = count;
		}

		@Override
		public Object load(Object key) {
			return "row " + key;
		}

		@Override
		public OptionalLong count() throws Exception {
			return this.count.call();
		}

		@Override
		public void stream(EntrySink<? super Object, ? super Object> sink) {
			for (int i = 0; i < this.rows; i++) {
				sink.accept(i, "row " + i);
			}
			for (int i = 0; i < this.repeated; i++) {
				sink.accept(i, "row " + i);
			}
			for (int i = 0; i < this.unreadable; i++) {
				sink.unreadable(null, new UnreadableEntryException("A row cannot be read"));
			}
		}

	}

}
