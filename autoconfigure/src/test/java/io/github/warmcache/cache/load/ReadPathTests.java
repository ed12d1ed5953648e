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

package io.github.warmcache.cache.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the order in which the tiers are asked, and of what is kept on the way back.
 */
class ReadPathTests {

	private final FakeTicker ticker = new FakeTicker();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final Map<Object, Object> rows = new ConcurrentHashMap<>();

	private final List<String> order = new ArrayList<>();

	private final CacheSource<Object, Object> source = (key) -> {
		this.order.add("source");
		return this.rows.get(key);
	};

	private final TieredCache cache = TestCaches.shared()
		.ticker(this.ticker)
		.sharedTier(this.shared)
		.source(this.source)
		.build();

	@Test
	void asksTheSharedTierThenTheSourceThenTheMethod() {
		this.shared.onRead = () -> this.order.add("shared");
		String value = this.cache.get("a", () -> {
			this.order.add("method");
			return "1";
		});
		assertThat(value).isEqualTo("1");
		assertThat(this.order).containsExactly("shared", "source", "method");
		assertThat(this.shared.values.get("a").value()).isEqualTo("1");
		this.order.clear();
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
		assertThat(this.order).isEmpty();
	}

	@Test
	void keepsWhatTheSourceHadInBothTiers() {
		this.rows.put("a", "1");
		assertThat(this.cache.get("a", () -> "method")).isEqualTo("1");
		assertThat(this.shared.values.get("a").value()).isEqualTo("1");
		assertThat(this.shared.values.get("a").remaining()).isEqualTo(Duration.ofHours(1));
		this.rows.clear();
		this.shared.values.clear();
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void keepsWhatTheSharedTierHadForAsLongAsItWouldHave() {
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofSeconds(5)));
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
		this.shared.values.clear();
		this.ticker.advance(Duration.ofSeconds(4));
		assertThat(this.cache.get("a")).isNotNull();
		this.ticker.advance(Duration.ofSeconds(1));
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void keepsAnAbsenceInTheSharedTierNoLongerThanLocally() {
		this.cache.get("a", () -> null);
		assertThat(this.shared.values.get("a").value()).isNull();
		assertThat(this.shared.values.get("a").remaining()).isEqualTo(TestCaches.NULL_TTL);
	}

	@Test
	void readWithoutALoaderGoesThroughTheSource() {
		this.rows.put("a", "1");
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
		assertThat(this.cache.get("b")).isNull();
		assertThat(this.shared.calls).containsExactly("lease", "fill", "lease", "release");
	}

	@Test
	void readThatCannotLoadTakesNoLease() {
		TieredCache withoutSource = TestCaches.shared().sharedTier(this.shared).build();
		assertThat(withoutSource.get("a")).isNull();
		assertThat(this.shared.calls).containsExactly("read");
	}

	@Test
	void nullArgumentOfAMethodIsAKeyOfAllTiersButTheSource() {
		SimpleKey key = new SimpleKey((Object) null);
		TieredCache longs = TieredCache
			.builder(TestCaches.definition(ResolvableType.forClass(Long.class), 0, Duration.ofHours(1)))
			.sharedTier(this.shared)
			.source(this.source)
			.build();
		assertThat(longs.get(key, () -> "1")).isEqualTo("1");
		assertThat(longs.get(key, () -> "2")).isEqualTo("1");
		assertThat(this.order).isEmpty();
		assertThat(this.shared.values).containsOnlyKeys(key);
		longs.evict(key);
		assertThat(longs.get(key)).isNull();
	}

	@Test
	void severalArgumentsOfAMethodAreAKeyOfTheSourceToo() {
		SimpleKey key = new SimpleKey("IT", 10);
		TieredCache lists = TieredCache
			.builder(TestCaches.definition(ResolvableType.forClass(SimpleKey.class), 0, null))
			.source(this.source)
			.build();
		this.rows.put(key, "1");
		assertThat(lists.get(key, () -> "2")).isEqualTo("1");
	}

	@Test
	void sharedTierThatTheDefinitionDoesNotUseIsNotAskedForAnything() {
		FakeSharedTier unused = new FakeSharedTier() {

			@Override
			public int stripe(Object key) {
				throw new IllegalArgumentException("no text form");
			}

		};
		TieredCache local = TestCaches.local().sharedTier(unused).build();
		assertThat(local.get("a", () -> "1")).isEqualTo("1");
		local.evict("a");
		assertThat(unused.calls).isEmpty();
	}

	@Test
	void goesOnToTheMethodWhenTheSourceFails() {
		TieredCache broken = TestCaches.shared().sharedTier(this.shared).source((key) -> {
			throw new Exception("down");
		}).build();
		assertThat(broken.get("a", () -> "1")).isEqualTo("1");
		assertThat(broken.get("b")).isNull();
		assertThat(broken.statistics().count(CacheEvent.SOURCE_FAILED)).isEqualTo(2);
	}

