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

package io.github.warmcache.autoconfigure.metrics;

import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.OperationKind;
import io.github.warmcache.cache.OperationObserver;
import io.github.warmcache.interceptor.SampledReads;
import io.github.warmcache.metrics.CacheObservationContext;
import io.github.warmcache.metrics.CacheObservationConvention;
import io.github.warmcache.metrics.RecordedObservations;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of the observations of an application, and of the meters that they replace.
 */
class WarmcacheObservationAutoConfigurationTests {

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheCachingAutoConfiguration.class, WarmcacheWarmupAutoConfiguration.class,
				WarmcacheMetricsAutoConfiguration.class, WarmcacheObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, CacheMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, Buckets::new)
		.withBean("rows", Rows.class)
		.withBean(Cities.class)
		.withPropertyValues("warmcache.caches.cities.source.bean=rows", "warmcache.caches.cities.maximum-size=100",
				"warmcache.caches.cities.warmup.enabled=false");

	private final ApplicationContextRunner observed = this.plain
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
		.withBean(RecordedObservations.class);

	@Test
	void aRequestLoadsAndTheLoadQueries() {
		this.observed.run((context) -> {
			use(context);
			RecordedObservations recorded = context.getBean(RecordedObservations.class);
			assertThat(recorded.texts()).containsExactly("query[]", "warmcache.loads[source, cities, absent]", "body[]",
					"warmcache.loads[method, cities, value]", "warmcache.change[cities, evict, applied]", "request[]");
			assertThat(recorded.parentOf("query")).isEqualTo("warmcache.loads");
			assertThat(recorded.parentOf("body")).isEqualTo("warmcache.loads");
			assertThat(recorded.parentOf("warmcache.loads")).isEqualTo("request");
			assertThat(recorded.parentOf("warmcache.change")).isEqualTo("request");
		});
	}

	/**
	 * Make a request that reads twice and evicts.
	 */
	private static void use(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		Cities cities = context.getBean(Cities.class);
		ObservationRegistry registry = context.getBeanProvider(ObservationRegistry.class)
			.getIfAvailable(() -> ObservationRegistry.NOOP);
		Observation.createNotStarted("request", registry).observe(() -> {
			assertThat(cities.name(7)).isEqualTo("city 7");
			assertThat(cities.name(7)).isEqualTo("city 7");
			cities.forget(7);
		});
	}

	@Test
	void sampledReadsTellTierOriginAndAge() {
		this.observed.withPropertyValues("warmcache.observations.read-share=1").run((context) -> {
			use(context);
			RecordedObservations recorded = context.getBean(RecordedObservations.class);
			assertThat(recorded.texts()).filteredOn((text) -> text.startsWith("warmcache.read["))
				.containsExactly("warmcache.read[cities, method, value, method]",
						"warmcache.read[cities, method, value, local]");
			assertThat(recorded.parentOf("warmcache.loads")).isEqualTo("warmcache.read");
			assertThat(recorded.parentOf("warmcache.read")).isEqualTo("request");
			assertThat(recorded.last("warmcache.read").getHighCardinalityKeyValue("age_ms")).isNotNull()
				.extracting(KeyValue::getValue, as(InstanceOfAssertFactories.STRING))
				.containsOnlyDigits();
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("warmcache.read").tags("tier", "local", "error", "none").timer().count()).isOne();
			assertThat(meters.get("warmcache.read").timers()).hasSize(2);
		});
	}

	@Test
	void readsAreNotObservedByDefault() {
		this.observed.run((context) -> {
			use(context);
			assertThat(context).doesNotHaveBean(SampledReads.class);
			assertThat(context.getBean(MeterRegistry.class).find("warmcache.read").timers()).isEmpty();
		});
	}

	@Test
	void sampledReadsNeedAnObserver() {
		this.plain.withPropertyValues("warmcache.observations.read-share=1").run((context) -> {
			use(context);
			assertThat(context).doesNotHaveBean(SampledReads.class);
		});
	}

	@Test
	void theTimerOfLoadsIsThatOfTheObservation() {
		this.observed.run((context) -> {
			use(context);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.find("warmcache.loads").functionTimers()).isEmpty();
			assertThat(meters.get("warmcache.loads")
				.tags("cache", "cities", "by", "source", "outcome", "absent", "error", "none")
				.timer()
				.count()).isOne();
			assertThat(meters.get("warmcache.loads").tags("by", "method", "outcome", "value").timer().count()).isOne();
			assertThat(meters.get("warmcache.change").tags("operation", "evict", "outcome", "applied").timer().count())
				.isOne();
		});
	}

	@Test
	void theTimerOfLoadsNamesWhatTheyFailedWith() {
		this.observed.run((context) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> context.getBean(Cities.class).name(-1));
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			Timer failed = meters.get("warmcache.loads").tags("by", "method", "outcome", "failed").timer();
			assertThat(failed.getId().getTag("error")).isEqualTo("IllegalArgumentException");
			assertThat(failed.getId().getTag("exception")).isNull();
		});
	}

	@Test
	void nothingIsCountedTwice() {
		this.observed.withPropertyValues("warmcache.caches.cities.warmup.enabled=true").run((context) -> {
			context.getBean(WarmupExecution.class).run();
			use(context);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.getMeters()).extracting(Meter::getId)
				.filteredOn((id) -> id.getName().startsWith("warmcache."))
				.noneMatch((id) -> id.getType() == Meter.Type.LONG_TASK_TIMER);
			assertThat(meters.find("warmcache.warmup").meters()).isEmpty();
			assertThat(meters.get("warmcache.loads.active").gauge().value()).isZero();
			assertThat(context.getBean(RecordedObservations.class).texts())
				.contains("warmcache.warmup[cities, filled]");
		});
	}

	@Test
	void loadsHaveBucketsIfTheApplicationWantsThem() {
		this.observed.withPropertyValues("management.metrics.distribution.percentiles-histogram.warmcache.loads=true")
			.run((context) -> {
				use(context);
				assertThat(timer(context).takeSnapshot().histogramCounts()).hasSizeGreaterThan(20);
			});
		this.observed.run((context) -> {
			use(context);
			assertThat(timer(context).takeSnapshot().histogramCounts()).isEmpty();
		});
	}

	private static Timer timer(AssertableApplicationContext context) {
		return context.getBean(MeterRegistry.class).get("warmcache.loads").tag("by", "source").timer();
	}

	@Test
	void withoutObservationsTheTimerIsAsBefore() {
		this.plain.run((context) -> {
			use(context);
			assertThat(context).doesNotHaveBean(OperationObserver.class);
			assertLoadsAreTimedWithoutObservations(context);
		});
	}

	@Test
	void withoutMicrometerThereAreNoObservations() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
					WarmcacheObservationAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("cacheManager")
				.doesNotHaveBean("warmcacheObservations"));
	}

	@Test
	void observationsAreSwitchedOffByProperty() {
		this.observed.withPropertyValues("management.observations.enable.warmcache=false").run((context) -> {
			use(context);
			assertThat(context.getBean(RecordedObservations.class).texts()).containsExactly("query[]", "body[]",
					"request[]");
			// The query runs on another thread.
			assertThat(context.getBean(RecordedObservations.class).parentOf("query")).isEqualTo("request");
			assertThat(context.getBean(RecordedObservations.class).parentOf("body")).isEqualTo("request");
			assertLoadsAreTimedWithoutObservations(context);
		});
	}

	private static void assertLoadsAreTimedWithoutObservations(AssertableApplicationContext context) {
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		FunctionTimer loads = meters.get("warmcache.loads").tag("by", "source").functionTimer();
		assertThat(loads.count()).isOne();
		assertThat(meters.get("warmcache.loads").tag("by", "method").functionTimer().count()).isOne();
		assertThat(meters.find("warmcache.loads").timers()).isEmpty();
		assertThat(meters.find("warmcache.change").meters()).isEmpty();
	}

	@Test
	void aConventionOfTheApplicationReplacesNamesAndKeys() {
		this.observed.withBean(Renamed.class).run((context) -> {
			use(context);
			RecordedObservations recorded = context.getBean(RecordedObservations.class);
			assertThat(recorded.texts()).containsExactly("query[]", "cache.load[cities, here]", "body[]",
					"cache.load[cities, here]", "warmcache.change[cities, evict, applied]", "request[]");
			assertThat(recorded.last("cache.load").getContextualName()).isEqualTo("LOAD_BY_METHOD value");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("cache.load").timer().count()).isEqualTo(2);
			assertThat(meters.get("warmcache.loads").tag("by", "source").functionTimer().count()).isOne();
		});
	}

	@Test
	void anObserverOfTheApplicationReplacesOurs() {
		OperationObserver own = (kind, cacheName) -> ObservedOperation.NONE;
		this.observed.withBean(OperationObserver.class, () -> own).run((context) -> {
			use(context);
			assertThat(context).hasSingleBean(OperationObserver.class);
			assertLoadsAreTimedWithoutObservations(context);
		});
	}

	/**
	 * Registry that has buckets, as that for Prometheus.
	 */
	static class Buckets extends SimpleMeterRegistry {

		@Override
		protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
			return new CumulativeTimer(id, this.clock, config, pauseDetector, getBaseTimeUnit(), true);
		}

	}

	static class Renamed extends CacheObservationConvention
			implements GlobalObservationConvention<CacheObservationContext> {

		Renamed() {
			super(OperationKind.LOAD_BY_SOURCE);
		}

		@Override
		public String getName() {
			return "cache.load";
		}

		@Override
		public String getContextualName(CacheObservationContext context) {
			return context.getKind() + " " + context.getOutcome();
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(CacheObservationContext context) {
			return KeyValues.of("name", context.getCacheName(), "place", "here");
		}

	}

	static class Cities {

		private final ObservationRegistry registry;

		Cities(ObjectProvider<ObservationRegistry> registry) {
			this.registry = registry.getIfAvailable(() -> ObservationRegistry.NOOP);
		}

		@Cacheable("cities")
		public String name(Integer id) {
			Observation.createNotStarted("body", this.registry).observe(() -> {
			});
			if (id < 0) {
				throw new IllegalArgumentException("There is no city " + id);
			}
			return "city " + id;
		}

		@CacheEvict("cities")
		public void forget(Integer id) {
		}

	}

	/**
	 * Source that has no rows for reads.
	 */
	static class Rows implements CacheSource<Integer, String> {

		private final ObservationRegistry registry;

		Rows(ObjectProvider<ObservationRegistry> registry) {
			this.registry = registry.getIfAvailable(() -> ObservationRegistry.NOOP);
		}

		@Override
		public @Nullable String load(Integer key) {
			Observation.createNotStarted("query", this.registry).observe(() -> {
			});
			return null;
		}

		@Override
		public void stream(EntrySink<? super Integer, ? super String> sink) {
			sink.accept(1, "one");
		}

	}

}
