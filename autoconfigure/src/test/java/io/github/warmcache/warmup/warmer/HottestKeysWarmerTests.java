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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.FakeHotKeys;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CacheWarmers#fromHottestKeys}.
 */
class HottestKeysWarmerTests {

	private final FakeHotKeys shared = new FakeHotKeys();

	private final KeySource source = new KeySource();

	private final TestWarmup test = new TestWarmup().maximumSize(10_000).cache("cities", this.shared, this.source);

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void valuesComeFromTheSharedTierAndTheRestFromTheSource() {
		this.shared.hottest = List.of(1, 2, 3, 4);
		share(1, 3);
		runFrom(10, "hottest");
		assertThat(this.source.asked).containsExactly(List.of(2, 4));
		assertThat(value(1)).isEqualTo("shared 1");
		assertThat(value(2)).isEqualTo("row 2");
		assertThat(this.shared.values.get(2).value()).as("other pods need not load it").isEqualTo("row 2");
		assertThat(this.shared.values.get(1).remaining()).as("lives no longer").isEqualTo(Duration.ofMinutes(30));
		CacheWarmupProgress progress = this.test.progress("cities");
		assertThat(progress.status()).isEqualTo(WarmupStatus.WARM);
		assertThat(progress.entries()).isEqualTo(4);
		assertThat(progress.expected()).isEqualTo(4);
	}

	@Test
	void whatIsRenewedComesFromTheSourceAlone() throws Exception {
		this.shared.hottest = List.of(1, 2);
		share(1);
		runFrom(10, "hottest");
		assertThat(value(1)).isEqualTo("shared 1");
		this.source.asked.clear();
		CacheWarmupStep step = new CacheWarmupStep("cities", true, Set.of(),
				Map.of("hottest", CacheWarmers.fromHottestKeys(10)));
		this.test.warmup().refiller(step, new CacheProgress(step, System::nanoTime), Duration.ofMinutes(1)).fill();
		assertThat(this.source.asked).containsExactly(List.of(1, 2));
		assertThat(value(1)).isEqualTo("row 1");
		assertThat(this.shared.values.get(1).value()).isEqualTo("row 1");
	}

	@Test
	void noMoreThanAskedForAreWarmed() {
		this.shared.hottest = List.of(1, 2, 3, 4);
		runFrom(2, "hottest");
		assertThat(this.source.asked).containsExactly(List.of(1, 2));
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(2);
	}

	@Test
	void manyKeysComeInChunks() {
		this.shared.hottest = IntStream.range(0, 2500).<Object>mapToObj((i) -> i).toList();
		runFrom(10_000, "hottest");
		assertThat(this.source.asked).extracting(Collection::size).containsExactly(1000, 1000, 500);
		assertThat(this.test.progress("cities").entries()).isEqualTo(2500);
	}

