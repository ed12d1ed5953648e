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

package io.github.warmcache.autoconfigure.warmup;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import io.github.warmcache.annotation.CacheWarmup;
import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.RewarmSettings;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.rewarm.RewarmScheduler;
import io.github.warmcache.warmup.run.WarmupRunner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what users write for caches that hold all there is, and that are filled again.
 */
class CompleteAndRewarmPropertiesTests {

	private static final String CITIES = "warmcache.caches.cities.";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheWarmupAutoConfiguration.class, WarmcacheCachingAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					complete=true                                                              | complete | is not warmed
					complete=true, source.bean=rows, maximum-weight=1MB                        | complete | bounded by the weight
					source.bean=rows, warmup.rewarm.fixed-delay=0s                             | warmup.rewarm.fixed-delay | must be positive
					source.bean=rows, warmup.rewarm.cron=often                                 | warmup.rewarm.cron | is not a cron expression
					source.bean=rows, warmup.rewarm.fixed-delay=5m, warmup.rewarm.cron=0 0 * * * * | warmup.rewarm.cron | is set together with
					source.bean=rows, warmup.enabled=false, warmup.rewarm.cron=often           | warmup.rewarm.cron | is not a cron expression
					warmup.rewarm.fixed-delay=5m                                               | warmup.from | is missing
					warmup.rewarm.cron=0 0 * * * *                                             | warmup.from | is missing
					source.bean=rows, warmup.rewarm.jitter=-1s                                 | warmup.rewarm.jitter | must not be negative
					source.bean=rows, warmup.rewarm.fixed-delay=5m, warmup.rewarm.jitter=3m    | warmup.rewarm.jitter | must not be longer than half
					""")
	void whatCannotBeIsNamed(String properties, String property, String problem) {
		this.contextRunner.withPropertyValues(properties(properties)).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(InvalidCacheConfigurationException.class)
				.hasMessageContaining(CITIES + property)
				.hasMessageContaining(problem);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "hottest", "method" })
	void whatIsWarmedInPartIsNotComplete(String from) {
		this.contextRunner.withPropertyValues(properties("complete=true, source.bean=rows")).run((context) -> {
			CacheSettings cities = context.getBean(ConfiguredCaches.class).get("cities");
			CacheWarmupStep step = new CacheWarmupStep("cities", true, Set.of(), Map.of(from, (warmup) -> {
			}));
			assertThatExceptionOfType(InvalidCacheConfigurationException.class)
				.isThrownBy(() -> CompleteCaches.check(cities, step))
				.withMessageContaining(CITIES + "complete")
				.withMessageContaining("warmed from '%s'".formatted(from));
		});
	}

	@Test
	void scheduleOfWhatOnlyMethodsBringIsRefused() {
		this.contextRunner.withPropertyValues(properties("source.bean=rows, warmup.rewarm.fixed-delay=5m"))
			.run((context) -> {
				CacheSettings cities = context.getBean(ConfiguredCaches.class).get("cities");
				for (Set<String> from : List.of(Set.of("method"), Set.of("shared", "method"))) {
					assertThatExceptionOfType(InvalidCacheConfigurationException.class)
						.isThrownBy(() -> RewarmPlans.checkRenewal(cities, step(from)))
						.withMessageContaining(CITIES + "warmup.rewarm.fixed-delay")
						.withMessageContaining("warmed by method calls");
				}
				RewarmPlans.checkRenewal(cities, step(Set.of("method", "source")));
			});
	}

	@Test
	void scheduleRenewsWhatMethodsBroughtWhereThereIsASourceToo() {
		this.contextRunner.withUserConfiguration(Renewed.class)
			.withPropertyValues("warmcache.caches.rates.source.bean=renewedRates",
					"warmcache.caches.rates.warmup.from=method,source",
					"warmcache.caches.rates.warmup.rewarm.fixed-delay=100ms", "warmcache.coherence.check-interval=20ms")
			.run((context) -> {
				context.getBean(WarmupRunner.class).run(new DefaultApplicationArguments());
				WarmupState state = context.getBean(WarmupState.class);
				assertThat(state.cache("rates").warmer()).isEqualTo("method");
				Rates rates = context.getBean(Rates.class);
				assertThat(rates.of("EUR")).isEqualTo("first");
				context.getBean(RenewedRates.class).value = "second";
				await().untilAsserted(() -> assertThat(rates.of("EUR")).isEqualTo("second"));
			});
	}

	private static CacheWarmupStep step(Set<String> from) {
		Map<String, CacheWarmer> warmers = new HashMap<>();
		from.forEach((name) -> warmers.put(name, (warmup) -> {
		}));
		return new CacheWarmupStep("cities", true, Set.of(), warmers);
	}

	@Test
	void beanSaysItselfWhetherItBringsAll() {
		CacheWarmer partial = new CacheWarmer() {

			@Override
			public void warm(WarmupContext context) {
				context.complete(true);
			}

			@Override
			public boolean bringsAll() {
				return false;
			}

		};
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("partial", partial));
		assertThat(new WarmupPlans.BeanWarmer(beans, "partial").bringsAll()).isFalse();
	}

	@Test
	void jitterIsATenthOfTheDelayOrTenSeconds() {
		run("source.bean=rows, warmup.rewarm.fixed-delay=5m",
				new RewarmSettings(Duration.ofMinutes(5), null, Duration.ofSeconds(30), true));
		run("source.bean=rows, warmup.rewarm.on-loss=false",
				new RewarmSettings(null, null, Duration.ofSeconds(10), false));
	}

	private void run(String properties, RewarmSettings expected) {
		this.contextRunner.withPropertyValues(properties(properties)).run((context) -> {
			assertThat(context).hasSingleBean(RewarmScheduler.class);
			assertThat(
					new RewarmPlans(context.getBean(ConfiguredCaches.class)).create(context.getBean(WarmupPlan.class)))
				.containsEntry("cities", expected);
		});
	}

	@Test
	void methodsGetWhatTheyDeclareForAnAbsentKey() {
		this.contextRunner.withPropertyValues(properties("source.bean=rows, complete=true, warmup.probe-source=false"))
			.run((context) -> {
				context.getBean(WarmupRunner.class).run(new DefaultApplicationArguments());
				assertThat(context.getBean(TieredCacheManager.class).getCache("cities").completeness().isComplete())
					.isTrue();
				Cities cities = context.getBean(Cities.class);
				assertThat(cities.find(1)).isEqualTo("Vienna");
				assertThat(cities.find(2)).isNull();
				assertThat(cities.look(1)).contains("Vienna");
				assertThat(cities.look(2)).isEmpty();
			});
	}

	private static String[] properties(String text) {
		return Stream.of(text.split(", ")).map((property) -> CITIES + property).toArray(String[]::new);
	}

	/**
	 * An application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Application {

		@Bean
		Cities cities() {
			return new Cities();
		}

		@Bean
		CacheSource<Integer, String> rows() {
			return new CacheSource<>() {

				@Override
				public @Nullable String load(Integer key) {
					throw new IllegalStateException("Nobody is to be asked");
				}

				@Override
				public void stream(EntrySink<? super Integer, ? super String> sink) {
					sink.accept(1, "Vienna");
				}

				@Override
				public OptionalLong count() {
					return OptionalLong.of(1);
				}

			};
		}

	}

	/**
	 * Methods that use the cache.
	 */
	static class Cities {

		@Cacheable("cities")
		public @Nullable String find(int id) {
			throw new IllegalStateException("Nobody is to be asked");
		}

		@Cacheable("cities")
		public Optional<String> look(int id) {
			throw new IllegalStateException("Nobody is to be asked");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Renewed {

		@Bean
		Rates rates() {
			return new Rates();
		}

		@Bean
		RenewedRates renewedRates() {
			return new RenewedRates();
		}

	}

	static class Rates {

		@Cacheable("rates")
		@CacheWarmup(keys = "EUR")
		public @Nullable String of(String currency) {
			return null;
		}

	}

	static final class RenewedRates implements CacheSource<String, String> {

		private volatile String value = "first";

		@Override
		public String load(String key) {
			return this.value;
		}

		@Override
		public void stream(EntrySink<? super String, ? super String> sink) {
			sink.accept("EUR", this.value);
		}

	}

}
