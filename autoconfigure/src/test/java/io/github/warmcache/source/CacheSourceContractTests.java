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

package io.github.warmcache.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What every {@link CacheSource} does, whatever it reads from. Implementations are made
 * to load at most ten keys at once here.
 */
@Timeout(60)
public abstract class CacheSourceContractTests {

	/**
	 * Create a source that holds some entries.
	 * @param entries the entries
	 * @return the source
	 * @throws Exception if it cannot be created
	 */
	protected abstract CacheSource<Integer, Item> sourceOf(Map<Integer, Item> entries) throws Exception;

	/**
	 * Create a source that cannot be asked.
	 * @return the source
	 * @throws Exception if it cannot be created
	 */
	protected abstract CacheSource<Integer, Item> failingSource() throws Exception;

	/**
	 * Create a source whose stream blocks before its first entry.
	 * @return the source
	 * @throws Exception if it cannot be created
	 */
	protected abstract CacheSource<Integer, Item> blockedSource() throws Exception;

	/**
	 * Return whether the stream of a {@link #blockedSource() blocked source} waits by
	 * now.
	 * @param streaming its thread
	 * @return whether it waits
	 */
	protected boolean isBlocked(Thread streaming) {
		return streaming.getState() == Thread.State.WAITING || streaming.getState() == Thread.State.TIMED_WAITING;
	}

	/**
	 * Return whether the source knows how many entries it has.
	 * @return whether {@link CacheSource#count()} has a value
	 */
	protected boolean counts() {
		return true;
	}

	@Test
	void loadsAKeyThatIsThere() throws Exception {
		assertThat(sourceOf(items(3)).load(2)).isEqualTo(item(2));
	}

	@Test
	void answersNullForAKeyThatIsNotThere() throws Exception {
		assertThat(sourceOf(items(3)).load(4)).isNull();
	}

	@Test
	void loadsManyKeysThatAreAllThere() throws Exception {
		assertThat(sourceOf(items(5)).loadAll(List.of(1, 3, 5)))
			.containsExactlyInAnyOrderEntriesOf(Map.of(1, item(1), 3, item(3), 5, item(5)));
	}

	@Test
	void leavesOutTheKeysThatAreNotThere() throws Exception {
		assertThat(sourceOf(items(3)).loadAll(List.of(2, 9, 3)))
			.containsExactlyInAnyOrderEntriesOf(Map.of(2, item(2), 3, item(3)));
	}

	@Test
	void loadsNothingIfNoKeyIsThere() throws Exception {
		assertThat(sourceOf(items(3)).loadAll(List.of(7, 8, 9))).isEmpty();
	}

	@Test
	void loadsNothingForNoKeys() throws Exception {
		assertThat(sourceOf(items(3)).loadAll(List.of())).isEmpty();
	}

	@Test
	void loadsMoreKeysThanFitIntoOneRequest() throws Exception {
		Map<Integer, Item> items = items(37);
		assertThat(sourceOf(items).loadAll(items.keySet())).containsExactlyInAnyOrderEntriesOf(items);
	}

	@Test
	void loadsAKeyThatIsGivenTwice() throws Exception {
		assertThat(sourceOf(items(3)).loadAll(List.of(2, 2, 1)))
			.containsExactlyInAnyOrderEntriesOf(Map.of(1, item(1), 2, item(2)));
	}

	@Test
	void answersWithTheKeysThatWereGiven() throws Exception {
		Integer given = Integer.valueOf("1000000");
		Map<Integer, Item> loaded = sourceOf(Map.of(1000000, item(1000000))).loadAll(List.of(given));
		assertThat(loaded.keySet()).singleElement().isSameAs(given);
	}

	@Test
	void streamsEveryEntry() throws Exception {
		Map<Integer, Item> items = items(250);
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		sourceOf(items).stream(sink);
		assertThat(sink.entries()).containsExactlyInAnyOrderEntriesOf(items);
		assertThat(sink.keys()).hasSize(250);
	}

