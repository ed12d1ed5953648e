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

package io.github.warmcache.warmup.rewarm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.FakeHeap;
import io.github.warmcache.warmup.RehearsalSettings;
import io.github.warmcache.warmup.RewarmSettings;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.fill.FillException;
import io.github.warmcache.warmup.fill.WarmupStream;
import io.github.warmcache.warmup.measure.GoodLoads;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.scheduling.support.CronExpression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link RewarmScheduler}.
 */
@Tag("slow")
class RewarmSchedulerTests {

	private static final Duration LOOK = Duration.ofMillis(5);

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

	private final AtomicInteger copies = new AtomicInteger();

	private final AtomicInteger loads = new AtomicInteger();

	private volatile CacheWarmer source = TestWarmup.rows(100);

	private final RowCount rows = new RowCount();

	private final FakeHeap heap = new FakeHeap();

	private final TieredCache cache = TieredCache
		.builder(new CacheDefinition("cities", ResolvableType.NONE, ResolvableType.NONE,
				new LocalTierSettings(1000L, null, Duration.ofHours(1), 0, Duration.ofHours(1)), null))
		.source(this.rows)
		.complete(true)
		.build();

	private final TieredCacheManager caches = new TieredCacheManager(List::of, (name) -> this.cache);

	private final WarmupPlan plan = new WarmupPlan(
			List.of(new CacheWarmupStep("cities", true, Set.of(), warmers(),
					new WarmupLimits(null, null, null, null, 0.8))),
			Duration.ofSeconds(30), DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
			new Retries(Duration.ofMillis(5), 2, Duration.ofMillis(10), null), Duration.ofSeconds(60));

	private final WarmupState state = new WarmupState(this.plan);

	private final WarmupExecution warmup = new WarmupExecution(this.plan, this.caches, this.state,
			RehearsalSettings.NONE, new GoodLoads(), this.heap, System::nanoTime, () -> 0.5);

	private @Nullable RewarmScheduler rewarm;

	private Map<String, CacheWarmer> warmers() {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		warmers.put("copy", new CacheWarmer() {

			@Override
			public void warm(WarmupContext context) {
				RewarmSchedulerTests.this.copies.incrementAndGet();
			}

			@Override
			public boolean fillsSharedTier() {
				return false;
			}

		});
		warmers.put("source", (context) -> {
			this.loads.incrementAndGet();
			this.source.warm(context);
		});
		return warmers;
	}

