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

package io.github.warmcache.autoconfigure.health;

import java.util.List;

import io.github.warmcache.answers.AnswerWatch;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.metrics.WarmcacheMetricsAutoConfiguration;
import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what an application is told of the answers of its caches.
 */
class CacheAnswersTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheCachingAutoConfiguration.class, WarmcacheMetricsAutoConfiguration.class,
				WarmcacheAnswersHealthAutoConfiguration.class, CacheMetricsAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withUserConfiguration(Orders.class);

	@Test
	void contributorIsNamedCacheAnswersAndCanBeSwitchedOff() {
		this.runner.run((context) -> {
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("cacheAnswers")).isNotNull();
			assertThat(context.getBean(AnswerWatch.class).isRunning()).isTrue();
		});
		this.runner.withPropertyValues("management.health.cacheanswers.enabled=false")
			.run((context) -> assertThat(
					context.getBean(HealthContributorRegistry.class).getContributor("cacheAnswers"))
				.isNull());
	}

	@Test
	void metersSayWhatCallersOfMethodsGot() {
		this.runner.run((context) -> {
			OrderService service = context.getBean(OrderService.class);
			for (int i = 0; i < 5; i++) {
				assertThat(service.orders(1)).isEmpty();
				assertThat(service.orders(2)).hasSize(2);
			}
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("warmcache.reads").tag("outcome", "empty").functionCounter().count()).isEqualTo(5);
			assertThat(registry.get("warmcache.reads").tag("outcome", "value").functionCounter().count()).isEqualTo(5);
			assertThat(registry.get("warmcache.absent.share").gauge().value()).isNaN();
			assertThat(registry.get("warmcache.absent.exceeded").gauge().value()).isZero();
		});
	}

	@Test
	void expressionOfTheCacheTellsWhatIsEmpty() {
		this.runner.withPropertyValues("warmcache.caches.orders.absent-when=size() == 2").run((context) -> {
			OrderService service = context.getBean(OrderService.class);
			service.orders(1);
			service.orders(2);
			TieredCache cache = context.getBean(TieredCacheManager.class).getCache("orders");
			assertThat(cache.reads(ReadOutcome.VALUE)).isOne();
			assertThat(cache.reads(ReadOutcome.EMPTY)).isOne();
		});
		this.runner.withPropertyValues("warmcache.caches.orders.absent-when=false").run((context) -> {
			context.getBean(OrderService.class).orders(1);
			TieredCache cache = context.getBean(TieredCacheManager.class).getCache("orders");
			assertThat(cache.reads(ReadOutcome.EMPTY)).isZero();
		});
	}

	@Test
	void expressionWithoutAnAnswerLeavesItToTheDefault() {
		this.runner.withPropertyValues("warmcache.caches.orders.absent-when=null").run((context) -> {
			OrderService service = context.getBean(OrderService.class);
			service.orders(1);
			service.orders(2);
			TieredCache cache = context.getBean(TieredCacheManager.class).getCache("orders");
			assertThat(cache.reads(ReadOutcome.EMPTY)).isOne();
			assertThat(cache.reads(ReadOutcome.VALUE)).isOne();
		});
	}

	@Test
	void expressionReachesNothingButTheValue() {
		this.runner
			.withPropertyValues(
					"warmcache.caches.orders.absent-when=T(java.lang.System).getProperty('user.home') != ''")
			.run((context) -> {
				context.getBean(OrderService.class).orders(2);
				TieredCache cache = context.getBean(TieredCacheManager.class).getCache("orders");
				assertThat(cache.reads(ReadOutcome.EMPTY)).isZero();
			});
	}

	@Test
	void wrongExpressionStopsTheStartAndSaysWhatToWrite() {
		this.runner.withPropertyValues("warmcache.caches.orders.absent-when=size( ==")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("warmcache.caches.orders.absent-when")
				.hasMessageContaining("is 'size( ==', which is not an expression"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Orders {

		@Bean
		OrderService orderService() {
			return new OrderService();
		}

	}

	static class OrderService {

		@Cacheable("orders")
		List<String> orders(long customer) {
			return (customer == 1) ? List.of() : List.of("a", "b");
		}

	}

}
