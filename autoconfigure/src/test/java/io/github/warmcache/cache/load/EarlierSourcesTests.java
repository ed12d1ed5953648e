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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheLoadTimeoutException;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.LoadCancellation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of caches with several sources, of which reads ask one after the other.
 */
@ExtendWith(OutputCaptureExtension.class)
class EarlierSourcesTests {

	private final Map<Object, Object> first = new ConcurrentHashMap<>();

	private final Map<Object, Object> last = new ConcurrentHashMap<>();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private volatile boolean open;

	private final CallBreaker breaker = breaker(this.told, () -> this.open);

	private final List<String> toldOfFirst = new CopyOnWriteArrayList<>();

	private volatile boolean firstIsOpen;

	private final CallBreaker breakerOfFirst = breaker(this.toldOfFirst, () -> this.firstIsOpen);

	private static CallBreaker breaker(List<String> told, BooleanSupplier open) {
		return new CallBreaker() {

			@Override
			public boolean permits() {
				return !open.getAsBoolean();
			}

			@Override
			public void succeeded(long nanos) {
				told.add("succeeded");
			}

			@Override
			public void failed(long nanos, @Nullable Throwable failure) {
				told.add("failed");
			}

			@Override
			public void released() {
				told.add("released");
			}

		};
	}

	@Test
	void whatTheFirstSourceHasComesFromIt() {
		TieredCache cache = cache(this.first::get);
		this.first.put("a", "first");
		this.last.put("a", "last");
		assertThat(cache.get("a").get()).isEqualTo("first");
		assertThat(this.told).containsExactly("released");
		assertThat(cache.statistics().count(CacheEvent.SOURCE_LOADED)).isOne();
		assertThat(cache.statistics().count(CacheEvent.SOURCE_FALLBACK_ABSENT)).isZero();
	}

	@Test
	void whatItLacksComesFromTheLastAndIsCounted() {
		TieredCache cache = cache(this.first::get);
		this.last.put("a", "last");
		assertThat(cache.get("a").get()).isEqualTo("last");
		assertThat(cache.get("b", () -> "method")).isEqualTo("method");
		assertThat(this.told).containsExactly("succeeded", "succeeded");
		assertThat(cache.statistics().count(CacheEvent.SOURCE_FALLBACK_ABSENT)).isEqualTo(2);
		assertThat(cache.statistics().count(CacheEvent.SOURCE_ABSENT)).isOne();
	}

	@Test
	void whatItFailsToGiveComesFromTheLastAndIsLoggedOnce(CapturedOutput output) {
		TieredCache cache = cache((key) -> {
			throw new IllegalStateException("secret");
		});
		this.last.putAll(Map.of("a", 1, "b", 2));
		assertThat(cache.get("a").get()).isEqualTo(1);
		assertThat(cache.get("b").get()).isEqualTo(2);
		assertThat(this.told).containsExactly("succeeded", "succeeded");
		assertThat(cache.statistics().count(CacheEvent.SOURCE_FALLBACK_FAILED)).isEqualTo(2);
		assertThat(output)
			.containsOnlyOnce(
					"A source of cache 'cities' fails with java.lang.IllegalStateException; reads ask the next")
			.doesNotContain("secret");
	}

	@Test
	void whileTheBreakerOfTheLastIsOpenTheFirstIsStillAsked() {
		TieredCache cache = cache(this.first::get);
		this.open = true;
		this.first.put("a", "first");
		this.last.put("b", "last");
		assertThat(cache.get("a").get()).isEqualTo("first");
		assertThat(cache.get("b", () -> "method")).isEqualTo("method");
		assertThat(this.told).isEmpty();
		assertThat(cache.statistics().count(CacheEvent.SOURCE_SKIPPED)).isOne();
	}

	@Test
	void aFirstSourceThatHangsLeavesTimeForTheLast(CapturedOutput output) throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		TieredCache cache = cache((key) -> {
			try {
				new CountDownLatch(1).await();
				return null;
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
		}, Duration.ofSeconds(20));
		this.last.put("a", "last");
		assertThat(cache.get("a").get()).isEqualTo("last");
		assertThat(interrupted.getCount()).isZero();
		assertThat(this.told).containsExactly("succeeded");
		assertThat(this.toldOfFirst).containsExactly("failed");
		assertThat(cache.statistics().count(CacheEvent.SOURCE_FALLBACK_FAILED)).isOne();
		assertThat(output).containsOnlyOnce("A source of cache 'cities' fails with java.util.concurrent.Timeout");
	}

