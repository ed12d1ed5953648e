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

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.SharedRead;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a pod tells keys which the shared tier has lost from those that it never
 * had.
 */
class LostKeysTests {

	private final FakeTicker ticker = new FakeTicker();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache cache = TestCaches.shared()
		.ticker(this.ticker)
		.sharedTier(this.shared)
		.source((key) -> "row")
		.build();

	@Test
	void aKeyThatWasReadAndIsGoneWasEvicted() {
		this.shared.values.put(1, new SharedRead.Hit("value", Duration.ofHours(1)));
		this.cache.get(1);
		loseAll();
		this.cache.get(1);
		assertEvicted(1, 0);
	}

	@Test
	void aKeyThatWasLoadedAndIsGoneWasEvicted() {
		this.cache.get(1);
		loseAll();
		this.cache.get(1);
		assertEvicted(1, 1);
		loseAll();
		this.cache.get(1);
		assertEvicted(2, 1);
	}

	/**
	 * A server may have refused a part of what was sent in bulk.
	 */
	@Test
	void aKeyThatWasOnlySentInBulkIsAbsent() {
		try (CacheFill fill = this.cache.beginFill(true)) {
			fill.put(1, "row");
		}
		loseAll();
		this.cache.get(1);
		assertEvicted(0, 1);
	}

	@Test
	void aKeyThatNobodyStoredIsAbsent() {
		this.cache.get(1);
		this.cache.get(2);
		assertEvicted(0, 2);
	}

	@Test
	void aKeyThatWasChangedIsAbsent() {
		this.cache.get(1);
		this.cache.get(2);
		this.cache.evict(1);
		this.cache.localCopies().drop(2);
		loseAll();
		this.cache.get(1);
		this.cache.get(2);
		assertEvicted(0, 4);
	}

	@Test
	void aKeyOfAClearedCacheIsAbsent() {
		this.cache.get(1);
		this.cache.clear();
		this.cache.get(1);
		assertEvicted(0, 2);
	}

	@Test
	void aKeyWhoseLifeIsOverIsAbsent() {
		this.cache.get(1);
		this.shared.values.clear();
		this.ticker.advance(Duration.ofHours(1));
		this.cache.get(1);
		assertEvicted(0, 2);
	}

	@Test
	void ofMoreKeysThanAreRememberedTheLatestAre() {
		for (int i = 0; i < 3000; i++) {
			this.cache.get(i);
		}
		loseAll();
		for (int i = 2999; i >= 0; i--) {
			this.cache.get(i);
		}
		assertThat(this.cache.statistics().count(CacheEvent.SHARED_MISS_EVICTED)).isBetween(1L, 2048L);
	}

	private void loseAll() {
		this.shared.values.clear();
		this.ticker.advance(TestCaches.TTL);
	}

	private void assertEvicted(long evicted, long absent) {
		assertThat(this.cache.statistics().count(CacheEvent.SHARED_MISS_EVICTED)).isEqualTo(evicted);
		assertThat(this.cache.statistics().count(CacheEvent.SHARED_MISS_ABSENT)).isEqualTo(absent);
	}

}