	@Test
	void goesOnWithoutASharedTierThatIsUnavailable() {
		this.shared.nextRead = new SharedRead.Miss(MissCause.UNAVAILABLE, null);
		assertThat(this.cache.get("a", () -> "1")).isEqualTo("1");
		assertThat(this.shared.calls).containsExactly("lease");
		assertThat(this.cache.statistics().count(CacheEvent.SHARED_MISS_UNAVAILABLE)).isOne();
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void keepsNowhereWhatTheSharedTierRefuses() {
		this.shared.fillOutcome = FillOutcome.REFUSED;
		assertThat(this.cache.get("a", () -> "1")).isEqualTo("1");
		assertThat(this.cache.get("a", () -> "2")).isEqualTo("2");
		assertThat(this.cache.statistics().count(CacheEvent.SHARED_FILL_REFUSED)).isEqualTo(2);
	}

	@Test
	void keepsLocallyWhatTheSharedTierCouldNotTake() {
		this.shared.fillOutcome = FillOutcome.FAILED;
		assertThat(this.cache.get("a", () -> "1")).isEqualTo("1");
		assertThat(this.cache.get("a", () -> "2")).isEqualTo("1");
	}

	@Test
	void givesItsLeaseBackWhenTheMethodFails() {
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("a", () -> {
			throw new IllegalStateException();
		}));
		assertThat(this.shared.calls).containsExactly("lease", "release");
	}

	@Test
	void waitsForAnotherPodsLoadAndTakesItsValue() {
		this.shared.nextRead = new SharedRead.Busy();
		this.shared.onRead = () -> {
			if (this.shared.calls.size() == 3) {
				this.shared.nextRead = new SharedRead.Hit("theirs", Duration.ofHours(1));
			}
		};
		assertThat(this.cache.get("a", () -> "ours")).isEqualTo("theirs");
		assertThat(this.shared.calls).hasSize(4);
	}

	@Test
	void loadsForItselfWhenAnotherPodTakesTooLong() {
		this.shared.nextRead = new SharedRead.Busy();
		assertThat(this.cache.get("a", () -> "ours")).isEqualTo("ours");
		assertThat(this.shared.calls).doesNotContain("fill");
		assertThat(this.cache.statistics().count(CacheEvent.SHARED_MISS_BUSY)).isOne();
		assertThat(this.cache.get("a", String.class)).isEqualTo("ours");
	}

	@Test
	void valueReadFromTheSharedTierBeforeAnEvictionIsNotKept() {
		this.shared.values.put("a", new SharedRead.Hit("old", Duration.ofHours(1)));
		this.shared.onRead = () -> {
			this.shared.onRead = () -> {
			};
			this.cache.evict("a");
		};
		this.cache.get("a", String.class);
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void readBetweenTheTwoHalvesOfAnEvictionIsNotKept() {
		FakeSharedTier slow = new FakeSharedTier() {

			@Override
			public ChangeOutcome invalidate(Object key) {
				ReadPathTests.this.cacheOfSlow.get(key);
				return super.invalidate(key);
			}

		};
		slow.values.put("a", new SharedRead.Hit("old", Duration.ofHours(1)));
		this.cacheOfSlow = TestCaches.shared().sharedTier(slow).build();
		this.cacheOfSlow.get("a");
		this.cacheOfSlow.evict("a");
		assertThat(this.cacheOfSlow.get("a")).isNull();
	}

	private TieredCache cacheOfSlow = this.cache;

	@Test
	void writesPutsAndInvalidationsThrough() {
		this.cache.put("a", "1");
		assertThat(this.shared.values.get("a").value()).isEqualTo("1");
		assertThat(this.cache.evictIfPresent("a")).isTrue();
		assertThat(this.shared.values).isEmpty();
		this.shared.changeOutcome = ChangeOutcome.QUEUED;
		this.cache.clear();
		assertThat(this.shared.calls).containsExactly("update", "invalidate", "clear");
		assertThat(this.cache.statistics().count(CacheEvent.CHANGE_APPLIED)).isEqualTo(2);
		assertThat(this.cache.statistics().count(CacheEvent.CHANGE_QUEUED)).isOne();
	}

	@Test
	void putIfAbsentTakesWhatAnotherPodPutFirst() {
		TieredCache other = TestCaches.shared().sharedTier(this.shared).build();
		other.putIfAbsent("a", "theirs");
		assertThat(this.cache.putIfAbsent("a", "ours").get()).isEqualTo("theirs");
		assertThat(this.cache.get("a", String.class)).isEqualTo("theirs");
	}

	@Test
	void putIfAbsentLosesAgainstAPodThatPutsAtTheSameTime() {
		this.shared.onRead = () -> this.shared.values.put("a", new SharedRead.Hit("theirs", Duration.ofHours(1)));
		assertThat(this.cache.putIfAbsent("a", "ours").get()).isEqualTo("theirs");
		assertThat(this.cache.get("a", String.class)).isEqualTo("theirs");
	}

	@Test
	void traceTellsTheFarthestTierThatWasAsked() {
		this.rows.put("row", "1");
		this.shared.values.put("value", new SharedRead.Hit("1", Duration.ofHours(1)));
		assertThat(tierOf("value")).isEqualTo(CacheTier.SHARED);
		assertThat(tierOf("row")).isEqualTo(CacheTier.SOURCE);
		assertThat(tierOf("other")).isEqualTo(CacheTier.METHOD);
		assertThat(tierOf("other")).isEqualTo(CacheTier.LOCAL);
	}

	@Test
	void tracesNest() {
		try (ReadTrace outer = ReadTrace.start()) {
			assertThat(tierOf("other")).isEqualTo(CacheTier.METHOD);
			assertThat(outer.tier()).isEqualTo(CacheTier.METHOD);
		}
	}

	private CacheTier tierOf(String key) {
		try (ReadTrace trace = ReadTrace.start()) {
			this.cache.get(key, () -> "1");
			return trace.tier();
		}
	}

}
