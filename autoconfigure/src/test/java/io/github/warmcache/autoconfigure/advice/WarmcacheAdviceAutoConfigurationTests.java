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

package io.github.warmcache.autoconfigure.advice;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.Advice.Severity;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.autoconfigure.FailureReport;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.jdbc.WarmcacheJdbcAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisWatchAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.redis.watch.HeardReports;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.github.warmcache.warmup.run.WarmupExecution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmcacheAdviceAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmcacheAdviceAutoConfigurationTests {

	private final FailureReport report = new FailureReport();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withInitializer(this.report)
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheWarmupAutoConfiguration.class, WarmcacheJdbcAutoConfiguration.class,
				WarmcacheRedisWatchAutoConfiguration.class, WarmcacheAdviceAutoConfiguration.class))
		.withBean(Service.class);

	@Test
	void aHealthyApplicationGetsNoAdvice(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			ConfigurationAdvisor advisor = context.getBean(ConfigurationAdvisor.class);
			assertThat(advisor.look()).isEmpty();
			ready(context.getSourceApplicationContext(), Duration.ofSeconds(5));
			await().until(advisor::isRunning);
			assertThat(advisor.look()).isEmpty();
			assertThat(advisor.advice()).isEmpty();
		});
		assertThat(output).doesNotContain("dvice on the configuration");
	}

	@Test
	void theListIsThereOnceTheApplicationIsReady(CapturedOutput output) {
		this.contextRunner.withBean(RedisWatch.class, this::evicting).run((context) -> {
			ConfigurationAdvisor advisor = context.getBean(ConfigurationAdvisor.class);
			assertThat(advisor.isRunning()).isFalse();
			assertThat(advisor.advice()).isEmpty();
			try (GenericApplicationContext below = new GenericApplicationContext(context)) {
				below.refresh();
				ready(below, null);
			}
			assertThat(advisor.isRunning()).as("another application is ready").isFalse();
			ready(context.getSourceApplicationContext(), null);
			await().until(() -> advisor.advice().size() == 1);
			assertThat(advisor.advice().get(0).id()).isEqualTo("redis-may-evict");
		});
		assertThat(output).containsOnlyOnce("WARN")
			.containsOnlyOnce("Advice on the configuration")
			.containsOnlyOnce(
					"- redis-may-evict: Redis may evict what caches hold there: maxmemory-policy is allkeys-lru");
	}

	private RedisWatch evicting() {
		HeardReports redis = new HeardReports();
		redis.hear(10, 100, "allkeys-lru");
		return redis.watch();
	}

	@Test
	void aStartThatTookTooLongIsNamed() {
		this.contextRunner.withPropertyValues("warmcache.caches.texts.warmup.from=fill")
			.withBean("fill", CacheWarmer.class, () -> (context) -> context.accept("a", "b"))
			.run((context) -> {
				context.getBean(WarmupExecution.class).run();
				ready(context.getSourceApplicationContext(), Duration.ofSeconds(120));
				assertThat(look(context)).isEmpty();
				ready(context.getSourceApplicationContext(), Duration.ofSeconds(121));
				assertThat(look(context)).containsExactly("start-exceeds-probe");
			});
	}

	@Test
	void aWarmedCacheWithoutRoomIsNamedUnderItsProperty() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.texts.warmup.from=fill", "warmcache.caches.texts.maximum-size=2")
			.withBean("fill", CacheWarmer.class, () -> (context) -> {
				for (int i = 0; i < 3; i++) {
					context.accept("key " + i, "value");
				}
			})
			.run((context) -> {
				context.getBean(WarmupExecution.class).run();
				assertThat(context.getBean(ConfigurationAdvisor.class).look()).singleElement().satisfies((advice) -> {
					assertThat(advice.id()).isEqualTo("smaller-than-source");
					assertThat(advice.cause()).startsWith("warmcache.caches.texts.maximum-size is 2, and");
				});
			});
	}

	@ParameterizedTest
	@CsvSource({ "FAIL, 0", "WAIT, 0", "STREAM, 1" })
	void onlyTheTimeThatEntriesTakeToComeIsComparedWithTheTimeToLive(Delay delay, int expected) {
		AtomicInteger attempts = new AtomicInteger();
		this.contextRunner
			.withPropertyValues("warmcache.caches.texts.warmup.from=fill", "warmcache.caches.texts.time-to-live=1s")
			.withBean("fill", CacheWarmer.class, () -> (context) -> {
				boolean first = attempts.getAndIncrement() == 0;
				if (delay == Delay.STREAM) {
					context.accept("first", "value");
				}
				if (first) {
					long begun = System.nanoTime();
					await().until(() -> System.nanoTime() - begun > Duration.ofMillis(1100).toNanos());
				}
				if (first && delay == Delay.FAIL) {
					throw new IllegalStateException("out of order");
				}
				context.accept("last", "value");
			})
			.run((context) -> {
				context.getBean(WarmupExecution.class).run();
				assertThat(context.getBean(WarmupState.class).cache("texts").status()).isEqualTo(WarmupStatus.WARM);
				assertThat(context.getBean(WarmupState.class).cache("texts").elapsed())
					.isGreaterThan(Duration.ofSeconds(1));
				assertThat(look(context)).hasSize(expected).allMatch("time-to-live-too-short"::equals);
			});
	}

	@Test
	void whatComesCloseToNoBoundAndNoTimeToLiveIsNamed() {
		this.contextRunner
			.withPropertyValues("warmcache.caches[text*].maximum-size=9000000000000",
					"warmcache.caches[text*].time-to-live=36500d")
			.run((context) -> assertThat(context.getBean(ConfigurationAdvisor.class).look())
				.extracting(Advice::id, Advice::cache)
				.containsExactlyInAnyOrder(tuple("bound-without-effect", "texts"),
						tuple("time-to-live-too-long", "texts")));
	}

	@Test
	void weightsAboveTheHeapAreNamed() {
		long half = Runtime.getRuntime().maxMemory() / 2;
		this.contextRunner
			.withPropertyValues("warmcache.defaults.maximum-weight=" + half + "B",
					"warmcache.caches.cities.key-type=Long")
			.run((context) -> assertThat(look(context)).containsExactly("heap-too-small"));
	}

	@Test
	void providersOfTheApplicationAddToTheList(CapturedOutput output) {
		this.contextRunner.withBean("own", AdviceProvider.class, OwnAdvice::new).run((context) -> {
			assertThat(context.getBean(ConfigurationAdvisor.class).look()).singleElement()
				.isEqualTo(new OwnAdvice().advice().get(0));
			assertThat(output).contains("- folder-missing: There is no folder. Create it.");
		});
	}

	@Test
	void providersOfTheApplicationAreAskedLast() {
		this.contextRunner.withBean("own", AdviceProvider.class, OwnAdvice::new)
			.withBean(RedisWatch.class, this::evicting)
			.run((context) -> assertThat(look(context)).containsExactly("redis-may-evict", "folder-missing"));
	}

	@Test
	void whatIsIgnoredIsNotListed() {
		this.contextRunner.withBean("own", AdviceProvider.class, OwnAdvice::new)
			.withPropertyValues("warmcache.advice.ignore=folder-missing, redis-may-evict")
			.withBean(RedisWatch.class, this::evicting)
			.run((context) -> assertThat(look(context)).isEmpty());
	}

	@Test
	void anUnknownIdIsRefusedWithTheKnownOnes() {
		this.contextRunner.withBean("own", AdviceProvider.class, OwnAdvice::new)
			.withPropertyValues("warmcache.advice.ignore=redis-may-evict, folder-mising")
			.run((context) -> {
				assertThat(this.report.of(context).getDescription())
					.contains("'warmcache.advice.ignore' names 'folder-mising', which is no advice");
				assertThat(this.report.of(context).getAction()).contains("Remove it, or write some of these:",
						"folder-missing", "heap-too-small", "caches-endpoint-open");
			});
	}

	@Test
	void anotherAdvisorTakesItsPlace() {
		ConfigurationAdvisor own = new ConfigurationAdvisor(List.of(), Set.of(), Set.of(), Duration.ofHours(1));
		this.contextRunner.withBean(ConfigurationAdvisor.class, () -> own)
			.run((context) -> assertThat(context).getBean(ConfigurationAdvisor.class).isSameAs(own));
	}

	@Test
	void withoutCachesOfOursThereIsNone() {
		this.contextRunner.withBean(CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConfigurationAdvisor.class));
	}

	private static List<String> look(ConfigurableApplicationContext context) {
		return context.getBean(ConfigurationAdvisor.class).look().stream().map(Advice::id).toList();
	}

	private static void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		context.publishEvent(new ApplicationReadyEvent(new SpringApplication(),
				new DefaultApplicationArguments().getSourceArgs(), context, timeTaken));
	}

	private enum Delay {

		FAIL, WAIT, STREAM

	}

	static class OwnAdvice implements AdviceProvider {

		@Override
		public Set<String> ids() {
			return Set.of("folder-missing");
		}

		@Override
		public List<Advice> advice() {
			return List.of(new Advice("folder-missing", Severity.WARN, null, "There is no folder", "Create it"));
		}

	}

	static class Service {

		@Cacheable("texts")
		public String text(String id) {
			return "text " + id;
		}

	}

}
