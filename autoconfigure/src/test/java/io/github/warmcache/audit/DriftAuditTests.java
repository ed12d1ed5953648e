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

package io.github.warmcache.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.warmcache.audit.AuditReport.Counts;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheBuilder;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.health.CacheAuditHealthIndicator;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DriftAudit} and for the health that it gives.
 */
@ExtendWith(OutputCaptureExtension.class)
class DriftAuditTests {

	private static final Counts NONE = new Counts(0, 0, 0, 0);

	private final Rows rows = new Rows();

	private final FakeSharedTier shared = new FakeSharedTier();

	private TieredCache cache = manage(TestCaches.local().source(this.rows));

	private TieredCacheManager caches;

	private DriftAudit audit;

	private CacheAuditHealthIndicator health;

	private TieredCache manage(TieredCacheBuilder builder) {
		this.caches = new TieredCacheManager(List::of, (name) -> builder.build());
		TieredCache managed = this.caches.getCache("cities");
		this.audit = audit(100);
		this.health = new CacheAuditHealthIndicator(this.audit);
		return managed;
	}

	private DriftAudit audit(int sampleSize) {
		return new DriftAudit(this.caches, (any) -> null, Duration.ofHours(1), sampleSize, Duration.ofMillis(1),
				() -> Instant.EPOCH, new Random(1));
	}

