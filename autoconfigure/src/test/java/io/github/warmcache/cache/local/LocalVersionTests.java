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

package io.github.warmcache.cache.local;

import java.time.Duration;
import java.util.List;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.CachedPut;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order of versions in this pod. The version is the number that a text
 * begins with.
 */
class LocalVersionTests {

	private static final ValueVersion LEADING_DIGIT = (
			value) -> (value instanceof String text && Character.isDigit(text.charAt(0))) ? text.charAt(0) - '0'
					: ValueVersion.UNVERSIONED;

	private static final LoadPolicy STALE = new LoadPolicy(Duration.ofSeconds(10), 64, Duration.ofHours(1), null);

	private final FakeTicker ticker = new FakeTicker();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache cache = TestCaches.local().ticker(this.ticker).version(LEADING_DIGIT).build();

	private final TieredCache tiered = TestCaches.shared()
		.sharedTier(this.shared)
		.ticker(this.ticker)
		.version(LEADING_DIGIT)
		.build();

	@Test
	void olderValueDoesNotReplaceANewerOne() {
		this.cache.put("a", "2 new");
		this.cache.put("a", "1 old");
		assertThat(this.cache.get("a", String.class)).isEqualTo("2 new");
		assertThat(this.cache.statistics().count(CacheEvent.OLDER_VERSION_REFUSED)).isOne();
		this.cache.put("a", "2 equal");
		assertThat(this.cache.get("a", String.class)).isEqualTo("2 equal");
		this.cache.put("a", "3 newer");
		assertThat(this.cache.get("a", String.class)).isEqualTo("3 newer");
	}

	@Test
	void valueWithoutAVersionReplacesAnyAndIsReplacedByOneThatIsNotOlderThanWhatCameBefore() {
		this.cache.put("a", "2");
		this.cache.put("a", "none");
		assertThat(this.cache.get("a", String.class)).isEqualTo("none");
		this.cache.put("a", "1");
		assertThat(this.cache.get("a")).isNull();
		this.cache.put("a", null);
		this.cache.put("a", "2");
		assertThat(this.cache.get("a", String.class)).isEqualTo("2");
	}

	@Test
	void newerValueStandsWhateverComesBetween() {
		int stripe = "a".hashCode() & 31;
		List<Runnable> between = List.of(() -> this.cache.evict("a"), this.cache::clear,
				() -> this.cache.localCopies().drop("a"), () -> this.cache.localCopies().dropReplaced("a"),
				() -> this.cache.localCopies().dropStripe(stripe), () -> this.cache.localCopies().clearStripe(stripe));
		for (Runnable change : between) {
			this.cache.put("a", "2");
			change.run();
			this.cache.put("a", "1");
			assertThat(this.cache.get("a")).isNull();
			assertThat(this.cache.get("a", () -> "2")).isEqualTo("2");
		}
		assertThat(this.cache.statistics().count(CacheEvent.LATE_PUT_INVALIDATED)
				+ this.cache.statistics().count(CacheEvent.OLDER_VERSION_REFUSED))
			.isEqualTo(between.size());
	}

