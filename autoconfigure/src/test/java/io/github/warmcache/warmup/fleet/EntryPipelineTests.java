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

package io.github.warmcache.warmup.fleet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.warmcache.source.EntrySink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EntryPipeline}.
 */
@Timeout(60)
class EntryPipelineTests {

	private static final int MANY = 10_000;

	private final List<Object> stored = new ArrayList<>();

	private final Map<Thread, Integer> threads = new ConcurrentHashMap<>();

	private final AtomicInteger count = new AtomicInteger();

	@Test
	void storesEverythingInItsOrder() throws Exception {
		String result = EntryPipeline.read(sink((key) -> {
		}), "cities", (sink) -> {
			IntStream.range(0, MANY).forEach((i) -> sink.accept(i, "value " + i));
			return "all";
		});
		assertThat(result).isEqualTo("all");
		assertThat(this.stored).hasSize(MANY).isSorted();
	}

	@Test
	void storesFewEntriesOnTheThreadThatReadsThem() throws Exception {
		EntryPipeline.read(sink((key) -> {
		}), "cities", (sink) -> {
			IntStream.range(0, 500).forEach((i) -> sink.accept(i, "value"));
			return true;
		});
		assertThat(this.threads).containsOnlyKeys(Thread.currentThread());
	}

	@Test
	void readsWhileAnotherThreadStores() throws Exception {
		CountDownLatch read = new CountDownLatch(1);
		EntryPipeline.read(sink((key) -> {
			if (key.equals(600)) {
				awaitLatch(read);
			}
		}), "cities", (sink) -> {
			IntStream.range(0, 1000).forEach((i) -> sink.accept(i, "value"));
			// Without a thread that stores, nobody would get here.
			read.countDown();
			return true;
		});
		assertThat(this.stored).hasSize(1000);
		assertThat(this.threads).hasSize(2);
		assertThat(this.threads.keySet()).filteredOn((thread) -> thread != Thread.currentThread())
			.singleElement()
			.satisfies((thread) -> assertThat(thread.isDaemon()).isTrue())
			.satisfies((thread) -> await().until(() -> !thread.isAlive()))
			.satisfies((thread) -> assertThat(thread.getName()).startsWith("warmcache-warmup-cities-fill-"));
	}

	@Test
	void doesNotReadFarAhead() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		AtomicInteger read = new AtomicInteger();
		CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> readQuietly(sink((key) -> {
			if (key.equals(600)) {
				awaitLatch(go);
			}
		}), (sink) -> IntStream.range(0, MANY).forEach((i) -> {
			sink.accept(i, "value");
			read.incrementAndGet();
		})));
		await().until(() -> read.get() > 1100);
		// What is stored directly, what is being stored, eight blocks on their way, and
		// one that is not full.
		await().during(200, TimeUnit.MILLISECONDS).until(() -> read.get() <= 11 * 512);
		go.countDown();
		reading.get();
		assertThat(this.stored).hasSize(MANY);
	}

	@Test
	void entriesOfASlowSourceDoNotWaitForAFullBlock() throws Exception {
		EntryPipeline.read(sink((key) -> {
		}), "cities", (sink) -> {
			IntStream.range(0, 512).forEach((i) -> sink.accept(i, "value"));
			for (int i = 512; i < 516; i++) {
				int number = i;
				await().pollDelay(60, TimeUnit.MILLISECONDS).until(() -> true);
				sink.accept(i, "value");
				await().until(() -> this.count.get() > number);
			}
			return true;
		});
		assertThat(this.stored).hasSize(516);
	}

	@Test
	void endsReadingWithWhatStoringThrew() {
		CancellationException failure = new CancellationException("enough");
		AtomicInteger read = new AtomicInteger();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> EntryPipeline.read(sink((key) -> {
			if (key.equals(600)) {
				throw failure;
			}
		}), "cities", (sink) -> {
			IntStream.range(0, 1_000_000).forEach((i) -> {
				sink.accept(i, "value");
				read.incrementAndGet();
			});
			return true;
		})).isSameAs(failure);
		assertThat(read).hasValueLessThan(MANY);
		assertThat(this.stored).hasSize(600);
	}

	@Test
	void failsIfTheLastEntriesCannotBeStored() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> EntryPipeline.read(sink((key) -> {
			if (key.equals(999)) {
				throw new IllegalStateException("full");
			}
		}), "cities", (sink) -> {
			IntStream.range(0, 1000).forEach((i) -> sink.accept(i, "value"));
			return true;
		})).withMessage("full");
	}

	@Test
	void storesWhatWasReadBeforeTheSourceFailed() {
		assertThatIOException().isThrownBy(() -> EntryPipeline.read(sink((key) -> {
		}), "cities", (sink) -> {
			IntStream.range(0, 1000).forEach((i) -> sink.accept(i, "value"));
			throw new IOException("gone");
		})).withMessage("gone");
		assertThat(this.stored).hasSize(1000);
	}

	@Test
	void anInterruptEndsBothThreads() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread reading = new Thread(() -> {
			try {
				EntryPipeline.read(sink((key) -> {
					if (key.equals(600)) {
						blocked.countDown();
						awaitLatch(new CountDownLatch(1));
					}
				}), "cities", (sink) -> {
					IntStream.range(0, MANY).forEach((i) -> sink.accept(i, "value"));
					return true;
				});
				failure.complete(new AssertionError("It was read to its end"));
			}
			catch (Throwable ex) {
				failure.complete(Thread.currentThread().isInterrupted() ? ex : new AssertionError("No interrupt"));
			}
		});
		reading.start();
		assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
		reading.interrupt();
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
		await().until(() -> this.threads.keySet().stream().noneMatch(Thread::isAlive));
	}

	@Test
	void passesOnWhatTheSourceAsks() throws Exception {
		List<Object> asked = new ArrayList<>();
		EntrySink<Object, Object> sink = new EntrySink<>() {

			@Override
			public void accept(Object key, Object value) {
				throw new AssertionError("There is no entry");
			}

			@Override
			public boolean wants(Object key) {
				return key.equals("wanted");
			}

			@Override
			public void onCancel(Runnable action) {
				asked.add(action);
			}

		};
		Runnable action = () -> {
		};
		EntryPipeline.read(sink, "cities", (given) -> {
			given.onCancel(action);
			assertThat(given.wants("wanted")).isTrue();
			assertThat(given.wants("other")).isFalse();
			return true;
		});
		assertThat(asked).containsExactly(action);
	}

	private void readQuietly(EntrySink<Object, Object> sink, Consumer<EntrySink<Object, Object>> reading) {
		try {
			EntryPipeline.read(sink, "cities", (given) -> {
				reading.accept(given);
				return true;
			});
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private EntrySink<Object, Object> sink(Consumer<Object> before) {
		return new EntrySink<>() {

			@Override
			public void accept(Object key, Object value) {
				EntryPipelineTests.this.threads.merge(Thread.currentThread(), 1, Integer::sum);
				before.accept(key);
				EntryPipelineTests.this.stored.add(key);
				EntryPipelineTests.this.count.incrementAndGet();
			}

			@Override
			public void onCancel(Runnable action) {
			}

		};
	}

	private static void awaitLatch(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		}
	}

}
