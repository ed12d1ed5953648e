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

package io.github.warmcache.warmup.warmer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.FakeHotKeys;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HotKeyPublisher}.
 */
class HotKeyPublisherTests {

	private final CountDownLatch frozen = new CountDownLatch(1);

	private volatile boolean freezes;

	private final FakeHotKeys shared = new FakeHotKeys() {

		@Override
		public boolean publish(List<?> keys, int most, Duration halfLife) {
			if (HotKeyPublisherTests.this.freezes) {
				try {
					HotKeyPublisherTests.this.frozen.await();
				}
				catch (InterruptedException ex) {
					return false;
				}
			}
			return super.publish(keys, most, halfLife);
		}

	};

	private final WarmupPlan plan = new WarmupPlan(
			List.of(new CacheWarmupStep("cities", true, Set.of(), Map.of("hottest", CacheWarmers.fromHottestKeys(5))),
					new CacheWarmupStep("others", true, Set.of(),
							Map.of("shared", CacheWarmers.fromSharedTier(TestWarmup.ALONE)))),
			Duration.ofSeconds(10), DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
			new Retries(Duration.ofMillis(1), 1, Duration.ofMillis(1), null), Duration.ofSeconds(10));

	private final WarmupState state = new WarmupState(this.plan);

	private final TieredCacheManager caches = new TieredCacheManager(List::of, this::cache);

	private HotKeyPublisher publisher = publisher(Duration.ofHours(1));

	private HotKeyPublisher publisher(Duration interval) {
		return new HotKeyPublisher(this.plan, this.caches, this.state, interval, Duration.ofHours(1), () -> 0);
	}

	private TieredCache cache(String name) {
		LocalTierSettings local = new LocalTierSettings(100L, null, Duration.ofMinutes(10), 0, Duration.ofMinutes(1));
		return TieredCache
			.builder(new CacheDefinition(name, ResolvableType.NONE, ResolvableType.NONE, local, Duration.ofHours(1)))
			.sharedTier(this.shared)
			.build();
	}

	@AfterEach
	void stop() {
		this.frozen.countDown();
		this.publisher.stop();
	}

	@Test
	void nothingIsToldBeforeTheApplicationIsReady() {
		warm(10);
		read(1, 2, 3);
		this.publisher.publish();
		assertThat(this.shared.told).isEmpty();
		this.state.markReady();
		this.publisher.publish();
		assertThat(this.shared.told).as("what was read for the warm-up does not count").isEmpty();
		read(4);
		this.publisher.publish();
		assertThat(this.shared.told).hasSize(1);
	}

	@Test
	void whatWasReadComesBeforeWhatWasOnlyWarmed() {
		warm(50);
		serve();
		read(7, 8, 7, 7, 9);
		this.publisher.publish();
		assertThat(this.shared.told).hasSize(1);
		assertThat(this.shared.told.get(0).subList(0, 3)).extracting(Object.class::cast)
			.containsExactlyInAnyOrder(7, 8, 9);
		assertThat(this.shared.told.get(0)).as("no more than the warmer is to have").hasSize(5);
	}

	@Test
	void noMoreKeysAreToldThanThereWereReads() {
		warm(50);
		serve();
		read(7, 8);
		this.publisher.publish();
		assertThat(this.shared.told).hasSize(1);
		assertThat(this.shared.told.get(0)).extracting(Object.class::cast).containsExactlyInAnyOrder(7, 8);
	}

	@Test
	void usesAreNoticedHoweverFewEntriesThereAre() {
		warm(2);
		serve();
		for (int i = 10; i < 30; i++) {
			this.caches.getCache("cities").put(i, "loaded " + i);
		}
		this.caches.getCache("cities").getNativeCache().cleanUp();
		read(0, 1, 0, 1);
		this.publisher.publish();
		assertThat(this.shared.told.get(0).subList(0, 2)).extracting(Object.class::cast)
			.containsExactlyInAnyOrder(0, 1);
	}

	@Test
	void nothingIsToldWhenNothingWasReadSince() {
		warm(50);
		serve();
		read(7, 8);
		this.publisher.publish();
		this.publisher.publish();
		warm(20);
		this.publisher.publish();
		assertThat(this.shared.told).hasSize(1);
	}

	@Test
	void whatCouldNotBeToldIsToldLater() {
		warm(50);
		serve();
		this.shared.answers = false;
		read(7, 8);
		this.publisher.publish();
		this.shared.answers = true;
		this.publisher.publish();
		assertThat(this.shared.told).hasSize(2);
	}

	@Test
	void onlyLiveEntriesWithValuesAreTold() {
		warm(50);
		this.caches.getCache("cities").put(60, null);
		serve();
		read(7, 7, 8, 60, 60);
		this.caches.getCache("cities").localCopies().dropStripe(this.shared.stripe(7));
		this.publisher.publish();
		assertThat(this.shared.told).hasSize(1);
		assertThat(this.shared.told.get(0)).extracting(Object.class::cast).contains(8).doesNotContain(7, 60);
	}

	@Test
	void cachesThatAreWarmedOtherwiseAreNotToldOf() {
		this.caches.getCache("others").put(1, "one");
		serve();
		this.caches.getCache("others").get(1);
		this.publisher.publish();
		assertThat(this.shared.told).isEmpty();
	}

	@Test
	void itIsToldAgainAndAgain() {
		this.publisher = publisher(Duration.ofMillis(20));
		warm(10);
		this.publisher.start();
		assertThat(this.publisher.isRunning()).isTrue();
		this.state.markReady();
		await().untilAsserted(() -> {
			read(1);
			assertThat(this.shared.told).hasSizeGreaterThan(2);
		});
	}

	@Test
	void whatWasReadLastIsToldAtTheEnd() {
		warm(10);
		serve();
		this.publisher.start();
		read(3);
		this.publisher.stop();
		assertThat(this.publisher.isRunning()).isFalse();
		assertThat(this.shared.told).hasSize(1);
		assertThat(this.shared.told.get(0)).extracting(Object.class::cast).containsExactly(3);
	}

	@Test
	void theEndDoesNotWaitForAServerThatDoesNotAnswer() {
		warm(10);
		serve();
		this.publisher.start();
		read(3);
		this.freezes = true;
		long before = System.nanoTime();
		this.publisher.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
		assertThat(this.shared.told).isEmpty();
	}

	@Test
	void nothingIsToldAtTheEndOfAnApplicationThatWasNeverReady() {
		warm(10);
		this.publisher.start();
		read(3);
		this.publisher.stop();
		assertThat(this.shared.told).isEmpty();
	}

	private void serve() {
		this.state.markReady();
	}

	private void warm(int count) {
		try (var fill = this.caches.getCache("cities").beginFill(false)) {
			for (int i = 0; i < count; i++) {
				fill.put(i, "value " + i);
			}
		}
		// As at the end of a warm-up: reads of entries that Caffeine has not yet put in
		// their
		// place count for nothing.
		this.caches.getCache("cities").getNativeCache().cleanUp();
	}

	private void read(int... keys) {
		for (int key : keys) {
			this.caches.getCache("cities").get(key);
		}
	}

}