	@Test
	void theFirstPodsEverHaveNothingToWarm() {
		runFrom(10, "hottest");
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.progress("cities").entries()).isZero();
	}

	@Test
	void theNextWarmerIsAskedWhereThereIsNothing() {
		share(7);
		this.test.maxAttempts(1);
		runFrom(10, "hottest", "shared");
		assertThat(this.test.progress("cities").warmer()).isEqualTo("shared");
		assertThat(value(7)).isEqualTo("shared 7");
	}

	@Test
	void theNextWarmerIsNotAskedWhereThereIsSomething() {
		share(7);
		this.shared.hottest = List.of(1, KeySource.UNKNOWN);
		runFrom(10, "hottest", "shared");
		assertThat(this.test.progress("cities").warmer()).isEqualTo("hottest");
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isOne();
	}

	@Test
	void keysThatAreNowhereAnyMoreDoNotKeepThePodFromBeingReady() {
		this.shared.hottest = List.of(KeySource.UNKNOWN);
		runFrom(10, "hottest");
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void withoutASourceWhatTheSharedTierHasIsEnough() {
		this.test.cache("cities", this.shared, null);
		this.shared.hottest = List.of(1, 2);
		share(2);
		runFrom(10, "hottest");
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.progress("cities").entries()).isOne();
	}

	@Test
	void knownAbsencesAreTakenAndNotAskedFor() {
		this.shared.hottest = List.of(1, 2);
		this.shared.values.put(1, new SharedRead.Hit(null, Duration.ofMinutes(1)));
		runFrom(10, "hottest");
		assertThat(this.source.asked).containsExactly(List.of(2));
		assertThat(this.test.progress("cities").entries()).isOne();
	}

	@Test
	void aServerThatDoesNotAnswerIsAFailureThatTheNextWarmerHelpsWith() {
		this.shared.hottest = null;
		share(7);
		this.test.maxAttempts(1);
		runFrom(10, "hottest", "shared");
		assertThat(this.test.progress("cities").warmer()).isEqualTo("shared");
	}

	@Test
	void aServerThatDoesNotAnswerIsAFailure() {
		this.shared.hottest = null;
		this.test.maxAttempts(1);
		runFrom(10, "hottest");
		assertThat(this.test.progress("cities").lastError())
			.isEqualTo("IllegalStateException: The shared tier does not answer, so the hottest keys are unknown");
	}

	@Test
	void aTierThatKnowsNoHotKeysIsAFailure() {
		this.test.cache("cities", new FakeSharedTier(), this.source).maxAttempts(1);
		runFrom(10, "hottest");
		assertThat(this.test.progress("cities").lastError())
			.isEqualTo("IllegalStateException: The cache has no shared tier that knows the hottest keys");
	}

	@Test
	void anInvalidationWhileABatchIsReadWinsOverIt() {
		this.shared.hottest = List.of(1, 2);
		this.source.onLoad = (keys) -> this.test.cache("cities").evict(1);
		runFrom(10, "hottest");
		assertThat(this.test.cache("cities").getNativeCache().asMap()).containsOnlyKeys(2);
	}

	@Test
	void anInvalidationBeforeABatchIsReadDoesNotKeepItOut() {
		this.shared.hottest = IntStream.range(0, 2000).<Object>mapToObj((i) -> i).toList();
		List<Collection<?>> batches = new ArrayList<>();
		this.source.onLoad = (keys) -> {
			if (batches.isEmpty()) {
				this.test.cache("cities").evict(1500);
			}
			batches.add(keys);
		};
		runFrom(2000, "hottest");
		assertThat(value(1500)).isEqualTo("row 1500");
	}

	@Test
	void thereIsALimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> CacheWarmers.fromHottestKeys(0));
		assertThatIllegalArgumentException().isThrownBy(() -> CacheWarmers.fromHottestKeys(100_001));
	}

	private @Nullable Object value(int key) {
		return this.test.cache("cities").getNativeCache().asMap().get(key).get();
	}

	private void share(int... keys) {
		for (int key : keys) {
			this.shared.values.put(key, new SharedRead.Hit("shared " + key, Duration.ofMinutes(30)));
		}
	}

	private void runFrom(int most, String... names) {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		for (String name : names) {
			warmers.put(name, name.equals("hottest") ? CacheWarmers.fromHottestKeys(most)
					: CacheWarmers.fromSharedTier(TestWarmup.ALONE));
		}
		this.test.step("cities", true, warmers).run();
	}

	private static final class KeySource implements CacheSource<Integer, String> {

		static final int UNKNOWN = -1;

		final List<Collection<?>> asked = new CopyOnWriteArrayList<>();

		Consumer<Collection<?>> onLoad = (keys) -> {
		};

		@Override
		public @Nullable String load(Integer key) {
			return (key != UNKNOWN) ? "row " + key : null;
		}

		@Override
		public Map<Integer, String> loadAll(Collection<? extends Integer> keys) throws Exception {
			this.asked.add(List.copyOf(keys));
			Map<Integer, String> values = CacheSource.super.loadAll(keys);
			this.onLoad.accept(keys);
			return values;
		}

	}

}
