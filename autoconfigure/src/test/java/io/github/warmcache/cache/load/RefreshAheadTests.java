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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.SharedRead;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of values that are loaded anew before they expire.
 */
class RefreshAheadTests {

	private static final Duration POINT = Duration.ofMinutes(8);

	private static final LoadPolicy POLICY = new LoadPolicy(Duration.ofSeconds(30), 1, null, 0.8);

	private final FakeTicker ticker = new FakeTicker();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private final AtomicInteger calls = new AtomicInteger();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final TieredCache cache = TestCaches.loading(POLICY, null)
		.ticker(this.ticker)
		.executor(this.tasks::add)
		.build();

	private final TieredCache tiered = TestCaches.loading(POLICY, Duration.ofHours(1))
		.ticker(this.ticker)
		.executor(this.tasks::add)
		.sharedTier(this.shared)
		.build();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void hitAfterThePointLoadsOnceInTheBackground() {
		this.cache.put("a", "old");
		this.ticker.advance(POINT.minusNanos(1));
		assertThat(read()).isEqualTo("old");
		assertThat(this.tasks).isEmpty();
		this.ticker.advance(Duration.ofNanos(1));
		for (int i = 0; i < 100; i++) {
			assertThat(read()).isEqualTo("old");
		}
		assertThat(this.tasks).hasSize(1);
		assertThat(this.calls).hasValue(0);
		this.tasks.remove().run();
		assertThat(this.calls).hasValue(1);
		assertThat(this.cache.get("a", String.class)).isEqualTo("new 1");
		assertThat(count(this.cache, CacheEvent.REFRESHED)).isOne();
		this.ticker.advance(POINT.minusNanos(1));
		assertThat(read()).isEqualTo("new 1");
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void asynchronousMethodIsCalledInTheBackgroundToo() throws Exception {
		this.cache.put("a", "old");
		this.ticker.advance(POINT);
		assertThat(this.cache.retrieve("a", () -> CompletableFuture.completedFuture("new")).get()).isEqualTo("old");
		this.tasks.remove().run();
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void knownAbsenceIsRefreshedAlike() {
		this.cache.put("a", null);
		this.ticker.advance(TestCaches.NULL_TTL.multipliedBy(8).dividedBy(10));
		assertThat(this.cache.<Object>get("a", () -> "new")).isNull();
		this.tasks.remove().run();
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void readWithoutALoaderRefreshesFromTheSource() {
		CountDownLatch loaded = new CountDownLatch(1);
		TieredCache sourced = TestCaches.loading(POLICY, null)
			.ticker(this.ticker)
			.executor(Runnable::run)
			.sourceExecutor(Runnable::run)
			.source((key) -> {
				loaded.countDown();
				return "new";
			})
			.build();
		sourced.put("a", "old");
		this.ticker.advance(POINT);
		assertThat(sourced.get("a", String.class)).isEqualTo("old");
		assertThat(loaded.getCount()).isZero();
		assertThat(sourced.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void failureIsSwallowedAndNotRepeatedAtOnce() {
		this.cache.put("a", "old");
		this.ticker.advance(POINT);
		for (int i = 0; i < 3; i++) {
			assertThat(this.cache.<String>get("a", () -> {
				throw new IllegalStateException("down");
			})).isEqualTo("old");
			runTasks();
		}
		assertThat(count(this.cache, CacheEvent.REFRESH_FAILED)).isOne();
		this.ticker.advance(Duration.ofSeconds(1));
		assertThat(read()).isEqualTo("old");
		this.tasks.remove().run();
		assertThat(this.cache.get("a", String.class)).isEqualTo("new 1");
	}

	@Test
	void changeAfterTheStartWins() {
		this.cache.put("a", "old");
		this.cache.put("b", "old");
		this.ticker.advance(POINT);
		this.cache.get("a", () -> "refreshed");
		this.cache.get("b", () -> "refreshed");
		this.cache.evict("a");
		this.cache.put("b", "put");
		runTasks();
		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.get("b", String.class)).isEqualTo("put");
		assertThat(count(this.cache, CacheEvent.REFRESHED)).isZero();
		assertThat(count(this.cache, CacheEvent.LOCAL_FILL_REFUSED)).isEqualTo(2);
	}

	@Test
	void missThatComesMeanwhileJoinsTheRefresh() throws Exception {
		this.cache.put("a", "old");
		this.ticker.advance(POINT);
		read();
		this.ticker.advance(Duration.ofMinutes(2));
		Future<String> miss = this.threads.submit(this::read);
		Awaitility.await().until(() -> count(this.cache, CacheEvent.FLIGHT_JOINED) == 1);
		this.tasks.remove().run();
		assertThat(miss.get(10, TimeUnit.SECONDS)).isEqualTo("new 1");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void withoutAPermitThereIsNoRefresh() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.cache.put("a", "old");
		this.ticker.advance(POINT);
		Future<?> other = this.threads.submit(() -> this.cache.get("b", () -> {
			started.countDown();
			release.await();
			return "b";
		}));
		started.await();
		read();
		this.tasks.remove().run();
		assertThat(this.calls).hasValue(0);
		assertThat(count(this.cache, CacheEvent.REFRESH_FAILED)).isZero();
		release.countDown();
		other.get(10, TimeUnit.SECONDS);
	}

	@Test
	void executorThatRefusesCostsTheRefreshAndNotTheHit() {
		TieredCache refused = TestCaches.loading(POLICY, null).ticker(this.ticker).executor((task) -> {
			throw new RejectedExecutionException();
		}).build();
		refused.put("a", "old");
		this.ticker.advance(POINT);
		assertThatNoException().isThrownBy(() -> refused.get("a", () -> "new"));
		assertThat(refused.get("a", () -> "new")).isEqualTo("old");
	}

	@Test
	void takesWhatAnotherPodHasLoadedAlready() {
		this.tiered.put("a", "old");
		this.shared.values.put("a", new SharedRead.Hit("theirs", Duration.ofMinutes(59)));
		this.ticker.advance(POINT);
		this.tiered.get("a", () -> "ours");
		this.tasks.remove().run();
		assertThat(this.tiered.get("a", String.class)).isEqualTo("theirs");
	}

	@Test
	void loadsAnewWhatEndsSoonInTheSharedTier() {
		this.tiered.put("a", "old");
		this.shared.values.put("a", new SharedRead.Hit("old", Duration.ofMinutes(11)));
		this.ticker.advance(POINT);
		this.tiered.get("a", () -> "ours");
		runTasks();
		assertThat(this.tiered.get("a", String.class)).isEqualTo("ours");
		assertThat(this.shared.values.get("a").value()).isEqualTo("ours");
	}

	@Test
	void leavesItToThePodThatIsAtIt() {
		this.tiered.put("a", "old");
		this.ticker.advance(POINT);
		this.shared.nextRead = new SharedRead.Busy();
		this.tiered.get("a", () -> "ours");
		this.tasks.remove().run();
		assertThat(this.tiered.get("a", String.class)).isEqualTo("old");
		assertThat(count(this.tiered, CacheEvent.REFRESH_FAILED)).isZero();
	}

	private void runTasks() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
		}
	}

	private String read() {
		return this.cache.get("a", () -> "new " + this.calls.incrementAndGet());
	}

	private static long count(TieredCache cache, CacheEvent event) {
		return cache.statistics().count(event);
	}

}