	private void start(RewarmSettings settings) {
		this.rewarm = new RewarmScheduler(this.plan, Map.of("cities", settings), this.warmup, this.caches, this.state,
				LOOK, this.nanos::get, Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC), () -> 0.5);
		this.rewarm.start();
	}

	private void warm() {
		this.warmup.run();
		this.copies.set(0);
		this.loads.set(0);
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

	@AfterEach
	void stop() {
		if (this.rewarm != null) {
			this.rewarm.stop();
		}
		this.warmup.close();
	}

	private static RewarmSettings every(Duration delay) {
		return new RewarmSettings(delay, null, Duration.ofSeconds(20), true);
	}

	private static RewarmSettings onLoss() {
		return new RewarmSettings(null, null, Duration.ZERO, true);
	}

	/**
	 * Give what must not happen the time of many looks.
	 */
	private void assertNothingBegins() {
		await().during(Duration.ofMillis(200)).until(() -> this.loads.get() == 0);
	}

	private void awaitRewarms(int count) {
		await().atMost(20, TimeUnit.SECONDS)
			.until(() -> this.state.rewarms("cities") != null && this.state.rewarms("cities").succeeded() == count);
	}

	@Test
	void repeatsWarmUpsAtTheDelayAndItsJitterFromTheSourceAlone() {
		warm();
		start(every(Duration.ofMinutes(5)));
		assertNothingBegins();
		pass(Duration.ofMinutes(5).plusSeconds(9));
		assertNothingBegins();
		this.source = (context) -> context.accept(1, "fresh");
		pass(Duration.ofSeconds(1));
		awaitRewarms(1);
		assertThat(this.loads).hasValue(1);
		assertThat(this.copies).hasValue(0);
		assertThat(this.cache.get(1, String.class)).isEqualTo("fresh");
		assertThat(this.state.rewarms("cities").lastEnd()).isEqualTo("2026-01-01T00:00:00Z");
		pass(Duration.ofMinutes(6));
		await().until(() -> {
			pass(Duration.ofMinutes(1));
			return this.state.rewarms("cities").succeeded() >= 2;
		});
	}

	@Test
	void repeatsWarmUpsWhenTheExpressionSaysSo() {
		warm();
		start(new RewarmSettings(null, CronExpression.parse("0 0 * * * *"), Duration.ZERO, true));
		assertNothingBegins();
		pass(Duration.ofMinutes(59));
		assertNothingBegins();
		pass(Duration.ofMinutes(2));
		awaitRewarms(1);
	}

	@Test
	void scheduledLoadSaysHowOldOneOfAnotherPodMayBe() {
		warm();
		List<Duration> ages = new CopyOnWriteArrayList<>();
		this.source = (context) -> {
			ages.add(context.maxAge());
			TestWarmup.rows(10).warm(context);
		};
		start(every(Duration.ofMinutes(5)));
		assertNothingBegins();
		pass(Duration.ofMinutes(6));
		awaitRewarms(1);
		assertThat(ages).containsExactly(Duration.ofSeconds(297));
	}

	@Test
	void delayBeginsAtTheEndOfTheLoadThatWasCopied() {
		warm();
		this.source = (context) -> {
			((WarmupStream) context).copied(new FinishedLoad(1, 3, Instant.EPOCH), Duration.ofMinutes(3));
			TestWarmup.rows(100).warm(context);
		};
		RewarmTask task = task(every(Duration.ofMinutes(5)));
		assertThat(task.look(false)).isNull();
		pass(Duration.ofMinutes(5).plusSeconds(10));
		task.look(false).run();
		pass(Duration.ofMinutes(2).plusSeconds(9));
		assertThat(task.look(false)).isNull();
		pass(Duration.ofSeconds(1));
		assertThat(task.look(false)).isNotNull();
	}

	@Test
	void lossOfMuchOfTheCacheFillsItAgainInItsOrder() {
		warm();
		start(onLoss());
		assertNothingBegins();
		for (int i = 0; i < 15; i++) {
			this.cache.evict(i);
		}
		pass(Duration.ofSeconds(1));
		assertNothingBegins();
		for (int i = 15; i < 30; i++) {
			this.cache.evict(i);
		}
		await().until(() -> {
			pass(Duration.ofMillis(100));
			return this.loads.get() > 0;
		});
		awaitRewarms(1);
		assertThat(this.copies).hasValue(1);
		assertThat(this.cache.get(29, String.class)).isEqualTo("value 29");
	}

	@Test
	void droppedStripesAndAClearAreLosses() {
		warm();
		start(onLoss());
		assertNothingBegins();
		for (int stripe = 0; stripe < 32; stripe++) {
			this.cache.localCopies().dropStripe(stripe);
		}
		awaitAfter(Duration.ofMillis(100), 1);
		this.cache.clear();
		awaitAfter(Duration.ofSeconds(5), 2);
		assertThat(this.cache.get(7, String.class)).isEqualTo("value 7");
	}

	private void awaitAfter(Duration step, int count) {
		await().atMost(20, TimeUnit.SECONDS).until(() -> {
			pass(step);
			return this.state.rewarms("cities") != null && this.state.rewarms("cities").succeeded() == count;
		});
	}

	@Test
	void fewStripesAreNoLoss() {
		warm();
		start(onLoss());
		assertNothingBegins();
		this.cache.localCopies().dropStripe(3);
		this.cache.localCopies().dropStripe(3);
		pass(Duration.ofSeconds(5));
		assertNothingBegins();
	}

	@Test
	void lossesThatFollowEachOtherWaitForThePause() {
		warm();
		start(onLoss());
		assertNothingBegins();
		this.cache.clear();
		awaitAfter(Duration.ofMillis(100), 1);
		this.loads.set(0);
		this.cache.clear();
		assertNothingBegins();
		pass(Duration.ofSeconds(29));
		assertNothingBegins();
		this.cache.clear();
		pass(Duration.ofSeconds(3));
		awaitRewarms(2);
		assertNothingElse(2);
	}

	private void assertNothingElse(int count) {
		await().during(Duration.ofMillis(200))
			.until(() -> this.state.rewarms("cities").succeeded() == count && !this.state.rewarms("cities").running());
	}

	@Test
	void beginsOnlyWhenTheFirstWarmUpIsOver() throws Exception {
		TestWarmup.Held held = new TestWarmup.Held(1, 99);
		this.source = held;
		start(every(Duration.ofSeconds(1)));
		Thread main = new Thread(this.warmup::run);
		main.start();
		held.awaitReached();
		pass(Duration.ofHours(1));
		await().during(Duration.ofMillis(200)).until(() -> this.state.rewarms("cities") == null);
		assertThat(this.loads).hasValue(1);
		held.letGo.countDown();
		main.join(TimeUnit.SECONDS.toMillis(20));
		await().until(() -> {
			pass(Duration.ofMinutes(1));
			return this.state.rewarms("cities") != null;
		});
	}

	@Test
	void failureLeavesTheApplicationReadyAndIsTriedAgainLater() {
		warm();
		this.source = TestWarmup.failing();
		start(onLoss());
		assertNothingBegins();
		this.cache.clear();
		await().until(() -> {
			pass(Duration.ofMillis(100));
			return this.state.rewarms("cities") != null && this.state.rewarms("cities").failed() == 1;
		});
		assertThat(this.state.isReady()).isTrue();
		assertThat(this.state.status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.state.rewarms("cities").lastError()).isNotNull();
		this.source = TestWarmup.rows(100);
		awaitAfter(Duration.ofSeconds(1), 1);
		assertThat(this.state.rewarms("cities").lastError()).isNull();
	}

	@Test
	void stopCancelsWhatIsUnderWayWithinTwoSeconds() throws Exception {
		warm();
		CountDownLatch reached = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.source = (context) -> {
			reached.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
		};
		start(every(Duration.ofSeconds(1)));
		await().until(() -> {
			pass(Duration.ofMinutes(1));
			return reached.getCount() == 0;
		});
		assertThat(this.state.rewarms("cities").running()).isTrue();
		assertThat(this.state.status()).isEqualTo(WarmupStatus.WARM);
		long before = System.nanoTime();
		this.rewarm.stop();
		assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(2));
		assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whatTheCacheIsFullWithIsWhatCameLast() {
		warm();
		assertThat(this.state.full("cities")).isEqualTo(100);
		this.source = TestWarmup.rows(150);
		start(every(Duration.ofSeconds(1)));
		awaitAfter(Duration.ofSeconds(1), 1);
		assertThat(this.state.full("cities")).isEqualTo(150);
	}

	@Test
	void invalidationDuringALoadWins() throws Exception {
		warm();
		TestWarmup.Held held = new TestWarmup.Held(1, 99);
		this.source = held;
		start(every(Duration.ofSeconds(1)));
		await().until(() -> {
			pass(Duration.ofMinutes(1));
			return held.reached.getCount() == 0;
		});
		this.cache.evict(50);
		held.letGo.countDown();
		awaitRewarms(1);
		assertThat(this.cache.<String>get(50, () -> "changed")).isEqualTo("changed");
		assertThat(this.cache.<String>get(51, () -> "changed")).isEqualTo("value 51");
	}

	@Test
	void loadMakesACompleteCacheCompleteAgain() {
		warm();
		assertThat(this.state.isComplete("cities")).isTrue();
		this.cache.evict("changed");
		assertThat(this.cache.<String>get("changed", () -> "asked")).isEqualTo("asked");
		this.cache.evict("changed");
		start(every(Duration.ofSeconds(1)));
		awaitAfter(Duration.ofSeconds(1), 1);
		assertThat(this.cache.<String>get("changed", () -> "asked")).isNull();
	}

	@Test
	void whatAWarmerOfTheApplicationBringsIsCounted() {
		this.rows.count = 101;
		warm();
		assertThat(this.state.cache("cities").status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.state.isComplete("cities")).isFalse();
	}

	@Test
	void lossDoesNotPutOffTheSchedule() {
		warm();
		RewarmTask task = task(every(Duration.ofMinutes(5)));
		assertThat(task.look(false)).isNull();
		pass(Duration.ofMinutes(4));
		this.cache.clear();
		assertThat(task.look(false)).isNull();
		pass(Duration.ofSeconds(1));
		task.look(false).run();
		assertThat(this.copies).as("for a loss what pods share is as good").hasValue(1);
		pass(Duration.ofSeconds(70));
		task.look(false).run();
		assertThat(this.copies).as("as scheduled, from the source alone").hasValue(1);
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void loadOfAnotherPodReplacesWhatIsHeld() {
		warm();
		List<Duration> ages = new CopyOnWriteArrayList<>();
		this.source = (context) -> {
			ages.add(context.maxAge());
			context.accept(1, "fresh");
		};
		RewarmTask task = task(onLoss());
		assertThat(task.look(true)).isNull();
		pass(Duration.ofSeconds(1));
		task.look(false).run();
		assertThat(this.copies).hasValue(0);
		assertThat(ages).hasSize(1).doesNotContainNull();
		assertThat(this.cache.get(1, String.class)).isEqualTo("fresh");
	}

	@Test
	void failuresAreFollowedByLongerAndLongerPauses() {
		warm();
		this.source = TestWarmup.failing();
		RewarmTask task = task(onLoss());
		fail(task);
		for (int seconds : new int[] { 30, 60, 120, 240, 480, 960, 1800, 1800 }) {
			pass(Duration.ofSeconds(seconds));
			assertThat(task.look(false)).as("before %d s and the jitter", seconds).isNull();
			pass(Duration.ofSeconds(1));
			task.look(false).run();
		}
	}

	@Test
	void whatFailsForGoodIsNotTriedAgain() {
		warm();
		for (Exception problem : List.of(new FillException(FillException.Reason.TOO_FEW_ENTRIES, "too few"),
				FillException.shortOfMemory(0.8, 1, null))) {
			this.source = (context) -> {
				throw problem;
			};
			RewarmTask task = task(onLoss());
			fail(task);
			pass(Duration.ofDays(1));
			assertThat(task.look(false)).isNull();
		}
	}

	@Test
	void shortOfMemoryItEndsWithoutACollection() {
		warm();
		this.heap.use = 0.81;
		fail(task(onLoss()));
		assertThat(this.loads).hasValue(0);
		assertThat(this.heap.collections).isZero();
	}

	@Test
	void evictOfTheLastEntriesIsNoLoss() {
		warm();
		RewarmTask task = task(onLoss());
		task.look(false);
		this.cache.getNativeCache().invalidateAll();
		this.cache.put(1, "one");
		this.cache.evict(1);
		task.look(false);
		pass(Duration.ofSeconds(5));
		assertThat(task.look(false)).isNull();
	}

	@Test
	void failedCacheAndWhatWaitedForItAreFilledWhenScheduled() {
		this.source = TestWarmup.failing();
		CacheWarmupStep cities = new CacheWarmupStep("cities", false, Set.of(), warmers());
		CacheWarmupStep towns = new CacheWarmupStep("towns", false, Set.of("cities"), warmers());
		WarmupPlan failing = plan(Duration.ofSeconds(30), 1, cities, towns);
		WarmupState failed = new WarmupState(failing);
		try (WarmupExecution first = new WarmupExecution(failing, this.caches, failed)) {
			first.run();
			assertThat(failed.cache("cities").status()).isEqualTo(WarmupStatus.FAILED);
			assertThat(failed.cache("towns").status()).isEqualTo(WarmupStatus.PENDING);
			this.source = TestWarmup.rows(100);
			for (CacheWarmupStep step : failing.steps()) {
				RewarmTask task = task(step, every(Duration.ofMinutes(5)), first, failed);
				assertThat(task.look(false)).isNull();
				pass(Duration.ofMinutes(6));
				task.look(false).run();
				assertThat(failed.cache(step.cacheName()).status()).isEqualTo(WarmupStatus.WARM);
				assertThat(failed.cache(step.cacheName()).lastError()).isNull();
			}
		}
	}

	@Test
	void cacheThatIsTriedAgainAnywayIsLeftToThat() {
		this.source = TestWarmup.failing();
		WarmupPlan failing = plan(Duration.ofMillis(100), null,
				new CacheWarmupStep("cities", false, Set.of(), warmers()));
		WarmupState failed = new WarmupState(failing);
		try (WarmupExecution first = new WarmupExecution(failing, this.caches, failed)) {
			first.run();
			RewarmTask task = task(failing.steps().get(0), every(Duration.ofMinutes(5)), first, failed);
			assertThat(task.look(false)).isNull();
			pass(Duration.ofMinutes(6));
			assertThat(task.look(false)).isNull();
		}
	}

	private static WarmupPlan plan(Duration deadline, @Nullable Integer maxAttempts, CacheWarmupStep... steps) {
		return new WarmupPlan(List.of(steps), deadline, DeadlinePolicy.ACCEPT_TRAFFIC, 1, false,
				new Retries(Duration.ofHours(1), 2, Duration.ofHours(1), maxAttempts), Duration.ofSeconds(60));
	}

	/**
	 * Make a run that a loss causes, and that fails.
	 */
	private void fail(RewarmTask task) {
		this.loads.set(0);
		assertThat(task.look(true)).isNull();
		pass(Duration.ofSeconds(1));
		task.look(false).run();
		assertThat(this.state.rewarms("cities").lastError()).isNotNull();
	}

	private RewarmTask task(RewarmSettings settings) {
		return task(this.plan.steps().get(0), settings, this.warmup, this.state);
	}

	private RewarmTask task(CacheWarmupStep step, RewarmSettings settings, WarmupExecution first, WarmupState told) {
		return new RewarmTask(step, settings, first, told.progress(step.cacheName()), this.cache, this.nanos::get,
				Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC), () -> 0.5);
	}

	/**
	 * Source that can be counted and has nothing to load one by one.
	 */
	private static final class RowCount implements CacheSource<Object, Object> {

		private volatile int count = 100;

		@Override
		public @Nullable Object load(Object key) {
			return null;
		}

		@Override
		public OptionalLong count() {
			return OptionalLong.of(this.count);
		}

	}

}
