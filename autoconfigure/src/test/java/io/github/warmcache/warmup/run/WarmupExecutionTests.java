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

package io.github.warmcache.warmup.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.TestWarmup.Held;
import io.github.warmcache.warmup.WarmupFailedException;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmupExecution}.
 */
class WarmupExecutionTests {

	private final TestWarmup test = new TestWarmup();

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void nothingToWarmIsWarmAtOnce() {
		this.test.run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void whenRunReturnsTheCachesAreFilledAndReady() {
		this.test.required("cities", TestWarmup.rows(100)).optional("tags", TestWarmup.rows(10)).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(100);
		assertThat(this.test.cache("cities").get(42, String.class)).isEqualTo("value 42");
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.WARM);
		assertThat(cities.entries()).isEqualTo(100);
		assertThat(cities.attempts()).isOne();
		assertThat(cities.warmer()).isEqualTo("test");
		assertThat(cities.lastError()).isNull();
		assertThat(this.test.progress("tags").entries()).isEqualTo(10);
	}

	@Test
	void whileItRunsTheProgressIsSeenAndNothingIsReady() throws Exception {
		Held held = new Held(3, 4);
		CompletableFuture<Void> run = this.test.required("cities", held).start();
		held.awaitReached();
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.WARMING);
		assertThat(cities.entries()).isEqualTo(3);
		assertThat(cities.expected()).isEqualTo(7);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARMING);
		assertThat(run).isNotDone();
		held.letGo.countDown();
		run.get(30, TimeUnit.SECONDS);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.progress("cities").entries()).isEqualTo(7);
	}

	@Test
	void aCacheThatIsClearedWhileItIsFilledIsFilledAgain() {
		AtomicInteger attempts = new AtomicInteger();
		this.test.required("cities", (context) -> {
			TestWarmup.rows(100).warm(context);
			if (attempts.incrementAndGet() == 1) {
				context.cache().clear();
			}
		}).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.progress("cities").attempts()).isEqualTo(2);
		assertThat(this.test.cache("cities").localContents().holds(42)).isTrue();
	}

	@Test
	void aCacheThatIsAlwaysClearedIsUsableAndNotWarm() {
		this.test.deadline(Duration.ofMillis(300)).required("cities", (context) -> {
			TestWarmup.rows(50).warm(context);
			context.cache().clear();
			TestWarmup.rows(100).warm(context);
		}).run();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.progress("cities").lastError()).contains("was cleared while it was being filled");
		assertThat(this.test.state().full("cities")).isNull();
	}

	@Test
	void whatWasClearedAgainSinceComesFromTheNextWarmer() {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("copy", (context) -> {
			TestWarmup.rows(100).warm(context);
			context.cache().clear();
			context.complete(true);
		});
		warmers.put("source", TestWarmup.rows(100));
		this.test.step("cities", true, warmers).run();
		assertThat(this.test.progress("cities").warmer()).isEqualTo("source");
		assertThat(this.test.cache("cities").localContents().holds(42)).isTrue();
	}

	@Test
	void itIsKnownHowManyEntriesMakeACacheFull() {
		this.test.required("cities", TestWarmup.rows(100)).required("restored", (context) -> {
			context.expect(100);
			TestWarmup.rows(96).warm(context);
			context.complete(true);
		}).required("small", TestWarmup.rows(3000)).build();
		assertThat(this.test.state().full("cities")).isNull();
		this.test.warmup().run();
		assertThat(this.test.state().full("cities")).isEqualTo(100);
		assertThat(this.test.state().full("restored")).isEqualTo(100);
		assertThat(this.test.state().full("small")).as("what there is room for").isEqualTo(1000);
		assertThat(this.test.state().full("others")).isNull();
	}

	@Test
	void asManyCachesAsAllowedAreFilledAtOnce() {
		CyclicBarrier bothAreRunning = new CyclicBarrier(2);
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CacheWarmer warmer = (context) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			bothAreRunning.await(30, TimeUnit.SECONDS);
			context.accept(1, "value");
			running.decrementAndGet();
		};
		for (int i = 0; i < 6; i++) {
			this.test.required("cache " + i, warmer);
		}
		this.test.parallelism(2).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(most).hasValue(2);
	}

	@Test
	void aCacheBeginsAfterThoseItDependsOn() {
		List<String> order = new CopyOnWriteArrayList<>();
		this.test.required("top", noting(order), "left", "right")
			.required("left", noting(order), "base")
			.required("right", noting(order), "base")
			.required("base", noting(order))
			.run();
		assertThat(order).hasSize(4).startsWith("base").endsWith("top");
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	private static CacheWarmer noting(List<String> order) {
		return (context) -> {
			context.accept(1, "value");
			order.add(context.cacheName());
		};
	}

	@Test
	void whatWaitsForAnotherCacheSaysSo() throws Exception {
		Held held = new Held(1, 0);
		this.test.required("countries", held).required("cities", TestWarmup.rows(1), "countries").start();
		held.awaitReached();
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.PENDING);
		assertThat(cities.attempts()).isZero();
		assertThat(cities.waitingFor()).isEqualTo("'countries'");
		held.letGo.countDown();
		await().until(this.test.state()::isReady);
		assertThat(this.test.progress("cities").waitingFor()).isNull();
		assertThat(this.test.progress("cities").lastError()).isNull();
	}

	@Test
	void aFailedAttemptIsRepeatedFromItsBeginning() {
		AtomicInteger attempts = new AtomicInteger();
		this.test.required("cities", (context) -> {
			TestWarmup.rows(5).warm(context);
			if (attempts.incrementAndGet() < 3) {
				throw new IllegalStateException("connection lost");
			}
		}).run();
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.WARM);
		assertThat(cities.attempts()).isEqualTo(3);
		assertThat(cities.entries()).isEqualTo(5);
		assertThat(cities.lastError()).isNull();
	}

	@Test
	void anErrorIsAFailedAttemptToo() {
		AtomicInteger attempts = new AtomicInteger();
		this.test.required("cities", (context) -> {
			if (attempts.incrementAndGet() == 1) {
				throw new NoClassDefFoundError("org/example/Driver");
			}
			context.accept(1, "value");
		}).run();
		assertThat(this.test.progress("cities").attempts()).isEqualTo(2);
	}

	@Test
	void nothingInARequiredCacheIsAFailure() {
		this.test.required("cities", TestWarmup.rows(0)).maxAttempts(2).run();
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.FAILED);
		assertThat(cities.lastError()).isEqualTo("NoEntriesException: no entries were found for a required cache. "
				+ "If that is expected, as in a new installation, set "
				+ "warmcache.caches.cities.warmup.allow-empty to true");
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void nothingInARequiredCacheIsWarmWhereThatIsAllowed() {
		WarmupLimits limits = new WarmupLimits(null, null, null, null, 1, 0, true, false);
		this.test.limited("cities", true, limits, TestWarmup.rows(0)).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aFailureThatNoRetryMendsEndsTheWaitingAtOnce() {
		AtomicInteger attempts = new AtomicInteger();
		this.test.required("cities", (context) -> {
			attempts.incrementAndGet();
			throw new IllegalStateException(
					new SQLException("ERROR: column \"x\" does not exist\n  Position: 8", "42703"));
		}).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.FAILED);
		assertThat(this.test.progress("cities").lastError()).isEqualTo(
				"IllegalStateException, caused by SQLException (SQLState 42703): ERROR: column \"x\" does not exist");
		await().during(Duration.ofMillis(300)).until(() -> attempts.get() == 1);
	}

	@Test
	void anOptionalCacheIsNotTriedAgainAfterAFailureThatNoRetryMends() {
		AtomicInteger attempts = new AtomicInteger();
		this.test.optional("cities", (context) -> {
			attempts.incrementAndGet();
			throw new PermanentSourceException("The query has no column 'id'");
		}).run();
		assertThat(this.test.state().isReady()).isTrue();
		await().during(Duration.ofMillis(300)).until(() -> attempts.get() == 1);
	}

	@Test
	void aStartIsNotHeldUpByAnEmptySourceAndTriesAgainOnceTheApplicationHasStarted() {
		AtomicBoolean seeded = new AtomicBoolean();
		WarmupExecution warmup = seededBy(seeded, Duration.ofSeconds(60));
		warmup.runWhileStarting();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARMING);
		seeded.set(true);
		warmup.applicationStarted();
		await().atMost(Duration.ofSeconds(5)).until(() -> this.test.state().status() == WarmupStatus.WARM);
	}

	@Test
	void anEmptySourceFailsTheStartAfterTheApplicationHadItsChance() {
		this.test.policy(DeadlinePolicy.FAIL_STARTUP).deadline(Duration.ofMillis(200));
		WarmupExecution warmup = seededBy(new AtomicBoolean(), Duration.ofMillis(5));
		warmup.runWhileStarting();
		assertThatExceptionOfType(WarmupFailedException.class).isThrownBy(warmup::applicationStarted)
			.withMessageContaining("allow-empty");
	}

	@Test
	void anEmptySourceThatIsFilledByTheApplicationFailsNoStart() {
		AtomicBoolean seeded = new AtomicBoolean();
		this.test.policy(DeadlinePolicy.FAIL_STARTUP);
		WarmupExecution warmup = seededBy(seeded, Duration.ofSeconds(60));
		warmup.runWhileStarting();
		seeded.set(true);
		warmup.applicationStarted();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void aTableThatTheApplicationCreatesIsReadOnceItHasStarted() {
		AtomicBoolean created = new AtomicBoolean();
		this.test.required("cities", (context) -> {
			if (!created.get()) {
				throw new SQLException("relation \"city\" does not exist", "42P01");
			}
			TestWarmup.rows(3).warm(context);
		});
		WarmupExecution warmup = this.test.build();
		warmup.runWhileStarting();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.FAILED);
		created.set(true);
		warmup.applicationStarted();
		await().atMost(Duration.ofSeconds(5)).until(() -> this.test.state().status() == WarmupStatus.WARM);
	}

	private WarmupExecution seededBy(AtomicBoolean seeded, Duration retryDelay) {
		return this.test.retryDelay(retryDelay)
			.required("cities", (context) -> TestWarmup.rows(seeded.get() ? 3 : 0).warm(context))
			.build();
	}

	@Test
	void nothingInAnOptionalCacheIsWarm() {
		this.test.optional("tags", TestWarmup.rows(0)).run();
		assertThat(this.test.progress("tags").status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.progress("tags").entries()).isZero();
	}

	@Test
	void refusedTrafficBecomesAcceptedWhenTheCacheIsFilledAfterAll() {
		CountDownLatch repaired = new CountDownLatch(1);
		this.test.required("cities", (context) -> {
			if (repaired.getCount() > 0) {
				throw new IllegalStateException("source is down");
			}
			context.accept(1, "value");
		}).deadline(Duration.ofMillis(500)).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.FAILED);
		assertThat(this.test.state().reason()).startsWith("required caches are not filled after ")
			.endsWith("'cities' (IllegalStateException: source is down)");
		// An attempt may be under way at the deadline.
		await().until(() -> this.test.progress("cities").status() == WarmupStatus.FAILED);
		assertThat(this.test.progress("cities").attempts()).isGreaterThan(1);
		repaired.countDown();
		await().until(this.test.state()::isReady);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.state().reason()).isNull();
	}

	@Test
	void theDeadlineDoesNotEndAnAttemptThatIsUnderWay() throws Exception {
		Held held = new Held(1, 1);
		this.test.required("cities", held).deadline(Duration.ofMillis(50)).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.FAILED);
		assertThat(this.test.state().reason()).endsWith("'cities' (still being filled)");
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARMING);
		held.letGo.countDown();
		await().until(this.test.state()::isReady);
		assertThat(this.test.progress("cities").attempts()).isOne();
	}

	@Test
	void aRequiredCacheWithoutFurtherAttemptsEndsTheWaitingAndIsTriedAgainAllTheSame() {
		AtomicInteger attempts = new AtomicInteger();
		CountDownLatch refused = new CountDownLatch(1);
		this.test.required("cities", (context) -> {
			if (attempts.incrementAndGet() > 2) {
				refused.await();
				context.accept(1, "value");
				return;
			}
			throw new IllegalStateException("source is down");
		}).maxAttempts(2).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.FAILED);
		refused.countDown();
		await().until(this.test.state()::isReady);
		assertThat(this.test.progress("cities").attempts()).isEqualTo(3);
	}

	@Test
	void whatDependsOnAFailedCacheIsNotBegunUntilThatIsFilled() {
		CountDownLatch repaired = new CountDownLatch(1);
		this.test.required("countries", (context) -> {
			if (repaired.getCount() > 0) {
				throw new IllegalStateException("source is down");
			}
			context.accept(1, "value");
		}).required("cities", TestWarmup.rows(1), "countries").maxAttempts(1).run();
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.PENDING);
		assertThat(cities.attempts()).isZero();
		assertThat(cities.waitingFor()).isEqualTo("'countries', which failed");
		assertThat(this.test.state().reason()).contains("'cities' (waits for 'countries', which failed)");
		repaired.countDown();
		await().until(this.test.state()::isReady);
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void acceptedTrafficIsServedWhileTheCachesAreFilled() throws Exception {
		Held held = new Held(1, 1);
		this.test.required("cities", held).policy(DeadlinePolicy.ACCEPT_TRAFFIC).deadline(Duration.ofMillis(50)).run();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.state().reason()).contains("'cities' (still being filled)");
		held.letGo.countDown();
		await().until(() -> this.test.state().status() == WarmupStatus.WARM);
	}

	@Test
	void acceptedTrafficWaitsForTheOtherCachesWhenOneIsOutOfAttempts() throws Exception {
		Held held = new Held(1, 1);
		CompletableFuture<Void> run = this.test.required("cities", TestWarmup.failing())
			.required("countries", held)
			.maxAttempts(1)
			.policy(DeadlinePolicy.ACCEPT_TRAFFIC)
			.start();
		held.awaitReached();
		await().until(() -> this.test.progress("cities").status() == WarmupStatus.FAILED);
		assertThat(run).isNotDone();
		held.letGo.countDown();
		run.get(30, TimeUnit.SECONDS);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.progress("cities").attempts()).isOne();
	}

	@Test
	void aStartFailsWhereThePlanSaysSo() {
		this.test.required("cities", TestWarmup.failing())
			.policy(DeadlinePolicy.FAIL_STARTUP)
			.deadline(Duration.ofMillis(500));
		WarmupExecution warmup = this.test.build();
		assertThatExceptionOfType(WarmupFailedException.class).isThrownBy(warmup::run)
			.withMessageStartingWith("The required caches are not filled after ")
			.withMessageEndingWith("'cities' (IllegalStateException: source is down)")
			.withNoCause();
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.FAILED);
	}

	@Test
	void aStartFailsBeforeTheDeadlineWhenTheAttemptsRanOut() {
		this.test.required("cities", TestWarmup.failing()).policy(DeadlinePolicy.FAIL_STARTUP).maxAttempts(2);
		WarmupExecution warmup = this.test.build();
		assertThatExceptionOfType(WarmupFailedException.class).isThrownBy(warmup::run);
		assertThat(this.test.progress("cities").attempts()).isEqualTo(2);
	}

	@Test
	void anOptionalCacheIsWaitedForUntilTheDeadlineAndNoLonger() throws Exception {
		Held held = new Held(1, 1);
		this.test.required("cities", TestWarmup.rows(1))
			.optional("tags", held)
			.policy(DeadlinePolicy.FAIL_STARTUP)
			.deadline(Duration.ofSeconds(1))
			.run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.state().reason()).isNull();
		held.letGo.countDown();
		await().until(() -> this.test.state().status() == WarmupStatus.WARM);
	}

	@Test
	void anOptionalCacheThatIsOutOfAttemptsDegrades() {
		this.test.required("cities", TestWarmup.rows(1)).optional("tags", TestWarmup.failing()).maxAttempts(2).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.progress("tags").status()).isEqualTo(WarmupStatus.FAILED);
		assertThat(this.test.progress("tags").attempts()).isEqualTo(2);
	}

	@Test
	void inTheBackgroundRunReturnsAtOnceAndReadinessComesLater() throws Exception {
		Held held = new Held(1, 1);
		this.test.required("cities", held).background().run();
		assertThat(this.test.state().isReady()).isFalse();
		held.awaitReached();
		held.letGo.countDown();
		await().until(this.test.state()::isReady);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	@Test
	void onceReadyNothingMakesItUnready() {
		CountDownLatch broken = new CountDownLatch(1);
		this.test.required("cities", TestWarmup.rows(1)).optional("tags", (context) -> {
			broken.countDown();
			throw new IllegalStateException("source is down");
		}).deadline(Duration.ofMillis(500)).run();
		assertThat(this.test.state().isReady()).isTrue();
		this.test.close();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
	}

	@Test
	void aWarmupRunsOnce() {
		this.test.run();
		assertThatIllegalStateException().isThrownBy(this.test.warmup()::run).withMessage("A warm-up runs once");
	}

	@Test
	void aBadEntryFailsTheAttemptWithoutSayingItsKey() {
		this.test.required("cities", (context) -> context.accept(4711, null)).maxAttempts(1).run();
		assertThat(this.test.progress("cities").lastError())
			.startsWith("IllegalArgumentException: A warmer handed over a null value")
			.doesNotContain("4711");
	}

	@Test
	void threadsAreNamedAndEndWithTheWork() {
		List<Thread> threads = new CopyOnWriteArrayList<>();
		CacheWarmer warmer = (context) -> {
			threads.add(Thread.currentThread());
			context.accept(1, "value");
		};
		this.test.required("cities", warmer).required("countries", warmer).run();
		assertThat(threads).hasSize(2).allSatisfy((thread) -> {
			assertThat(thread.getName()).matches("warmcache-warmup-\\d+");
			// One that cannot be cancelled must not keep the JVM alive.
			assertThat(thread.isDaemon()).isTrue();
		});
		await().until(() -> warmupThreads().isEmpty());
	}

	@Test
	void waitingInTheBackgroundKeepsTheJvmAliveBetweenAttempts() {
		this.test.required("cities", TestWarmup.failing()).retryDelay(Duration.ofMinutes(10)).background().run();
		await().until(() -> this.test.progress("cities").lastError() != null);
		assertThat(warmupThreads()).anyMatch((thread) -> !thread.isDaemon());
		this.test.close();
		await().until(() -> warmupThreads().isEmpty());
	}

	@Test
	void anAttemptKeepsTheJvmAliveAfterTheDeadlineAndWaitingForAnotherDoesNot() throws Exception {
		Held held = new Held(1, 1);
		this.test.required("cities", held)
			.required("countries", TestWarmup.failing())
			.retryDelay(Duration.ofMinutes(10))
			.deadline(Duration.ofMillis(100))
			.run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.FAILED);
		await().untilAsserted(() -> assertThat(warmupThreads()).anyMatch((thread) -> !thread.isDaemon()));
		held.letGo.countDown();
		await().untilAsserted(() -> assertThat(warmupThreads()).allMatch(Thread::isDaemon));
	}

	private static List<Thread> warmupThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("warmcache-warmup-"))
			.toList();
	}

	@Test
	void theNextWarmerIsAskedWhenOneFails() {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("first", TestWarmup.failing());
		warmers.put("second", TestWarmup.rows(2));
		this.test.step("cities", true, warmers).run();
		assertThat(this.test.progress("cities").warmer()).isEqualTo("second");
		assertThat(this.test.progress("cities").attempts()).isOne();
	}

}
