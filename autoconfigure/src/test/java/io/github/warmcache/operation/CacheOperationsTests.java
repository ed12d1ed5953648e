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

package io.github.warmcache.operation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheBuilder;
import io.github.warmcache.operation.KeyInspection.SourceFinding;
import io.github.warmcache.operation.KeyInspection.State;
import io.github.warmcache.operation.OperationReport.Outcome;
import io.github.warmcache.operation.OperationReport.Reach;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.ValueOrigin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CacheOperations}.
 */
class CacheOperationsTests {

	private final Map<Integer, String> rows = new ConcurrentHashMap<>(Map.of(1, "Tokyo", 2, "Kyoto"));

	private final FakeSharedTier shared = new FakeSharedTier();

	private final CacheOperations operations = new CacheOperations((cache) -> null, (cache) -> List.of(), null,
			ApplicationConversionService.getSharedInstance());

	private final TieredCache cache = cache(this.shared, this.rows::get);

	@Test
	void aKeyThatAllTiersHaveIsEqualEverywhere() throws Exception {
		this.cache.get(1);
		KeyInspection found = this.operations.inspect(this.cache, "1");
		assertThat(found.local().state()).isEqualTo(State.VALUE);
		assertThat(found.local().value()).isEqualTo("Tokyo");
		assertThat(found.local().provenance().origin()).isEqualTo(ValueOrigin.SOURCE);
		assertThat(found.shared().provenance().origin()).isEqualTo(ValueOrigin.SOURCE);
		assertThat(found.local().remaining()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
		assertThat(found.shared().value()).isEqualTo("Tokyo");
		assertThat(found.source().value()).isEqualTo("Tokyo");
		assertThat(found.source().took()).isNotNull();
		assertThat(found.localEqualsShared()).isTrue();
		assertThat(found.localEqualsSource()).isTrue();
		assertThat(found.sharedEqualsSource()).isTrue();
	}

	@Test
	void aRowThatWasChangedPastTheApplicationDiffersFromBothTiers() throws Exception {
		this.cache.get(1);
		this.rows.put(1, "Edo");
		KeyInspection found = this.operations.inspect(this.cache, "1");
		assertThat(found.localEqualsShared()).isTrue();
		assertThat(found.localEqualsSource()).isFalse();
		assertThat(found.sharedEqualsSource()).isFalse();
	}

	@Test
	void aLookUpLeavesNothingBehindAndIsNoRead() throws Exception {
		KeyInspection found = this.operations.inspect(this.cache, "1");
		assertThat(found.local().state()).isEqualTo(State.NOTHING);
		assertThat(found.shared().state()).isEqualTo(State.NOTHING);
		assertThat(found.source().state()).isEqualTo(State.VALUE);
		assertThat(found.localEqualsSource()).isNull();
		assertThat(this.cache.localContents().peek(1)).isNull();
		assertThat(this.shared.values).isEmpty();
		assertThat(this.cache.getNativeCache().stats().requestCount()).isZero();
	}

	@Test
	void aKnownAbsenceIsTold() throws Exception {
		this.cache.put(3, null);
		KeyInspection found = this.operations.inspect(this.cache, "3");
		assertThat(found.local().state()).isEqualTo(State.ABSENT);
		assertThat(found.source().state()).isEqualTo(State.ABSENT);
		assertThat(found.localEqualsSource()).isTrue();
		this.rows.put(3, "Nara");
		assertThat(this.operations.inspect(this.cache, "3").localEqualsSource()).isFalse();
	}

	@Test
	void tiersThatDoNotAnswerSayWhy() throws Exception {
		TieredCache failing = cache(this.shared, (key) -> {
			throw new IllegalStateException("secret");
		});
		this.shared.nextRead = new SharedRead.Miss(MissCause.UNAVAILABLE, null);
		KeyInspection found = this.operations.inspect(failing, "1");
		assertThat(found.shared().state()).isEqualTo(State.UNAVAILABLE);
		assertThat(found.shared().problem()).isEqualTo("the value is unavailable");
		assertThat(found.source().state()).isEqualTo(State.UNAVAILABLE);
		assertThat(found.source().problem()).isEqualTo(IllegalStateException.class.getName());
	}

	@Test
	void aSourceThatHangsIsInterrupted() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		TieredCache hanging = cache(null, (key) -> {
			try {
				new CountDownLatch(1).await();
				return null;
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
		});
		KeyInspection found = this.operations.inspect(hanging, "1");
		assertThat(found.source().problem()).isEqualTo("no answer in time");
		assertThat(found.shared().state()).isEqualTo(State.UNUSED);
		interrupted.await();
	}

	@Test
	void aSourceThatKnowsHowToEndALoadIsNotInterrupted() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		CountDownLatch over = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		TieredCache hanging = cache(null, new CacheSource<Integer, String>() {

			@Override
			public @Nullable String load(Integer key) {
				throw new AssertionError("The load cannot be cancelled");
			}

			@Override
			public @Nullable String load(Integer key, LoadCancellation cancellation) {
				cancellation.onCancel(ended::countDown);
				interrupted.set(!awaitQuietly(ended));
				over.countDown();
				return null;
			}

		});
		assertThat(this.operations.inspect(hanging, "1").source().problem()).isEqualTo("no answer in time");
		assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(interrupted).isFalse();
	}

