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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests that every load ends for all who wait for it, whatever method bodies do.
 */
class LandingTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final TieredCache cities = TestCaches.local().executor(this.threads).build();

	private final TieredCache countries = TestCaches.local().executor(this.threads).build();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.threads.shutdownNow();
	}

	@Test
	void twoThreadsMayLoadEachOthersKeys() throws Exception {
		CyclicBarrier both = new CyclicBarrier(2);
		Future<String> city = this.threads.submit(() -> this.cities.get("a", () -> {
			both.await();
			return "city of " + this.countries.get("b", () -> "country");
		}));
		Future<String> country = this.threads.submit(() -> this.countries.get("b", () -> {
			both.await();
			return "country of " + this.cities.get("a", () -> "city");
		}));
		assertThat(city.get(10, TimeUnit.SECONDS)).startsWith("city of country");
		assertThat(country.get(10, TimeUnit.SECONDS)).startsWith("country of city");
		assertThat(this.cities.get("a")).isNotNull();
		assertThat(this.countries.get("b")).isNotNull();
	}

	@Test
	void threeThreadsMayLoadEachOthersKeys() throws Exception {
		CyclicBarrier all = new CyclicBarrier(3);
		Future<String> first = this.threads.submit(() -> loadAndRead(all, "a", "b"));
		Future<String> second = this.threads.submit(() -> loadAndRead(all, "b", "c"));
		Future<String> third = this.threads.submit(() -> loadAndRead(all, "c", "a"));
		assertThat(first.get(10, TimeUnit.SECONDS)).startsWith("a");
		assertThat(second.get(10, TimeUnit.SECONDS)).startsWith("b");
		assertThat(third.get(10, TimeUnit.SECONDS)).startsWith("c");
	}

	private String loadAndRead(CyclicBarrier all, String key, String other) {
		return this.cities.get(key, () -> {
			all.await();
			return key + this.cities.get(other, () -> other);
		});
	}

	@Test
	void loadersThatReadAKeyAnotherThreadLoadsStillWaitForIt() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		AtomicInteger loads = new AtomicInteger();
		Future<String> country = this.threads.submit(() -> this.countries.get("b", () -> {
			started.countDown();
			this.release.await();
			return "country " + loads.incrementAndGet();
		}));
		started.await();
		Future<String> city = this.threads.submit(() -> this.cities.get("a",
				() -> "city of " + this.countries.get("b", () -> "country " + loads.incrementAndGet())));
		Awaitility.await().until(() -> this.countries.statistics().count(CacheEvent.FLIGHT_JOINED) == 1);
		this.release.countDown();
		assertThat(city.get(10, TimeUnit.SECONDS)).isEqualTo("city of country 1");
		assertThat(country.get(10, TimeUnit.SECONDS)).isEqualTo("country 1");
	}

	@Test
	void asynchronousLoaderMayReadItsOwnKey() throws Exception {
		CompletableFuture<String> future = this.cities.retrieve("a",
				() -> this.cities.retrieve("a", () -> CompletableFuture.completedFuture("inner"))
					.thenApply((inner) -> "outer " + inner));
		assertThat(future.get(10, TimeUnit.SECONDS)).isEqualTo("outer inner");
		Future<String> blocking = this.threads.submit(() -> this.cities
			.retrieve("b", () -> CompletableFuture.completedFuture(this.cities.get("b", () -> "inner")))
			.get());
		assertThat(blocking.get(10, TimeUnit.SECONDS)).isEqualTo("inner");
	}

	@Test
	void asynchronousLoaderThatReturnsNoFutureFailsAndEndsItsLoad() throws Exception {
		CompletableFuture<String> future = this.cities.retrieve("a", () -> null);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(NullPointerException.class);
		assertThat(this.cities.retrieve("a", () -> CompletableFuture.completedFuture("1")).get(10, TimeUnit.SECONDS))
			.isEqualTo("1");
	}

	@Test
	void keyThatTheSharedTierRejectsEndsItsLoad() throws Exception {
		FakeSharedTier rejecting = new FakeSharedTier() {

			@Override
			public int stripe(Object key) {
				throw new IllegalArgumentException("no safe text form");
			}

		};
		TieredCache cache = TestCaches.shared().sharedTier(rejecting).executor(this.threads).build();
		for (int i = 0; i < 2; i++) {
			CompletableFuture<String> future = cache.retrieve("a", () -> CompletableFuture.completedFuture("1"));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(10, TimeUnit.SECONDS))
				.withCauseInstanceOf(IllegalArgumentException.class);
			assertThatIllegalArgumentException().isThrownBy(() -> cache.get("a"));
		}
	}

	@Test
	void executorThatBreaksEndsTheLoad() throws Exception {
		TieredCache cache = TestCaches.shared().sharedTier(this.shared).executor((task) -> {
			throw new InternalError("no thread");
		}).build();
		for (int i = 0; i < 2; i++) {
			CompletableFuture<String> future = cache.retrieve("a", () -> CompletableFuture.completedFuture("1"));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> future.get(10, TimeUnit.SECONDS))
				.withCauseInstanceOf(InternalError.class);
		}
	}

	@Test
	void executorThatRefusesDoesNotCostTheLocalTier() throws Exception {
		AtomicInteger tasks = new AtomicInteger();
		TieredCache cache = TestCaches.shared().sharedTier(this.shared).executor((task) -> {
			if (tasks.getAndIncrement() > 0) {
				throw new RejectedExecutionException();
			}
			task.run();
		}).build();
		assertThat(cache.retrieve("a", () -> CompletableFuture.completedFuture("1")).get(10, TimeUnit.SECONDS))
			.isEqualTo("1");
		assertThat(cache.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void interruptOfTheLoadingThreadIsNotAnothersFailure() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CompletableFuture<Thread> pilot = new CompletableFuture<>();
		Future<String> interrupted = this.threads.submit(() -> this.cities.get("a", () -> {
			pilot.complete(Thread.currentThread());
			started.countDown();
			this.release.await();
			return "never";
		}));
		started.await();
		Future<String> other = this.threads.submit(() -> this.cities.get("a", () -> "own"));
		Awaitility.await().until(() -> this.cities.statistics().count(CacheEvent.FLIGHT_JOINED) == 1);
		pilot.get().interrupt();
		assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("own");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> interrupted.get(10, TimeUnit.SECONDS))
			.withRootCauseInstanceOf(InterruptedException.class);
	}

	@Test
	void traceThatIsClosedTwiceLeavesNothingBehind() {
		ReadTrace outer = ReadTrace.start();
		ReadTrace inner = ReadTrace.start();
		inner.close();
		outer.close();
		inner.close();
		try (ReadTrace next = ReadTrace.start()) {
			this.cities.get("a", () -> "1");
			assertThat(next.tier()).isEqualTo(CacheTier.METHOD);
		}
		assertThat(outer.tier()).isEqualTo(CacheTier.LOCAL);
	}

}
