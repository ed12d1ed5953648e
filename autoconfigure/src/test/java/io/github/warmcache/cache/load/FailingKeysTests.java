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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.warmcache.breaker.BreakerSettings;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.Resilience4jCallBreaker;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheBuilder;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.UnreadableEntryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FailingKeys}, through the cache.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailingKeysTests {

	private final FakeTicker ticker = new FakeTicker();

	private final Map<Object, AtomicInteger> asked = new ConcurrentHashMap<>();

	private final Set<Object> poisoned = ConcurrentHashMap.newKeySet();

	private RuntimeException failure = new IllegalStateException("secret");

	FailingKeysTests() {
		this.poisoned.add("poison");
	}

	@Test
	void theMethodIsCalledInsteadOfTheSource() {
		TieredCache cache = build(TestCaches.local());
		failThreeTimes(cache);
		assertThat(cache.get("poison", () -> "method")).isEqualTo("method");
		assertThat(asked("poison")).isEqualTo(3);
		assertThat(cache.statistics().count(CacheEvent.SOURCE_LEFT_ALONE)).isOne();
	}

	@Test
	void theExceptionOfTheMethodReachesTheCaller() {
		TieredCache cache = build(TestCaches.local());
		failThreeTimes(cache);
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("poison", () -> {
			throw new IllegalArgumentException("of the method");
		})).withCauseInstanceOf(IllegalArgumentException.class);
		assertThat(asked("poison")).isEqualTo(3);
	}

	@Test
	void readsWithoutAMethodFindNothingAndTheSourceIsNotAsked() {
		TieredCache cache = build(TestCaches.local());
		failThreeTimes(cache);
		for (int i = 0; i < 50; i++) {
			assertThat(cache.get("poison")).isNull();
		}
		assertThat(asked("poison")).isEqualTo(3);
		assertThat(cache.statistics().count(CacheEvent.SOURCE_LEFT_ALONE)).isEqualTo(50);
		assertThat(cache.statistics().count(CacheEvent.SOURCE_SKIPPED)).isZero();
		assertThat(cache.get("other").get()).isEqualTo("value of other");
	}

	@Test
	void twoFailuresAreNotEnough() {
		TieredCache cache = build(TestCaches.local());
		cache.get("good");
		cache.get("poison");
		cache.get("poison");
		this.poisoned.clear();
		assertThat(cache.get("poison").get()).isEqualTo("value of poison");
	}

	@Test
	void thePauseGrowsFromASecondToHalfAMinute() {
		TieredCache cache = build(TestCaches.local().random(() -> 1));
		failThreeTimes(cache);
		int expected = 3;
		for (int seconds : new int[] { 1, 2, 4, 8, 16, 30, 30 }) {
			this.ticker.advance(Duration.ofSeconds(seconds).minusMillis(1));
			cache.get("poison");
			assertThat(asked("poison")).isEqualTo(expected);
			this.ticker.advance(Duration.ofMillis(1));
			cache.get("poison");
			assertThat(asked("poison")).isEqualTo(++expected);
		}
	}

	@Test
	void thePauseIsJittered() {
		TieredCache cache = build(TestCaches.local().random(() -> 0));
		failThreeTimes(cache);
		this.ticker.advance(Duration.ofMillis(500));
		cache.get("poison");
		assertThat(asked("poison")).isEqualTo(4);
	}

	@Test
	void anAnswerEndsTheFailures() {
		TieredCache cache = build(TestCaches.local().random(() -> 1));
		failThreeTimes(cache);
		this.ticker.advance(Duration.ofSeconds(1));
		this.poisoned.clear();
		assertThat(cache.get("poison").get()).isEqualTo("value of poison");
		this.poisoned.add("poison");
		cache.evict("poison");
		cache.get("poison");
		cache.get("poison");
		cache.get("poison");
		assertThat(asked("poison")).isEqualTo(7);
		cache.get("poison");
		assertThat(asked("poison")).isEqualTo(7);
	}

	@Test
	void anEvictionOrAClearEndsThePause() {
		TieredCache cache = build(TestCaches.local());
		failThreeTimes(cache);
		cache.evict("poison");
		cache.get("poison");
		assertThat(asked("poison")).isEqualTo(4);
		cache.get("poison");
		assertThat(asked("poison")).isEqualTo(4);
		cache.clear();
		this.poisoned.clear();
		assertThat(cache.get("poison").get()).isEqualTo("value of poison");
	}

	@Test
	void aPutThatIsEvictedAgainEndsThePause() {
		TieredCache cache = build(TestCaches.local());
		failThreeTimes(cache);
		cache.put("poison", "put");
		assertThat(cache.get("poison").get()).isEqualTo("put");
		this.poisoned.clear();
		cache.evict("poison");
		assertThat(cache.get("poison").get()).isEqualTo("value of poison");
	}

	@Test
	void whenEverythingFailedTheFirstAnswerEndsEveryPause() {
		TieredCache cache = build(TestCaches.local());
		this.poisoned.add("a");
		for (int i = 0; i < 3; i++) {
			cache.get("a");
			cache.get("poison");
		}
		cache.get("a");
		assertThat(asked("a")).isEqualTo(3);
		this.poisoned.clear();
		assertThat(cache.get("good").get()).isEqualTo("value of good");
		assertThat(cache.get("a").get()).isEqualTo("value of a");
		assertThat(cache.get("poison").get()).isEqualTo("value of poison");
	}

	@Test
	void theKeyIsNamedOnceByADigest(CapturedOutput output) {
		TieredCache cache = build(TestCaches.local().keyDigest((key) -> "abc"));
		failThreeTimes(cache);
		for (int i = 0; i < 5; i++) {
			this.ticker.advance(Duration.ofSeconds(30));
			cache.get("poison");
		}
		assertThat(output)
			.containsOnlyOnce("Cache 'cities': its source failed 3 times in a row for the key with the "
					+ "digest abc, last with java.lang.IllegalStateException, while it answers for others")
			.doesNotContain("poison", "secret");
		for (int i = 0; i < 10; i++) {
			this.ticker.advance(Duration.ofSeconds(31));
			cache.get("poison");
		}
		assertThat(output.getOut().split("digest abc", -1)).hasSize(3);
	}

	@Test
	void manyKeysDoNotFillTheLogOrTheHeap(CapturedOutput output) {
		TieredCache cache = build(TestCaches.local().keyDigest((key) -> "abc"));
		for (int i = 0; i < 2000; i++) {
			this.poisoned.add("key " + i);
			cache.get("key " + i);
		}
		cache.get("good");
		for (int i = 1990; i < 2000; i++) {
			cache.get("key " + i);
			cache.get("key " + i);
			cache.get("key " + i);
			assertThat(asked("key " + i)).isEqualTo(3);
		}
		for (int i = 1900; i < 1990; i++) {
			cache.get("key " + i);
			cache.get("key " + i);
		}
		assertThat(output.getOut().split("digest abc", -1)).hasSize(11);
		// The first ones were forgotten.
		for (int i = 0; i < 3; i++) {
			cache.get("key 0");
		}
		assertThat(asked("key 0")).isEqualTo(4);
	}

	@Test
	void oneKeyDoesNotOpenTheBreakerOfAHealthySource() {
		Resilience4jCallBreaker breaker = breaker();
		TieredCache cache = build(TestCaches.local().sourceBreaker(breaker));
		for (int second = 0; second < 200; second++) {
			for (int i = 0; i < 100; i++) {
				cache.get("poison");
			}
			assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
			cache.get("good " + second);
			this.ticker.advance(Duration.ofSeconds(1));
		}
		assertThat(asked("poison")).isLessThan(20);
	}

	@Test
	void manyKeysThatFailOpenTheBreaker() {
		Resilience4jCallBreaker breaker = breaker();
		this.poisoned.addAll(Set.of("a", "b", "c", "d"));
		TieredCache cache = build(TestCaches.local().sourceBreaker(breaker));
		for (Object key : this.poisoned) {
			cache.get(key);
		}
		assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
		assertThat(cache.get("a", () -> "method")).isEqualTo("method");
		assertThat(cache.statistics().count(CacheEvent.SOURCE_SKIPPED)).isOne();
	}

	@Test
	void anUnreadableRowIsLeftAloneToo() {
		this.failure = new UnreadableEntryException("A row cannot be read");
		TieredCache cache = build(TestCaches.local());
		failThreeTimes(cache);
		cache.get("poison");
		assertThat(asked("poison")).isEqualTo(3);
	}

	@Test
	void staleValuesAreServedWithoutAsking() {
		LoadPolicy policy = new LoadPolicy(Duration.ofSeconds(30), 8, Duration.ofHours(1), null);
		TieredCache cache = build(TestCaches.loading(policy, null).random(() -> 1));
		this.poisoned.clear();
		cache.get("poison");
		this.poisoned.add("poison");
		this.ticker.advance(TestCaches.TTL.plusSeconds(1));
		cache.get("good");
		for (int i = 0; i < 3; i++) {
			assertThat(cache.get("poison").get()).isEqualTo("value of poison");
			cache.get("good " + i);
			this.ticker.advance(Duration.ofMillis((i < 2) ? 1001 : 0));
		}
		assertThat(asked("poison")).isEqualTo(4);
		this.ticker.advance(Duration.ofMillis(999));
		assertThat(cache.get("poison").get()).isEqualTo("value of poison");
		this.ticker.advance(Duration.ofMillis(2));
		assertThat(cache.get("poison").get()).isEqualTo("value of poison");
		assertThat(asked("poison")).isEqualTo(5);
		// The second pause is longer than that of a stale value.
		this.ticker.advance(Duration.ofMillis(1500));
		assertThat(cache.get("poison").get()).isEqualTo("value of poison");
		assertThat(asked("poison")).isEqualTo(5);
		assertThat(cache.statistics().count(CacheEvent.SOURCE_LEFT_ALONE)).isOne();
	}

	@Test
	void ofSeveralSourcesOnlyTheFailingOneIsLeftAlone() {
		AtomicInteger askedLast = new AtomicInteger();
		TieredCache cache = TestCaches.local().ticker(this.ticker).source((key) -> {
			askedLast.incrementAndGet();
			return null;
		}).earlierSources(List.of(source())).build();
		cache.get("good");
		for (int i = 0; i < 10; i++) {
			cache.get("poison", () -> "method");
			forget(cache);
		}
		assertThat(asked("poison")).isEqualTo(3);
		assertThat(askedLast).hasValue(10);
		assertThat(cache.statistics().count(CacheEvent.SOURCE_FALLBACK_FAILED)).isEqualTo(3);
		assertThat(cache.statistics().count(CacheEvent.SOURCE_FALLBACK_LEFT_ALONE)).isEqualTo(7);
	}

	@Test
	void theEarlierSourcesAreAskedWhileTheLastIsLeftAlone() {
		Map<Object, Object> first = new ConcurrentHashMap<>();
		TieredCache cache = build(TestCaches.local().earlierSources(List.of(map(first::get))));
		failThreeTimes(cache);
		assertThat(cache.get("poison", () -> "method")).isEqualTo("method");
		assertThat(cache.statistics().count(CacheEvent.SOURCE_LEFT_ALONE)).isOne();
		assertThat(asked("poison")).isEqualTo(3);
		first.put("poison", "first");
		TieredCache other = build(TestCaches.local().earlierSources(List.of(map(first::get))));
		assertThat(other.get("poison").get()).isEqualTo("first");
	}

	@Test
	void aMethodWithoutASourceIsCalledEachTime() {
		TieredCache cache = TestCaches.local().ticker(this.ticker).build();
		AtomicInteger calls = new AtomicInteger();
		for (int i = 0; i < 10; i++) {
			cache.get("good " + i, () -> "value");
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("poison", () -> {
				throw new IllegalStateException("call " + calls.incrementAndGet());
			}));
		}
		assertThat(calls).hasValue(10);
	}

	@Test
	void manyThreadsThatReadAFailingKeyAskSeldom() throws Exception {
		TieredCache cache = build(TestCaches.local());
		cache.get("good");
		CountDownLatch go = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			Future<?> reader = threads.submit(() -> read(cache, go, "good "));
			Future<?> other = threads.submit(() -> read(cache, go, "other "));
			go.countDown();
			reader.get(30, TimeUnit.SECONDS);
			other.get(30, TimeUnit.SECONDS);
		}
		finally {
			threads.shutdownNow();
		}
		// Two that asked at the same moment as the third.
		assertThat(asked("poison")).isBetween(3, 5);
		cache.get("poison");
		assertThat(asked("poison")).isBetween(3, 5);
	}

	private static Void read(TieredCache cache, CountDownLatch go, String others) throws InterruptedException {
		go.await();
		for (int i = 0; i < 500; i++) {
			cache.get("poison");
			cache.get(others + i);
		}
		return null;
	}

	private void failThreeTimes(TieredCache cache) {
		cache.get("good");
		for (int i = 0; i < 3; i++) {
			cache.get("poison");
			cache.get("good " + i);
		}
	}

	private static void forget(TieredCache cache) {
		cache.getNativeCache().invalidateAll();
	}

	private int asked(Object key) {
		return this.asked.get(key).get();
	}

	private TieredCache build(TieredCacheBuilder builder) {
		return builder.ticker(this.ticker).source(source()).build();
	}

	private CacheSource<Object, Object> source() {
		return (key) -> {
			this.asked.computeIfAbsent(key, (first) -> new AtomicInteger()).incrementAndGet();
			if (this.poisoned.contains(key)) {
				throw this.failure;
			}
			return "value of " + key;
		};
	}

	private static CacheSource<Object, Object> map(Function<Object, Object> values) {
		return values::apply;
	}

	private static Resilience4jCallBreaker breaker() {
		return new Resilience4jCallBreaker("test", new BreakerSettings(5, Duration.ofMinutes(1)),
				InstantSource.system());
	}

}
