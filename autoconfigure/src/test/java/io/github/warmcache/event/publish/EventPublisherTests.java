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

package io.github.warmcache.event.publish;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.warmcache.event.AnswersChanged;
import io.github.warmcache.event.AuditChanged;
import io.github.warmcache.event.CacheStateEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EventPublisher}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventPublisherTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);

	private final Queue<CacheStateEvent> changes = new ConcurrentLinkedQueue<>();

	private final Listener listener = new Listener();

	private final AtomicInteger looks = new AtomicInteger();

	private EventPublisher publisher;

	@AfterEach
	void close() {
		this.context.close();
		this.scheduler.shutdownNow();
	}

	@Test
	void publishesWhatChangedInTheOrderOfTheLooks() {
		start(Duration.ofHours(1), (now, events) -> {
			if (this.looks.get() == 1) {
				events.accept(answers("first"));
			}
		}, (now, events) -> {
			if (this.looks.get() == 1) {
				events.accept(audit("second"));
			}
		});
		await().until(() -> this.listener.received.size() == 2);
		this.changes.add(answers("third"));
		await().until(() -> this.listener.received.size() == 3);
		assertThat(this.listener.received).extracting(CacheStateEvent::cacheName)
			.containsExactly("first", "second", "third");
		assertThat(this.listener.thread).hasValue("warmcache-events");
	}

	@Test
	void nothingIsPublishedBeforeTheContextIsRefreshedOrAfterItBeganToClose() {
		this.changes.add(answers("early"));
		AtomicBoolean runningAtClose = new AtomicBoolean(true);
		this.context.addApplicationListener((event) -> {
			if (event instanceof ContextClosedEvent) {
				runningAtClose.set(this.publisher.isRunning());
				this.changes.add(answers("late"));
			}
		});
		prepare(Duration.ofHours(1));
		this.context.registerBean("user", Object.class, () -> {
			assertThat(this.publisher == null || !this.publisher.isRunning()).isTrue();
			return new Object();
		});
		this.context.refresh();
		await().until(() -> this.listener.received.size() == 1);
		this.context.close();
		assertThat(runningAtClose).isFalse();
		assertThat(this.publisher.isRunning()).isFalse();
		assertThat(this.changes).hasSize(1);
		assertThat(this.listener.received).hasSize(1);
	}

	@Test
	void aListenerThatFailsIsLoggedOnceUntilItSucceeds(CapturedOutput output) {
		this.listener.action = (event) -> {
			if (event instanceof AnswersChanged && !event.well()) {
				throw new IllegalStateException("secret");
			}
		};
		start(Duration.ofHours(1));
		for (int i = 0; i < 3; i++) {
			this.changes.add(answers("cities"));
			this.changes.add(audit("cities"));
		}
		await().until(() -> this.listener.received.size() == 6);
		this.changes.add(new AnswersChanged("cities", true, Instant.EPOCH, "reason"));
		await().until(() -> this.listener.received.size() == 7);
		assertThat(output).containsOnlyOnce("A listener of AnswersChanged failed with java.lang.IllegalStateException")
			.doesNotContain("secret", "AuditChanged");
		this.changes.add(answers("cities"));
		await().until(() -> output.getOut().split("A listener of AnswersChanged failed", -1).length == 3);
	}

	@Test
	void aCheckedExceptionIsNamedAsItWasThrown(CapturedOutput output) {
		this.listener.checked = true;
		start(Duration.ofHours(1));
		this.changes.add(answers("cities"));
		await().until(() -> output.getOut().contains("A listener of AnswersChanged failed with java.io.IOException"));
	}

	@Test
	void aListenerThatHangsIsLoggedAndInterruptedWhenTheContextIsClosed(CapturedOutput output) {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.listener.action = (event) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw new IllegalStateException(ex);
			}
		};
		start(Duration.ofMillis(10));
		this.changes.add(answers("cities"));
		await().until(() -> output.getOut().contains("A listener has not returned from AnswersChanged"));
		int before = this.looks.get();
		this.changes.add(answers("tags"));
		assertThat(this.looks).hasValue(before);
		this.context.close();
		assertThat(interrupted.getCount()).isZero();
		assertThat(this.listener.received).hasSize(1);
		assertThat(output).doesNotContain("A listener of AnswersChanged failed")
			.containsOnlyOnce("A listener has not returned");
	}

	@Test
	void aListenerThatReturnsInTimeLeavesNoAlarmBehind(CapturedOutput output) {
		this.scheduler.setRemoveOnCancelPolicy(true);
		start(Duration.ofHours(1));
		this.changes.add(answers("cities"));
		await().until(() -> !this.listener.received.isEmpty());
		await().until(() -> this.scheduler.getQueue().isEmpty());
		this.scheduler.shutdownNow();
		this.changes.add(answers("tags"));
		await().until(() -> this.listener.received.size() == 2);
		assertThat(output).doesNotContain("failed");
	}

	@Test
	void aListenerMayCloseTheContext() {
		CountDownLatch closed = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean(true);
		this.listener.action = (event) -> {
			this.context.close();
			interrupted.set(Thread.currentThread().isInterrupted());
			closed.countDown();
		};
		this.changes.add(answers("cities"));
		this.changes.add(answers("tags"));
		start(Duration.ofHours(1));
		await().until(() -> closed.getCount() == 0);
		assertThat(interrupted).isFalse();
		assertThat(this.publisher.isRunning()).isFalse();
		assertThat(this.listener.received).hasSize(1);
	}

	@Test
	void contextsBelowDoNotStartOrStopIt() {
		start(Duration.ofHours(1));
		try (AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
			child.setParent(this.context);
			child.refresh();
			this.publisher.stop();
			child.start();
			assertThat(this.publisher.isRunning()).isFalse();
			this.context.start();
			assertThat(this.publisher.isRunning()).isTrue();
		}
		assertThat(this.publisher.isRunning()).isTrue();
		this.changes.add(answers("cities"));
		await().until(() -> !this.listener.received.isEmpty());
	}

	@Test
	void itPausesAndGoesOnWithTheContext() {
		start(Duration.ofHours(1));
		this.context.stop();
		assertThat(this.publisher.isRunning()).isFalse();
		this.context.start();
		assertThat(this.publisher.isRunning()).isTrue();
		this.context.pause();
		assertThat(this.publisher.isRunning()).isFalse();
		this.context.restart();
		assertThat(this.publisher.isRunning()).isTrue();
	}

	@Test
	void aComparisonThatFailsIsLoggedOnceAndDoesNotKeepTheOthersBack(CapturedOutput output) {
		start(Duration.ofHours(1), new Failing());
		await().until(() -> this.looks.get() > 3);
		this.changes.add(answers("cities"));
		await().until(() -> !this.listener.received.isEmpty());
		assertThat(output)
			.containsOnlyOnce("The state could not be looked at by Failing with java.lang.IllegalStateException")
			.doesNotContain("secret");
	}

	private void start(Duration patience, StateChanges... more) {
		prepare(patience, more);
		this.context.refresh();
	}

	private void prepare(Duration patience, StateChanges... more) {
		List<StateChanges> states = new CopyOnWriteArrayList<>();
		states.add((now, events) -> {
			this.looks.incrementAndGet();
			for (CacheStateEvent event = this.changes.poll(); event != null; event = this.changes.poll()) {
				events.accept(event);
			}
		});
		states.addAll(List.of(more));
		this.context.registerBean(Listener.class, () -> this.listener);
		this.context.registerBean(EventPublisher.class, () -> {
			this.publisher = new EventPublisher(states, this.context, Duration.ofMillis(1), () -> Instant.EPOCH,
					patience, this.scheduler);
			return this.publisher;
		});
	}

	private static CacheStateEvent answers(String cacheName) {
		return new AnswersChanged(cacheName, false, Instant.EPOCH, "reason");
	}

	private static CacheStateEvent audit(String cacheName) {
		return new AuditChanged(cacheName, false, Instant.EPOCH, "reason");
	}

	static final class Failing implements StateChanges {

		@Override
		public void look(Instant now, Consumer<? super CacheStateEvent> events) {
			throw new IllegalStateException("secret");
		}

	}

	static class Listener {

		private final List<CacheStateEvent> received = new CopyOnWriteArrayList<>();

		private final AtomicReference<String> thread = new AtomicReference<>();

		private volatile boolean checked;

		private volatile Consumer<CacheStateEvent> action = (event) -> {
		};

		@EventListener
		void on(CacheStateEvent event) throws Exception {
			this.thread.set(Thread.currentThread().getName());
			this.received.add(event);
			this.action.accept(event);
			if (this.checked) {
				throw new IOException("secret");
			}
		}

	}

}
