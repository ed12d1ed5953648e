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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.SharedRead;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of expired values that are served because their load failed.
 */
class StaleIfErrorTests {

	private static final Duration STALE = Duration.ofMinutes(30);

	private static final LoadPolicy POLICY = new LoadPolicy(Duration.ofMillis(200), 4, STALE, null);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final FakeTicker ticker = new FakeTicker();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final AtomicInteger calls = new AtomicInteger();

	private final Callable<String> broken = () -> {
		this.calls.incrementAndGet();
		throw new IllegalStateException("down");
	};

	private final TieredCache cache = TestCaches.loading(POLICY, null).ticker(this.ticker).build();

	@Test
	void servesTheExpiredValueUpToTheBoundAndNotBeyond() {
		this.cache.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		assertThat(tierOf("a", this.broken)).isEqualTo(CacheTier.STALE);
		this.ticker.advance(STALE.minusMillis(1));
		assertThat(this.cache.get("a", this.broken)).isEqualTo("old");
		assertThat(this.cache.statistics().count(CacheEvent.STALE_SERVED)).isEqualTo(2);
		this.ticker.advance(Duration.ofMillis(1));
		assertFails(this.cache);
	}

	@Test
	void doesNotTryAgainForEveryCaller() {
		this.cache.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		for (int i = 0; i < 100; i++) {
			assertThat(this.cache.get("a", this.broken)).isEqualTo("old");
		}
		assertThat(this.calls).hasValue(1);
		assertThat(this.cache.statistics().count(CacheEvent.STALE_SERVED)).isEqualTo(100);
		this.ticker.advance(PAUSE);
		assertThat(this.cache.get("a", () -> "new")).isEqualTo("new");
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void triesOneKeyAtATimeWhileEveryLoadFails() {
		for (int key = 0; key < 50; key++) {
			this.cache.put(key, "old");
		}
		this.ticker.advance(TestCaches.TTL);
		for (int key = 0; key < 50; key++) {
			assertThat(this.cache.get(key, this.broken)).isEqualTo("old");
		}
		assertThat(this.calls).hasValue(5);
		this.ticker.advance(PAUSE);
		for (int key = 0; key < 50; key++) {
			assertThat(this.cache.get(key, this.broken)).isEqualTo("old");
		}
		assertThat(this.calls).hasValue(6);
		this.ticker.advance(PAUSE);
		for (int key = 0; key < 50; key++) {
			assertThat(this.cache.get(key, () -> "new")).isEqualTo("new");
		}
	}

	@Test
	void missesAreLoadedAlthoughEveryLoadFails() {
		for (int key = 0; key < 10; key++) {
			assertFails(this.cache);
		}
		assertThat(this.calls).hasValue(10);
	}

	@Test
	void neverServesWhatWasInvalidated() {
		this.cache.put("a", "old");
		this.cache.put("b", "old");
		this.cache.put("c", "old");
		this.ticker.advance(TestCaches.TTL);
		assertThat(this.cache.get("a", this.broken)).isEqualTo("old");
		this.cache.evict("a");
		this.cache.localCopies().drop("b");
		this.cache.localCopies().dropStripe("c".hashCode() & 31);
		for (String key : new String[] { "a", "b", "c" }) {
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get(key, this.broken));
		}
	}

