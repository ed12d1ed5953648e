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
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.TestCaches;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.core.ResolvableType;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of the Spring contract of a {@link TieredCache} that has no tier but the local
 * one.
 */
class TieredCacheTests {

	private final FakeTicker ticker = new FakeTicker();

	private final TieredCache cache = TestCaches.local().ticker(this.ticker).build();

	@Test
	void hasTheNameOfItsDefinitionAndACaffeineCacheInside() {
		assertThat(this.cache.getName()).isEqualTo("cities");
		assertThat(this.cache.getNativeCache()).isInstanceOf(com.github.benmanes.caffeine.cache.Cache.class);
		this.cache.put("a", "1");
		assertThat(this.cache.getNativeCache().estimatedSize()).isOne();
	}

	@Test
	void returnsWhatWasPut() {
		this.cache.put("a", "1");
		assertThat(value(this.cache.get("a"))).isEqualTo("1");
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
		assertThat(this.cache.get("a", () -> "other")).isEqualTo("1");
		assertThat(this.cache.get("b")).isNull();
		assertThat(this.cache.get("b", String.class)).isNull();
	}

	@Test
	void keepsNullAsAKnownAbsence() {
		this.cache.put("a", null);
		ValueWrapper wrapper = this.cache.get("a");
		assertThat(wrapper).isNotNull();
		assertThat(wrapper.get()).isNull();
		assertThat(this.cache.get("a", String.class)).isNull();
		assertThat(this.cache.get("a", () -> "loaded")).isNull();
	}

	@Test
	void keepsWhatALoaderReturnedIncludingNull() {
		AtomicInteger loads = new AtomicInteger();
		Callable<String> loader = () -> {
			loads.incrementAndGet();
			return null;
		};
		assertThat(this.cache.get("a", loader)).isNull();
		assertThat(this.cache.get("a", loader)).isNull();
		assertThat(loads).hasValue(1);
	}

	@Test
	void refusesAValueOfAnotherTypeThanAskedFor() {
		this.cache.put("a", "1");
		assertThatIllegalStateException().isThrownBy(() -> this.cache.get("a", Integer.class))
			.withMessageContaining("cities")
			.withMessageContaining("java.lang.Integer");
	}

