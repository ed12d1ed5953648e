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

package io.github.warmcache.answers;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.health.CacheAnswersHealthIndicator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentCaptor;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests of {@link AnswerWatch} and of the health that it gives.
 */
@ExtendWith(OutputCaptureExtension.class)
class AnswerWatchTests {

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final TieredCacheManager caches = new TieredCacheManager(List::of, (name) -> TestCaches.local().build());

	private final TieredCache cache = this.caches.getCache("cities");

	private final AnswerWatch watch = new AnswerWatch(this.caches, (name) -> null, this.scheduler, () -> Instant.EPOCH);

	private final CacheAnswersHealthIndicator health = new CacheAnswersHealthIndicator(this.watch);

	private int keys;

	@BeforeEach
	void begin() {
		this.watch.sample();
	}

	@AfterEach
	void shutDown() {
		this.scheduler.shutdownNow();
	}

	@Test
	void reportsACacheWhoseMethodsSuddenlyReturnNothing(CapturedOutput output) {
		sample(20, List.of("order"));
		assertThat(this.health.health()).isEqualTo(Health.up().build());
		sample(2, List.of());
		assertThat(this.watch.exceeded()).containsOnlyKeys("cities");
		Health health = this.health.health();
		assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health.getDetails().toString())
			.contains("cities={share=0.333, limit=0.1, since=1970-01-01T00:00:00Z}");
		sample(3, List.of());
		assertThat(output).containsOnlyOnce("Cache 'cities': 17 % of the latest answers were absent or empty, where 0 "
				+ "% were usual. The limit is 10 %.");
		sample(6, List.of("order"));
		assertThat(this.health.health()).isEqualTo(Health.up().build());
		assertThat(output).containsOnlyOnce("Cache 'cities' answers as usual again");
	}

	@Test
	void hitsOfRememberedEmptyAnswersCount() {
		AnswerWatch written = new AnswerWatch(this.caches, (name) -> 0.5, this.scheduler);
		written.sample();
		this.cache.put("a", List.of());
		for (int i = 0; i < AnswerShare.FEWEST_READS; i++) {
			assertThat(this.cache.get("a").get()).isEqualTo(List.of());
		}
		written.sample();
		assertThat(written.status("cities").share()).isOne();
		assertThat(written.status("cities").isExceeded()).isTrue();
	}

	@Test
	void removedCacheIsForgotten() {
		AnswerWatch written = new AnswerWatch(this.caches, (name) -> 0.0, this.scheduler);
		written.sample();
		read(null);
		written.sample();
		assertThat(written.exceeded()).containsOnlyKeys("cities");
		this.caches.removeCache("cities");
		written.sample();
		assertThat(written.exceeded()).isEmpty();
		assertThat(written.status("cities")).isSameAs(AnswerStatus.UNKNOWN);
	}

	@Test
	void saysIfThereAreTooFewReadsToTell(CapturedOutput output) {
		sample(20, List.of("order"));
		sample(2, List.of());
		for (int i = 0; i < AnswerShare.LONGEST; i++) {
			this.watch.sample();
		}
		assertThat(this.health.health()).isEqualTo(Health.up().build());
		assertThat(output).containsOnlyOnce("Cache 'cities' has too few reads to tell")
			.doesNotContain("answers as usual");
	}

	@Test
	void takesASampleEveryFewSecondsWhileItRuns() {
		ScheduledExecutorService recording = mock();
		AnswerWatch written = new AnswerWatch(this.caches, (name) -> 0.5, recording);
		written.start();
		ArgumentCaptor<Runnable> sample = ArgumentCaptor.forClass(Runnable.class);
		verify(recording).scheduleAtFixedRate(sample.capture(), eq(5L), eq(5L), eq(TimeUnit.SECONDS));
		sample.getValue().run();
		read(null);
		sample.getValue().run();
		assertThat(written.exceeded()).containsOnlyKeys("cities");
	}

	@Test
	void failureOfASampleIsToldOnceAndDoesNotEndTheWatch(CapturedOutput output) {
		ScheduledExecutorService recording = mock();
		AtomicBoolean failing = new AtomicBoolean(true);
		AnswerWatch written = new AnswerWatch(this.caches, (name) -> {
			if (failing.get()) {
				throw new StackOverflowError();
			}
			return 0.5;
		}, recording);
		written.start();
		ArgumentCaptor<Runnable> sample = ArgumentCaptor.forClass(Runnable.class);
		verify(recording).scheduleAtFixedRate(sample.capture(), anyLong(), anyLong(), any());
		sample.getValue().run();
		sample.getValue().run();
		assertThat(output).containsOnlyOnce("could not be watched: java.lang.StackOverflowError");
		failing.set(false);
		sample.getValue().run();
		read(null);
		sample.getValue().run();
		assertThat(written.exceeded()).containsOnlyKeys("cities");
	}

	@Test
	void beginsAndEnds() {
		assertThat(this.watch.isRunning()).isFalse();
		this.watch.start();
		this.watch.start();
		assertThat(this.watch.isRunning()).isTrue();
		this.watch.stop();
		assertThat(this.watch.isRunning()).isFalse();
	}

	private void sample(int samples, List<String> answer) {
		for (int i = 0; i < samples; i++) {
			read(answer);
			this.watch.sample();
		}
	}

	private void read(@Nullable Object answer) {
		for (int i = 0; i < AnswerShare.FEWEST_READS; i++) {
			this.keys++;
			this.cache.get("key " + this.keys, () -> answer);
		}
	}

}