	@Test
	void doesNotServeWhatIsInvalidatedDuringTheLoad() {
		this.cache.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("a", () -> {
			this.cache.evict("a");
			throw new IllegalStateException("down");
		}));
	}

	@Test
	void withoutTheSettingNothingExpiredIsServed() {
		TieredCache strict = TestCaches.local().ticker(this.ticker).build();
		strict.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		assertFails(strict);
	}

	@Test
	void doesNotCoverErrorsUp() {
		this.cache.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.cache.get("a", () -> {
			throw new OutOfMemoryError();
		}));
	}

	@Test
	void absenceThatIsLoadedIsAResultAndNoError() {
		this.cache.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		Object value = this.cache.get("a", () -> null);
		assertThat(value).isNull();
		assertThat(this.cache.get("a")).isNotNull();
		assertThat(this.cache.statistics().count(CacheEvent.STALE_SERVED)).isZero();
	}

	@Test
	void sourceThatFailsIsCoveredForReadsWithoutALoader() throws Exception {
		TieredCache sourced = TestCaches.loading(POLICY, null).ticker(this.ticker).source((key) -> {
			this.calls.incrementAndGet();
			throw new IllegalStateException("down");
		}).build();
		sourced.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		assertThat(sourced.get("a", String.class)).isEqualTo("old");
		assertThat(sourced.get("a").get()).isEqualTo("old");
		assertThat(this.calls).hasValue(1);
		this.ticker.advance(PAUSE);
		assertThat(sourced.retrieve("a").get(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(this.calls).hasValue(2);
		assertThat(sourced.get("b")).isNull();
		assertThat(sourced.statistics().count(CacheEvent.STALE_SERVED)).isEqualTo(3);
	}

	@Test
	void sourceThatHangsIsCovered() {
		CountDownLatch never = new CountDownLatch(1);
		TieredCache hanging = TestCaches.loading(POLICY, null).ticker(this.ticker).source((key) -> {
			never.await();
			return "never";
		}).build();
		hanging.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		assertThat(hanging.get("a", () -> "method")).isEqualTo("old");
	}

	@Test
	void asynchronousLoadThatFailsIsCovered() throws Exception {
		this.cache.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		assertThat(this.cache.retrieve("a", () -> CompletableFuture.<String>failedFuture(new Exception()))
			.get(10, TimeUnit.SECONDS)).isEqualTo("old");
		assertThat(this.cache.retrieve("a", () -> CompletableFuture.completedFuture("new")).get(10, TimeUnit.SECONDS))
			.isEqualTo("old");
		this.ticker.advance(PAUSE);
		assertThat(this.cache.retrieve("a", CompletableFuture<String>::new).get(10, TimeUnit.SECONDS)).isEqualTo("old");
		assertThat(this.cache.statistics().count(CacheEvent.STALE_SERVED)).isEqualTo(3);
		assertThat(this.cache.retrieve("b", () -> CompletableFuture.<String>failedFuture(new Exception())))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class);
	}

	@Test
	void servesStaleInsteadOfLoadingWhatAnotherPodLoads() {
		TieredCache tiered = TestCaches.loading(POLICY, Duration.ofHours(1))
			.ticker(this.ticker)
			.sharedTier(this.shared)
			.build();
		tiered.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		this.shared.nextRead = new SharedRead.Busy();
		assertThat(tiered.get("a", this.broken)).isEqualTo("old");
		assertThat(this.calls).hasValue(0);
	}

	@Test
	void interruptOfTheCallerIsHisOwn() {
		this.cache.put("a", "old");
		this.ticker.advance(TestCaches.TTL);
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("a", () -> {
			throw new InterruptedException();
		})).withCauseInstanceOf(InterruptedException.class);
	}

	@Test
	void expiredEntriesStayWithinTheBounds() {
		for (int i = 0; i < 3000; i++) {
			this.cache.put(i, "value");
		}
		this.ticker.advance(TestCaches.TTL);
		this.cache.getNativeCache().cleanUp();
		assertThat(this.cache.getNativeCache().estimatedSize()).isBetween(1L, 1000L);
		this.ticker.advance(STALE.plusMillis(1));
		this.cache.getNativeCache().cleanUp();
		assertThat(this.cache.getNativeCache().estimatedSize()).isZero();
	}

	private void assertFails(TieredCache cache) {
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("a", this.broken))
			.withCauseInstanceOf(IllegalStateException.class);
	}

	private CacheTier tierOf(String key, Callable<String> loader) {
		try (ReadTrace trace = ReadTrace.start()) {
			this.cache.get(key, loader);
			return trace.tier();
		}
	}

}
