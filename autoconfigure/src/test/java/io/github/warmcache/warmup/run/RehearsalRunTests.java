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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.TestWarmup.Held;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RehearsalRun}, through a {@link WarmupExecution}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RehearsalRunTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private final TestWarmup test = new TestWarmup();

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void rehearsalsRunInOrderAfterTheCachesAreFilledAndBeforeTheApplicationIsReady(CapturedOutput output) {
		List<Object> seen = new CopyOnWriteArrayList<>();
		this.test.required("cities", TestWarmup.rows(1)).rehearsals(LONG, () -> {
			seen.add(this.test.progress("cities").status());
			seen.add(this.test.state().status());
			seen.add(this.test.state().rehearsal());
		}, () -> seen.add("second")).run();
		assertThat(seen).containsExactly(WarmupStatus.WARM, WarmupStatus.WARMING, "under way", "second");
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().rehearsal()).startsWith("done in ");
		assertThat(output).contains("Rehearsed in ").contains("Suitable probes: startupProbe on liveness");
	}

	@Test
	void aRehearsalThatFailsIsSaidAndHasNoConsequences(CapturedOutput output) {
		AtomicBoolean second = new AtomicBoolean();
		this.test.required("cities", TestWarmup.rows(1)).rehearsals(LONG, () -> {
			throw new IllegalStateException("no city 'hunter2'");
		}, () -> second.set(true)).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
		assertThat(this.test.state().rehearsal()).startsWith("1 of 2 failed, done in ");
		assertThat(second).isTrue();
		assertThat(output).containsPattern("WARN.* failed: IllegalStateException: no city \\*\\*\\*")
			.doesNotContain("hunter2");
	}

	@Test
	void theDeadlineEndsARehearsal() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.test.required("cities", TestWarmup.rows(1)).rehearsals(Duration.ofMillis(50), () -> {
			try {
				new CountDownLatch(1).await();
			}
			finally {
				interrupted.countDown();
			}
		}).run();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(this.test.state().rehearsal()).startsWith("not done after 0.05 s");
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aRehearsalThatHeedsNothingHoldsNothingUp() {
		AtomicBoolean end = new AtomicBoolean();
		this.test.required("cities", TestWarmup.rows(1)).rehearsals(Duration.ofMillis(50), () -> {
			while (!end.get()) {
				Thread.onSpinWait();
			}
		}).run();
		assertThat(this.test.state().isReady()).isTrue();
		end.set(true);
	}

	@Test
	void aRehearsalThatSwallowsTheInterruptionIsTheLast() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		AtomicReference<Thread> worker = new AtomicReference<>();
		AtomicInteger second = new AtomicInteger();
		this.test.required("cities", TestWarmup.rows(1)).rehearsals(Duration.ofMillis(50), () -> {
			worker.set(Thread.currentThread());
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				end.await();
			}
		}, second::incrementAndGet).run();
		end.countDown();
		worker.get().join(10_000);
		assertThat(second).hasValue(0);
		assertThat(this.test.state().rehearsal()).startsWith("not done after 0.05 s");
	}

	@Test
	void stoppingTheApplicationEndsARehearsalAtOnce() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Void> run = this.test.required("cities", TestWarmup.rows(1)).rehearsals(LONG, () -> {
			begun.countDown();
			new CountDownLatch(1).await();
		}).start();
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		long before = System.nanoTime();
		this.test.close();
		assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(2));
		assertThatException().isThrownBy(() -> run.get(5, TimeUnit.SECONDS))
			.withCauseInstanceOf(CancellationException.class);
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void nothingIsRehearsedWhileRequiredCachesAreMissing() {
		AtomicInteger rehearsed = new AtomicInteger();
		this.test.required("cities", TestWarmup.failing())
			.maxAttempts(1)
			.policy(DeadlinePolicy.ACCEPT_TRAFFIC)
			.rehearsals(LONG, rehearsed::incrementAndGet)
			.run();
		assertThat(this.test.state().isReady()).isTrue();
		assertThat(rehearsed).hasValue(0);
	}

	@Test
	void anApplicationThatBecomesReadyLateRehearsesOnceBefore() throws Exception {
		Held held = new Held(1, 1);
		AtomicInteger rehearsed = new AtomicInteger();
		this.test.required("cities", held)
			.deadline(Duration.ofMillis(50))
			.rehearsals(LONG, rehearsed::incrementAndGet)
			.run();
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(rehearsed).hasValue(0);
		held.letGo.countDown();
		await().until(this.test.state()::isReady);
		assertThat(rehearsed).hasValue(1);
	}

	@Test
	void inTheBackgroundItComesBeforeReadinessToo() {
		AtomicBoolean readyBefore = new AtomicBoolean(true);
		this.test.required("cities", TestWarmup.rows(1))
			.background()
			.rehearsals(LONG, () -> readyBefore.set(this.test.state().isReady()))
			.run();
		await().until(this.test.state()::isReady);
		assertThat(readyBefore).isFalse();
	}

	@Test
	void progressOfOtherCachesIsSeenMeanwhile() throws Exception {
		Held held = new Held(1, 1);
		CountDownLatch end = new CountDownLatch(1);
		CompletableFuture<Void> run = this.test
			.limited("tags", false, new WarmupLimits(null, Duration.ofMillis(20), null, null, 1), held)
			.required("cities", TestWarmup.rows(1))
			.rehearsals(LONG, end::await)
			.start();
		await().until(() -> this.test.state() != null && this.test.state().rehearsal() != null);
		held.letGo.countDown();
		await().until(() -> this.test.progress("tags").status() == WarmupStatus.WARM);
		assertThat(this.test.state().isReady()).isFalse();
		end.countDown();
		run.get(10, TimeUnit.SECONDS);
		assertThat(this.test.state().isReady()).isTrue();
	}

}
