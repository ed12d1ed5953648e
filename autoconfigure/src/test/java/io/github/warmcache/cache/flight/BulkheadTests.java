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

package io.github.warmcache.cache.flight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheLoadRejectedException;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheBuilder;
import io.github.warmcache.tier.SharedRead;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the bound on the loads under way.
 */
class BulkheadTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger underWay = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	@AfterEach
	void stop() {
		this.release.countDown();
		this.threads.shutdownNow();
	}

	@Test
	void neverAreMoreLoadsUnderWayThanAllowed() throws Exception {
		TieredCache methods = cache(3, Duration.ofSeconds(30)).build();
		TieredCache sources = cache(3, Duration.ofSeconds(30)).source((key) -> counted(key.toString())).build();
		for (TieredCache cache : List.of(methods, sources)) {
			this.most.set(0);
			List<Future<?>> callers = new ArrayList<>();
			for (int i = 0; i < 64; i++) {
				int caller = i;
				callers.add(this.threads.submit(() -> {
					for (int key = caller * 20; key < caller * 20 + 20; key++) {
						String name = "key " + key;
						if (key % 2 == 0) {
							cache.get(name, () -> counted(name));
						}
						else {
							cache.retrieve(name, () -> CompletableFuture.supplyAsync(() -> counted(name), this.threads))
								.get();
						}
					}
					return null;
				}));
			}
			for (Future<?> caller : callers) {
				caller.get(60, TimeUnit.SECONDS);
			}
			assertThat(this.most).hasValueBetween(1, 3);
			assertThat(cache.loadsUnderWay()).isZero();
			assertThat(cache.statistics().count(CacheEvent.LOAD_REJECTED)).isZero();
			assertThat(cache.getNativeCache().asMap()).hasSizeGreaterThan(500);
		}
	}

	@Test
	void loadThatGetsNoPermitInTimeIsRejected() throws Exception {
		TieredCache cache = cache(1, Duration.ofMillis(200)).build();
		Future<String> first = this.threads.submit(() -> cache.get("a", this::hang));
		this.started.await();
		assertThat(cache.loadsUnderWay()).isOne();
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("b", () -> "2"))
			.withCauseInstanceOf(CacheLoadRejectedException.class)
			.satisfies((ex) -> assertThat(ex.getCause()).hasMessageContaining("'cities'"));
		assertThat(cache.retrieve("b", () -> CompletableFuture.completedFuture("2")))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(CacheLoadRejectedException.class);
		assertThat(cache.statistics().count(CacheEvent.LOAD_REJECTED)).isEqualTo(2);
		this.release.countDown();
		first.get(10, TimeUnit.SECONDS);
		assertThat(cache.get("b", () -> "2")).isEqualTo("2");
		assertThat(cache.loadsUnderWay()).isZero();
	}

	@Test
	void hitOfTheSharedTierNeedsNoPermit() throws Exception {
		FakeSharedTier shared = new FakeSharedTier();
		TieredCache cache = TestCaches.loading(new LoadPolicy(Duration.ofSeconds(30), 1, null, null), TestCaches.TTL)
			.sharedTier(shared)
			.build();
		this.threads.submit(() -> cache.get("a", this::hang));
		this.started.await();
		shared.values.put("b", new SharedRead.Hit("2", Duration.ofHours(1)));
		assertThat(this.threads.submit(() -> cache.get("b", () -> "method")).get(10, TimeUnit.SECONDS)).isEqualTo("2");
	}

	@Test
	void methodThatReadsOtherKeysOfItsCacheNeedsNoSecondPermit() throws Exception {
		TieredCache cache = cache(1, Duration.ofSeconds(30)).build();
		assertThat(cache.get("a", () -> "outer " + cache.get("b", () -> "inner"))).isEqualTo("outer inner");
		assertThat(cache
			.retrieve("c",
					() -> cache.retrieve("d", () -> CompletableFuture.completedFuture("inner"))
						.thenApply((inner) -> "outer " + inner))
			.get(10, TimeUnit.SECONDS)).isEqualTo("outer inner");
		assertThat(cache.loadsUnderWay()).isZero();
	}

	@Test
	void sourceThatReadsOtherKeysOfItsCacheNeedsNoSecondPermit() {
		CompletableFuture<TieredCache> self = new CompletableFuture<>();
		TieredCache cache = cache(1, Duration.ofSeconds(30))
			.source((key) -> "a".equals(key) ? "outer " + self.join().get("b", String.class) : "inner")
			.build();
		self.complete(cache);
		assertThat(cache.get("a", String.class)).isEqualTo("outer inner");
	}

	@Test
	void methodThatWaitsForALoadWithoutAPermitLendsItsOwn() throws Exception {
		TieredCache cache = cache(1, Duration.ofSeconds(30)).build();
		CountDownLatch waiting = new CountDownLatch(1);
		Future<String> outer = this.threads.submit(() -> cache.get("a", () -> {
			this.started.countDown();
			waiting.await();
			return "outer " + cache.get("b", () -> "own");
		}));
		this.started.await();
		Future<String> inner = this.threads.submit(() -> cache.get("b", () -> "inner"));
		Awaitility.await().until(() -> this.cacheWaits(cache));
		waiting.countDown();
		assertThat(outer.get(10, TimeUnit.SECONDS)).isEqualTo("outer inner");
		assertThat(inner.get(10, TimeUnit.SECONDS)).isEqualTo("inner");
		assertThat(cache.loadsUnderWay()).isZero();
	}

	/**
	 * A third reader of the key can only join.
	 */
	private boolean cacheWaits(TieredCache cache) {
		long before = cache.statistics().count(CacheEvent.FLIGHT_JOINED);
		cache.retrieve("b", () -> CompletableFuture.completedFuture("third")).cancel(false);
		return cache.statistics().count(CacheEvent.FLIGHT_JOINED) > before;
	}

	@Test
	void manyWaitersThatFindNoThreadGiveUpWithoutExhaustingTheStack() throws Exception {
		TieredCache cache = cache(1, Duration.ofSeconds(30)).executor((task) -> {
			throw new RejectedExecutionException();
		}).build();
		CompletableFuture<String> first = new CompletableFuture<>();
		CompletableFuture<String> leader = cache.retrieve("first", () -> first);
		List<CompletableFuture<String>> others = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			others.add(cache.retrieve(i, () -> CompletableFuture.completedFuture("other")));
		}
		first.complete("1");
		assertThat(leader.get(10, TimeUnit.SECONDS)).isEqualTo("1");
		for (CompletableFuture<String> other : others) {
			assertThat(other).failsWithin(Duration.ofSeconds(30))
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(CacheLoadRejectedException.class);
		}
		Awaitility.await().until(() -> cache.loadsUnderWay() == 0);
	}

	private TieredCacheBuilder cache(int permits, Duration timeout) {
		return TestCaches.loading(new LoadPolicy(timeout, permits, null, null), null).executor(this.threads);
	}

	private String counted(String value) {
		this.most.accumulateAndGet(this.underWay.incrementAndGet(), Math::max);
		LockSupport.parkNanos(50_000);
		this.underWay.decrementAndGet();
		return value;
	}

	private String hang() throws InterruptedException {
		this.started.countDown();
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			this.release.await();
		}
		return "hung";
	}

}