	@Test
	void versionIsForgottenAfterAMinute() {
		this.cache.put("a", "2");
		this.cache.evict("a");
		this.ticker.advance(SharedTier.CHANGES_REMEMBERED);
		this.cache.put("a", "1");
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void rowThatWasMadeAnewAfterItsDeletionBeginsWithAnyVersion() {
		this.cache.put("a", "2");
		this.cache.evict("a");
		Cache madeAnew = CachedPut.views(List.of(this.cache)).get(0);
		madeAnew.put("a", "1");
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
		this.cache.evict("a");
		assertThat(this.cache.get("a", () -> "0")).isEqualTo("0");
		assertThat(this.cache.get("a", String.class)).isEqualTo("0");
	}

	@Test
	void olderValueOfAServerThatWentBackIsNotReadAgain() {
		this.tiered.put("a", "2");
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		this.tiered.localCopies().dropReplaced("a");
		assertThat(this.tiered.get("a", () -> "2")).isEqualTo("2");
		assertThat(this.shared.values.get("a").value()).isEqualTo("2");
		assertThat(this.tiered.statistics().count(CacheEvent.OLDER_VERSION_REFUSED)).isOne();
	}

	@Test
	void warmUpWithAnOlderRowKeepsTheNewerOne() {
		CacheFill fill = this.cache.beginFill(false);
		this.cache.put("a", "2");
		fill.close();
		fill = this.cache.beginFill(false);
		fill.put("a", "1");
		fill.put("b", "1");
		assertThat(fill.entries()).isOne();
		assertThat(this.cache.get("a", String.class)).isEqualTo("2");
		assertThat(this.cache.statistics().count(CacheEvent.OLDER_VERSION_REFUSED)).isOne();
	}

	@Test
	void entryOfAWarmUpThatHasJustExpiredIsNotFollowedByAnOlderOne() {
		warm("2");
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		this.ticker.advance(TestCaches.TTL);
		assertThat(this.tiered.get("a", () -> "2")).isEqualTo("2");
		assertThat(this.shared.values.get("a").value()).isEqualTo("2");
	}

	@Test
	void entryOfAWarmUpThatExpiredLongAgoTellsNothing() {
		TieredCache stale = TestCaches.loading(STALE, Duration.ofHours(1))
			.sharedTier(this.shared)
			.ticker(this.ticker)
			.version(LEADING_DIGIT)
			.build();
		try (CacheFill fill = stale.beginFill(false)) {
			fill.put("a", "2");
		}
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		this.ticker.advance(TestCaches.TTL.plus(SharedTier.CHANGES_REMEMBERED));
		assertThat(stale.get("a", () -> "2")).isEqualTo("1");
		assertThat(stale.get("a", () -> "2")).isEqualTo("1");
		assertThat(stale.statistics().count(CacheEvent.LOCAL_PUT)).as("kept").isEqualTo(2);
	}

	@Test
	void absenceDoesNotReplaceARowThatAWarmUpHasBrought() {
		warm("2");
		warm(null);
		assertThat(this.tiered.get("a", String.class)).isEqualTo("2");
	}

	@Test
	void absenceThatAReadBringsDoesNotMakeTheVersionForgotten() {
		warm("2");
		this.ticker.advance(TestCaches.TTL);
		assertThat(this.tiered.<String>get("a", () -> null)).isNull();
		this.tiered.localCopies().dropReplaced("a");
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		assertThat(this.tiered.get("a", () -> "2")).isEqualTo("2");
	}

	@Test
	void supersededPutLeavesNothingBehind() {
		this.shared.changeOutcome = ChangeOutcome.SUPERSEDED;
		this.tiered.put("a", "1");
		this.shared.values.clear();
		assertThat(this.tiered.get("a")).isNull();
		assertThat(this.tiered.statistics().count(CacheEvent.OLDER_VERSION_REFUSED)).isOne();
	}

	@Test
	void olderPutDeletesNothingNewer() {
		this.tiered.put("a", "2");
		this.shared.calls.clear();
		this.tiered.put("a", "1");
		assertThat(this.shared.calls).isEmpty();
		assertThat(this.tiered.get("a", String.class)).isEqualTo("2");
	}

	@Test
	void readGetsWhatCameMeanwhileIfThatIsNewer() {
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		this.shared.onRead = () -> warm("2");
		assertThat(this.tiered.get("a", () -> "3")).isEqualTo("2");
		this.shared.onRead = () -> warm("0");
		this.tiered.clear();
		this.shared.values.put("a", new SharedRead.Hit("3", Duration.ofHours(1)));
		assertThat(this.tiered.get("a", () -> "4")).isEqualTo("3");
	}

	@Test
	void putIfAbsentFindsWhatCameMeanwhileIfThatIsNewer() {
		this.shared.onRead = () -> {
			this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
			this.shared.onRead = () -> warm("2");
		};
		assertThat(this.tiered.putIfAbsent("a", "3").get()).isEqualTo("2");
	}

	@Test
	void putIfAbsentReplacesWhatIsOlderThanAVersionThatWasRead() {
		assertThat(this.tiered.get("a", () -> "2")).isEqualTo("2");
		this.tiered.localCopies().drop("a");
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		assertThat(this.tiered.putIfAbsent("a", "2 again")).isNull();
		assertThat(this.shared.values.get("a").value()).isEqualTo("2 again");
		assertThat(this.tiered.get("a", String.class)).isEqualTo("2 again");
	}

	@Test
	void putIfAbsentOfAnOlderVersionThanOneThatWasReadKeepsNeither() {
		assertThat(this.tiered.get("a", () -> "3")).isEqualTo("3");
		this.tiered.localCopies().drop("a");
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		this.shared.changeOutcome = ChangeOutcome.INVALIDATED;
		assertThat(this.tiered.putIfAbsent("a", "2")).isNull();
		this.shared.values.clear();
		assertThat(this.tiered.get("a")).isNull();
	}

	@Test
	void copyIsNotKeptIfItIsOlderThanAVersionThatWasRemoved() {
		this.cache.put("a", "2");
		this.cache.evict("a");
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("a", "1", Duration.ofMinutes(1));
			assertThat(fill.entries()).isZero();
			assertThat(fill.refused()).containsExactly("a");
			// A source may have a row that was created anew.
			fill.put("a", "0");
			assertThat(fill.entries()).isOne();
		}
		assertThat(this.cache.get("a", String.class)).isEqualTo("0");
	}

	private void warm(@Nullable String value) {
		try (CacheFill fill = this.tiered.beginFill(false)) {
			fill.put("a", value);
		}
	}

	@Test
	void supersededLoadIsGivenToItsCallerAndKeptNowhere() {
		this.shared.fillOutcome = FillOutcome.SUPERSEDED;
		assertThat(this.tiered.get("a", () -> "1")).isEqualTo("1");
		assertThat(this.tiered.get("a", () -> "2")).isEqualTo("2");
		assertThat(this.tiered.statistics().count(CacheEvent.OLDER_VERSION_REFUSED)).isEqualTo(2);
	}

	@Test
	void jitterShortensWhatIsWrittenToTheSharedTier() {
		TieredCache jittered = TieredCache.builder(TestCaches.definition(ResolvableType.NONE, 0.2, Duration.ofHours(1)))
			.sharedTier(this.shared)
			.random(() -> 0.5)
			.build();
		jittered.get("loaded", () -> "1");
		jittered.put("put", "1");
		jittered.putIfAbsent("absent", "1");
		jittered.get("nothing", () -> null);
		try (CacheFill fill = jittered.beginFill(true)) {
			fill.put("warmed", "1");
		}
		Duration expected = Duration.ofMinutes(54);
		assertThat(this.shared.values).hasSize(5)
			.allSatisfy((key, hit) -> assertThat(hit.remaining())
				.isEqualTo(key.equals("nothing") ? Duration.ofSeconds(54) : expected));
	}

}
