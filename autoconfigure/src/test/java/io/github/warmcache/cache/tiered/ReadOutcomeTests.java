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

package io.github.warmcache.cache.tiered;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.tier.SharedRead;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is counted for reads, whatever tier they end in, and of the life of
 * answers that say that there is nothing.
 */
class ReadOutcomeTests {

	private final FakeTicker ticker = new FakeTicker();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache cache = TestCaches.shared().ticker(this.ticker).sharedTier(this.shared).build();

	@Test
	void countsLoadsAndHits() {
		for (int i = 0; i < 2; i++) {
			this.cache.get("value", () -> List.of("a"));
			this.cache.get("absent", () -> null);
			this.cache.get("empty", List::of);
		}
		assertCounts(2, 2, 2, 0);
		this.cache.get("value");
		this.cache.get("absent", Object.class);
		this.cache.retrieve("empty");
		assertCounts(3, 3, 3, 0);
	}

	@Test
	void countsWhatTheSharedTierHas() {
		this.shared.values.put("value", new SharedRead.Hit("a", Duration.ofHours(1)));
		this.shared.values.put("absent", new SharedRead.Hit(null, Duration.ofHours(1)));
		this.shared.values.put("empty", new SharedRead.Hit(List.of(), Duration.ofHours(1)));
		List.of("value", "absent", "empty").forEach(this.cache::get);
		assertCounts(1, 1, 1, 0);
	}

	@Test
	void lookupThatFindsNothingIsNotCounted() {
		this.cache.get("a");
		this.cache.retrieve("a");
		assertCounts(0, 0, 0, 0);
	}

	@Test
	void countsAsynchronousReads() {
		for (int i = 0; i < 2; i++) {
			this.cache.retrieve("value", () -> CompletableFuture.completedFuture("a")).join();
			this.cache.retrieve("empty", () -> CompletableFuture.completedFuture(List.of())).join();
		}
		assertCounts(2, 0, 2, 0);
	}

	@Test
	void countsCallsOfMethodsThatSpringPuts() {
		for (Object result : List.of("a", List.of())) {
			Cache view = CachedCall.views(List.of(this.cache)).get(0);
			assertThat(view.get(result)).isNull();
			view.put(result, result);
			assertThat(view.get(result).get()).isEqualTo(result);
		}
		Cache other = CachedCall.views(List.of(this.cache)).get(0);
		this.shared.values.put("shared", new SharedRead.Hit("b", Duration.ofHours(1)));
		assertThat(other.get("shared").get()).isEqualTo("b");
		assertCounts(3, 0, 2, 0);
	}

	@Test
	void putsAndFillsAreNoReads() {
		this.cache.put("a", List.of());
		try (CacheFill fill = this.cache.beginFill(true)) {
			fill.put("b", null);
		}
		assertCounts(0, 0, 0, 0);
	}

	@Test
	void countsStaleValues() {
		TieredCache stale = TestCaches
			.loading(new LoadPolicy(Duration.ofSeconds(10), 64, Duration.ofHours(1), null), null)
			.ticker(this.ticker)
			.build();
		stale.get("a", () -> "1");
		this.ticker.advance(TestCaches.TTL);
		String served = stale.get("a", () -> {
			throw new IllegalStateException();
		});
		assertThat(served).isEqualTo("1");
		assertThat(stale.reads(ReadOutcome.VALUE)).isOne();
		assertThat(stale.reads(ReadOutcome.STALE)).isOne();
	}

	@Test
	void emptyValueLivesAsLongAsAnAbsence() {
		this.cache.get("value", () -> List.of("a"));
		this.cache.get("empty", List::of);
		assertThat(this.shared.values.get("value").remaining()).isEqualTo(Duration.ofHours(1));
		assertThat(this.shared.values.get("empty").remaining()).isEqualTo(TestCaches.NULL_TTL);
		this.shared.values.clear();
		this.ticker.advance(TestCaches.NULL_TTL.minusMillis(1));
		assertThat(this.cache.get("empty")).isNotNull();
		this.ticker.advance(Duration.ofMillis(1));
		assertThat(this.cache.get("empty")).isNull();
		assertThat(this.cache.get("value")).isNotNull();
	}

	@Test
	void emptyValueOfARowLivesAsAnyOther() {
		TieredCache ofRows = TestCaches.shared()
			.ticker(this.ticker)
			.sharedTier(this.shared)
			.source((key) -> key.equals("row") ? List.of() : null)
			.build();
		ofRows.get("row", () -> "method");
		try (CacheFill fill = ofRows.beginFill(true)) {
			fill.put("warmed", List.of());
		}
		assertThat(this.shared.values.get("row").remaining()).isEqualTo(Duration.ofHours(1));
		assertThat(this.shared.values.get("warmed").remaining()).isEqualTo(Duration.ofHours(1));
		this.shared.values.clear();
		this.ticker.advance(TestCaches.NULL_TTL.multipliedBy(2));
		assertThat(ofRows.get("row").get()).isEqualTo(List.of());
		assertThat(ofRows.get("warmed").get()).isEqualTo(List.of());
		assertThat(ofRows.reads(ReadOutcome.EMPTY)).isEqualTo(3);
	}

	@Test
	void emptyValueThatWasPutLivesAsLongAsAnAbsenceWithoutASharedTierToo() {
		TieredCache own = TestCaches.local().ticker(this.ticker).build();
		own.put("a", List.of());
		this.ticker.advance(TestCaches.NULL_TTL);
		assertThat(own.get("a")).isNull();
	}

	@Test
	void whatASourceDoesNotHaveIsAbsentForWhoCallsNoMethod() {
		TieredCache ofRows = TestCaches.local().source((key) -> null).build();
		ofRows.get("a");
		ofRows.get("a", String.class);
		assertThat(ofRows.reads(ReadOutcome.ABSENT)).isEqualTo(2);
		Cache view = CachedCall.views(List.of(ofRows)).get(0);
		view.get("b");
		view.put("b", "method");
		assertThat(ofRows.reads(ReadOutcome.ABSENT)).isEqualTo(2);
		assertThat(ofRows.reads(ReadOutcome.VALUE)).isOne();
	}

	@Test
	void ruleOfTheCacheDecidesWhatIsEmpty() {
		TieredCache own = TestCaches.local().ticker(this.ticker).emptyWhen("none"::equals).build();
		own.get("a", () -> "none");
		own.get("b", List::of);
		assertThat(own.reads(ReadOutcome.EMPTY)).isOne();
		assertThat(own.reads(ReadOutcome.VALUE)).isOne();
		this.ticker.advance(TestCaches.NULL_TTL);
		assertThat(own.get("a")).isNull();
		assertThat(own.get("b")).isNotNull();
	}

	private void assertCounts(long values, long absent, long empty, long stale) {
		assertThat(this.cache.reads(ReadOutcome.VALUE)).isEqualTo(values);
		assertThat(this.cache.reads(ReadOutcome.ABSENT)).isEqualTo(absent);
		assertThat(this.cache.reads(ReadOutcome.EMPTY)).isEqualTo(empty);
		assertThat(this.cache.reads(ReadOutcome.STALE)).isEqualTo(stale);
	}

}
