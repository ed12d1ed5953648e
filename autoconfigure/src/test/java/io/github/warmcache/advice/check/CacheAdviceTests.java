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

package io.github.warmcache.advice.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeapAdvice}, {@link LifetimeAdvice} and {@link SizeAdvice}.
 */
class CacheAdviceTests {

	private final Map<String, CacheDefinition> definitions = new HashMap<>();

	private final Map<String, Long> expected = new HashMap<>();

	private final Map<String, Duration> fillTimes = new HashMap<>();

	private final List<Object> weighed = new ArrayList<>();

	private final TieredCacheManager caches = new TieredCacheManager(List::of,
			(name) -> TieredCache.builder(this.definitions.get(name)).build());

	private final AdviceProvider heap = new HeapAdvice(this.caches, new EntrySizes((key, value) -> {
		this.weighed.add(key);
		return 1000;
	}, this::expected), DataSize.ofMegabytes(100), 0.8, CacheAdviceTests::property);

	private final AdviceProvider lifetime = new LifetimeAdvice(this.caches, this.fillTimes::get,
			CacheAdviceTests::property);

	private final AdviceProvider size = new SizeAdvice(this.caches, this::expected, CacheAdviceTests::property);

	@Test
	void boundsInBytesThatTheHeapHasRoomForGiveNone() {
		weight("cities", 50);
		weight("countries", 30);
		assertThat(this.heap.advice()).isEmpty();
	}

