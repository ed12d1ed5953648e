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

package io.github.warmcache.benchmarks;

import java.time.Duration;
import java.util.concurrent.Callable;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.local.CoarseClock;
import io.github.warmcache.cache.tiered.TieredCache;

import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.core.ResolvableType;

/**
 * Caches in the heap, each as its documentation says to set it up.
 */
@SuppressWarnings("ImmutableEnumChecker")
enum HitSubjects {

	WARMCACHE(Figures.OURS, HitSubjects::warmcache),

	CAFFEINE("Caffeine", (size, expiring) -> new OfCaffeine(caffeine(size, expiring).build())),

	COARSE("Caffeine with a coarse clock", HitSubjects::coarse),

	SPRING("Spring CaffeineCache",
			(size, expiring) -> new OfSpring(new CaffeineCache("hits", caffeine(size, expiring).build()), () -> {
			})),

	SUPPIERK("SuppieRK multi-level cache, own API", SuppierkCaches::create),

	JETCACHE("JetCache, both tiers", JetCaches::create),

	REDISSON("Redisson local cached map", RedissonMaps::create);

	static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	private static final Duration FOR_GOOD = Duration.ofDays(36500);

	private final String display;

	private final Factory factory;

	HitSubjects(String display, Factory factory) {
		this.display = display;
		this.factory = factory;
	}

	String display() {
		return this.display;
	}

	HitSubject create(long maximumSize, boolean expiring) throws Exception {
		return this.factory.create(maximumSize, expiring);
	}

	private static HitSubject warmcache(long maximumSize, boolean expiring) {
		CoarseClock clock = new CoarseClock();
		LocalTierSettings settings = new LocalTierSettings(maximumSize, null, expiring ? TIME_TO_LIVE : FOR_GOOD, 0,
				TIME_TO_LIVE);
		return new OfSpring(TieredCache
			.builder(new CacheDefinition("hits", ResolvableType.forClass(String.class),
					ResolvableType.forClass(String.class), settings, null))
			.ticker(clock)
			.build(), clock);
	}

	private static HitSubject coarse(long maximumSize, boolean expiring) {
		CoarseClock clock = new CoarseClock();
		Cache<Object, Object> cache = caffeine(maximumSize, expiring).ticker(clock).build();
		return new OfCaffeine(cache) {

			@Override
			public void close() {
				clock.close();
			}

		};
	}

	private static Caffeine<Object, Object> caffeine(long maximumSize, boolean expiring) {
		Caffeine<Object, Object> builder = Caffeine.newBuilder().maximumSize(maximumSize);
		return expiring ? builder.expireAfterWrite(TIME_TO_LIVE) : builder;
	}

	/**
	 * Makes a cache.
	 */
	@FunctionalInterface
	interface Factory {

		HitSubject create(long maximumSize, boolean expiring) throws Exception;

	}

	/**
	 * Cache of Spring's interface.
	 */
	static class OfSpring implements HitSubject {

		private final org.springframework.cache.Cache cache;

		private final AutoCloseable running;

		OfSpring(org.springframework.cache.Cache cache, AutoCloseable running) {
			this.cache = cache;
			this.running = running;
		}

		@Override
		public void put(Object key, Object value) {
			this.cache.put(key, value);
		}

		@Override
		public Object get(Object key) {
			return this.cache.get(key);
		}

		@Override
		public Object get(Object key, Callable<Object> loader) {
			return this.cache.get(key, loader);
		}

		@Override
		public void close() throws Exception {
			this.running.close();
		}

	}

	/**
	 * Cache of Caffeine.
	 */
	static class OfCaffeine implements HitSubject {

		private final Cache<Object, Object> cache;

		OfCaffeine(Cache<Object, Object> cache) {
			this.cache = cache;
		}

		@Override
		public void put(Object key, Object value) {
			this.cache.put(key, value);
		}

		@Override
		public Object get(Object key) {
			return this.cache.getIfPresent(key);
		}

		@Override
		public Object get(Object key, Callable<Object> loader) {
			return this.cache.get(key, (missed) -> {
				throw new IllegalStateException("This was to be a hit");
			});
		}

	}

}
