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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the breaker of a source is asked and told.
 */
@ExtendWith(OutputCaptureExtension.class)
class SourceBreakerTests {

	private final RecordingBreaker breaker = new RecordingBreaker();

	private final AtomicInteger asked = new AtomicInteger();

	@Test
	void sourceWhoseBreakerIsOpenIsLeftOut() {
		TieredCache cache = TestCaches.local().sourceBreaker(this.breaker).source((key) -> {
			this.asked.incrementAndGet();
			return "source";
		}).build();
		this.breaker.open = true;
		assertThat(cache.get("a", () -> "method")).isEqualTo("method");
		assertThat(cache.get("b")).isNull();
		assertThat(this.asked).hasValue(0);
		assertThat(cache.statistics().count(CacheEvent.SOURCE_SKIPPED)).isEqualTo(2);
		assertThat(this.breaker.told).isEmpty();
	}

	@Test
	void sourceThatFailsNowAndThenDoesNotFillTheLog(CapturedOutput output) {
		FakeTicker ticker = new FakeTicker();
		TieredCache cache = TestCaches.local().ticker(ticker).source((key) -> {
			if ("poison".equals(key)) {
				throw new IllegalStateException("secret");
			}
			return null;
		}).build();
		for (int i = 0; i < 50; i++) {
			cache.get("poison");
			cache.get("key " + i);
		}
		assertThat(output).containsOnlyOnce("The source of cache 'cities' fails with java.lang.IllegalStateException")
			.containsOnlyOnce("The source of cache 'cities' answers again")
			.doesNotContain("secret", "poison");
		ticker.advance(Duration.ofSeconds(11));
		cache.get("poison");
		// It fails by itself, which one line of its own says.
		assertThat(output).containsOnlyOnce("fails with").containsOnlyOnce("its source failed 3 times in a row");
	}

	@Test
	void absenceIsASuccess() {
		TieredCache cache = TestCaches.local()
			.sourceBreaker(this.breaker)
			.source((key) -> "a".equals(key) ? "1" : null)
			.build();
		cache.get("a");
		cache.get("b");
		assertThat(this.breaker.told).containsExactly("succeeded", "succeeded");
	}

	@Test
	void aRowThatCannotBeReadSpeaksNotAgainstTheSource() {
		TieredCache cache = TestCaches.local().sourceBreaker(this.breaker).source((key) -> {
			throw new UnreadableEntryException("A row cannot be read");
		}).build();
		assertThat(cache.get("a", () -> "method")).isEqualTo("method");
		assertThat(this.breaker.told).containsExactly("succeeded");
	}

	@Test
	void failureAndTimeoutSpeakAgainstTheSource() {
		CountDownLatch never = new CountDownLatch(1);
		TieredCache cache = TestCaches.loading(new LoadPolicy(Duration.ofMillis(100), 4, null, null), null)
			.sourceBreaker(this.breaker)
			.source((key) -> {
				if ("a".equals(key)) {
					throw new IllegalStateException();
				}
				never.await();
				return null;
			})
			.build();
		cache.get("a");
		cache.get("b");
		assertThat(this.breaker.told).containsExactly("failed", "failed");
	}

	@Test
	void interruptOfTheCallerAndWantOfThreadsSayNothingAboutTheSource() {
		CountDownLatch never = new CountDownLatch(1);
		TieredCache cache = TestCaches.local().sourceBreaker(this.breaker).source((key) -> {
			never.await();
			return null;
		}).build();
		Thread.currentThread().interrupt();
		assertThat(cache.get("a", () -> "method, interrupted " + Thread.interrupted()))
			.isEqualTo("method, interrupted true");
		TieredCache refused = TestCaches.local()
			.sourceBreaker(this.breaker)
			.source((key) -> "source")
			.sourceExecutor((task) -> {
				throw new RejectedExecutionException();
			})
			.build();
		assertThat(refused.get("a", () -> "method")).isEqualTo("method");
		assertThat(this.breaker.told).containsExactly("released", "released");
	}

	private static final class RecordingBreaker implements CallBreaker {

		private final List<String> told = new CopyOnWriteArrayList<>();

		private volatile boolean open;

		@Override
		public boolean permits() {
			return !this.open;
		}

		@Override
		public void succeeded(long nanos) {
			this.told.add("succeeded");
		}

		@Override
		public void failed(long nanos, @Nullable Throwable failure) {
			this.told.add("failed");
		}

		@Override
		public void released() {
			this.told.add("released");
		}

	}

}
