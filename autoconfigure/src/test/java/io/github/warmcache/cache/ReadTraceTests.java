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

package io.github.warmcache.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.LocalContents;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.ValueOrigin;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadTrace}, and for where and when values in the heap were made.
 */
class ReadTraceTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration HOUR = Duration.ofHours(1);

	private final FakeTicker ticker = new FakeTicker();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final Map<Object, Object> rows = new ConcurrentHashMap<>();

	private final TieredCache cache = TestCaches.shared()
		.ticker(this.ticker)
		.sharedTier(this.shared)
		.source((CacheSource<Object, Object>) this.rows::get)
		.build();

	@Test
	void valueIsOfTheSourceInEveryTier() {
		this.rows.put("a", "1");
		assertRead("a", CacheTier.SOURCE, ValueOrigin.SOURCE, Duration.ZERO);
		assertThat(this.shared.values.get("a").provenance()).isEqualTo(Provenance.SOURCE);
		this.ticker.advance(MINUTE);
		assertRead("a", CacheTier.LOCAL, ValueOrigin.SOURCE, MINUTE);
	}

	@Test
	void valueIsOfTheMethodInEveryTier() {
		assertRead("a", CacheTier.METHOD, ValueOrigin.METHOD, Duration.ZERO);
		assertThat(this.shared.values.get("a").provenance()).isEqualTo(Provenance.METHOD);
		this.ticker.advance(MINUTE);
		assertRead("a", CacheTier.LOCAL, ValueOrigin.METHOD, MINUTE);
	}

	@Test
	void valueIsOfThePutInEveryTier() {
		this.cache.put("a", "1");
		this.cache.putIfAbsent("b", "1");
		for (String key : new String[] { "a", "b" }) {
			assertRead(key, CacheTier.LOCAL, ValueOrigin.PUT, Duration.ZERO);
			assertThat(this.shared.values.get(key).provenance()).isEqualTo(Provenance.PUT);
		}
		TieredCache local = TestCaches.local().ticker(this.ticker).build();
		local.put("a", "1");
		local.putIfAbsent("b", "1");
		assertThat(inspect(local, "a").provenance()).isEqualTo(Provenance.PUT);
		assertThat(inspect(local, "b").provenance()).isEqualTo(Provenance.PUT);
	}

	@Test
	void ageOfACopyCountsFromTheMakingOfTheValue() {
		this.shared.values.put("a",
				new SharedRead.Hit("1", HOUR, new Provenance(ValueOrigin.PUT, Duration.ofMinutes(20))));
		assertRead("a", CacheTier.SHARED, ValueOrigin.PUT, Duration.ofMinutes(20));
		assertRead("a", CacheTier.LOCAL, ValueOrigin.PUT, Duration.ofMinutes(20));
		this.ticker.advance(Duration.ofMinutes(5));
		assertRead("a", CacheTier.LOCAL, ValueOrigin.PUT, Duration.ofMinutes(25));
	}

	@Test
	void whatIsUnknownStaysUnknown() {
		this.shared.values.put("a", new SharedRead.Hit("1", HOUR));
		this.shared.values.put("b", new SharedRead.Hit("1", HOUR, new Provenance(ValueOrigin.METHOD, null)));
		assertRead("a", CacheTier.SHARED, ValueOrigin.UNKNOWN, null);
		assertRead("a", CacheTier.LOCAL, ValueOrigin.UNKNOWN, null);
		assertRead("b", CacheTier.SHARED, ValueOrigin.METHOD, null);
		assertRead("b", CacheTier.LOCAL, ValueOrigin.METHOD, null);
	}

	@Test
	void ageOfAStaleValueGoesOn() {
		TieredCache stale = TestCaches.loading(new LoadPolicy(Duration.ofSeconds(30), 4, HOUR, null), null)
			.ticker(this.ticker)
			.build();
		stale.get("a", () -> "1");
		this.ticker.advance(TestCaches.TTL.plus(MINUTE));
		try (ReadTrace trace = ReadTrace.start()) {
			assertThat(stale.get("a", broken())).isEqualTo("1");
			assertThat(trace.tier()).isEqualTo(CacheTier.STALE);
			assertThat(trace.origin()).isEqualTo(ValueOrigin.METHOD);
			assertIsNearly(trace.age(), TestCaches.TTL.plus(MINUTE));
		}
	}

	@Test
	void refreshedValueIsNew() {
		TieredCache refreshing = TestCaches.loading(new LoadPolicy(Duration.ofSeconds(30), 4, null, 0.5), HOUR)
			.ticker(this.ticker)
			.executor(Runnable::run)
			.sharedTier(this.shared)
			.build();
		refreshing.put("a", "1");
		this.ticker.advance(Duration.ofMinutes(6));
		this.shared.values.clear();
		assertThat(refreshing.get("a", () -> "2")).isEqualTo("1");
		assertThat(inspect(refreshing, "a"))
			.isEqualTo(new LocalContents.Held("2", inspect(refreshing, "a").remaining(), Provenance.METHOD));
		assertThat(this.shared.values.get("a").provenance()).isEqualTo(Provenance.METHOD);
	}

	@Test
	void warmedEntriesAreOfTheSourceUnlessTheyAreCopies() {
		Provenance provenance = new Provenance(ValueOrigin.METHOD, MINUTE);
		try (CacheFill fill = this.cache.beginFill(true)) {
			fill.put("row", "1");
			fill.put("copy", "1", MINUTE, provenance);
			fill.put("other", "1", MINUTE);
		}
		assertThat(this.shared.values.get("row").provenance()).isEqualTo(Provenance.SOURCE);
		assertThat(this.shared.values.get("copy").provenance()).isEqualTo(provenance);
		assertThat(this.shared.values.get("other").provenance()).isEqualTo(Provenance.UNKNOWN);
		assertRead("row", CacheTier.LOCAL, ValueOrigin.SOURCE, Duration.ZERO);
		assertRead("copy", CacheTier.LOCAL, ValueOrigin.METHOD, MINUTE);
		assertRead("other", CacheTier.LOCAL, ValueOrigin.UNKNOWN, null);
	}

	@Test
	void inspectionCountsNothingAndShowsWhatAReadWouldFind() {
		this.cache.get("a", () -> "1");
		this.cache.put("b", null);
		this.ticker.advance(Duration.ofSeconds(30));
		long requests = this.cache.getNativeCache().stats().requestCount();
		LocalContents.Held held = inspect(this.cache, "a");
		assertThat(held.value()).isEqualTo("1");
		assertIsNearly(held.remaining(), TestCaches.TTL.minusSeconds(30));
		assertThat(held.provenance().origin()).isEqualTo(ValueOrigin.METHOD);
		assertIsNearly(held.provenance().age(), Duration.ofSeconds(30));
		assertThat(inspect(this.cache, "b").value()).isNull();
		assertThat(this.cache.localContents().inspect("c")).isNull();
		this.ticker.advance(TestCaches.NULL_TTL);
		assertThat(this.cache.localContents().inspect("b")).isNull();
		this.cache.localCopies().drop("a");
		assertThat(this.cache.localContents().inspect("a")).isNull();
		assertThat(this.cache.getNativeCache().stats().requestCount()).isEqualTo(requests);
	}

	@Test
	void traceOfNothingKnowsNothing() {
		try (ReadTrace trace = ReadTrace.start()) {
			assertThat(trace.tier()).isEqualTo(CacheTier.LOCAL);
			assertThat(trace.origin()).isNull();
			assertThat(trace.age()).isNull();
		}
	}

	@Test
	void oldestOfSeveralCountsAndUnknownIsOldest() {
		this.rows.put("row", "1");
		this.cache.get("row");
		this.ticker.advance(MINUTE);
		this.shared.values.put("unknown", new SharedRead.Hit("1", HOUR));
		try (ReadTrace outer = ReadTrace.start()) {
			assertRead("method", CacheTier.METHOD, ValueOrigin.METHOD, Duration.ZERO);
			assertRead("row", CacheTier.LOCAL, ValueOrigin.SOURCE, MINUTE);
			assertThat(outer.tier()).isEqualTo(CacheTier.METHOD);
			assertThat(outer.origin()).isEqualTo(ValueOrigin.SOURCE);
			assertIsNearly(outer.age(), MINUTE);
			assertRead("method", CacheTier.LOCAL, ValueOrigin.METHOD, Duration.ZERO);
			assertThat(outer.origin()).isEqualTo(ValueOrigin.SOURCE);
			assertRead("unknown", CacheTier.SHARED, ValueOrigin.UNKNOWN, null);
			assertRead("row", CacheTier.LOCAL, ValueOrigin.SOURCE, MINUTE);
			assertThat(outer.origin()).isEqualTo(ValueOrigin.UNKNOWN);
			assertThat(outer.age()).isNull();
		}
	}

	@Test
	void traceOfOneThreadIsNotThatOfAnother() throws InterruptedException {
		try (ReadTrace trace = ReadTrace.start()) {
			Thread other = new Thread(() -> {
				assertThat(ReadTrace.current()).isNull();
				this.cache.get("a", () -> "1");
			});
			other.start();
			other.join();
			assertThat(trace.origin()).isNull();
			assertThat(ReadTrace.current()).isSameAs(trace);
		}
		assertThat(ReadTrace.current()).isNull();
	}

	@Test
	void closedTraceSeesNothingMoreAndIsClosedOnce() {
		ReadTrace trace = ReadTrace.start();
		trace.close();
		trace.close();
		try (ReadTrace next = ReadTrace.start()) {
			this.cache.get("a", () -> "1");
			assertThat(next.origin()).isEqualTo(ValueOrigin.METHOD);
		}
		assertThat(trace.origin()).isNull();
		assertThat(ReadTrace.current()).isNull();
	}

	private static Callable<String> broken() {
		return () -> {
			throw new IllegalStateException("down");
		};
	}

	private static LocalContents.Held inspect(TieredCache cache, String key) {
		LocalContents.Held held = cache.localContents().inspect(key);
		assertThat(held).isNotNull();
		return held;
	}

	private void assertRead(String key, CacheTier tier, ValueOrigin origin, Duration age) {
		try (ReadTrace trace = ReadTrace.start()) {
			this.cache.get(key, () -> "1");
			assertThat(trace.tier()).isEqualTo(tier);
			assertThat(trace.origin()).isEqualTo(origin);
			if (age == null) {
				assertThat(trace.age()).isNull();
			}
			else {
				assertIsNearly(trace.age(), age);
			}
		}
	}

	/**
	 * Assert that a time is exact to the two-thousandth of the life of these values, an
	 * hour at most.
	 */
	private static void assertIsNearly(Duration actual, Duration expected) {
		assertThat(actual).isBetween(expected.minusSeconds(2), expected.plusMillis(2));
	}

}
