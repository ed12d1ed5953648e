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

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.TestCaches;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CacheFill}.
 */
class CacheFillTests {

	private final FakeTicker ticker = new FakeTicker();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache cache = TestCaches.shared().ticker(this.ticker).sharedTier(this.shared).build();

	@Test
	void fillsBothTiers() {
		try (CacheFill fill = this.cache.beginFill(true)) {
			fill.put("a", "1");
			fill.put("b", "2");
			assertThat(fill.entries()).isEqualTo(2);
		}
		assertThat(this.shared.values).containsOnlyKeys("a", "b");
		assertThat(this.shared.calls).containsExactly("bulk 2");
		this.shared.values.clear();
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void fillsTheLocalTierAloneIfToldSo() {
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("a", "1");
		}
		assertThat(this.shared.values).isEmpty();
		assertThat(this.cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void entryLivesNoLongerThanItSays() {
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("a", "1", Duration.ofSeconds(5));
		}
		this.ticker.advance(Duration.ofSeconds(5));
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void entryLivesNoLongerThanTheCacheKeepsWhatItWrites() {
		TieredCache brief = TieredCache
			.builder(TestCaches.definition(ResolvableType.NONE, 0, TestCaches.TTL.dividedBy(2)))
			.ticker(this.ticker)
			.sharedTier(this.shared)
			.build();
		try (CacheFill fill = brief.beginFill(false)) {
			fill.put("a", "1", TestCaches.TTL);
		}
		this.ticker.advance(TestCaches.TTL.dividedBy(2).minusMillis(1));
		assertThat(brief.get("a", String.class)).isEqualTo("1");
		this.ticker.advance(Duration.ofMillis(1));
		assertThat(brief.get("a")).isNull();
	}

	@Test
	void doesNotBringBackWhatWasEvictedSinceItBegan() {
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("before", "old");
			this.cache.evict("before");
			this.cache.evict("a");
			fill.put("a", "old");
			fill.put("b", "2");
			assertThat(fill.entries()).isEqualTo(2);
		}
		assertThat(this.cache.get("before")).isNull();
		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.get("b", String.class)).isEqualTo("2");
	}

	@Test
	void doesNotOverwriteWhatWasPutSinceItBegan() {
		try (CacheFill fill = this.cache.beginFill(false)) {
			this.cache.put("a", "new");
			fill.put("a", "old");
		}
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void keepsNothingThatBeganBeforeAClear() {
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("a", "old");
			this.cache.clear();
			fill.put("b", "old");
			assertThat(fill.entries()).isOne();
		}
		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.get("b")).isNull();
	}

	@Test
	void convertsKeysToTheDeclaredType() {
		TieredCache longs = TestCaches.local(Long.class).build();
		try (CacheFill fill = longs.beginFill(true)) {
			fill.put(7, "1");
			fill.put("8", "2");
		}
		assertThat(longs.get(7L, String.class)).isEqualTo("1");
		assertThat(longs.get(8L, String.class)).isEqualTo("2");
	}

	@Test
	void oneEvictionRefusesFewOtherEntries() {
		TieredCache longs = TestCaches.local().build();
		int kept;
		try (CacheFill fill = longs.beginFill(false)) {
			longs.evict(1L);
			for (long key = 0; key < 10_000; key++) {
				fill.put(key, "1");
			}
			kept = (int) fill.entries();
		}
		assertThat(kept).isBetween(9_900, 9_999);
	}

}
