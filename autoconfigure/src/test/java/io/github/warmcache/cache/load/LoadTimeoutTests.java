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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheLoadTimeoutException;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.LoadCancellation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of loads that take too long.
 */
class LoadTimeoutTests {

	private static final LoadPolicy SHORT = new LoadPolicy(Duration.ofMillis(200), 4, null, null);

	private final CountDownLatch release = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private final AtomicInteger calls = new AtomicInteger();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final TieredCache cache = TestCaches.loading(SHORT, null).executor(this.threads).build();

	@AfterEach
	void stop() {
		this.release.countDown();
		this.threads.shutdownNow();
	}

	@Test
	void sourceThatHangsIsInterruptedAndTheMethodIsNotCalled() throws Exception {
		TieredCache hanging = TestCaches.loading(SHORT, null).source((key) -> hang()).build();
		assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> hanging.get("a", () -> this.calls.incrementAndGet()))
			.withCauseInstanceOf(CacheLoadTimeoutException.class)
			.satisfies(
					(ex) -> assertThat(ex.getCause()).hasMessageContaining("'cities'").hasMessageContaining("200 ms"));
		assertThat(this.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.calls).hasValue(0);
		assertThat(count(hanging, CacheEvent.LOAD_TIMED_OUT)).isOne();
		assertThat(count(hanging, CacheEvent.SOURCE_FAILED)).isOne();
		assertThat(hanging.get("a")).isNull();
		Awaitility.await().until(() -> hanging.loadsUnderWay() == 0);
	}

	@Test
	void sourceThatIgnoresTheInterruptHoldsItsPermitAndNotItsCaller() {
		TieredCache deaf = TestCaches.loading(new LoadPolicy(Duration.ofMillis(100), 1, null, null), null)
			.source((key) -> hangDeaf())
			.build();
		assertThat(deaf.get("a")).isNull();
		assertThat(deaf.loadsUnderWay()).isOne();
		assertThat(deaf.get("b")).isNull();
		assertThat(count(deaf, CacheEvent.LOAD_REJECTED)).isOne();
		this.release.countDown();
		Awaitility.await().until(() -> deaf.loadsUnderWay() == 0);
	}

	@Test
	void sourceThatCanBeCancelledIsNotInterrupted() throws Exception {
		CompletableFuture<Boolean> wasInterrupted = new CompletableFuture<>();
		TieredCache cancellable = TestCaches.loading(SHORT, null).source(new CacheSource<String, String>() {

			@Override
			public String load(String key) {
				throw new UnsupportedOperationException();
			}

			@Override
			public String load(String key, LoadCancellation cancellation) throws Exception {
				CountDownLatch cancelled = new CountDownLatch(1);
				cancellation.onCancel(cancelled::countDown);
				try {
					cancelled.await();
					wasInterrupted.complete(Thread.currentThread().isInterrupted());
				}
				catch (InterruptedException ex) {
					wasInterrupted.complete(true);
				}
				return "late";
			}

		}).build();
		assertThat(cancellable.get("a")).isNull();
		assertThat(wasInterrupted.get(10, TimeUnit.SECONDS)).isFalse();
		assertThat(count(cancellable, CacheEvent.SOURCE_LOADED)).isZero();
		assertThat(cancellable.getNativeCache().estimatedSize()).isZero();
	}

	@Test
	void sourceThatReadsItsOwnKeyDoesNotWaitForItself() {
		CompletableFuture<TieredCache> self = new CompletableFuture<>();
		TieredCache recursive = TestCaches.local()
			.source((key) -> "outer " + self.join().get(key, () -> "inner"))
			.build();
		self.complete(recursive);
		assertThat(recursive.get("a", String.class)).isEqualTo("outer inner");
	}

	@Test
	void methodThatFailsWhenInterruptedFailsWithItsOwnException() {
		IllegalStateException own = new IllegalStateException("own");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("a", () -> {
			try {
				return hang();
			}
			catch (InterruptedException ex) {
				throw own;
			}
		})).satisfies((ex) -> assertThat(ex.getCause()).isSameAs(own));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(count(this.cache, CacheEvent.LOAD_TIMED_OUT)).isOne();
	}

	@Test
	void methodThatSwallowsTheInterruptLeavesNoneBehind() {
		String value = this.cache.get("a", () -> {
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
			return "late";
		});
		assertThat(value).isEqualTo("late");
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.cache.get("a", String.class)).isEqualTo("late");
	}

	@Test
	void interruptNeverComesAfterTheEndOfTheMethod() {
		TieredCache racing = TestCaches.loading(new LoadPolicy(Duration.ofNanos(300_000), 4, null, null), null).build();
		for (int i = 0; i < 2000; i++) {
			long end = System.nanoTime() + 250_000 + (i % 100) * 1_000L;
			try {
				racing.get(i, () -> {
					while (System.nanoTime() - end < 0) {
						Thread.onSpinWait();
					}
					return "value";
				});
			}
			catch (ValueRetrievalException ex) {
				// Waited for its time slice instead.
				assertThat(ex).hasCauseInstanceOf(CacheLoadTimeoutException.class);
			}
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
	}

	@Test
	void interruptThatWasThereBeforeIsLeftToTheCaller() {
		Thread.currentThread().interrupt();
		this.cache.get("a", () -> "1");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void whoWaitsForAnotherLoadWaitsNoLongerThanHisOwnTime() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		Future<String> leader = this.threads.submit(() -> this.cache.get("a", () -> {
			started.countDown();
			return hangDeaf();
		}));
		started.await();
		assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> this.cache.get("a", () -> this.calls.incrementAndGet()))
			.withCauseInstanceOf(CacheLoadTimeoutException.class);
		assertThat(this.cache.retrieve("a", () -> CompletableFuture.completedFuture("2")))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(CacheLoadTimeoutException.class);
		assertThat(this.calls).hasValue(0);
		this.release.countDown();
		assertThat(leader.get(10, TimeUnit.SECONDS)).isEqualTo("deaf");
	}

	@Test
	void whoWaitsForALoadThatWasInterruptedDoesNotLoadAgain() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		TieredCache slower = TestCaches.loading(new LoadPolicy(Duration.ofSeconds(1), 4, null, null), null).build();
		Future<?> leader = this.threads.submit(() -> slower.get("a", () -> {
			started.countDown();
			return hang();
		}));
		started.await();
		assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> slower.get("a", () -> this.calls.incrementAndGet()))
			.withCauseInstanceOf(CacheLoadTimeoutException.class);
		assertThat(this.calls).hasValue(0);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> leader.get(10, TimeUnit.SECONDS))
			.withRootCauseInstanceOf(InterruptedException.class);
	}

	@Test
	void futureThatNeverCompletesDoesNotHoldItsKey() throws Exception {
		CompletableFuture<String> never = new CompletableFuture<>();
		assertThat(this.cache.retrieve("a", () -> never)).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(CacheLoadTimeoutException.class);
		Awaitility.await().until(never::isCancelled);
		assertThat(count(this.cache, CacheEvent.LOAD_TIMED_OUT)).isOne();
		assertThat(this.cache.loadsUnderWay()).isZero();
		assertThat(this.cache.retrieve("a", () -> CompletableFuture.completedFuture("1")).get(10, TimeUnit.SECONDS))
			.isEqualTo("1");
	}

	@Test
	void sourceThatHangsFailsAnAsynchronousRead() throws Exception {
		TieredCache hanging = TestCaches.loading(SHORT, null).executor(this.threads).source((key) -> hang()).build();
		assertThat(hanging.retrieve("a", () -> CompletableFuture.completedFuture(this.calls.incrementAndGet())))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(CacheLoadTimeoutException.class);
		assertThat(this.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.calls).hasValue(0);
		assertThat(hanging.retrieve("a").get(10, TimeUnit.SECONDS)).isNull();
	}

	private static long count(TieredCache cache, CacheEvent event) {
		return cache.statistics().count(event);
	}

	private String hang() throws InterruptedException {
		try {
			this.release.await();
			return "released";
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
			throw ex;
		}
	}

	private String hangDeaf() {
		boolean released = false;
		while (!released) {
			try {
				this.release.await();
				released = true;
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
			}
		}
		return "deaf";
	}

}