	@Test
	void whatTheSourceHasAsWellIsEqual() throws Exception {
		fill(3);
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(3, 0, 0, 0));
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		assertThat(this.rows.calls).isEqualTo(1);
	}

	@Test
	void aRowThatWasChangedPastTheApplicationIsFoundAndLoggedOnce(CapturedOutput output) throws Exception {
		fill(3);
		this.rows.put(1, "secret");
		this.audit.audit(() -> true);
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(3, 1, 0, 0));
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(this.health.health().getDetails().toString())
			.contains("reason=A cache holds values that its source does not have", "different=1",
					"finishedAt=1970-01-01T00:00:00Z")
			.doesNotContain("secret");
		assertThat(output)
			.containsOnlyOnce("Cache 'cities' holds values that its source does not have: 1 of 3 compared in this pod, "
					+ "none compared in the shared tier")
			.doesNotContain("secret");
		this.cache.evict(1);
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(2, 0, 0, 0));
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		assertThat(output).containsOnlyOnce("Cache 'cities' no longer holds any of the values");
	}

	@Test
	void anAbsenceThatIsNoneAnyMoreIsDifferent() throws Exception {
		this.cache.put(1, null);
		this.cache.put(2, null);
		this.rows.put(1, "new");
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(2, 1, 0, 0));
	}

	@Test
	void whatTheSourceDoesNotKnowIsCountedApart() throws Exception {
		this.cache.put(1, "made by a method");
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(0, 0, 1, 0));
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aChangeThatIsOnItsWayIsNoDifference() throws Exception {
		fill(2);
		this.rows.put(1, "new");
		this.rows.afterCall = () -> {
			if (this.rows.calls == 2) {
				this.cache.evict(1);
			}
		};
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(1, 0, 0, 0));
		assertThat(this.rows.calls).isEqualTo(2);
	}

	@Test
	void aValueThatWasReplacedMeanwhileIsNoDifference() throws Exception {
		fill(2);
		this.rows.put(1, "new");
		this.rows.afterCall = () -> this.cache.put(1, "new");
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(1, 0, 0, 0));
	}

	@Test
	void theSharedTierIsComparedAsWell() throws Exception {
		this.cache = manage(TestCaches.shared().source(this.rows).sharedTier(this.shared));
		fill(3);
		this.shared.values.clear();
		this.shared.values.put(1, new SharedRead.Hit("city 1", Duration.ofHours(1)));
		this.shared.values.put(2, new SharedRead.Hit("old", Duration.ofHours(1)));
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(3, 0, 0, 0));
		assertThat(report().shared()).isEqualTo(new Counts(2, 1, 0, 0));
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void aCopyThatWasReplacedMeanwhileIsNoDifference() throws Exception {
		this.cache = manage(TestCaches.shared().source(this.rows).sharedTier(this.shared));
		fill(1);
		this.shared.values.put(0, new SharedRead.Hit("old", Duration.ofHours(1)));
		this.rows.afterCall = () -> this.shared.values.put(0, new SharedRead.Hit("city 0", Duration.ofHours(1)));
		this.audit.audit(() -> true);
		assertThat(report().shared()).isEqualTo(NONE);
	}

	@Test
	void noMoreEntriesThanTheSampleAreComparedAndEachCanBe() throws Exception {
		fill(50);
		DriftAudit few = audit(10);
		this.rows.asked.clear();
		for (int i = 0; i < 60; i++) {
			few.audit(() -> true);
			assertThat(few.report("cities").local().compared()).isEqualTo(10);
		}
		assertThat(this.rows.asked).hasSize(50);
	}

	@Test
	void anEmptyCacheAsksNobody() throws Exception {
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(NONE);
		assertThat(this.rows.calls).isZero();
	}

	@Test
	void lookingDoesNotCountAsReading() throws Exception {
		fill(3);
		long reads = this.cache.getNativeCache().stats().requestCount();
		this.audit.audit(() -> true);
		assertThat(this.cache.getNativeCache().stats().requestCount()).isEqualTo(reads);
	}

	@Test
	void aSourceThatFailsIsToldOnceWithoutItsWords(CapturedOutput output) throws Exception {
		fill(1);
		this.rows.failure.set(new IllegalStateException("secret"));
		this.audit.audit(() -> true);
		this.audit.audit(() -> true);
		assertThat(report().failure()).isEqualTo("The comparison failed with java.lang.IllegalStateException");
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(this.health.health().getDetails().toString())
			.contains("reason=A cache could not be compared with its source")
			.doesNotContain("secret");
		assertThat(output).containsOnlyOnce("Cache 'cities' could not be compared with its source")
			.doesNotContain("secret");
		this.rows.failure.set(null);
		this.audit.audit(() -> true);
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aCacheThatWasRemovedIsForgotten() throws Exception {
		fill(1);
		this.audit.audit(() -> true);
		this.caches.removeCache("cities");
		this.audit.audit(() -> true);
		assertThat(this.audit.reports()).isEmpty();
	}

	@Test
	void cachesWithoutASourceAreLeftOut() throws Exception {
		this.cache = manage(TestCaches.local());
		fill(1);
		this.audit.audit(() -> true);
		assertThat(this.audit.reports()).isEmpty();
	}

	@Test
	void stopEndsAComparisonThatWaits(CapturedOutput output) {
		fill(1);
		CountDownLatch asked = hang();
		DriftAudit running = new DriftAudit(this.caches, (any) -> null, Duration.ofMillis(1), 10, Duration.ofMillis(1),
				() -> Instant.EPOCH, new Random(1));
		running.start();
		assertThat(running.isRunning()).isTrue();
		await().until(() -> asked.getCount() == 0);
		running.stop();
		assertThat(running.isRunning()).isFalse();
		assertThat(running.reports()).isEmpty();
		assertThat(output).doesNotContain("could not be compared");
		this.rows.afterCall = () -> {
		};
		running.start();
		await().until(() -> running.report("cities") != null);
		running.stop();
	}

	@Test
	void whatDifferedIsComparedAgainUntilItIsGone(CapturedOutput output) throws Exception {
		fill(200);
		this.rows.put(7, "new");
		DriftAudit few = audit(5);
		for (int i = 0; few.reports().isEmpty() || !few.report("cities").isDifferent(); i++) {
			assertThat(i).isLessThan(5000);
			few.audit(() -> true);
		}
		for (int i = 0; i < 20; i++) {
			few.audit(() -> true);
			assertThat(few.report("cities").isDifferent()).isTrue();
		}
		this.cache.evict(7);
		few.audit(() -> true);
		assertThat(few.report("cities").isDifferent()).isFalse();
		assertThat(output).containsOnlyOnce("holds values that its source does not have")
			.containsOnlyOnce("no longer holds any of the values");
	}

	@Test
	void keysThatTheSourceCannotKnowAreLeftOut() throws Exception {
		this.cache = manage(TestCaches.local(Integer.class).source(this.rows));
		fill(2);
		this.cache.put(SimpleKey.EMPTY, "all cities");
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(2, 0, 0, 0));
		assertThat(this.rows.asked).containsOnlyKeys(0, 1);
	}

	@Test
	void anUnreadableRowIsUnknownAndLeavesTheOthersComparable() throws Exception {
		fill(3);
		this.rows.unreadable = 1;
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(2, 0, 1, 0));
		assertThat(report().failure()).isNull();
	}

	@Test
	void aNewerVersionThanThatOfTheSourceIsNoDifference() throws Exception {
		this.cache = manage(TestCaches.local()
			.source(this.rows)
			.version((value) -> (value != null) ? Long.parseLong(value.toString()) : ValueVersion.UNVERSIONED));
		this.cache.put(1, "5");
		this.cache.put(2, "5");
		this.rows.put(1, "4");
		this.rows.put(2, "6");
		this.audit.audit(() -> true);
		assertThat(local()).isEqualTo(new Counts(2, 1, 0, 0));
	}

	@Test
	void whileRedisDoesNotAnswerNothingIsSaidOfIt(CapturedOutput output) throws Exception {
		this.cache = manage(TestCaches.shared().source(this.rows).sharedTier(this.shared));
		fill(2);
		this.shared.values.put(1, new SharedRead.Hit("old", Duration.ofHours(1)));
		this.audit.audit(() -> true);
		assertThat(report().shared().different()).isOne();
		Map<Object, SharedRead.Hit> values = new HashMap<>(this.shared.values);
		this.shared.values.clear();
		this.shared.nextRead = new SharedRead.Miss(SharedRead.MissCause.UNAVAILABLE, null);
		this.audit.audit(() -> true);
		assertThat(report().shared()).isNull();
		assertThat(local()).isEqualTo(new Counts(2, 0, 0, 0));
		assertThat(report().failure()).isEqualTo("Redis did not answer");
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(output).doesNotContain("no longer holds");
		this.shared.values.putAll(values);
		this.shared.nextRead = null;
		this.audit.audit(() -> true);
		assertThat(report().shared().different()).isOne();
		assertThat(output).containsOnlyOnce("holds values that its source does not have");
	}

	@Test
	void anErrorEndsNoAudit() {
		fill(1);
		DriftAudit running = new DriftAudit(this.caches, (any) -> null, Duration.ofMillis(1), 10, Duration.ofMillis(1),
				() -> Instant.EPOCH, new Random(1));
		this.rows.failure.set(new NotImplementedError());
		running.start();
		try {
			await().until(() -> running.report("cities") != null && running.report("cities").failure() != null);
			this.rows.failure.set(null);
			await().until(() -> running.report("cities").failure() == null);
		}
		finally {
			running.stop();
		}
	}

	@Test
	void anAuditThatMakesNoProgressIsOverdue() {
		fill(1);
		AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
		CountDownLatch asked = hang();
		DriftAudit hanging = new DriftAudit(this.caches, (any) -> null, Duration.ofMillis(1), 10, Duration.ofMillis(1),
				now::get, new Random(1));
		CacheAuditHealthIndicator indicator = new CacheAuditHealthIndicator(hanging);
		hanging.start();
		try {
			await().until(() -> asked.getCount() == 0);
			assertThat(hanging.isOverdue()).isFalse();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			now.set(Instant.EPOCH.plus(Duration.ofMinutes(2)));
			assertThat(hanging.isOverdue()).isTrue();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UNKNOWN);
		}
		finally {
			hanging.stop();
		}
		assertThat(hanging.isOverdue()).isFalse();
	}

	@Test
	void valuesAreEqualIfTheySaySoOrTheirPartsAreOrTheirBytes() {
		Comparison none = new Comparison((value, other) -> false, null);
		assertThat(none.compare("a", "b")).isEqualTo(Comparison.Outcome.DIFFERENT);
		assertThat(none.compare(new byte[] { 1 }, new byte[] { 1 })).isEqualTo(Comparison.Outcome.EQUAL);
		assertThat(none.compare(List.of("a"), new ArrayList<>(List.of("a")))).isEqualTo(Comparison.Outcome.EQUAL);
		assertThat(none.compare(new Plain("a"), new Plain("a"))).isEqualTo(Comparison.Outcome.EQUAL);
		assertThat(none.compare(new Plain("a"), new Plain("b"))).isEqualTo(Comparison.Outcome.DIFFERENT);
		assertThat(none.compare(List.of(new Plain("a")), List.of(new Plain("a")))).isEqualTo(Comparison.Outcome.EQUAL);
		assertThat(none.compare(Map.of("image", new byte[] { 1 }), Map.of("image", new byte[] { 1 })))
			.isEqualTo(Comparison.Outcome.EQUAL);
		assertThat(none.compare(Map.of("image", new byte[] { 1 }), Map.of("image", new byte[] { 2 })))
			.isEqualTo(Comparison.Outcome.DIFFERENT);
		Comparison bytes = new Comparison((value, other) -> false,
				new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build()).create("cities",
						ResolvableType.forClass(String.class)));
		assertThat(bytes.compare("a", "a")).isEqualTo(Comparison.Outcome.EQUAL);
		assertThat(bytes.compare("a", "b")).isEqualTo(Comparison.Outcome.DIFFERENT);
		assertThat(none.compare(new Stubborn(), new Stubborn())).isEqualTo(Comparison.Outcome.INCOMPARABLE);
	}

	@Test
	void theIntervalAndTheSampleArePositive() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new DriftAudit(this.caches, (any) -> null, Duration.ZERO, 1, () -> Instant.EPOCH, new Random(1)))
			.withMessageContaining("must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> audit(0)).withMessageContaining("must be positive");
	}

	private void fill(int number) {
		IntStream.range(0, number).forEach((key) -> {
			this.rows.put(key, "city " + key);
			this.cache.put(key, "city " + key);
		});
	}

	/**
	 * Let the source answer no more until its thread is interrupted, which it takes for
	 * its own.
	 * @return counted down by the first call
	 */
	private CountDownLatch hang() {
		CountDownLatch asked = new CountDownLatch(1);
		this.rows.afterCall = () -> {
			asked.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("The driver was interrupted", ex);
			}
		};
		return asked;
	}

	private AuditReport report() {
		AuditReport report = this.audit.report("cities");
		assertThat(report).isNotNull();
		return report;
	}

	private Counts local() {
		return report().local();
	}

	/**
	 * Value without an equals method.
	 */
	private static final class Plain {

		private final String name;

		Plain(String name) {
			this.name = name;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * Value that fails to compare.
	 */
	private static final class Stubborn {

		@Override
		public boolean equals(Object other) {
			throw new IllegalStateException("Not loaded");
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

	/**
	 * Error as of a source that is not written yet.
	 */
	private static final class NotImplementedError extends Error {

		private static final long serialVersionUID = 1L;

	}

	/**
	 * Source in a map.
	 */
	private static final class Rows implements CacheSource<Integer, String> {

		private final Map<Object, String> rows = new HashMap<>();

		private final Map<Object, Integer> asked = new HashMap<>();

		private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

		private Runnable afterCall = () -> {
		};

		private @Nullable Integer unreadable;

		private int calls;

		void put(Object key, String value) {
			this.rows.put(key, value);
		}

		@Override
		public @Nullable String load(Integer key) {
			if (key.equals(this.unreadable)) {
				throw new UnreadableEntryException("unreadable");
			}
			return this.rows.get(key);
		}

		@Override
		public Map<Integer, String> loadAll(Collection<? extends Integer> keys) {
			this.calls++;
			if (this.failure.get() instanceof RuntimeException exception) {
				throw exception;
			}
			if (this.failure.get() instanceof Error error) {
				throw error;
			}
			if (this.unreadable != null && keys.contains(this.unreadable)) {
				throw new UnreadableEntryException("unreadable");
			}
			keys.forEach((key) -> this.asked.merge(key, 1, Integer::sum));
			Map<Integer, String> found = keys.stream()
				.filter(this.rows::containsKey)
				.collect(Collectors.toMap((key) -> key, this.rows::get));
			this.afterCall.run();
			return found;
		}

	}

}
