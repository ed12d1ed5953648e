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

package io.github.warmcache.thread;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.thread.RepeatedTask.Round;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RepeatedTask}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RepeatedTaskTests {

	private static final Duration MOMENT = Duration.ofMillis(1);

	private static final Duration EVER = Duration.ofHours(1);

	private final List<RepeatedTask> tasks = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.tasks.forEach((task) -> task.stop(Duration.ZERO));
		await().until(() -> threads() == 0);
	}

	@Test
	void repeatsOnOneDaemonUntilItIsStoppedAndCanBeStartedAgain() throws Exception {
		AtomicInteger rounds = new AtomicInteger();
		AtomicBoolean daemon = new AtomicBoolean();
		RepeatedTask task = every(MOMENT, () -> {
			daemon.set(Thread.currentThread().isDaemon());
			rounds.incrementAndGet();
		});
		assertThat(task.isRunning()).isFalse();
		task.start();
		task.start();
		await().until(() -> rounds.get() > 2);
		assertThat(threads()).isOne();
		assertThat(daemon).isTrue();
		assertThat(task.isRunning()).isTrue();
		assertThat(task.isCurrent()).isFalse();
		task.stop(EVER);
		assertThat(task.isRunning()).isFalse();
		assertThat(threads()).isZero();
		int before = rounds.get();
		task.start();
		await().until(() -> rounds.get() > before);
	}

	@Test
	void thePauseComesFirstIfThatIsAskedFor() {
		AtomicInteger rounds = new AtomicInteger();
		RepeatedTask task = every(MOMENT, rounds::incrementAndGet);
		task.start(EVER);
		await().until(() -> threads() == 1);
		task.stop(EVER);
		assertThat(rounds).hasValue(0);
		task.start(MOMENT);
		await().until(() -> rounds.get() > 0);
	}

	@Test
	void aRoundThatFailsIsLoggedOnceAndRepeated(CapturedOutput output) {
		AtomicInteger rounds = new AtomicInteger();
		AtomicBoolean failing = new AtomicBoolean(true);
		every(MOMENT, () -> {
			rounds.incrementAndGet();
			if (failing.get() && rounds.get() % 2 == 0) {
				throw new StackOverflowError("secret");
			}
			if (failing.get()) {
				throw new IllegalStateException("secret");
			}
		}).start();
		await().until(() -> rounds.get() > 5);
		assertThat(output).containsOnlyOnce("What the thread warmcache-test does failed with ")
			.doesNotContain("secret");
		failing.set(false);
		int before = rounds.get();
		await().until(() -> rounds.get() > before + 2);
		failing.set(true);
		await().until(() -> output.getOut().split("does failed with", -1).length == 3);
	}

	@Test
	void aRoundInProgressIsInterruptedAndWaitedFor() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		List<String> ends = new CopyOnWriteArrayList<>();
		RepeatedTask task = every(MOMENT, () -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			finally {
				ends.add("interrupted");
			}
		});
		task.start();
		begun.await();
		task.stop(EVER);
		assertThat(ends).containsExactly("interrupted");
		assertThat(threads()).isZero();
	}

	@Test
	void aStopDoesNotWaitForLongerThanItMay() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch end = new CountDownLatch(1);
		RepeatedTask task = every(MOMENT, () -> {
			begun.countDown();
			awaitWhateverHappens(end);
		});
		for (Duration atMost : List.of(Duration.ZERO, MOMENT)) {
			task.start();
			await().until(() -> threads() > 0);
			task.stop(atMost);
			assertThat(task.isRunning()).isFalse();
		}
		begun.await();
		assertThat(threads()).isEqualTo(2);
		end.countDown();
	}

	@Test
	void aRoundThatTakesTheInterruptionForItsOwnIsNotRepeated() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicReference<RepeatedTask> self = new AtomicReference<>();
		AtomicBoolean current = new AtomicBoolean(true);
		RepeatedTask task = every(EVER, () -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				current.set(self.get().isCurrent());
			}
		});
		self.set(task);
		task.start();
		begun.await();
		task.stop(EVER);
		assertThat(threads()).isZero();
		assertThat(current).isFalse();
	}

	@Test
	void anInterruptionBySomebodyElseOnlyEndsThePause() {
		AtomicInteger rounds = new AtomicInteger();
		RepeatedTask task = every(EVER, () -> {
			if (rounds.incrementAndGet() < 3) {
				Thread.currentThread().interrupt();
			}
			else if (rounds.get() == 3) {
				throw new InterruptedException();
			}
		});
		task.start();
		await().until(() -> rounds.get() == 3);
		assertThat(task.isRunning()).isTrue();
		assertThat(threads()).isOne();
	}

	@Test
	void aRoundMayStopItsOwnTask() {
		AtomicReference<RepeatedTask> self = new AtomicReference<>();
		AtomicBoolean interrupted = new AtomicBoolean(true);
		CountDownLatch stopped = new CountDownLatch(1);
		RepeatedTask task = every(MOMENT, () -> {
			self.get().stop(EVER);
			interrupted.set(Thread.currentThread().isInterrupted());
			stopped.countDown();
		});
		self.set(task);
		task.start();
		await().until(() -> stopped.getCount() == 0 && threads() == 0);
		assertThat(interrupted).isFalse();
		assertThat(task.isRunning()).isFalse();
	}

	@Test
	void whatComesAfterwardsIsNotInterrupted() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		List<Boolean> interrupted = new CopyOnWriteArrayList<>();
		RepeatedTask task = RepeatedTask.atFixedRate("warmcache-test", EVER, () -> {
			begun.countDown();
			awaitWhateverHappens(new CountDownLatch(0));
		}, () -> interrupted.add(Thread.currentThread().isInterrupted()));
		this.tasks.add(task);
		task.start();
		begun.await();
		task.stop(EVER);
		assertThat(interrupted).containsExactly(false);
	}

	@Test
	void atAFixedRateTheTimeOfARoundIsPartOfTheInterval() {
		List<Long> begins = new CopyOnWriteArrayList<>();
		Duration interval = Duration.ofMillis(400);
		RepeatedTask task = RepeatedTask.atFixedRate("warmcache-test", interval, () -> {
			begins.add(System.nanoTime());
			await().pollDelay(Duration.ofMillis(300)).until(() -> true);
		}, () -> {
		});
		this.tasks.add(task);
		task.start();
		await().until(() -> begins.size() > 4);
		List<Long> distances = new CopyOnWriteArrayList<>();
		for (int i = 1; i < 5; i++) {
			distances.add((begins.get(i) - begins.get(i - 1)) / 1_000_000);
		}
		// With a fixed delay, none would be below 700.
		assertThat(distances).allMatch((millis) -> millis >= 399).anyMatch((millis) -> millis < 600);
	}

	private RepeatedTask every(Duration pause, Round round) {
		RepeatedTask task = RepeatedTask.withFixedDelay("warmcache-test", pause, round);
		this.tasks.add(task);
		return task;
	}

	private static void awaitWhateverHappens(CountDownLatch end) {
		boolean over = false;
		while (!over) {
			try {
				end.await();
				over = true;
			}
			catch (InterruptedException ex) {
				// A driver that waits on.
			}
		}
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("warmcache-test"))
			.count();
	}

}