	@Test
	void aFirstSourceThatCannotBeInterruptedIsSkippedOnceItsBreakerIsOpen() {
		CountDownLatch forever = new CountDownLatch(1);
		TieredCache cache = cache((key) -> {
			while (forever.getCount() > 0) {
				try {
					forever.await();
				}
				catch (InterruptedException ex) {
					// As some drivers do.
				}
			}
			return null;
		}, Duration.ofMillis(200));
		this.last.put("a", "last");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("a", () -> "method"))
			.withCauseInstanceOf(CacheLoadTimeoutException.class);
		assertThat(this.toldOfFirst).as("when its part of the time is over").containsExactly("failed");
		assertThat(this.told).containsExactly("released");
		assertThat(cache.statistics().count(CacheEvent.SOURCE_FALLBACK_FAILED)).isOne();
		this.firstIsOpen = true;
		assertThat(cache.get("a").get()).isEqualTo("last");
		forever.countDown();
	}

	@Test
	void aStatementOfAFirstSourceIsCancelled() {
		CompletableFuture<Object> cancelled = new CompletableFuture<>();
		TieredCache cache = cache(new CacheSource<>() {

			@Override
			public @Nullable Object load(Object key) {
				throw new AssertionError("Asked without a cancellation");
			}

			@Override
			public @Nullable Object load(Object key, LoadCancellation cancellation) {
				cancellation.onCancel(() -> cancelled.complete("cancelled"));
				cancelled.join();
				throw new IllegalStateException("canceling statement due to user request");
			}

		}, Duration.ofSeconds(2));
		this.last.put("a", "last");
		assertThat(cache.get("a").get()).isEqualTo("last");
		assertThat(this.toldOfFirst).containsExactly("failed");
	}

	@Test
	void aFirstSourceThatFailsForACallerWhoHasGoneDoesNotLeadToTheLast() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch over = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		TieredCache cache = TestCaches.loading(new LoadPolicy(Duration.ofMinutes(5), 4, null, null), null)
			.earlierSources(List.of((CacheSource<Object, Object>) (key) -> {
				try {
					begun.countDown();
					new CountDownLatch(1).await();
					return null;
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException("as some drivers do", ex);
				}
			}))
			.source((key) -> asked.incrementAndGet())
			.sourceExecutor((task) -> new Thread(() -> {
				task.run();
				over.countDown();
			}).start())
			.build();
		Thread caller = new Thread(() -> cache.get("a"));
		caller.start();
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
		caller.interrupt();
		assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(asked).hasValue(0);
	}

	@Test
	void eachSourceHasItsOwnOutage(CapturedOutput output) {
		TieredCache cache = TestCaches.local().earlierSources(List.of((CacheSource<Object, Object>) (key) -> {
			throw new IllegalStateException();
		}, (key) -> null)).source(this.last::get).build();
		for (int i = 0; i < 5; i++) {
			cache.get(i);
		}
		assertThat(output).containsOnlyOnce("A source of cache 'cities' fails with").doesNotContain("answers again");
	}

	@Test
	void severalAreAskedInTheirOrder() {
		TieredCache cache = TestCaches.local()
			.earlierSources(List.of((CacheSource<Object, Object>) (key) -> null, (key) -> "second"))
			.source(this.last::get)
			.build();
		assertThat(cache.get("a").get()).isEqualTo("second");
		assertThat(cache.statistics().count(CacheEvent.SOURCE_FALLBACK_ABSENT)).isOne();
	}

	private TieredCache cache(CacheSource<Object, Object> earlier) {
		return cache(earlier, Duration.ofSeconds(30));
	}

	private TieredCache cache(CacheSource<Object, Object> earlier, Duration timeout) {
		return TestCaches.loading(new LoadPolicy(timeout, 4, null, null), null)
			.sourceBreaker(this.breaker)
			.earlierBreakers(() -> this.breakerOfFirst)
			.earlierSources(List.of(earlier))
			.source(this.last::get)
			.build();
	}

}
