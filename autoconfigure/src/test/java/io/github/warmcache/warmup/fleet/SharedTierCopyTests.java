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

package io.github.warmcache.warmup.fleet;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.FakeHeap;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.fill.FillLimits;
import io.github.warmcache.warmup.fill.FillReport;
import io.github.warmcache.warmup.fill.MemoryGuard;
import io.github.warmcache.warmup.fill.SourceRows;
import io.github.warmcache.warmup.fill.WarmupStream;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedTierCopy}, with pages that are under way together.
 */
class SharedTierCopyTests {

	private static final SharedRead.Hit OLD = new SharedRead.Hit("old", Duration.ofMinutes(1));

	private final PagedTier shared = new PagedTier();

	private final TieredCache cache = TieredCache.builder(new CacheDefinition("cities",
			ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class),
			new LocalTierSettings(1000L, null, Duration.ofMinutes(10), 0, Duration.ofMinutes(1)), Duration.ofHours(1)))
		.sharedTier(this.shared)
		.build();

	@Test
	void copiesAllPages() throws Exception {
		assertThat(copy().entries()).isEqualTo(3);
		assertThat(this.cache.localContents().holds(1)).isTrue();
		assertThat(this.cache.localContents().holds(2)).isTrue();
		assertThat(this.cache.localContents().holds(3)).isTrue();
	}

	@Test
	void keepsNothingThatWasDroppedWhileItsPageWasUnderWay() throws Exception {
		this.shared.whileUnderWay = () -> {
			this.cache.localCopies().drop(1);
			this.cache.localCopies().drop(2);
		};
		copy();
		assertThat(this.cache.localContents().holds(1)).isFalse();
		assertThat(this.cache.localContents().holds(2)).isFalse();
	}

	@Test
	void keepsWhatIsFetchedAfterItWasDropped() throws Exception {
		this.shared.whileUnderWay = () -> this.cache.localCopies().drop(3);
		copy();
		assertThat(this.cache.localContents().holds(3)).isTrue();
	}

	@Test
	void keepsNothingThatWasDroppedSinceTheBeginningIfThereAreNoPages() throws Exception {
		this.shared.paged = false;
		this.shared.whileUnderWay = () -> this.cache.localCopies().drop(3);
		copy();
		assertThat(this.cache.localContents().holds(1)).isTrue();
		assertThat(this.cache.localContents().holds(3)).isFalse();
	}

	@Test
	void countsWhatIsHeldAlreadyAndDoesNotFetchIt() throws Exception {
		this.cache.put(2, "new");
		SharedTierCopy copy = copy();
		assertThat(copy.entries()).isEqualTo(3);
		assertThat(this.cache.get(2, String.class)).isEqualTo("new");
	}

	private SharedTierCopy copy() throws Exception {
		CacheWarmupStep step = new CacheWarmupStep("cities", true, Set.of(), Map.of("test", TestWarmup.rows(1)));
		FillLimits limits = new FillLimits(1, new MemoryGuard(new FakeHeap(), System::nanoTime), null);
		try (WarmupStream stream = new WarmupStream(this.cache, false, new CacheProgress(step, System::nanoTime),
				limits, new FillReport(new SourceRows(0, "bad-rows")))) {
			SharedTierCopy copy = new SharedTierCopy(stream, this.shared, false);
			copy.run();
			return copy;
		}
	}

	/**
	 * Three keys: the pages of the first two are under way together, that of the third
	 * begins when they have come.
	 */
	private static final class PagedTier extends FakeSharedTier {

		private Runnable whileUnderWay = () -> {
		};

		private boolean paged = true;

		@Override
		public void stream(EntrySink<Object, SharedRead.Hit> sink) {
			Runnable first = fetch(sink, 1);
			Runnable second = fetch(sink, 2);
			this.whileUnderWay.run();
			first.run();
			Runnable third = fetch(sink, 3);
			second.run();
			third.run();
		}

		private Runnable fetch(EntrySink<Object, SharedRead.Hit> sink, Object key) {
			EntrySink<Object, SharedRead.Hit> page = this.paged ? sink.page() : sink;
			boolean wanted = page.wants(key);
			return () -> {
				if (wanted) {
					page.accept(key, OLD);
				}
			};
		}

	}

}
