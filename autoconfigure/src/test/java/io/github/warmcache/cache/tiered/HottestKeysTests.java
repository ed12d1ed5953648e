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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Policy;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the ranks of the hottest keys.
 */
class HottestKeysTests {

	private static final int MAXIMUM = 100_000;

	private final TieredCache cache = TieredCache
		.builder(new CacheDefinition("cities", ResolvableType.NONE, ResolvableType.NONE,
				new LocalTierSettings((long) MAXIMUM, null, Duration.ofHours(1), 0, Duration.ofMinutes(1)),
				Duration.ofHours(1)))
		.build();

	@Test
	void usesDecideInACacheThatIsFarFromFull() {
		put(0, 100);
		this.cache.localContents().rankUses();
		for (int i = 0; i < 10; i++) {
			IntStream.of(70, 3, 55).forEach(this.cache::get);
		}
		assertThat(this.cache.localContents().hottest(3)).containsExactlyInAnyOrder(70, 3, 55);
		assertThat(maximum()).isEqualTo(MAXIMUM);
	}

	@Test
	void aCacheThatGrowsIsRankedAgain() {
		put(0, 100);
		this.cache.localContents().rankUses();
		put(100, 5000);
		for (int i = 0; i < 10; i++) {
			IntStream.of(4711, 42).forEach(this.cache::get);
		}
		this.cache.localContents().hottest(2);
		for (int i = 0; i < 10; i++) {
			IntStream.of(4711, 42).forEach(this.cache::get);
		}
		assertThat(this.cache.localContents().hottest(2)).containsExactlyInAnyOrder(4711, 42);
	}

	@Test
	void aLookAtTheHottestKeysNeitherEvictsNorChangesTheBound() {
		List<CompletableFuture<?>> tasks = new ArrayList<>();
		tasks.add(CompletableFuture.runAsync(() -> put(0, 50_000)));
		for (int i = 0; i < 3; i++) {
			tasks.add(CompletableFuture.runAsync(() -> {
				while (this.cache.getNativeCache().estimatedSize() < 50_000) {
					this.cache.localContents().hottest(5);
				}
			}));
		}
		tasks.forEach((task) -> assertThat(task).succeedsWithin(Duration.ofMinutes(1)));
		this.cache.getNativeCache().cleanUp();
		assertThat(this.cache.getNativeCache().estimatedSize()).isEqualTo(50_000);
		assertThat(maximum()).isEqualTo(MAXIMUM);
	}

	private void put(int from, int to) {
		IntStream.range(from, to).forEach((key) -> this.cache.put(key, "value"));
	}

	private long maximum() {
		return this.cache.getNativeCache().policy().eviction().map(Policy.Eviction::getMaximum).orElseThrow();
	}

}
