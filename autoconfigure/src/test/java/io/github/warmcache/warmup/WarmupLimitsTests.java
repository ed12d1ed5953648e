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

package io.github.warmcache.warmup;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.warmup.TestWarmup.Held;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmupLimits}, through a {@link WarmupExecution}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmupLimitsTests {

	private static final WarmupLimits SHORT_DEADLINE = new WarmupLimits(null, Duration.ofMillis(100), null, null, 1);

	private static final WarmupLimits MEMORY = new WarmupLimits(null, null, null, null, 0.8);

	private final FakeHeap heap = new FakeHeap();

	private final TestWarmup test = new TestWarmup().heap(this.heap);

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void limitsAreValidated() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WarmupLimits(0.0, null, null, null, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new WarmupLimits(null, Duration.ZERO, null, null, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new WarmupLimits(null, null, 0, null, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new WarmupLimits(null, null, null, 0, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new WarmupLimits(null, null, null, null, 1.1));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WarmupLimits(null, null, null, null, 1, 1, false, false));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WarmupLimits(null, null, null, null, 1, -0.1, false, false));
	}

	@Test
	void anOptionalCacheIsWaitedForUntilItsOwnDeadline() throws Exception {
		Held held = new Held(1, 1);
		this.test.limited("tags", false, SHORT_DEADLINE, held).required("cities", TestWarmup.rows(1)).run();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().elapsed()).isLessThan(Duration.ofSeconds(30));
		assertThat(this.test.progress("tags").status()).isEqualTo(WarmupStatus.WARMING);
		held.letGo.countDown();
		await().untilAsserted(() -> assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM));
	}

	@Test
	void aRequiredCacheThatIsLateKeepsTheApplicationFromTrafficUntilItIsFilled() throws Exception {
		Held held = new Held(1, 1);
		this.test.limited("cities", true, SHORT_DEADLINE, held).run();
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.state().reason()).contains("'cities' (still being filled)");
		held.letGo.countDown();
		await().until(this.test.state()::isReady);
	}

	@Test
	void aCacheThatFailsIsGivenUpAtItsDeadlineAndTriedAgain() {
		AtomicInteger attempts = new AtomicInteger();
		this.test.limited("tags", false, SHORT_DEADLINE, (context) -> {
			if (attempts.incrementAndGet() < 40) {
				throw new IllegalStateException("source is down");
			}
			context.accept(1, "value");
		}).required("cities", TestWarmup.rows(1)).run();
		assertThat(this.test.state().isReady()).isTrue();
		await().untilAsserted(() -> assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM));
	}

	@Test
	void lateCachesTakeNoThreadFromOthers() {
		Held first = new Held(1, 1);
		Held second = new Held(1, 1);
		this.test.parallelism(2)
			.limited("tags", false, SHORT_DEADLINE, first)
			.limited("words", false, SHORT_DEADLINE, second)
			.required("cities", TestWarmup.rows(1))
			.run();
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.state().elapsed()).isLessThan(Duration.ofSeconds(30));
		first.letGo.countDown();
		second.letGo.countDown();
		await().untilAsserted(() -> assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM));
	}

	@Test
	void whatDependsOnALateCacheIsNotWaitedForEither() {
		Held held = new Held(1, 1);
		this.test.limited("tags", false, SHORT_DEADLINE, held).optional("cities", TestWarmup.rows(1), "tags").run();
		assertThat(this.test.state().isReady()).isTrue();
		held.letGo.countDown();
		await().untilAsserted(() -> assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM));
	}

	@Test
	void theRateOfAPodIsKept() {
		this.test.limited("cities", true, new WarmupLimits(null, null, 1000, null, 1), TestWarmup.rows(501)).run();
		assertThat(this.test.state().elapsed()).isBetween(Duration.ofMillis(450), Duration.ofSeconds(20));
	}

	@Test
	void entriesOfTheSharedTierAreNotSlowed() {
		this.test.limited("cities", true, new WarmupLimits(null, null, 1, null, 1), new CacheWarmer() {

			@Override
			public void warm(WarmupContext context) throws Exception {
				TestWarmup.rows(500).warm(context);
			}

			@Override
			public boolean fillsSharedTier() {
				return false;
			}

		}).run();
		assertThat(this.test.state().elapsed()).isLessThan(Duration.ofSeconds(20));
	}

	@Test
	void aFillThatWaitsForItsRateIsCancelledAtOnce() throws Exception {
		WarmupExecution warmup = this.test
			.limited("cities", true, new WarmupLimits(null, null, 1, null, 1), TestWarmup.rows(1000))
			.background()
			.build();
		warmup.run();
		await().until(() -> this.test.progress("cities").entries() > 0);
		long began = System.nanoTime();
		warmup.close();
		assertThat(System.nanoTime() - began).isLessThan(TimeUnit.MILLISECONDS.toNanos(400));
	}

	@Test
	void aFillEndsWithWhatItHasWhenMemoryIsShort(CapturedOutput output) {
		this.test.limited("cities", true, MEMORY, (context) -> {
			context.expect(1000);
			for (int i = 0; i < 1000; i++) {
				if (i == 500) {
					this.heap.use = 0.9;
				}
				context.accept(i, "value " + i);
			}
		}).run();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.DEGRADED);
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(cities.attempts()).isOne();
		assertThat(cities.entries()).isBetween(500L, 564L);
		assertThat(cities.lastError())
			.matches("ShortOfMemoryException: more than 80 % of the heap is in use, so loading stopped: "
					+ "5\\d\\d entries filled and 4\\d\\d missing");
		assertThat(this.test.cache("cities").getNativeCache().estimatedSize()).isEqualTo(cities.entries());
		assertThat(output).containsPattern("WARN.*Cache 'cities' is filled in part: .*raise warmcache.warmup.memory-");
	}

	@Test
	void aWarmerThatWrapsWhatItIsToldEndsCleanlyToo() {
		this.test.limited("cities", true, MEMORY, (context) -> {
			try {
				TestWarmup.rows(64).warm(context);
				this.heap.use = 0.9;
				TestWarmup.rows(64).warm(context);
			}
			catch (RuntimeException ex) {
				throw new IllegalStateException("wrapped", ex);
			}
		}).run();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.progress("cities").entries()).isEqualTo(64);
	}

	@Test
	void aWarmerThatOnlyCountsIsEndedToo() {
		this.test.limited("cities", true, MEMORY, (context) -> {
			for (int i = 0; i < 1000; i++) {
				if (i == 500) {
					this.heap.use = 0.9;
				}
				context.count(1);
			}
		}).run();
		assertThat(this.test.progress("cities").lastError()).startsWith("ShortOfMemoryException");
		assertThat(this.test.progress("cities").entries()).isBetween(500L, 564L);
	}

	@Test
	void otherCachesAreNotBegunWhileMemoryIsShort() {
		AtomicInteger begun = new AtomicInteger();
		this.heap.use = 0.9;
		this.test.limited("cities", true, MEMORY, (context) -> begun.incrementAndGet()).run();
		assertThat(begun).hasValue(0);
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(this.test.progress("cities").lastError()).endsWith("nothing was filled");
	}

	@Test
	void theSharedTierGetsWhatCameBefore() {
		FakeSharedTier shared = new FakeSharedTier();
		this.test.cache("cities", shared, null).limited("cities", true, MEMORY, (context) -> {
			TestWarmup.rows(64).warm(context);
			this.heap.use = 0.9;
			context.accept(100, "value");
		}).run();
		assertThat(shared.values).hasSize(64).doesNotContainKey(100);
	}

	@Test
	void garbageDoesNotEndAFill() {
		this.heap.use = 0.9;
		this.heap.afterCollection(0.3);
		this.test.limited("cities", true, MEMORY, TestWarmup.rows(200)).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.heap.collections).isOne();
	}

	@Test
	void aStepHasNoLimitsUnlessSaid() {
		CacheWarmupStep step = new CacheWarmupStep("cities", true, Set.of(), Map.of("test", TestWarmup.rows(1)));
		assertThat(step.limits()).isEqualTo(WarmupLimits.NONE);
	}

}
