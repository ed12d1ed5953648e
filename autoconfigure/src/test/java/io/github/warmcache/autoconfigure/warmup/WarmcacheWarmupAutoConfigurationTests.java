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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.warmcache.autoconfigure.FailureReport;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupFailedException;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import io.github.warmcache.warmup.run.WarmupRunner;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link WarmcacheWarmupAutoConfiguration}.
 */
class WarmcacheWarmupAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheWarmupAutoConfiguration.class, WarmcacheCachingAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@Test
	void nothingIsWarmedWithNothingConfigured() {
		this.contextRunner.run((context) -> {
			WarmupPlan plan = context.getBean(WarmupPlan.class);
			assertThat(plan.steps()).isEmpty();
			assertThat(plan.deadline()).isEqualTo(Duration.ofSeconds(60));
			assertThat(plan.onDeadline()).isEqualTo(DeadlinePolicy.REFUSE_TRAFFIC);
			assertThat(plan.parallelism()).isEqualTo(2);
			assertThat(plan.background()).isFalse();
			assertThat(plan.progressInterval()).isEqualTo(Duration.ofSeconds(5));
			assertThat(plan.retry()).isEqualTo(new Retries(Duration.ofMillis(500), 2, Duration.ofSeconds(10), null));
			context.getBean(WarmupRunner.class).run(null);
			assertThat(context.getBean(WarmupState.class).isReady()).isTrue();
		});
	}

	@Test
	void sourcesOfRequiredCachesAreProbedUnlessThatIsSwitchedOff() {
		assertThat(probes()).isTrue();
		assertThat(probes("warmcache.warmup.probe-sources=false")).isFalse();
		assertThat(probes("warmcache.caches.cities.warmup.probe-source=false")).isFalse();
		assertThat(probes("warmcache.caches.cities.warmup.required=false")).isFalse();
		assertThat(probes("warmcache.caches.cities.warmup.required=false",
				"warmcache.caches.cities.warmup.probe-source=true"))
			.isTrue();
	}

	private boolean probes(String... properties) {
		AtomicBoolean probes = new AtomicBoolean();
		this.contextRunner.withPropertyValues("warmcache.caches.cities.warmup.from=warmer")
			.withPropertyValues(properties)
			.run((context) -> probes.set(context.getBean(WarmupPlan.class).steps().get(0).limits().probeSource()));
		return probes.get();
	}

	@Test
	void aTableOfGoodLoadsNeedsADatabase() {
		FailureReport report = new FailureReport();
		this.contextRunner.withInitializer(report)
			.withPropertyValues("warmcache.warmup.good-loads.table=good")
			.run((context) -> assertThat(report.of(context).getDescription())
				.startsWith("Property 'warmcache.warmup.good-loads.table' names a table, but the application has no "
						+ "database."));
	}

	@Test
	void databaseIsInitializedBeforeTheWarmUpThoughItIsLazy() {
		AtomicBoolean initialized = new AtomicBoolean();
		this.contextRunner.withUserConfiguration(DatabaseInitialization.class)
			.withBean("script", DataSourceScriptDatabaseInitializer.class,
					() -> new DataSourceScriptDatabaseInitializer(new DriverManagerDataSource(),
							new DatabaseInitializationSettings()) {

						@Override
						public boolean initializeDatabase() {
							return initialized.compareAndSet(false, true);
						}

					}, (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				assertThat(context).hasSingleBean(WarmupRunner.class);
				assertThat(initialized).isTrue();
			});
	}

	@Test
	void propertiesBecomeThePlan() {
		this.contextRunner
			.withPropertyValues("warmcache.warmup.deadline=3s", "warmcache.warmup.on-deadline=accept-traffic",
					"warmcache.warmup.parallelism=5", "warmcache.warmup.mode=background",
					"warmcache.warmup.progress-interval=1s", "warmcache.warmup.retry.initial-delay=1ms",
					"warmcache.warmup.retry.multiplier=3", "warmcache.warmup.retry.max-delay=2s",
					"warmcache.warmup.retry.max-attempts=4", "warmcache.caches.cities.warmup.from=warmer",
					"warmcache.caches.cities.warmup.depends-on=countries",
					"warmcache.caches.cities.warmup.required=false", "warmcache.caches.countries.warmup.from=warmer")
			.run((context) -> {
				WarmupPlan plan = context.getBean(WarmupPlan.class);
				assertThat(plan.deadline()).isEqualTo(Duration.ofSeconds(3));
				assertThat(plan.onDeadline()).isEqualTo(DeadlinePolicy.ACCEPT_TRAFFIC);
				assertThat(plan.parallelism()).isEqualTo(5);
				assertThat(plan.background()).isTrue();
				assertThat(plan.progressInterval()).isEqualTo(Duration.ofSeconds(1));
				assertThat(plan.retry()).isEqualTo(new Retries(Duration.ofMillis(1), 3, Duration.ofSeconds(2), 4));
				assertThat(plan.steps()).extracting(CacheWarmupStep::cacheName).containsExactly("cities", "countries");
				assertThat(plan.steps()).extracting(CacheWarmupStep::required).containsExactly(false, true);
				assertThat(plan.steps().get(0).dependsOn()).containsExactly("countries");
				assertThat(plan.steps().get(0).warmers()).containsOnlyKeys("warmer");
			});
	}

	@Test
	void cacheWithASourceThatListsItsEntriesIsWarmedFromIt() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.source.bean=listing").run((context) -> {
			context.getBean(WarmupExecution.class).run();
			assertThat(context.getBean(WarmupState.class).status()).isEqualTo(WarmupStatus.WARM);
			try (ReadTrace trace = ReadTrace.start()) {
				assertThat(context.getBean(Service.class).find(1)).isEqualTo("listed");
				assertThat(trace.tier()).isEqualTo(CacheTier.LOCAL);
			}
		});
	}

	@Test
	void cacheWithASourceThatDoesNotListItsEntriesIsNotWarmed() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.source.bean=single").run((context) -> {
			assertThat(context.getBean(WarmupPlan.class).steps()).isEmpty();
			try (ReadTrace trace = ReadTrace.start()) {
				assertThat(context.getBean(Service.class).find(1)).isEqualTo("single");
				assertThat(trace.tier()).isEqualTo(CacheTier.SOURCE);
			}
		});
	}

	@Test
	void cacheIsNotWarmedWhereSwitchedOff() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.cities.source.bean=listing",
					"warmcache.caches.cities.warmup.enabled=false", "warmcache.caches.cities.warmup.from=source")
			.run((context) -> assertThat(context.getBean(WarmupPlan.class).steps()).isEmpty());
	}

	@Test
	void warmersAreAskedInTheOrderWritten() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.cities.source.bean=listing",
					"warmcache.caches.cities.warmup.from=warmer,source")
			.run((context) -> assertThat(context.getBean(WarmupPlan.class).steps()).singleElement()
				.satisfies((step) -> assertThat(List.copyOf(step.warmers().keySet())).containsExactly("warmer",
						"source")));
	}

	@Test
	void warmerBeanIsNotCreatedBeforeItIsNeeded() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.warmup.from=lazyWarmer").run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("lazyWarmer")).isFalse();
			context.getBean(WarmupExecution.class).run();
			assertThat(context.getBeanFactory().containsSingleton("lazyWarmer")).isTrue();
			assertThat(context.getBean(Service.class).find(5)).isEqualTo("lazily warmed");
		});
	}

	@Test
	void lazySourceBeanIsNotCreatedBeforeItIsNeeded() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.source.bean=lazySource").run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("lazySource")).isFalse();
			assertThat(context.getBean(Service.class).find(1)).isEqualTo("lazily loaded");
		});
	}

	@Test
	void typesOfASourceBeanAreThoseOfACacheThatNoMethodUses() {
		this.contextRunner.withPropertyValues("warmcache.caches.programmatic.source.bean=listing").run((context) -> {
			TieredCacheManager caches = context.getBean(TieredCacheManager.class);
			assertThat(caches.getCache("programmatic").definition().keyType()).hasToString("java.lang.Long");
			assertThat(caches.getCache("programmatic").get(1, String.class)).isEqualTo("listed");
		});
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.contextRunner.withPropertyValues("warmcache.warmup.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(WarmupPlan.class)
				.doesNotHaveBean(WarmupRunner.class));
	}

	@Test
	void planOfTheApplicationReplacesThatOfTheProperties() {
		WarmupPlan plan = new WarmupPlan(
				List.of(new CacheWarmupStep("own", true, Set.of(),
						Map.of("own", (context) -> context.accept("key", "value")))),
				Duration.ofSeconds(5), DeadlinePolicy.FAIL_STARTUP, 1, false,
				new Retries(Duration.ofMillis(1), 1, Duration.ofMillis(1), 1), Duration.ofSeconds(5));
		this.contextRunner.withBean(WarmupPlan.class, () -> plan).run((context) -> {
			context.getBean(WarmupExecution.class).run();
			assertThat(context.getBean(TieredCacheManager.class).getCache("own").get("key", String.class))
				.isEqualTo("value");
		});
	}

	@Test
	void failedStartSaysWhatToDo() {
		FailureReport report = new FailureReport();
		this.contextRunner.withInitializer(report)
			.withPropertyValues("warmcache.caches.cities.warmup.from=failing",
					"warmcache.warmup.on-deadline=fail-startup", "warmcache.warmup.retry.max-attempts=1")
			.run((context) -> {
				WarmupFailedException failure = catchThrowableOfType(WarmupFailedException.class, () -> run(context));
				FailureAnalysis analysis = report.of(failure);
				assertThat(analysis.getDescription()).startsWith("The required caches are not filled")
					.contains("cities");
				assertThat(analysis.getAction()).contains("'warmcache.warmup.deadline'")
					.contains("'warmcache.warmup.on-deadline'");
			});
	}

	private static void run(ApplicationContext context) {
		context.getBean(WarmupRunner.class).run(null);
	}

	static class Service {

		@Cacheable("cities")
		public String find(long id) {
			return "method";
		}

	}

	static class ListingSource implements CacheSource<Long, String> {

		@Override
		public String load(Long key) {
			return "listed";
		}

		@Override
		public void stream(EntrySink<? super Long, ? super String> sink) {
			sink.accept(1L, "listed");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class DatabaseInitialization {

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		ListingSource listing() {
			return new ListingSource();
		}

		@Bean
		CacheSource<Long, String> single() {
			return (key) -> "single";
		}

		@Bean
		CacheWarmer warmer() {
			return (context) -> context.accept(1L, "warmed");
		}

		@Bean
		CacheWarmer failing() {
			return (context) -> {
				throw new IllegalStateException("no");
			};
		}

		@Bean
		@Lazy
		CacheWarmer lazyWarmer() {
			return (context) -> context.accept(5L, "lazily warmed");
		}

		@Bean
		@Lazy
		CacheSource<Long, String> lazySource() {
			return (key) -> "lazily loaded";
		}

	}

}
