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

package io.github.warmcache.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.metrics.WarmcacheMetricsAutoConfiguration;
import io.github.warmcache.autoconfigure.redis.WarmcacheRedisAutoConfiguration;
import io.github.warmcache.breaker.BreakerSettings;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.CallBreakerFactory;
import io.github.warmcache.breaker.Resilience4jCallBreaker;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.redis.RedisSharedTierFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the breakers before Redis and before sources, wired by properties.
 */
@Tag("servers")
class CircuitBreakersTests {

	private final String namespace = UUID.randomUUID().toString();

	private final ApplicationContextRunner localRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheRedisAutoConfiguration.class, WarmcacheMetricsAutoConfiguration.class,
				DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class, MetricsAutoConfiguration.class))
		.withPropertyValues("spring.application.name=" + this.namespace, "warmcache.shared.command-timeout=5s",
				"warmcache.caches.cities.source.bean=cities", "warmcache.caches.cities.key-type=java.lang.Integer",
				"warmcache.caches.cities.value-type=java.lang.String");

	private final ApplicationContextRunner contextRunner = this.localRunner
		.withPropertyValues(Servers.properties(Servers.redis()))
		.withUserConfiguration(CitiesConfiguration.class);

	@Test
	void redisAndEachSourceHaveABreaker() {
		this.contextRunner.withUserConfiguration(RecordingConfiguration.class).run((context) -> {
			cities(context);
			assertThat(context.getBean(RecordingFactory.class).made).containsOnly(
					Map.entry("warmcache-redis", new BreakerSettings(5, Duration.ofSeconds(60))),
					Map.entry("warmcache-source-cities", new BreakerSettings(5, Duration.ofSeconds(60))));
		});
	}

	@Test
	void propertiesSayWhenTheyOpen() {
		this.contextRunner.withUserConfiguration(RecordingConfiguration.class)
			.withPropertyValues("warmcache.shared.circuit-breaker.failure-threshold=3",
					"warmcache.shared.circuit-breaker.wait-duration=2s",
					"warmcache.defaults.circuit-breaker.failure-threshold=7",
					"warmcache.caches.cities.circuit-breaker.wait-duration=9s")
			.run((context) -> {
				cities(context);
				assertThat(context.getBean(RecordingFactory.class).made).containsOnly(
						Map.entry("warmcache-redis", new BreakerSettings(3, Duration.ofSeconds(2))),
						Map.entry("warmcache-source-cities", new BreakerSettings(7, Duration.ofSeconds(9))));
			});
	}

	@Test
	void propertiesSwitchThemOff() {
		this.contextRunner.withUserConfiguration(RecordingConfiguration.class)
			.withPropertyValues("warmcache.shared.circuit-breaker.enabled=false",
					"warmcache.caches.cities.circuit-breaker.enabled=false")
			.run((context) -> {
				cities(context);
				assertThat(context.getBean(RecordingFactory.class).made).isEmpty();
				assertThat(context.getBean(RedisSharedTierFactory.class).breaker()).isSameAs(CallBreaker.NONE);
			});
	}

	@Test
	void theyAreMadeOfResilience4jByDefault() {
		this.contextRunner.run((context) -> {
			cities(context);
			assertThat(context.getBean(RedisSharedTierFactory.class).breaker())
				.isInstanceOf(Resilience4jCallBreaker.class);
		});
	}

	@Test
	void withoutResilience4jThereAreNone() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(CircuitBreaker.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				Cache cities = cities(context);
				assertThat(context).doesNotHaveBean(CallBreakerFactory.class);
				assertThat(context.getBean(RedisSharedTierFactory.class).breaker()).isSameAs(CallBreaker.NONE);
				assertThat(cities.get(1, () -> "method")).isEqualTo("source 1");
				assertThat(context.getBean(MeterRegistry.class).find("warmcache.breaker.state").meters()).isEmpty();
			});
	}

	@Test
	void metersTellTheirStatesAndThePendingChanges() {
		this.contextRunner.withBean(SimpleMeterRegistry.class).run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			Cache cities = cities(context);
			assertThat(breaker(meters, "redis", "none", "closed")).isOne();
			assertThat(breaker(meters, "redis", "none", "open")).isZero();
			assertThat(breaker(meters, "source", "cities", "closed")).isOne();
			assertThat(meters.get("warmcache.changes.pending").gauge().value()).isZero();
			open(context.getBean(RedisSharedTierFactory.class).breaker());
			cities.evict(1);
			assertThat(breaker(meters, "redis", "none", "closed")).isZero();
			assertThat(breaker(meters, "redis", "none", "open")).isOne();
			assertThat(breaker(meters, "source", "cities", "half_open")).isZero();
			assertThat(meters.get("warmcache.changes.pending").gauge().value()).isOne();
		});
	}

	@Test
	void metersMakeNoSharedTierThatNoCacheUses() {
		this.contextRunner.withPropertyValues("warmcache.caches.cities.shared.enabled=false")
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				cities(context);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("warmcache.changes.pending").gauge().value()).isZero();
				assertThat(context.getSourceApplicationContext(ConfigurableApplicationContext.class)
					.getBeanFactory()
					.containsSingleton("warmcacheSharedTierFactory")).isFalse();
			});
	}

	@Test
	void whatIsPendingIsToldBeforeTheConnectionsClose() {
		this.contextRunner.run((context) -> {
			Cache cities = cities(context);
			cities.put(1, "Rome");
			LettuceConnectionFactory connections = new LettuceConnectionFactory(Servers.redis().host(),
					Servers.redis().port());
			connections.afterPropertiesSet();
			try {
				StringRedisTemplate redis = new StringRedisTemplate(connections);
				String values = "*" + this.namespace + "*:v1:*";
				assertThat(redis.keys(values)).hasSize(1);
				open(context.getBean(RedisSharedTierFactory.class).breaker());
				cities.evict(1);
				assertThat(redis.keys(values)).hasSize(1);
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
				assertThat(redis.keys(values)).isEmpty();
			}
			finally {
				connections.destroy();
			}
		});
	}

	private static void open(CallBreaker breaker) {
		for (int i = 0; i < 5; i++) {
			breaker.failed(1, null);
		}
		assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	private static double breaker(MeterRegistry meters, String name, String cache, String state) {
		return meters.get("warmcache.breaker.state").tags("name", name, "cache", cache, "state", state).gauge().value();
	}

	private static Cache cities(ApplicationContext context) {
		return context.getBean(TieredCacheManager.class).getCache("cities");
	}

	static class CitiesConfiguration {

		@Bean
		CacheSource<Integer, String> cities() {
			return new CacheSource<>() {

				@Override
				public @Nullable String load(Integer key) {
					return "source " + key;
				}

			};
		}

	}

	static class RecordingConfiguration {

		@Bean
		RecordingFactory recordingFactory() {
			return new RecordingFactory();
		}

	}

	static class RecordingFactory implements CallBreakerFactory {

		private final Map<String, BreakerSettings> made = new LinkedHashMap<>();

		@Override
		public CallBreaker create(String name, BreakerSettings settings) {
			this.made.put(name, settings);
			return new CallBreaker() {
			};
		}

	}

}