	@Test
	void atMostTwoSourcesAreAskedAtATimeHoweverLongTheyHang() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		TieredCache hanging = cache(null, (key) -> {
			asked.incrementAndGet();
			while (!awaitQuietly(end)) {
				// As drivers do that do not hear interrupts.
				Thread.interrupted();
			}
			return "Tokyo";
		});
		for (int i = 0; i < SourceQuestions.MOST; i++) {
			assertThat(this.operations.inspect(hanging, "1").source().problem()).isEqualTo("no answer in time");
		}
		this.cache.get(1);
		for (int i = 0; i < 20; i++) {
			KeyInspection found = this.operations.inspect(this.cache, "1");
			assertThat(found.source().state()).isEqualTo(State.UNAVAILABLE);
			assertThat(found.source().problem()).startsWith("busy");
			assertThat(found.source().took()).isLessThan(Duration.ofMillis(150));
			assertThat(found.localEqualsShared()).isTrue();
			assertThat(found.localEqualsSource()).isNull();
		}
		assertThat(asked).hasValue(SourceQuestions.MOST);
		assertThat(inspectionThreads()).isEqualTo(SourceQuestions.MOST);
		end.countDown();
		await().atMost(10, TimeUnit.SECONDS)
			.until(() -> this.operations.inspect(hanging, "1").source().state() == State.VALUE);
		await().atMost(10, TimeUnit.SECONDS).until(() -> inspectionThreads() == 0);
	}

	@Test
	void anInterruptedLookUpGivesItsSourceUp() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		TieredCache hanging = cache(null, (key) -> {
			if (!awaitQuietly(new CountDownLatch(1))) {
				interrupted.countDown();
			}
			return null;
		});
		for (int i = 0; i < SourceQuestions.MOST + 1; i++) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class)
				.isThrownBy(() -> this.operations.inspect(hanging, "1"));
			assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
			await().until(() -> inspectionThreads() == 0);
		}
	}

	@Test
	void ofSeveralSourcesTheOneThatAReadTakesIsCompared() throws Exception {
		Map<Integer, String> first = new ConcurrentHashMap<>(Map.of(7, "Nara"));
		AtomicBoolean fails = new AtomicBoolean();
		TieredCache ordered = ordered((key) -> {
			if (fails.get()) {
				throw new IllegalStateException("secret");
			}
			return first.get(key);
		});
		assertThat(ordered.get(7).get()).isEqualTo("Nara");
		KeyInspection found = this.operations.inspect(ordered, "7");
		assertThat(found.source().value()).isEqualTo("Nara");
		assertThat(found.localEqualsSource()).isTrue();
		assertThat(found.sources()).extracting((it) -> it.finding().state()).containsExactly(State.VALUE, State.ABSENT);
		assertThat(found.sources()).extracting(SourceFinding::ofReads).containsExactly(true, false);
		ordered.get(1);
		found = this.operations.inspect(ordered, "1");
		assertThat(found.sources()).extracting(SourceFinding::ofReads).containsExactly(false, true);
		assertThat(found.localEqualsSource()).isTrue();
		fails.set(true);
		found = this.operations.inspect(ordered, "1");
		assertThat(found.sources()).extracting((it) -> it.finding().state())
			.containsExactly(State.UNAVAILABLE, State.VALUE);
		assertThat(found.localEqualsSource()).isTrue();
		found = this.operations.inspect(ordered, "8");
		assertThat(found.source().state()).isEqualTo(State.ABSENT);
	}

	@Test
	void aReadWaitsForAnEarlierSourceThatHangs() throws Exception {
		TieredCache ordered = ordered((key) -> {
			new CountDownLatch(1).await();
			return null;
		});
		KeyInspection found = this.operations.inspect(ordered, "1");
		assertThat(found.source().problem()).isEqualTo("no answer in time");
		assertThat(found.sources()).extracting((it) -> it.finding().state())
			.containsExactly(State.UNAVAILABLE, State.VALUE);
		assertThat(found.sources()).extracting(SourceFinding::ofReads).containsExactly(true, false);
	}

	@Test
	void theKindsOfSourcesAreNamedIfTheyAreKnown() throws Exception {
		TieredCache ordered = ordered((key) -> null);
		CacheOperations named = new CacheOperations((cache) -> null, (cache) -> List.of("redis-hash", "jdbc"), null,
				ApplicationConversionService.getSharedInstance());
		assertThat(named.inspect(ordered, "1").sources()).extracting(SourceFinding::kind)
			.containsExactly("redis-hash", "jdbc");
		assertThat(this.operations.inspect(ordered, "1").sources()).extracting(SourceFinding::kind)
			.allMatch((kind) -> kind.startsWith(getClass().getName()));
	}

	@Test
	void aDryRunChangesNothing() {
		this.cache.get(1);
		int calls = this.shared.calls.size();
		OperationReport evicted = this.operations.evict(this.cache, "1", true);
		assertThat(evicted.entries()).isOne();
		assertThat(evicted.outcome()).isEqualTo(Outcome.ALL_PODS);
		assertThat(this.operations.clear(this.cache, true).entries()).isOne();
		assertThat(this.operations.reload(this.cache, "1", true).entries()).isOne();
		assertThat(this.cache.localContents().peek(1)).isNotNull();
		assertThat(this.shared.calls).hasSize(calls);
	}

	@Test
	void anEvictionTellsWhomItReaches() {
		this.cache.get(1);
		assertThat(this.operations.evict(this.cache, "1", false).outcome()).isEqualTo(Outcome.ALL_PODS);
		assertThat(this.cache.localContents().peek(1)).isNull();
		assertThat(this.shared.values).isEmpty();
		this.shared.changeOutcome = ChangeOutcome.QUEUED;
		assertThat(this.operations.clear(this.cache, false).outcome()).isEqualTo(Outcome.QUEUED);
		this.shared.changeOutcome = ChangeOutcome.FAILED;
		assertThat(this.operations.evict(this.cache, "1", false).outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.operations.clear(cache(null, this.rows::get), false).outcome()).isEqualTo(Outcome.THIS_POD);
	}

	@Test
	void aReloadBringsWhatTheSourceHasNow() {
		this.cache.get(1);
		this.rows.put(1, "Edo");
		assertThat(this.operations.reload(this.cache, "1", false).outcome()).isEqualTo(Outcome.ALL_PODS);
		assertThat(this.cache.localContents().peek(1).get()).isEqualTo("Edo");
		assertThat(this.shared.values.get(1).value()).isEqualTo("Edo");
		this.rows.remove(1);
		OperationReport missing = this.operations.reload(this.cache, "1", false);
		assertThat(missing.outcome()).isEqualTo(Outcome.NOT_LOADED);
		assertThat(missing.reach()).isEqualTo(Reach.ALL_PODS);
	}

	@Test
	void aReloadThatFindsNothingStillTellsThatOtherPodsKeepTheEntry() {
		this.cache.get(1);
		this.rows.remove(1);
		this.shared.changeOutcome = ChangeOutcome.QUEUED;
		OperationReport report = this.operations.reload(this.cache, "1", false);
		assertThat(report.outcome()).isEqualTo(Outcome.NOT_LOADED);
		assertThat(report.reach()).isEqualTo(Reach.QUEUED);
		this.shared.changeOutcome = ChangeOutcome.FAILED;
		assertThat(this.operations.reload(this.cache, "1", false).reach()).isEqualTo(Reach.FAILED);
	}

	@Test
	void aSourceAnswersIfItLoadsAKeyOrCountsItsEntries() throws Exception {
		assertThat(answers(this.cache)).isTrue();
		AtomicBoolean fails = new AtomicBoolean();
		TieredCache failing = cache(null, (key) -> {
			if (fails.get()) {
				throw new IllegalStateException("secret");
			}
			return "Tokyo";
		});
		failing.get(1);
		assertThat(answers(failing)).isTrue();
		fails.set(true);
		assertThat(answers(failing)).isFalse();
		TieredCache listing = cache(null, (key) -> {
			throw new UnsupportedOperationException();
		});
		listing.put(1, "Tokyo");
		assertThat(answers(listing)).isTrue();
		TieredCache hanging = cache(null, (key) -> {
			awaitQuietly(new CountDownLatch(1));
			return null;
		});
		hanging.put(1, "Tokyo");
		assertThat(answers(hanging)).isFalse();
	}

	@Test
	void aCountThatFailsIsNoAnswer() throws Exception {
		assertThat(answers(cache(null, new CacheSource<Integer, String>() {

			@Override
			public @Nullable String load(Integer key) {
				return null;
			}

			@Override
			public OptionalLong count() {
				throw new IllegalStateException("secret");
			}

		}))).isFalse();
	}

	private static boolean answers(TieredCache cache) throws Exception {
		return new SourceCheck(cache, new SourceQuestions()).answers();
	}

	@Test
	void withoutWarmersThereIsNoRewarm() throws Exception {
		this.cache.get(1);
		OperationReport report = this.operations.rewarm(this.cache, true, false);
		assertThat(report.outcome()).isEqualTo(Outcome.NOT_WARMED);
		assertThat(report.reach()).isNull();
		assertThat(this.cache.localContents().peek(1)).isNotNull();
	}

	@Test
	void theHottestKeysAreDigestsUnlessTheyAreShown() {
		this.cache.get(1);
		assertThat(this.operations.hottest(this.cache, 5, true)).containsExactly("i:1");
		List<String> hidden = this.operations.hottest(this.cache, 5, false);
		assertThat(hidden).containsExactly(this.operations.digest(this.cache, "1"));
	}

	private static boolean awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
			return true;
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private static long inspectionThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("warmcache-inspection"))
			.count();
	}

	private TieredCache ordered(CacheSource<Integer, String> first) {
		return builder(null, (CacheSource<Integer, String>) this.rows::get).earlierSources(List.of(first)).build();
	}

	private static TieredCache cache(@Nullable FakeSharedTier shared, CacheSource<Integer, String> source) {
		return builder(shared, source).build();
	}

	private static TieredCacheBuilder builder(@Nullable FakeSharedTier shared, CacheSource<Integer, String> source) {
		LocalTierSettings local = new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1));
		return TieredCache
			.builder(new CacheDefinition("cities", ResolvableType.forClass(Integer.class),
					ResolvableType.forClass(String.class), local, (shared != null) ? Duration.ofHours(1) : null,
					new LoadPolicy(Duration.ofMillis(200), 8, null, null)))
			.sharedTier(shared)
			.source(source);
	}

}
