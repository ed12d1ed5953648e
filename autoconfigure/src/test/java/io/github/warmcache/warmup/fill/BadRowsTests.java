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

package io.github.warmcache.warmup.fill;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.FakeHotKeys;
import io.github.warmcache.warmup.TestWarmup;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for rows that cannot be read, and for rows that share their keys.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadRowsTests {

	private static final String PROBLEM = "A row cannot be read as City: column for 'status': it holds no constant";

	private final TestWarmup test = new TestWarmup().maxAttempts(1);

	@AfterEach
	void close() {
		this.test.close();
	}

	@Test
	void fewAreLeftOutAndTold(CapturedOutput output) {
		run(0.01, rows(99, 1));
		assertThat(this.test.state().isReady()).isTrue();
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.DEGRADED);
		assertThat(cities.entries()).isEqualTo(99);
		assertThat(cities.badRows()).isOne();
		assertThat(cities.attempts()).isOne();
		assertThat(cities.lastError()).contains("1 of 100 rows cannot be read (1: " + PROBLEM + ")");
		assertThat(output).contains("is filled without some rows: 1 of 100").doesNotContain("secret");
	}

	@Test
	void manyFailTheLoadWithTheNameOfTheProperty() {
		run(0.01, rows(98, 2));
		assertThat(this.test.state().isReady()).isFalse();
		assertThat(this.test.progress("cities").lastError())
			.startsWith("BadRowsException: too many rows cannot be read")
			.contains("raise warmcache.caches.cities.warmup.bad-rows (now 0.01)", "2 of 100 rows");
	}

	@Test
	void withoutAShareOneFailsTheLoad() {
		run(0, rows(10_000, 1));
		assertThat(this.test.state().isReady()).isFalse();
	}

	@Test
	void aSourceThatIsKnownToHaveTooManyIsReadNoFurther() {
		AtomicInteger read = new AtomicInteger();
		run(0.01, (context) -> {
			context.expect(1000);
			for (int i = 0; i < 1000; i++) {
				read.incrementAndGet();
				context.unreadable("secret", new UnreadableEntryException(PROBLEM));
			}
		});
		assertThat(read).hasValue(11);
	}

	@Test
	void aSourceOfNothingButThemIsReadNoFurtherThoughNobodyKnowsItsSize() {
		AtomicInteger read = new AtomicInteger();
		run(0.5, (context) -> {
			while (true) {
				read.incrementAndGet();
				context.unreadable("secret", new UnreadableEntryException(PROBLEM));
			}
		});
		assertThat(read).hasValue(1000);
	}

	@Test
	void theReasonsAreFew() {
		run(0.5, (context) -> {
			TestWarmup.rows(10).warm(context);
			for (int i = 0; i < 6; i++) {
				context.unreadable(null, new UnreadableEntryException("column " + i));
			}
		});
		assertThat(this.test.progress("cities").lastError()).contains("1: column 2; 3: other reasons");
	}

	@Test
	void hotKeysWhoseValuesCannotBeReadAreLeftOut() {
		FakeHotKeys hotKeys = new FakeHotKeys();
		hotKeys.hottest = List.of(1, 2, 3);
		this.test.cache("cities", hotKeys, new CacheSource<Integer, String>() {

			@Override
			public String load(Integer key) {
				if (key == 2) {
					throw new UnreadableEntryException(PROBLEM);
				}
				return "row " + key;
			}

		});
		run(0.5, CacheWarmers.fromHottestKeys(10));
		assertThat(this.test.progress("cities").entries()).isEqualTo(2);
		assertThat(this.test.progress("cities").badRows()).isOne();
	}

	@Test
	void theSourceOfACacheLeavesThemOutToo() {
		this.test.cache("cities", new FakeSharedTier(), new CacheSource<Integer, String>() {

			@Override
			public String load(Integer key) {
				return "row " + key;
			}

			@Override
			public OptionalLong count() {
				return OptionalLong.of(1000);
			}

			@Override
			public void stream(EntrySink<? super Integer, ? super String> sink) {
				for (int i = 0; i < 1000; i++) {
					if (i % 200 == 7) {
						sink.unreadable(i, new UnreadableEntryException(PROBLEM));
					}
					else {
						sink.accept(i, "row " + i);
					}
				}
			}

		});
		run(0.01, CacheWarmers.fromSource(new CoordinationSettings(null, 1, true, null)));
		assertThat(this.test.progress("cities").badRows()).isEqualTo(5);
		assertThat(this.test.progress("cities").entries()).isEqualTo(995);
		assertThat(this.test.state().isReady()).isTrue();
	}

	@Test
	void rowsThatShareAKeyAreTold(CapturedOutput output) {
		run(0, (context) -> {
			context.expect(30);
			TestWarmup.rows(15).warm(context);
			TestWarmup.rows(15).warm(context);
		});
		CacheWarmupProgress cities = this.test.progress("cities");
		assertThat(cities.status()).isEqualTo(WarmupStatus.WARM);
		assertThat(cities.entries()).isEqualTo(15);
		assertThat(cities.repeatedKeys()).isEqualTo(15);
		assertThat(this.test.state().full("cities")).isEqualTo(15);
		assertThat(output).contains("15 of 30 entries (50 %)", "holding 15")
			.contains("15 of 30 rows have the key of another row")
			.doesNotContain("100 %");
	}

	@Test
	void rowsThatShareAKeyAreNotMissing() {
		WarmupLimits limits = new WarmupLimits(0.9, null, null, null, 1);
		this.test.limited("cities", true, limits, (context) -> {
			context.expect(30);
			TestWarmup.rows(15).warm(context);
			TestWarmup.rows(15).warm(context);
		}).run();
		assertThat(this.test.state().status()).isEqualTo(WarmupStatus.WARM);
	}

	private void run(double share, CacheWarmer warmer) {
		WarmupLimits limits = new WarmupLimits(null, null, null, null, 1, share, false, false);
		this.test.maximumSize(20_000).limited("cities", true, limits, Map.of("test", warmer)).run();
	}

	private static CacheWarmer rows(int good, int bad) {
		return (context) -> {
			TestWarmup.rows(good).warm(context);
			for (int i = 0; i < bad; i++) {
				context.unreadable("secret " + i, new UnreadableEntryException(PROBLEM));
			}
		};
	}

}
