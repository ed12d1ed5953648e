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

package io.github.warmcache.warmup.warmer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CacheWarmers} and the order of preference among them.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheWarmersTests {

	private final FakeSharedTier shared = new FakeSharedTier();

	private final RowSource source = new RowSource(5);

	private final TestWarmup test = new TestWarmup().cache("cities", this.shared, this.source);

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void theSourceFillsThisPodAndTheSharedTier() {
		runFrom("source");
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(5);
		assertThat(this.shared.values).hasSize(5)
			.containsEntry(3, new SharedRead.Hit("row 3", Duration.ofHours(1), Provenance.SOURCE));
		assertThat(this.test.progress("cities").expected()).isEqualTo(5);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void theSharedTierFillsThisPodAndIsNotWrittenTo() {
		share(5);
		runFrom("shared", "source");
		assertThat(this.test.progress("cities").warmer()).isEqualTo("shared");
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(5);
		assertThat(this.shared.calls).isEmpty();
		assertThat(this.source.streams).isZero();
		assertThat(this.test.progress("cities").expected()).isEqualTo(5);
	}

	@Test
	void knownAbsencesAreTakenAndNotCounted() {
		share(5);
		this.shared.values.put(100, new SharedRead.Hit(null, Duration.ofMinutes(1)));
		runFrom("shared");
		assertThat(this.test.progress("cities").entries()).isEqualTo(5);
		assertThat(this.test.cache("cities").get(100)).isNotNull();
	}

	@Test
	void moreThanTheSourceHasIsComplete() {
		share(7);
		runFrom("shared", "source");
		assertThat(this.source.streams).isZero();
	}

	@Test
	void lessThanTheSourceHasIsNotEnough() {
		share(4);
		runFrom("shared", "source");
		assertThat(this.source.streams).isOne();
		assertThat(this.test.progress("cities").warmer()).isEqualTo("source");
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(5);
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aKeyThatComesTwiceDoesNotStandForOneThatIsMissing() {
		share(4);
		FakeSharedTier repeating = new FakeSharedTier() {

			@Override
			public void stream(EntrySink<Object, SharedRead.Hit> sink) {
				super.stream(sink);
				super.stream(sink);
			}

		};
		repeating.values.putAll(this.shared.values);
		this.test.cache("cities", repeating, this.source);
		runFrom("shared", "source");
		assertThat(this.source.streams).isOne();
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(5);
	}

	@Test
	void anEmptySharedTierIsNotEnoughEvenIfTheSourceCannotCount() {
		this.source.count = OptionalLong.empty();
		runFrom("shared", "source");
		assertThat(this.source.streams).isOne();
	}

	@Test
	void whatSingleReadsLeftIsNotEnoughIfTheSourceCannotCount() {
		this.source.count = OptionalLong.empty();
		share(1);
		runFrom("shared", "source");
		assertThat(this.source.streams).isOne();
		assertThat(this.test.progress("cities").entries()).isEqualTo(5);
	}

	@Test
	void whatACompleteLoadLeftIsEnoughIfTheSourceCannotCount() {
		this.source.count = OptionalLong.empty();
		this.shared.finishedLoad(5);
		share(5);
		runFrom("shared", "source");
		assertThat(this.source.streams).isZero();
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void whatSingleReadsLeftNeverMakesARequiredCacheReady(CapturedOutput output) {
		share(3);
		this.source.down = true;
		this.test.deadline(Duration.ofMillis(200));
		runFrom("shared", "source");
		await().until(() -> this.test.progress("cities").status() == WarmupStatus.FAILED);
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").lastError()).isEqualTo("IllegalStateException: source is down");
		assertThat(output).contains("no pod has completed a load of the cache");
		this.source.down = false;
		await().until(() -> this.test.state().status() == WarmupStatus.WARM);
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(5);
	}

	@Test
	void whatACompleteLoadLeftIsUsedWhileTheSourceIsDown() {
		this.shared.finishedLoad(3);
		share(3);
		this.source.down = true;
		this.test.deadline(Duration.ofMillis(200));
		runFrom("shared", "source");
		await().until(() -> this.test.state().isReady());
		await().until(() -> this.test.progress("cities").status() == WarmupStatus.DEGRADED);
		assertThat(this.test.progress("cities").lastError()).isEqualTo("IllegalStateException: source is down");
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(3);
		this.source.down = false;
		await().until(() -> this.test.state().status() == WarmupStatus.WARM);
		assertThat(this.test.progress("cities").warmer()).isEqualTo("source");
	}

	@Test
	void muchLessThanACompleteLoadLeftIsNotUsed() {
		this.shared.finishedLoad(10);
		share(3);
		this.source.down = true;
		this.test.maxAttempts(2);
		runFrom("shared", "source");
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void anOptionalCacheIsDegradedByWhatSingleReadsLeft() {
		share(3);
		this.source.down = true;
		this.test.maxAttempts(2);
		runFrom(false, "shared", "source");
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.DEGRADED);
		await().untilAsserted(() -> assertThat(this.test.progress("cities").entries()).isEqualTo(3));
	}

	@Test
	void aSourceThatComesBackInTimeMakesTheCacheWarm() {
		share(3);
		this.source.failures = 3;
		runFrom("shared", "source");
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(5);
	}

	@Test
	void anEmptySharedTierAndASourceThatIsDownAreAFailure() {
		this.source.down = true;
		this.test.maxAttempts(2);
		runFrom("shared", "source");
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.FAILED);
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.FAILED);
	}

	@Test
	void theLastOneNeedsAMeasureToo() {
		share(3);
		this.test.maxAttempts(1);
		runFrom("shared");
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").lastError())
			.contains("3 of 5 expected entries were loaded, and that is not all");
	}

	@Test
	void withoutASourceOnlyACompleteLoadIsAMeasure() {
		this.test.cache("cities", this.shared, null).maxAttempts(1);
		share(3);
		runFrom("shared");
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").lastError()).contains("no pod has completed a load of the cache")
			.contains("warmup.from");
	}

	@Test
	void aCacheWithoutTheTierOrTheSourceSaysSo() {
		this.test.cache("cities", null, null).maxAttempts(1);
		this.test.cache("countries", null, null);
		this.test.step("countries", true, Map.of("shared", CacheWarmers.fromSharedTier(TestWarmup.ALONE)));
		runFrom("source");
		// The first of the two that fails ends the waiting.
		await().until(() -> "IllegalStateException: The cache has no source to warm it from"
			.equals(this.test.progress("cities").lastError()));
		await().until(() -> "IllegalStateException: The cache has no shared tier to warm it from"
			.equals(this.test.progress("countries").lastError()));
	}

	private void share(int count) {
		IntStream.range(0, count)
			.forEach((i) -> this.shared.values.put(i, new SharedRead.Hit("shared " + i, Duration.ofMinutes(30))));
	}

	private void runFrom(String... names) {
		runFrom(true, names);
	}

	private void runFrom(boolean required, String... names) {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		for (String name : names) {
			warmers.put(name, name.equals("shared") ? CacheWarmers.fromSharedTier(TestWarmup.ALONE)
					: CacheWarmers.fromSource(TestWarmup.ALONE));
		}
		this.test.step("cities", required, warmers).run();
	}

	private static final class RowSource implements CacheSource<Integer, String> {

		private final int rows;

		private volatile OptionalLong count;

		private volatile boolean down;

		private volatile int failures;

		private volatile int streams;

		RowSource(int rows) {
			this.rows = rows;
			this.count = OptionalLong.of(rows);
		}

		@Override
		public @Nullable String load(Integer key) {
			return (key < this.rows) ? "row " + key : null;
		}

		@Override
		public void stream(EntrySink<? super Integer, ? super String> sink) {
			failIfDown();
			this.streams = 1;
			IntStream.range(0, this.rows).forEach((i) -> sink.accept(i, "row " + i));
		}

		@Override
		public OptionalLong count() {
			failIfDown();
			return this.count;
		}

		private void failIfDown() {
			if (this.down || this.failures > 0) {
				this.failures = Math.max(0, this.failures - 1);
				throw new IllegalStateException("source is down");
			}
		}

	}

}
