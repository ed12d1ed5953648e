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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.TestWarmup.Held;
import io.github.warmcache.warmup.WarmupStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmupExecution#close()}.
 */
class WarmupExecutionCancellationTests {

	private static final Duration IN_TIME = Duration.ofSeconds(2);

	private final TestWarmup test = new TestWarmup();

	private final AtomicReference<Thread> worker = new AtomicReference<>();

	private final CountDownLatch reached = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void aWarmerThatBlocksIsInterrupted() throws Exception {
		Held held = new Held(1, 1);
		CompletableFuture<Void> run = this.test.required("cities", here(held)).start();
		held.awaitReached();
		closeInTime();
		assertCancelled(run);
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").lastError()).isNull();
	}

	@Test
	void aWarmerThatStreamsIsStoppedAtItsNextEntry() throws Exception {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		CompletableFuture<Void> run = this.test.required("cities", here((context) -> {
			try {
				for (int i = 0;; i++) {
					context.accept(i % 100, "value");
					this.reached.countDown();
				}
			}
			catch (CancellationException ex) {
				assertThat(context.isCancelled()).isTrue();
				assertThat(Thread.currentThread().isInterrupted()).isFalse();
				thrown.set(ex);
				throw ex;
			}
		})).start();
		this.reached.await();
		closeInTime();
		assertCancelled(run);
		assertThat(thrown.get()).isInstanceOf(CancellationException.class);
	}

	@Test
	void aCallThatIgnoresInterruptionIsEndedByItsCancelAction() throws Exception {
		AtomicInteger cancels = new AtomicInteger();
		CompletableFuture<Void> run = this.test.required("cities", here((context) -> {
			context.onCancel(() -> {
				throw new AssertionError("was replaced");
			});
			context.onCancel(cancels::incrementAndGet);
			this.reached.countDown();
			while (cancels.get() == 0) {
				LockSupport.parkNanos(1000);
			}
			throw new IllegalStateException("canceling statement due to user request");
		})).start();
		this.reached.await();
		closeInTime();
		assertCancelled(run);
		assertThat(cancels).hasValue(1);
		assertThat(this.test.progress("cities").lastError()).isNull();
	}

	@Test
	void anActionRegisteredTooLateRunsAtOnceAndMayThrow() throws Exception {
		AtomicInteger cancels = new AtomicInteger();
		this.test.required("cities", here((context) -> {
			this.reached.countDown();
			while (!context.isCancelled()) {
				LockSupport.parkNanos(1000);
			}
			context.onCancel(() -> {
				cancels.incrementAndGet();
				throw new IllegalStateException("closed already");
			});
		})).start();
		this.reached.await();
		closeInTime();
		assertThat(cancels).hasValue(1);
	}

	@Test
	void aCancelActionThatBlocksHoldsNothingUp() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		CompletableFuture<Void> run = this.test.required("cities", here((context) -> {
			context.onCancel(() -> {
				try {
					never.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			this.reached.countDown();
			never.await();
		})).start();
		this.reached.await();
		closeInTime();
		assertCancelled(run);
		never.countDown();
	}

	@Test
	void aWarmerThatNeverEndsDoesNotKeepTheApplicationFromStopping() throws Exception {
		AtomicInteger released = new AtomicInteger();
		CompletableFuture<Void> run = this.test.required("cities", (context) -> {
			this.reached.countDown();
			while (released.get() == 0) {
				LockSupport.parkNanos(1000);
			}
		}).start();
		this.reached.await();
		closeInTime();
		assertCancelled(run);
		released.set(1);
	}

	@Test
	void aWarmerThatSwallowsTheCancellationFillsNothing() throws Exception {
		CompletableFuture<Void> run = this.test.required("cities", here((context) -> {
			context.accept(1, "value");
			this.reached.countDown();
			while (!context.isCancelled()) {
				LockSupport.parkNanos(1000);
			}
		})).start();
		this.reached.await();
		closeInTime();
		assertCancelled(run);
		assertThat(this.test.progress("cities").status()).isEqualTo(WarmupStatus.WARMING);
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void noOtherWarmerIsAskedOnceCancelled() throws Exception {
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		AtomicInteger asked = new AtomicInteger();
		Held held = new Held(1, 1);
		warmers.put("first", here(held));
		warmers.put("second", (context) -> asked.incrementAndGet());
		CompletableFuture<Void> run = this.test.step("cities", true, warmers).start();
		held.awaitReached();
		closeInTime();
		assertCancelled(run);
		assertThat(asked).hasValue(0);
	}

	@Test
	void theWaitForTheNextAttemptIsCancelled() throws Exception {
		CompletableFuture<Void> run = this.test.required("cities", TestWarmup.failing())
			.retryDelay(Duration.ofMinutes(10))
			.start();
		await().until(() -> this.test.state() != null && this.test.progress("cities").lastError() != null);
		closeInTime();
		assertCancelled(run);
	}

	@Test
	void cachesThatAreNotBegunStaySo() throws Exception {
		Held held = new Held(1, 1);
		AtomicInteger asked = new AtomicInteger();
		CompletableFuture<Void> run = this.test.required("first", here(held))
			.required("second", (context) -> asked.incrementAndGet())
			.parallelism(1)
			.start();
		held.awaitReached();
		closeInTime();
		assertCancelled(run);
		assertThat(asked).hasValue(0);
		assertThat(this.test.progress("second").status()).isEqualTo(WarmupStatus.PENDING);
	}

	@Test
	void aWarmupInTheBackgroundIsCancelledToo() throws Exception {
		Held held = new Held(1, 1);
		this.test.required("cities", here(held)).background().run();
		held.awaitReached();
		closeInTime();
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void aStartThatIsInterruptedCancels() throws Exception {
		Held held = new Held(1, 1);
		AtomicReference<Thread> starter = new AtomicReference<>();
		AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
		WarmupExecution warmup = this.test.required("cities", here(held)).build();
		CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
			starter.set(Thread.currentThread());
			try {
				warmup.run();
			}
			finally {
				stillInterrupted.set(Thread.currentThread().isInterrupted());
			}
		}, (task) -> new Thread(task).start());
		held.awaitReached();
		starter.get().interrupt();
		assertCancelled(run);
		assertThat(stillInterrupted.get()).isTrue();
		await().until(() -> !this.worker.get().isAlive());
	}

	@Test
	void closedBeforeItBeginsItDoesNotBegin() {
		WarmupExecution warmup = this.test.required("cities", TestWarmup.rows(1)).build();
		warmup.close();
		warmup.close();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(warmup::run);
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.PENDING);
	}

	private CacheWarmer here(CacheWarmer warmer) {
		return (context) -> {
			this.worker.set(Thread.currentThread());
			warmer.warm(context);
		};
	}

	private void closeInTime() {
		assertThat(CompletableFuture.runAsync(this.test.warmup()::close)).succeedsWithin(IN_TIME);
		if (this.worker.get() != null) {
			await().atMost(IN_TIME).until(() -> !this.worker.get().isAlive());
		}
	}

	private static void assertCancelled(CompletableFuture<Void> run) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> run.get(5, TimeUnit.SECONDS))
			.withCauseInstanceOf(CancellationException.class);
	}

}
