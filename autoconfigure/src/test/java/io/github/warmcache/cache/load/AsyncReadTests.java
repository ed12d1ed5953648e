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

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.SharedRead;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of reads, puts and evictions by callers that must not be blocked.
 */
class AsyncReadTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache local = TestCaches.local().executor(this.threads).build();

	private final TieredCache cache = TestCaches.shared().sharedTier(this.shared).executor(this.threads).build();

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.release.countDown();
		this.threads.shutdownNow();
	}

	@Test
	void knowsAtOnceThatThereIsNothingWhereThereIsNoOtherTier() {
		assertThat(this.local.retrieve("a")).isNull();
	}

	@Test
	void retrievesLocallyWithoutAnotherThread() {
		this.local.put("a", "1");
		this.local.put("b", null);
		assertThat(wrapped(this.local.retrieve("a").join())).isEqualTo("1");
		assertThat(wrapped(this.local.retrieve("b").join())).isNull();
		assertThat(this.local.retrieve("a", () -> CompletableFuture.completedFuture("2"))).isCompletedWithValue("1");
		assertThat(this.local.retrieve("b", () -> CompletableFuture.completedFuture("2"))).isCompletedWithValue(null);
	}

	@Test
	void retrievesFromTheSharedTierLater() throws Exception {
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		this.shared.values.put("b", new SharedRead.Hit(null, Duration.ofHours(1)));
		assertThat(wrapped(get(this.cache.retrieve("a")))).isEqualTo("1");
		assertThat(wrapped(get(this.cache.retrieve("b")))).isNull();
		assertThat(get(this.cache.retrieve("c"))).isNull();
	}

	@Test
	void doesNotBlockTheCallerWhileTheSharedTierIsSlow() throws Exception {
		CountDownLatch reading = new CountDownLatch(1);
		this.shared.onRead = () -> {
			reading.countDown();
			awaitRelease();
		};
		CompletableFuture<String> future = this.cache.retrieve("a", () -> CompletableFuture.completedFuture("1"));
		reading.await();
		assertThat(future).isNotDone();
		this.release.countDown();
		assertThat(get(future)).isEqualTo("1");
	}

	@Test
	void keepsWhatAnAsynchronousLoaderReturned() throws Exception {
		AtomicInteger loads = new AtomicInteger();
		assertThat(get(this.cache.retrieve("a", () -> load(loads, "1")))).isEqualTo("1");
		assertThat(get(this.cache.retrieve("a", () -> load(loads, "2")))).isEqualTo("1");
		assertThat(loads).hasValue(1);
		assertThat(this.shared.values.get("a").value()).isEqualTo("1");
	}

	@Test
	void manyRetrievalsOfAColdKeyLoadItOnce() throws Exception {
		CompletableFuture<String> loaded = new CompletableFuture<>();
		AtomicInteger loads = new AtomicInteger();
		List<CompletableFuture<String>> callers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			callers.add(this.cache.retrieve("a", () -> {
				loads.incrementAndGet();
				return loaded;
			}));
		}
		Future<String> blocking = this.threads.submit(() -> this.cache.get("a", () -> "other"));
		Awaitility.await().until(() -> this.cache.statistics().count(CacheEvent.FLIGHT_JOINED) == 100);
		loaded.complete("1");
		for (CompletableFuture<String> caller : callers) {
			assertThat(get(caller)).isEqualTo("1");
		}
		assertThat(blocking.get(10, TimeUnit.SECONDS)).isEqualTo("1");
		assertThat(loads).hasValue(1);
	}

	@Test
	void cancellingOneCallerDoesNotCancelTheOthers() throws Exception {
		CompletableFuture<String> loaded = new CompletableFuture<>();
		CompletableFuture<String> first = this.local.retrieve("a", () -> loaded);
		CompletableFuture<String> second = this.local.retrieve("a", () -> loaded);
		first.cancel(true);
		loaded.complete("1");
		assertThat(get(second)).isEqualTo("1");
		assertThat(this.local.get("a", String.class)).isEqualTo("1");
	}

	@Test
	void failureOfALoaderReachesAllCallersUnchangedAndIsNotKept() throws Exception {
		Exception failure = new Exception("no");
		CompletableFuture<String> loaded = new CompletableFuture<>();
		CompletableFuture<String> first = this.cache.retrieve("a", () -> loaded);
		CompletableFuture<String> second = this.cache.retrieve("a", () -> loaded);
		loaded.completeExceptionally(failure);
		for (CompletableFuture<String> caller : List.of(first, second)) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(caller))
				.satisfies((ex) -> assertThat(ex.getCause()).isSameAs(failure));
		}
		assertThat(get(this.cache.retrieve("a", () -> CompletableFuture.completedFuture("1")))).isEqualTo("1");
		assertThat(this.shared.calls).containsExactly("lease", "release", "lease", "fill");
	}

	@Test
	void loaderThatThrowsFailsTheFuture() {
		IllegalStateException failure = new IllegalStateException("no");
		CompletableFuture<String> future = this.local.retrieve("a", () -> {
			throw failure;
		});
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(future))
			.satisfies((ex) -> assertThat(ex.getCause()).isSameAs(failure));
	}

	@Test
	void retrievalWithALoaderDoesNotTakeTheMissOfOneWithout() throws Exception {
		this.shared.onRead = this::awaitRelease;
		CompletableFuture<?> without = this.cache.retrieve("a");
		CompletableFuture<String> with = this.cache.retrieve("a", () -> CompletableFuture.completedFuture("1"));
		this.release.countDown();
		assertThat(get(without)).isNull();
		assertThat(get(with)).isEqualTo("1");
	}

	@Test
	void valueOfAnAsynchronousLoadIsNotKeptAfterAnEviction() throws Exception {
		CompletableFuture<String> loaded = new CompletableFuture<>();
		CompletableFuture<String> caller = this.local.retrieve("a", () -> loaded);
		this.local.evict("a");
		loaded.complete("old");
		assertThat(get(caller)).isEqualTo("old");
		assertThat(this.local.get("a")).isNull();
	}

	@Test
	void executorThatRefusesCostsTheTiersAndNotTheRead() throws Exception {
		TieredCache refused = TestCaches.shared().sharedTier(this.shared).executor((task) -> {
			throw new RejectedExecutionException();
		}).build();
		assertThat(get(refused.retrieve("a", () -> CompletableFuture.completedFuture("1")))).isEqualTo("1");
		assertThat(get(refused.retrieve("b"))).isNull();
		assertThat(this.shared.calls).isEmpty();
	}

	@Test
	void changesFromAThreadThatMustNotBlockGoThroughTheExecutor() {
		this.shared.values.put("a", new SharedRead.Hit("1", Duration.ofHours(1)));
		CompletableFuture<Thread> told = new CompletableFuture<>();
		TieredCache observed = TestCaches.shared()
			.sharedTier(this.shared)
			.executor((task) -> this.threads.execute(() -> {
				task.run();
				told.complete(Thread.currentThread());
			}))
			.build();
		CompletableFuture<Thread> caller = new CompletableFuture<>();
		Schedulers.parallel().schedule(() -> {
			observed.evict("a");
			caller.complete(Thread.currentThread());
		});
		assertThat(told.orTimeout(10, TimeUnit.SECONDS).join()).isNotSameAs(caller.join());
		assertThat(this.shared.values).isEmpty();
	}

	private static CompletableFuture<String> load(AtomicInteger loads, String value) {
		loads.incrementAndGet();
		return CompletableFuture.supplyAsync(() -> value);
	}

	private static <T> T get(CompletableFuture<T> future) throws Exception {
		return future.get(10, TimeUnit.SECONDS);
	}

	private static Object wrapped(Object wrapper) {
		assertThat(wrapper).isInstanceOf(ValueWrapper.class);
		return ((ValueWrapper) wrapper).get();
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
