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

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.testsupport.TestDatabase;

import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.core.ResolvableType;

/**
 * Heap that entries take: what is in use after full collections with them, less what was
 * without.
 */
final class HeapPerEntry {

	static final String ROW = "heap per cached entry";

	private static final int COLLECTIONS = 5;

	private HeapPerEntry() {
	}

	public static void main(String[] args) throws Exception {
		HeapHolder holder = HeapHolder.valueOf(args[0]);
		DataSource dataSource = new TestDatabase(args[1], args[2], args[3]).dataSource();
		String table = PostgresSuite.table(PostgresSuite.CITIES);
		// What the first use of classes takes is not of the entries.
		CursorLoop.forEach(dataSource, table + " limit 10000", (city) -> {
		});
		Object few = fill(holder, List.of(new BenchmarkCity(1, "", "", "", "", 0, 0, 0)));
		long before = used();
		List<BenchmarkCity> cities = new ArrayList<>(PostgresSuite.CITIES);
		CursorLoop.forEach(dataSource, table, cities::add);
		Object cache = fill(holder, cities);
		cities = null;
		ChildJvm.report(ROW, holder.subject(), (double) (used() - before) / PostgresSuite.CITIES, "B");
		Reference.reachabilityFence(few);
		Reference.reachabilityFence(cache);
	}

	private static Object fill(HeapHolder holder, List<BenchmarkCity> cities) {
		return switch (holder) {
			case WARMCACHE -> {
				TieredCache cache = TieredCache
					.builder(new CacheDefinition("cities", ResolvableType.forClass(Long.class),
							ResolvableType.forClass(BenchmarkCity.class),
							new LocalTierSettings(CursorLoop.maximumSize(PostgresSuite.CITIES), null,
									Duration.ofMinutes(10), 0.1, Duration.ofMinutes(1)),
							null))
					.build();
				try (CacheFill fill = cache.beginFill(false)) {
					cities.forEach((city) -> fill.put(city.id(), city));
				}
				cache.getNativeCache().cleanUp();
				yield cache;
			}
			case CAFFEINE -> {
				com.github.benmanes.caffeine.cache.Cache<Long, BenchmarkCity> cache = CursorLoop
					.cache(PostgresSuite.CITIES);
				cities.forEach((city) -> cache.put(city.id(), city));
				cache.cleanUp();
				yield cache;
			}
			case SPRING -> {
				Cache cache = new CaffeineCache("cities", CursorLoop.cache(PostgresSuite.CITIES));
				cities.forEach((city) -> cache.put(city.id(), city));
				yield cache;
			}
		};
	}

	private static long used() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
