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

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.change.Changes;
import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.load.Tiers;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.core.ResolvableType;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TieredCacheManager}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TieredCacheManagerTests {

	private final FakeTicker ticker = new FakeTicker();

	private final AtomicInteger made = new AtomicInteger();

	private List<String> known = List.of("cities", "users");

	private final TieredCacheManager manager = new TieredCacheManager(() -> this.known, this::create, 2, this.ticker);

	@Test
	void theLeastRecentlyUsedDynamicCacheIsRemoved() {
		use("cities", "a", "b", "a", "c");
		assertThat(this.manager.getCacheNames()).containsExactlyInAnyOrder("cities", "users", "a", "c");
		assertThat(this.manager.getCachesPresent()).extracting(TieredCache::getName)
			.containsExactlyInAnyOrder("cities", "a", "c");
		assertThat(this.manager.getCacheIfPresent("b")).isNull();
	}

	@Test
	void knownCachesAreNeverRemoved() {
		TieredCache cities = this.manager.getCache("cities");
		use("users", "a", "b", "c", "d");
		assertThat(this.manager.getCacheIfPresent("cities")).isSameAs(cities);
		assertThat(this.manager.getCacheIfPresent("users")).isNotNull();
		assertThat(this.manager.getCachesPresent()).hasSize(4);
		assertThat(this.manager.removeCache("cities")).isFalse();
		assertThat(this.manager.getCacheIfPresent("cities")).isSameAs(cities);
	}

	@Test
	void aCacheThatBecomesKnownIsNeverRemovedFromThenOn() {
		use("late", "b");
		this.known = List.of("late");
		use("c", "d", "e");
		assertThat(this.manager.getCachesPresent()).extracting(TieredCache::getName)
			.containsExactlyInAnyOrder("late", "d", "e");
	}

	@Test
	void theBoundIsSaidOnceWithItsProperty(CapturedOutput output) {
		use("a", "b");
		assertThat(output).doesNotContain("warmcache.dynamic-caches.maximum");
		use("c", "d", "e");
		assertThat(output).containsOnlyOnce("warmcache.dynamic-caches.maximum").contains("More than 2 caches", "'c'");
	}

	@Test
	void aRemovedCacheLosesItsEntriesAndWorksForWhoeverHoldsIt() {
		TieredCache held = this.manager.getCache("a");
		held.put("key", "value");
		assertThat(this.manager.removeCache("a")).isTrue();
		assertThat(this.manager.removeCache("a")).isFalse();
		assertThat(held.localContents().holds("key")).isFalse();
		held.put("key", "other");
		assertThat(value(held, "key")).isEqualTo("other");
		assertThat(this.manager.getCacheIfReachable("a")).isSameAs(held);
		assertThat(this.manager.getCachesReachable()).containsExactly(held);
		assertThat(this.manager.getCachesPresent()).isEmpty();
	}

	@Test
	void thereIsNeverASecondCacheOfAName() {
		TieredCache held = this.manager.getCache("a");
		use("b", "c");
		assertThat(this.manager.getCacheIfPresent("a")).isNull();
		assertThat(this.manager.getCache("a")).isSameAs(held);
		assertThat(this.made).hasValue(3);
	}

	@Test
	void whatShowsARemovedCacheIsTakenAwayOnce() {
		AtomicInteger released = new AtomicInteger();
		this.manager.getCache("a").localCopies().whenReleased(released::incrementAndGet);
		use("b", "c");
		assertThat(released).hasValue(1);
		use("a", "b", "c");
		assertThat(released).hasValue(1);
	}

	@Test
	void resetClearsAllCachesAndRemovesTheDynamicOnes() {
		TieredCache cities = this.manager.getCache("cities");
		TieredCache dynamic = this.manager.getCache("a");
		cities.put("key", "value");
		dynamic.put("key", "value");
		this.manager.resetCaches();
		assertThat(value(cities, "key")).isNull();
		assertThat(value(dynamic, "key")).isNull();
		assertThat(this.manager.getCacheNames()).containsExactlyInAnyOrder("cities", "users");
		assertThat(this.manager.getCacheIfPresent("cities")).isSameAs(cities);
	}

	@Test
	void removedCachesAreCollectedButNotWhileAChangeIsUnderWay() throws Exception {
		Runnable change = changeUnderWay();
		List<WeakReference<TieredCache>> caches = new ArrayList<>();
		for (int i = 0; i < 3000; i++) {
			use("tenant-" + i);
			caches.add(new WeakReference<>(this.manager.getCache("tenant-" + i)));
		}
		assertThat(this.manager.getCachesPresent()).hasSize(2);
		await().atMost(Duration.ofSeconds(60)).until(() -> {
			System.gc();
			return caches.stream().filter((cache) -> cache.get() != null).count() == 2;
		});
		assertThat(this.manager.getCachesReachable()).extracting(TieredCache::getName)
			.containsExactlyInAnyOrder("held", "tenant-2998", "tenant-2999");
		change.run();
	}

	/**
	 * Return what those hold who have to tell of a change, such as after a commit.
	 */
	private Runnable changeUnderWay() {
		TieredCache cache = this.manager.getCache("held");
		Tiers tiers = (Tiers) Objects.requireNonNull(ReflectionTestUtils.getField(cache, "tiers"));
		Changes changes = new Changes(cache, tiers.local(), tiers.shared(), tiers.deferred(), tiers.lifetimes(),
				new Flights(), cache.statistics(), ValueVersion.NONE);
		return () -> changes.evict("key");
	}

	private static @Nullable Object value(TieredCache cache, Object key) {
		ValueWrapper value = cache.get(key);
		return (value != null) ? value.get() : null;
	}

	private void use(String... names) {
		for (String name : names) {
			this.ticker.advance(Duration.ofSeconds(1));
			this.manager.getCache(name);
		}
	}

	private TieredCache create(String name) {
		this.made.incrementAndGet();
		CacheDefinition cities = TestCaches.definition(ResolvableType.NONE, 0, null);
		return TieredCache
			.builder(new CacheDefinition(name, cities.keyType(), cities.valueType(), cities.local(), null))
			.ticker(this.ticker)
			.maintenance(Runnable::run)
			.build();
	}

}
