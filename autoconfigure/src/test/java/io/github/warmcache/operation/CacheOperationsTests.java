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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.operation.KeyInspection.State;
import io.github.warmcache.operation.OperationReport.Outcome;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.ValueOrigin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheOperations}.
 */
class CacheOperationsTests {

	private final Map<Integer, String> rows = new ConcurrentHashMap<>(Map.of(1, "Tokyo", 2, "Kyoto"));

	private final FakeSharedTier shared = new FakeSharedTier();

	private final CacheOperations operations = new CacheOperations((cache) -> null, null,
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
		assertThat(this.operations.reload(this.cache, "1", false).outcome()).isEqualTo(Outcome.NOT_LOADED);
	}

	@Test
	void withoutWarmersThereIsNoRewarm() {
		this.cache.get(1);
		assertThat(this.operations.rewarm(this.cache, true, false).outcome()).isEqualTo(Outcome.NOT_WARMED);
		assertThat(this.cache.localContents().peek(1)).isNotNull();
	}

	@Test
	void theHottestKeysAreDigestsUnlessTheyAreShown() {
		this.cache.get(1);
		assertThat(this.operations.hottest(this.cache, 5, true)).containsExactly("i:1");
		List<String> hidden = this.operations.hottest(this.cache, 5, false);
		assertThat(hidden).containsExactly(this.operations.digest(this.cache, "1"));
	}

	private static TieredCache cache(@Nullable FakeSharedTier shared, CacheSource<Integer, String> source) {
		LocalTierSettings local = new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1));
		return TieredCache
			.builder(new CacheDefinition("cities", ResolvableType.forClass(Integer.class),
					ResolvableType.forClass(String.class), local, (shared != null) ? Duration.ofHours(1) : null,
					new LoadPolicy(Duration.ofMillis(200), 8, null, null)))
			.sharedTier(shared)
			.source(source)
			.build();
	}

}