	@Test
	void wrapsTheExceptionOfALoaderAndDoesNotKeepIt() {
		Exception failure = new Exception("no");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("a", () -> {
			throw failure;
		})).satisfies((ex) -> assertThat(ex.getCause()).isSameAs(failure));
		assertThat(this.cache.get("a", () -> "1")).isEqualTo("1");
	}

	@Test
	void letsAnErrorOfALoaderPass() {
		Error failure = new AssertionError("no");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.cache.get("a", () -> {
			throw failure;
		})).isSameAs(failure);
	}

	@Test
	void putsOnlyIfAbsentAndTellsWhatWasThere() {
		assertThat(this.cache.putIfAbsent("a", "1")).isNull();
		assertThat(value(this.cache.putIfAbsent("a", "2"))).isEqualTo("1");
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void takesAKnownAbsenceForPresentWhenPuttingIfAbsent() {
		assertThat(this.cache.putIfAbsent("a", null)).isNull();
		ValueWrapper existing = this.cache.putIfAbsent("a", "2");
		assertThat(existing).isNotNull();
		assertThat(existing.get()).isNull();
	}

	@Test
	void putsIfTheEntryThatIsThereHasExpired() {
		this.cache.put("a", "1");
		this.ticker.advance(TestCaches.TTL);
		assertThat(this.cache.putIfAbsent("a", "2")).isNull();
		assertThat(this.cache.get("a", String.class)).isEqualTo("2");
	}

	@Test
	void evicts() {
		this.cache.put("a", "1");
		this.cache.evict("a");
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void tellsWhetherAnEvictedKeyWasPresent() {
		this.cache.put("a", "1");
		assertThat(this.cache.evictIfPresent("a")).isTrue();
		assertThat(this.cache.evictIfPresent("a")).isFalse();
	}

	@Test
	void clears() {
		this.cache.put("a", "1");
		this.cache.put("b", "2");
		this.cache.clear();
		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.get("b")).isNull();
	}

	@Test
	void tellsWhetherAnInvalidatedCacheHeldAnything() {
		assertThat(this.cache.invalidate()).isFalse();
		this.cache.put("a", "1");
		assertThat(this.cache.invalidate()).isTrue();
		assertThat(this.cache.invalidate()).isFalse();
	}

	@Test
	void forgetsAValueAtTheEndOfItsTimeToLive() {
		this.cache.put("a", "1");
		this.ticker.advance(TestCaches.TTL.minusMillis(1));
		assertThat(this.cache.get("a")).isNotNull();
		this.ticker.advance(Duration.ofMillis(1));
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void forgetsAKnownAbsenceSooner() {
		this.cache.put("a", null);
		this.ticker.advance(TestCaches.NULL_TTL.minusMillis(1));
		assertThat(this.cache.get("a")).isNotNull();
		this.ticker.advance(Duration.ofMillis(1));
		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.statistics().count(CacheEvent.LOCAL_EXPIRED)).isOne();
	}

	@Test
	void countsAMissOnceAlthoughALoadLooksTwice() {
		this.cache.get("a", () -> "1");
		assertThat(this.cache.getNativeCache().stats().missCount()).isOne();
		this.cache.get("a", () -> "2");
		assertThat(this.cache.getNativeCache().stats().hitCount()).isOne();
	}

	@Test
	void shortensLivesByTheJitterSoThatEntriesDoNotExpireTogether() {
		double[] randoms = { 0, 0.5, 0.999 };
		AtomicInteger next = new AtomicInteger();
		TieredCache jittered = TieredCache.builder(TestCaches.definition(ResolvableType.NONE, 0.1, null))
			.ticker(this.ticker)
			.random(() -> randoms[next.getAndIncrement()])
			.build();
		jittered.put("a", "1");
		jittered.put("b", "1");
		jittered.put("c", "1");
		this.ticker.advance(Duration.ofSeconds(541));
		assertThat(Arrays.asList(jittered.get("a"), jittered.get("b"))).doesNotContainNull();
		assertThat(jittered.get("c")).isNull();
		this.ticker.advance(Duration.ofSeconds(30));
		assertThat(jittered.get("b")).isNull();
		assertThat(jittered.get("a")).isNotNull();
		this.ticker.advance(Duration.ofSeconds(29));
		assertThat(jittered.get("a")).isNull();
	}

	@Test
	void holdsNoMoreEntriesThanItsMaximumSize() {
		for (int i = 0; i < 5000; i++) {
			this.cache.put(i, "1");
		}
		this.cache.getNativeCache().cleanUp();
		assertThat(this.cache.getNativeCache().estimatedSize()).isLessThanOrEqualTo(1000);
	}

	@Test
	void holdsNoMoreBytesThanItsMaximumWeight() {
		CacheDefinition definition = new CacheDefinition("weighed", ResolvableType.NONE, ResolvableType.NONE,
				new LocalTierSettings(null, DataSize.ofKilobytes(10), TestCaches.TTL, 0, TestCaches.NULL_TTL), null);
		TieredCache weighed = TieredCache.builder(definition).weigher((key, value) -> 1024).build();
		for (int i = 0; i < 50; i++) {
			weighed.put(i, "1");
		}
		weighed.getNativeCache().cleanUp();
		assertThat(weighed.getNativeCache().estimatedSize()).isEqualTo(10);
	}

	@Test
	void takesKeysThatAreOfTheDeclaredTypeInAllButForm() {
		TieredCache longs = TestCaches.local(Long.class).build();
		longs.put(7, "1");
		assertThat(value(longs.get(7L))).isEqualTo("1");
		assertThat(value(longs.get(7))).isEqualTo("1");
		assertThat(longs.get("7", String.class)).isEqualTo("1");
		assertThat(longs.get((short) 7, () -> "2")).isEqualTo("1");
		longs.evict(7);
		assertThat(longs.get(7L)).isNull();
	}

	@Test
	void rejectsKeysThatAreNotOfTheDeclaredType() {
		TieredCache longs = TestCaches.local(Long.class).build();
		assertThatIllegalArgumentException().isThrownBy(() -> longs.get(Instant.EPOCH))
			.withMessageContaining("'cities'")
			.withMessageContaining("java.lang.Long")
			.withMessageContaining("java.time.Instant");
		assertThatIllegalArgumentException().isThrownBy(() -> longs.put(7.5, "1"));
		assertThatIllegalArgumentException().isThrownBy(() -> longs.evict("seven")).withMessageNotContaining("seven");
	}

	@Test
	void hitAllocatesNoWrapperOfItsOwn() {
		this.cache.put("a", "1");
		Set<ValueWrapper> wrappers = new LinkedHashSet<>();
		for (int i = 0; i < 10; i++) {
			wrappers.add(this.cache.get("a"));
		}
		assertThat(wrappers).hasSize(1);
	}

	private static Object value(ValueWrapper wrapper) {
		assertThat(wrapper).isNotNull();
		return wrapper.get();
	}

}
