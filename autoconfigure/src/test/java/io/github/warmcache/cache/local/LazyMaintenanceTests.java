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

package io.github.warmcache.cache.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.warmcache.cache.tiered.LoadThreads;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LazyMaintenance}.
 */
class LazyMaintenanceTests {

	private final Executor threads = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "maintenance");
		thread.setDaemon(true);
		return thread;
	});

	@Test
	void tasksAreRunOnOneThreadThatIsWokenOnce() throws InterruptedException {
		AtomicInteger wakes = new AtomicInteger();
		LazyMaintenance maintenance = new LazyMaintenance((task) -> {
			wakes.incrementAndGet();
			this.threads.execute(task);
		});
		CountDownLatch run = new CountDownLatch(100);
		for (int i = 0; i < 100; i++) {
			maintenance.execute(new CountDown(run));
		}
		assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(wakes).hasValue(1);
	}

	@Test
	void eachTaskIsRunOnceMoreForWhatCameMeanwhile() throws InterruptedException {
		CountDownLatch run = new CountDownLatch(2);
		new LazyMaintenance(this.threads).execute(run::countDown);
		assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aTaskThatFailsLeavesTheOthers() throws InterruptedException {
		LazyMaintenance maintenance = new LazyMaintenance(this.threads);
		CountDownLatch run = new CountDownLatch(1);
		maintenance.execute(() -> {
			throw new AssertionError("as it should");
		});
		maintenance.execute(run::countDown);
		assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void theThreadEndsAndIsWokenAgain() throws InterruptedException {
		AtomicInteger ended = new AtomicInteger();
		LazyMaintenance maintenance = new LazyMaintenance((task) -> this.threads.execute(() -> {
			task.run();
			ended.incrementAndGet();
		}));
		for (int i = 1; i <= 3; i++) {
			int round = i;
			CountDownLatch run = new CountDownLatch(1);
			maintenance.execute(run::countDown);
			assertThat(run.await(10, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().untilAtomic(ended, (value) -> assertThat(value).isEqualTo(round));
		}
	}

	@Test
	void whoeverHasNoThreadIsToldSo() {
		AtomicInteger refusals = new AtomicInteger();
		CountDownLatch run = new CountDownLatch(2);
		LazyMaintenance maintenance = new LazyMaintenance((task) -> {
			if (refusals.getAndIncrement() == 0) {
				throw new RejectedExecutionException("none");
			}
			this.threads.execute(task);
		});
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> maintenance.execute(run::countDown));
		maintenance.execute(run::countDown);
		Awaitility.await().until(() -> run.getCount() == 0);
	}

	@Test
	void whatFindsNoPlaceIsRunByWhoAsksForIt() {
		LazyMaintenance maintenance = new LazyMaintenance((task) -> {
		});
		for (int i = 0; i < 1024; i++) {
			maintenance.execute(() -> {
			});
		}
		CountDownLatch run = new CountDownLatch(1);
		maintenance.execute(run::countDown);
		assertThat(run.getCount()).isZero();
	}

	@Test
	void cachesAreTidiedUpByItsThread() {
		AtomicInteger evictions = new AtomicInteger();
		Cache<Integer, String> cache = Caffeine.newBuilder()
			.maximumSize(10)
			.executor(LoadThreads.forMaintenance())
			.evictionListener((key, value, cause) -> {
				assertThat(Thread.currentThread().getName()).startsWith("warmcache-maintenance-");
				evictions.incrementAndGet();
			})
			.build();
		for (int i = 0; i < 20; i++) {
			cache.put(i, "");
		}
		Awaitility.await().untilAtomic(evictions, (value) -> assertThat(value).isEqualTo(10));
	}

	@Test
	void whatIsPutOffIsBounded() {
		// What is never run is what takes for ever.
		Cache<Integer, String> cache = Caffeine.newBuilder().maximumSize(100).executor((task) -> {
		}).build();
		for (int i = 0; i < 100_000; i++) {
			cache.put(i, "");
		}
		assertThat(cache.estimatedSize()).isLessThan(100 + 128L * 2 * Runtime.getRuntime().availableProcessors() + 1);
	}

	/**
	 * One of several tasks that are not equal.
	 */
	private static final class CountDown implements Runnable {

		private final CountDownLatch latch;

		CountDown(CountDownLatch latch) {
			this.latch = latch;
		}

		@Override
		public void run() {
			this.latch.countDown();
		}

	}

}