	@Test
	void streamsNothingIfEmpty() throws Exception {
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		sourceOf(Map.of()).stream(sink);
		assertThat(sink.keys()).isEmpty();
	}

	@Test
	void passesTheCancellationOfTheSinkOn() throws Exception {
		CacheSource<Integer, Item> source = sourceOf(items(250));
		RecordingSink<Integer, Item> sink = new RecordingSink<>(20);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> source.stream(sink))
			.withMessage("enough");
		assertThat(sink.keys()).hasSize(20);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void canBeUsedAfterACancelledStream() throws Exception {
		CacheSource<Integer, Item> source = sourceOf(items(250));
		assertThatThrownBy(() -> source.stream(new RecordingSink<>(1))).isInstanceOf(CancellationException.class);
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.entries()).hasSize(250);
		assertThat(source.load(1)).isEqualTo(item(1));
	}

	@Test
	void endsAStreamThatIsCancelledBeforeItBegins() throws Exception {
		CacheSource<Integer, Item> source = sourceOf(items(250));
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		sink.cancel();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> source.stream(sink));
		assertThat(sink.keys()).isEmpty();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void doesNotBlockIfCancelledBeforeItBegins() throws Exception {
		CacheSource<Integer, Item> source = blockedSource();
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		sink.cancel();
		long begun = System.nanoTime();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> source.stream(sink));
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void endsABlockedStreamFromOutsideWithinTwoSeconds() throws Exception {
		CacheSource<Integer, Item> source = blockedSource();
		RecordingSink<Integer, Item> sink = new RecordingSink<>();
		FutureTask<Boolean> interrupted = new FutureTask<>(() -> {
			assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> source.stream(sink));
			return Thread.currentThread().isInterrupted();
		});
		Thread streaming = new Thread(interrupted);
		streaming.start();
		sink.awaitRegistration();
		Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> isBlocked(streaming));
		long cancelled = System.nanoTime();
		sink.cancel();
		assertThat(interrupted.get(10, TimeUnit.SECONDS)).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - cancelled)).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void countsItsEntriesOrSaysThatItDoesNotKnow() throws Exception {
		assertThat(sourceOf(items(37)).count()).isEqualTo(counts() ? OptionalLong.of(37) : OptionalLong.empty());
	}

	@Test
	void countsNoEntriesIfEmpty() throws Exception {
		assertThat(sourceOf(Map.of()).count()).isEqualTo(counts() ? OptionalLong.of(0) : OptionalLong.empty());
	}

	@Test
	void failsIfItCannotBeAsked() throws Exception {
		CacheSource<Integer, Item> source = failingSource();
		assertThatThrownBy(() -> source.load(1)).isInstanceOf(Exception.class);
		assertThatThrownBy(() -> source.loadAll(List.of(1, 2))).isInstanceOf(Exception.class);
		assertThatThrownBy(() -> source.stream(new RecordingSink<>())).isInstanceOf(Exception.class)
			.isNotInstanceOf(CancellationException.class);
	}

	@Test
	void isAskedFromManyThreadsAtOnce() throws Exception {
		Map<Integer, Item> items = items(40);
		CacheSource<Integer, Item> source = sourceOf(items);
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<?>> results = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				results.add(executor.submit(() -> {
					for (int id = 1; id <= 10; id++) {
						assertThat(source.load(id)).isEqualTo(item(id));
					}
					assertThat(source.loadAll(items.keySet())).isEqualTo(items);
					return null;
				}));
			}
			for (Future<?> result : results) {
				result.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	protected static Item item(int id) {
		return new Item(id, "item \u00e9 " + id, id * 1_000_000_000L);
	}

	protected static Map<Integer, Item> items(int count) {
		Map<Integer, Item> items = new LinkedHashMap<>();
		IntStream.rangeClosed(1, count).forEach((id) -> items.put(id, item(id)));
		return items;
	}

}