	@Test
	void boundsInBytesAboveWhatTheWarmupMayFillAreNamed() {
		weight("cities", 50);
		weight("countries", 31);
		assertThat(this.heap.advice()).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("heap-too-small");
			assertThat(advice.cache()).isNull();
			assertThat(advice.cause()).isEqualTo(
					"The bounds of 2 of 2 caches allow about 81 MB together, but the heap is 100 MB, of which warmcache.warmup.memory-watermark leaves them 80 MB");
			assertThat(advice.remedy()).contains("maximum-weight", "-Xmx");
		});
	}

	@Test
	void aBoundInEntriesIsEstimatedFromASampleOnly() {
		TieredCache cities = size("cities", 100_000);
		fill(cities, 99);
		assertThat(this.heap.advice()).as("too few to tell").isEmpty();
		assertThat(this.weighed).isEmpty();
		fill(cities, 150);
		assertThat(this.heap.advice()).singleElement()
			.satisfies((advice) -> assertThat(advice.cause()).contains("1 of 1 caches", "95 MB"));
		assertThat(this.weighed).hasSize(EntrySizes.SAMPLE);
		this.heap.advice();
		assertThat(this.weighed).as("weighed once").hasSize(EntrySizes.SAMPLE);
		this.expected.put("cities", 50_000L);
		assertThat(this.heap.advice()).as("what it is filled with is less").isEmpty();
	}

	@Test
	void aBoundInEntriesThatTheHeapHasRoomForGivesNone() {
		fill(size("cities", 80_000), 200);
		assertThat(this.heap.advice()).isEmpty();
		assertThat(this.weighed).hasSize(EntrySizes.SAMPLE);
	}

	@Test
	void aBoundThatTheHeapNeverReachesIsNamed() {
		size("cities", Long.MAX_VALUE);
		weight("countries", 101);
		size("rivers", 800_000);
		assertThat(this.heap.advice()).extracting(Advice::id).containsOnly("bound-without-effect");
		assertThat(this.heap.advice()).extracting(Advice::cache).containsExactlyInAnyOrder("cities", "countries");
		assertThat(this.heap.advice()).extracting(Advice::cause)
			.contains("countries.maximum-weight is 101 MB, but the heap is 100 MB")
			.anyMatch((cause) -> cause.startsWith("cities.maximum-size is 9223372036854775807, for which "));
	}

	@Test
	void usualTimesToLiveGiveNone() {
		live("cities", Duration.ofSeconds(1), null);
		live("countries", Duration.ofDays(29), Duration.ofDays(29));
		this.fillTimes.put("countries", Duration.ofMinutes(10));
		assertThat(this.lifetime.advice()).isEmpty();
	}

	@Test
	void aTimeToLiveOfAlmostNothingIsNamed() {
		live("cities", Duration.ofMillis(999), null);
		assertThat(this.lifetime.advice()).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("time-to-live-too-short");
			assertThat(advice.cache()).isEqualTo("cities");
			assertThat(advice.severity()).isEqualTo(Advice.Severity.INFO);
			assertThat(advice.cause()).startsWith("cities.time-to-live is 999 ms");
		});
	}

	@Test
	void aTimeToLiveShorterThanTheWarmupIsNamed() {
		live("cities", Duration.ofSeconds(30), null);
		this.fillTimes.put("cities", Duration.ofSeconds(29));
		assertThat(this.lifetime.advice()).isEmpty();
		this.fillTimes.put("cities", Duration.ofSeconds(30));
		assertThat(this.lifetime.advice()).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("time-to-live-too-short");
			assertThat(advice.cause())
				.startsWith("cities.time-to-live is 30000 ms, and the entries of its warm-up took 30000 ms");
		});
	}

	@Test
	void aTimeToLiveWithoutEndIsNamedForEachTier() {
		live("cities", Duration.ofDays(36_500), Duration.ofDays(30));
		assertThat(this.lifetime.advice()).extracting(Advice::id)
			.containsExactly("time-to-live-too-long", "time-to-live-too-long");
		assertThat(this.lifetime.advice()).extracting(Advice::cause)
			.satisfiesExactly((cause) -> assertThat(cause).startsWith("cities.shared.time-to-live is 30 days"),
					(cause) -> assertThat(cause).startsWith("cities.time-to-live is 36500 days"));
	}

	@Test
	void cachesOfOnePatternGiveOneAdvice() {
		AdviceProvider tenants = new LifetimeAdvice(this.caches, this.fillTimes::get,
				(name, relative) -> "warmcache.caches[tenant-*]." + relative);
		live("tenant-1", Duration.ofDays(100), null);
		live("tenant-2", Duration.ofDays(100), null);
		assertThat(tenants.advice()).hasSize(1);
	}

	@Test
	void aCacheWithRoomForWhatWarmsItGivesNone() {
		size("cities", 1000);
		size("countries", 1000);
		weight("rivers", 1);
		this.expected.put("cities", 1000L);
		this.expected.put("rivers", 1_000_000L);
		assertThat(this.size.advice()).isEmpty();
	}

	@Test
	void aCacheWithoutRoomForWhatWarmsItIsNamed() {
		size("cities", 1000);
		this.expected.put("cities", 1001L);
		assertThat(this.size.advice()).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("smaller-than-source");
			assertThat(advice.cache()).isEqualTo("cities");
			assertThat(advice.cause()).startsWith("cities.maximum-size is 1000, and what warms the cache has 1001");
			assertThat(advice.remedy()).startsWith("Write more than 1001");
		});
	}

	private long expected(String name) {
		return this.expected.getOrDefault(name, 0L);
	}

	private static String property(String name, String relative) {
		return name + "." + relative;
	}

	private TieredCache weight(String name, long megabytes) {
		return define(name, null, DataSize.ofMegabytes(megabytes), Duration.ofMinutes(10), null);
	}

	private TieredCache size(String name, long entries) {
		return define(name, entries, null, Duration.ofMinutes(10), null);
	}

	private void live(String name, Duration timeToLive, @Nullable Duration shared) {
		define(name, 10L, null, timeToLive, shared);
	}

	private TieredCache define(String name, @Nullable Long entries, @Nullable DataSize weight, Duration timeToLive,
			@Nullable Duration shared) {
		this.definitions.put(name, new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE,
				new LocalTierSettings(entries, weight, timeToLive, 0, Duration.ofMinutes(1)), shared));
		return this.caches.getCache(name);
	}

	private static void fill(TieredCache cache, int entries) {
		for (int i = 0; i < entries; i++) {
			cache.put(i, "value");
		}
		cache.getNativeCache().cleanUp();
	}

}
