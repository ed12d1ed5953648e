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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what callers of one key do to each other.
 */
class SingleFlightTests {

	private final TieredCache cache = TestCaches.local().build();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger loads = new AtomicInteger();

	@AfterEach
	void stop() {
		this.release.countDown();
		this.threads.shutdownNow();
	}

	@Test
	void twoHundredCallersOfAColdKeyLoadItOnce() throws Exception {
		List<Future<String>> callers = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			callers.add(this.threads.submit(() -> this.cache.get("a", () -> slowly("1"))));
		}
		awaitJoined(199);
		this.release.countDown();
		for (Future<String> caller : callers) {
			assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo("1");
		}
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void droppedStripeLeavesTheLoadsOfOtherStripesTogether() throws Exception {
		Future<String> first = this.threads.submit(() -> this.cache.get("a", () -> slowly("1")));
		this.started.await();
		this.cache.localCopies().dropStripe("b".hashCode() & 31);
		Future<String> second = this.threads.submit(() -> this.cache.get("a", () -> slowly("2")));
		awaitJoined(1);
		this.cache.localCopies().dropStripe("a".hashCode() & 31);
		assertThat(this.cache.get("a", () -> "3")).isEqualTo("3");
		this.release.countDown();
		assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("1");
		assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("1");
		assertThat(this.cache.get("a", String.class)).isEqualTo("3");
	}

	@Test
	void allCallersGetTheExceptionOfTheOneLoad() throws Exception {
		Exception failure = new Exception("no");
		List<Future<String>> callers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			callers.add(this.threads.submit(() -> this.cache.get("a", () -> {
				slowly("1");
				throw failure;
			})));
		}
		awaitJoined(9);
		this.release.countDown();
		for (Future<String> caller : callers) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> caller.get(10, TimeUnit.SECONDS))
				.withCauseInstanceOf(ValueRetrievalException.class)
				.satisfies((ex) -> assertThat(ex.getCause().getCause()).isSameAs(failure));
		}
		assertThat(this.loads).hasValue(1);
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void loadOfOneKeyDoesNotHoldUpAnother() throws Exception {
		this.threads.submit(() -> this.cache.get("a", () -> slowly("1")));
		this.started.await();
		assertThat(this.threads.submit(() -> this.cache.get("b", () -> "2")).get(10, TimeUnit.SECONDS)).isEqualTo("2");
	}

	@Test
	void evictionDoesNotWaitForALoadAndItsValueIsNotKept() throws Exception {
		Future<String> caller = this.threads.submit(() -> this.cache.get("a", () -> slowly("old")));
		this.started.await();
		this.cache.evict("a");
		assertThat(this.cache.get("a", () -> "new")).isEqualTo("new");
		this.release.countDown();
		assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo("old");
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
		assertThat(this.cache.statistics().count(CacheEvent.LOCAL_FILL_REFUSED)).isOne();
	}

	@Test
	void clearDoesNotWaitForALoadAndItsValueIsNotKept() throws Exception {
		Future<String> caller = this.threads.submit(() -> this.cache.get("a", () -> slowly("old")));
		this.started.await();
		this.cache.clear();
		this.release.countDown();
		assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo("old");
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void putDuringALoadWins() throws Exception {
		Future<String> caller = this.threads.submit(() -> this.cache.get("a", () -> slowly("old")));
		this.started.await();
		this.cache.put("a", "new");
		this.release.countDown();
		caller.get(10, TimeUnit.SECONDS);
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void putIfAbsentDuringALoadWins() throws Exception {
		Future<String> caller = this.threads.submit(() -> this.cache.get("a", () -> slowly("old")));
		this.started.await();
		assertThat(this.cache.putIfAbsent("a", "new")).isNull();
		this.release.countDown();
		caller.get(10, TimeUnit.SECONDS);
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void loaderMayReadItsOwnKey() throws Exception {
		Future<String> caller = this.threads
			.submit(() -> this.cache.get("a", () -> "outer " + this.cache.get("a", () -> "inner")));
		assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo("outer inner");
	}

	@Test
	void loaderMayReadOtherKeys() {
		String value = this.cache.get("a", () -> "outer " + this.cache.get("b", () -> "inner"));
		assertThat(value).isEqualTo("outer inner");
		assertThat(this.cache.get("b", String.class)).isEqualTo("inner");
	}

	@Test
	void interruptedCallerLoadsForItselfInsteadOfWaiting() throws Exception {
		this.threads.submit(() -> this.cache.get("a", () -> slowly("1")));
		this.started.await();
		Future<String> waiting = this.threads.submit(() -> {
			Thread.currentThread().interrupt();
			return this.cache.get("a", () -> "own, interrupted " + Thread.interrupted());
		});
		assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("own, interrupted true");
	}

	@Test
	void readWithoutALoaderTakesNothingFromTheLoadOfAnother() throws Exception {
		this.threads.submit(() -> this.cache.get("a", () -> slowly("1")));
		this.started.await();
		assertThat(this.cache.get("a")).isNull();
	}

	private void awaitJoined(int callers) {
		Awaitility.await().until(() -> this.cache.statistics().count(CacheEvent.FLIGHT_JOINED) == callers);
	}

	private String slowly(String value) throws InterruptedException {
		this.loads.incrementAndGet();
		this.started.countDown();
		this.release.await();
		return value;
	}

}
