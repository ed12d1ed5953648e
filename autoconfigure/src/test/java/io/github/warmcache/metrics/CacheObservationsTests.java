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

package io.github.warmcache.metrics;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.ChangeOutcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of the observations of loads and changes.
 */
class CacheObservationsTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final RecordedObservations recorded = new RecordedObservations();

	private final FakeSharedTier shared = new FakeSharedTier();

	CacheObservationsTests() {
		this.registry.observationConfig().observationHandler(this.recorded);
	}

	@Test
	void aLoadOfTheSourceIsBetweenItsCallerAndWhatTheSourceDoes() {
		TieredCache cache = cache((key) -> {
			Observation.createNotStarted("query", this.registry).observe(() -> {
			});
			return "row";
		});
		Observation.createNotStarted("request", this.registry).observe(() -> assertThat(value(cache)).isEqualTo("row"));
		assertThat(this.recorded.texts()).containsExactly("query[]", "warmcache.loads[source, cities, value]",
				"request[]");
		assertThat(this.recorded.parentOf("query")).isEqualTo("warmcache.loads");
		assertThat(this.recorded.parentOf("warmcache.loads")).isEqualTo("request");
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo("warmcache.loads")
			.that()
			.hasBeenStarted()
			.hasBeenStopped()
			.hasContextualNameEqualTo("load cities")
			.hasLowCardinalityKeyValue("cache", "cities")
			.hasLowCardinalityKeyValue("by", "source")
			.hasLowCardinalityKeyValue("outcome", "value")
			.doesNotHaveError();
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void aMethodIsBetweenItsCallerAndWhatItDoes() {
		TieredCache cache = cache(null);
		Observation.createNotStarted("request", this.registry).observe(() -> cache.get("key", () -> {
			Observation.createNotStarted("query", this.registry).observe(() -> {
			});
			return null;
		}));
		assertThat(this.recorded.texts()).containsExactly("query[]", "warmcache.loads[method, cities, absent]",
				"request[]");
		assertThat(this.recorded.parentOf("query")).isEqualTo("warmcache.loads");
		assertThat(this.recorded.parentOf("warmcache.loads")).isEqualTo("request");
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void anAsynchronousMethodIsObservedUntilItsFutureEnds() {
		TieredCache cache = cache(null);
		CompletableFuture<String> body = new CompletableFuture<>();
		CompletableFuture<String> read = cache.retrieve("key", () -> {
			Observation.createNotStarted("call", this.registry).observe(() -> {
			});
			return body;
		});
		assertThat(this.recorded.texts()).containsExactly("call[]");
		assertThat(this.recorded.parentOf("call")).isEqualTo("warmcache.loads");
		body.complete("value");
		assertThat(read).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("value");
		assertThat(this.recorded.texts()).containsExactly("call[]", "warmcache.loads[method, cities, value]");
	}

	@Test
	void anAsynchronousLoadOnAThreadOfOursIsPartOfWhatItsCallerDoes() {
		TieredCache cache = sharing();
		CompletableFuture<String> read = Observation.createNotStarted("request", this.registry)
			.observe(() -> cache.retrieve("key", () -> CompletableFuture.completedFuture("value")));
		assertThat(read).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("value");
		assertThat(this.recorded.parentOf("warmcache.loads")).isEqualTo("request");
	}

	@Test
	void aFailureIsToldByItsClassOnly() {
		TieredCache cache = cache((key) -> {
			throw new IllegalStateException("no row with secret-key");
		});
		assertThatIllegalStateException().isThrownBy(() -> failing(cache));
		assertThat(this.recorded.texts()).containsExactly(
				"warmcache.loads[source, cities, IllegalStateException, failed]",
				"warmcache.loads[method, cities, IllegalStateException, failed]");
		assertThat(this.recorded.last("warmcache.loads").getError()).hasMessage("java.lang.IllegalStateException")
			.hasNoCause();
	}

	private static void failing(TieredCache cache) {
		try {
			cache.get("secret-key", () -> {
				throw new IllegalStateException("secret-value");
			});
		}
		catch (ValueRetrievalException ex) {
			throw (IllegalStateException) Objects.requireNonNull(ex.getCause());
		}
	}

	@Test
	void aLoadThatTimesOutEndsThen() {
		CountDownLatch held = new CountDownLatch(1);
		TieredCache cache = cache((key) -> {
			held.await();
			return "late";
		});
		assertThat(cache.get("key")).isNull();
		held.countDown();
		assertThat(this.recorded.texts()).containsExactly("warmcache.loads[source, cities, timed-out]");
	}

	@Test
	void aHitIsNotObserved() {
		TieredCache cache = cache((key) -> "row");
		cache.get("key");
		int loads = this.recorded.texts().size();
		assertThat(value(cache)).isEqualTo("row");
		assertThat(cache.get("key", () -> "method")).isEqualTo("row");
		assertThat(this.recorded.texts()).hasSize(loads);
	}

	@Test
	void changesAreObservedWithTheirOutcomes() {
		TieredCache cache = sharing();
		cache.put("key", "value");
		this.shared.changeOutcome = ChangeOutcome.QUEUED;
		cache.evict("key");
		this.shared.changeOutcome = ChangeOutcome.FAILED;
		cache.clear();
		this.shared.changeOutcome = ChangeOutcome.SUPERSEDED;
		cache.put("key", "older");
		assertThat(this.recorded.texts()).containsExactly("warmcache.change[cities, put, applied]",
				"warmcache.change[cities, evict, queued]", "warmcache.change[cities, clear, failed]",
				"warmcache.change[cities, put, late]");
	}

	@Test
	void neitherKeysNorValuesAreTold() {
		TieredCache cache = cache((key) -> "secret-value");
		cache.get("secret-key");
		cache.put("secret-key", "secret-value");
		cache.putIfAbsent("secret-key", "secret-value");
		cache.evict("secret-key");
		TieredCache broken = cache((key) -> {
			throw new IllegalStateException("secret-key");
		});
		assertThatIllegalStateException().isThrownBy(() -> failing(broken));
		assertThat(this.recorded.texts()).hasSize(5);
		assertThat(this.recorded.words()).noneMatch((word) -> word.contains("secret"));
	}

	@Test
	void aHandlerThatFailsFailsNoOperation() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onStart(Observation.Context context) {
				throw new IllegalStateException();
			}

		});
		TieredCache cache = cache((key) -> "row");
		assertThat(value(cache)).isEqualTo("row");
		cache.evict("key");
		assertThat(cache.localContents().holds("key")).isFalse();
	}

	@Test
	void nothingIsObservedWithoutHandlers() {
		assertThat(new CacheObservations(ObservationRegistry.NOOP).begin(OperationKind.PUT, "cities"))
			.isSameAs(ObservedOperation.NONE);
		assertThat(new CacheObservations(ObservationRegistry.create()).begin(OperationKind.PUT, "cities"))
			.isSameAs(ObservedOperation.NONE);
	}

	@Test
	void whatIsNotObservedAllocatesNothing() {
		for (OperationObserver observer : new OperationObserver[] { OperationObserver.NONE,
				new CacheObservations(ObservationRegistry.NOOP),
				new CacheObservations(ObservationRegistry.create()) }) {
			operations(observer);
			long before = allocated();
			operations(observer);
			// Asking for the figure may itself allocate a little.
			assertThat(allocated() - before).isLessThan(10_000);
		}
	}

	private static void operations(OperationObserver observer) {
		for (int i = 0; i < 100_000; i++) {
			ObservedOperation operation = observer.begin(OperationKind.LOAD_BY_METHOD, "cities");
			operation.open().close();
			operation.end("value", null);
		}
	}

	private static long allocated() {
		return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
	}

	@Test
	void anOperationWithoutAnObserverLeavesTheObservationOfItsCaller() {
		this.registry.observationConfig().observationPredicate((name, context) -> !name.startsWith("warmcache."));
		TieredCache cache = cache((key) -> "row");
		Observation.createNotStarted("request", this.registry).observe(() -> {
			assertThat(cache.get("key", () -> "method")).isEqualTo("row");
			assertThat(Objects.requireNonNull(this.registry.getCurrentObservation()).getContext().getName())
				.isEqualTo("request");
		});
		TieredCache plain = cache(null);
		Observation.createNotStarted("request", this.registry)
			.observe(() -> plain.get("key",
					() -> Objects.requireNonNull(this.registry.getCurrentObservation()).getContext().getName()));
		assertThat(value(plain)).isEqualTo("request");
		assertThat(this.recorded.texts()).containsExactly("request[]", "request[]");
	}

	private static @Nullable Object value(TieredCache cache) {
		return Objects.requireNonNull(cache.get("key")).get();
	}

	private TieredCache cache(@Nullable CacheSource<Object, Object> source) {
		return TieredCache.builder(definition(null))
			.source(source)
			.observer(new CacheObservations(this.registry))
			.build();
	}

	private TieredCache sharing() {
		return TieredCache.builder(definition(Duration.ofHours(1)))
			.sharedTier(this.shared)
			.observer(new CacheObservations(this.registry))
			.build();
	}

	private static CacheDefinition definition(@Nullable Duration sharedTimeToLive) {
		return new CacheDefinition("cities", ResolvableType.NONE, ResolvableType.NONE,
				new LocalTierSettings(100L, null, Duration.ofMinutes(1), 0, Duration.ofMinutes(1)), sharedTimeToLive,
				new LoadPolicy(Duration.ofMillis(500), 64, null, null));
	}

}
