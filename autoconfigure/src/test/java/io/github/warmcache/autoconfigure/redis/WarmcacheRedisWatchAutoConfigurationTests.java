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

package io.github.warmcache.autoconfigure.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.health.WarmcacheRedisWatchHealthAutoConfiguration;
import io.github.warmcache.autoconfigure.metrics.WarmcacheMetricsAutoConfiguration;
import io.github.warmcache.health.CacheRedisHealthIndicator;
import io.github.warmcache.metrics.RedisWatchMeters;
import io.github.warmcache.redis.watch.RedisWatch;
import io.github.warmcache.redis.watch.RedisWatchState;
import io.github.warmcache.redis.watch.RedisWatcher;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WarmcacheRedisWatchAutoConfiguration} and
 * {@link WarmcacheRedisWatchHealthAutoConfiguration}.
 */
@Tag("servers")
class WarmcacheRedisWatchAutoConfigurationTests {

	private final ApplicationContextRunner withoutRedis = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheRedisAutoConfiguration.class, WarmcacheRedisWatchAutoConfiguration.class,
				WarmcacheCachingAutoConfiguration.class, DataRedisAutoConfiguration.class,
				WarmcacheRedisWatchHealthAutoConfiguration.class, WarmcacheMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
				AvailabilityHealthContributorAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthContributorAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("spring.application.name=" + UUID.randomUUID(), "warmcache.shared.command-timeout=2s",
				"warmcache.redis-watch.interval=200ms", "management.endpoint.health.show-details=always");

	private final ApplicationContextRunner contextRunner = this.withoutRedis
		.withPropertyValues(Servers.properties(Servers.redis()));

	@Test
	void healthIsUpWhileRedisIsWellAndNoPartOfReadiness() {
		this.contextRunner.withBean(Service.class).run((context) -> {
			await().until(() -> state(context) == RedisWatchState.WELL);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("state", RedisWatchState.WELL)
				.containsKeys("since", "reason", "policy", "usedMemory", "maximumMemory", "evicted", "canariesLost",
						"replication")
				.doesNotContainKeys("invisible", "canariesLostByCache");
			assertThat(health.getDetails().get("replication")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("replicas", 0L)
				.containsEntry("troubles", Set.of());
			assertThat(gauge(context, "warmcache.redis.replicas")).isZero();
			await().until(() -> !context.getBean(RedisWatch.class).current().canariesLostByCache().isEmpty());
			assertThat(context.getBean(MeterRegistry.class)
				.get("warmcache.redis.canaries.lost")
				.tag("cache", "texts")
				.functionCounter()
				.count()).isZero();
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.get("readiness").isMember("cacheRedis")).isFalse();
			assertThat(groups.get("liveness").isMember("cacheRedis")).isFalse();
			assertThat(groups.getPrimary().isMember("cacheRedis")).isTrue();
			assertThat(gauge(context, "warmcache.redis.visible")).isOne();
			assertThat(gauge(context, "warmcache.redis.memory.used")).isPositive();
		});
	}

	@Test
	void evictionsAreNamedAndLowerNoHealth() {
		try (OwnRedisServer server = Servers.newRedis("maxmemory 8mb", "maxmemory-policy allkeys-lru")) {
			this.withoutRedis.withPropertyValues(Servers.properties(server)).withBean(Service.class).run((context) -> {
				await().until(() -> state(context) == RedisWatchState.WELL);
				await().atMost(Duration.ofSeconds(30)).until(() -> {
					server.command("EVAL",
							"for i = 1, 20 do redis.call('SET', ARGV[1] .. i, string.rep('x', 20000)) end", "0",
							UUID.randomUUID().toString());
					return state(context) == RedisWatchState.EVICTING;
				});
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(health.getDetails()).containsEntry("policy", "allkeys-lru")
					.containsEntry("maximumMemory", 8L << 20);
				assertThat(health.getDetails().get("reason")).asString().startsWith("Redis evicted ");
				assertThat(
						context.getBean(MeterRegistry.class).get("warmcache.redis.evicted").functionCounter().count())
					.isPositive();
				assertThat(context.getBean(HealthEndpoint.class).healthForPath("cacheRedis")).isNotNull();
			});
		}
	}

	@Test
	void withoutAnAnswerNothingIsKnown() {
		try (OwnRedisServer server = Servers.newRedis()) {
			server.stop();
			this.withoutRedis.withPropertyValues(Servers.properties(server)).withBean(Service.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(gauge(context, "warmcache.redis.visible")).isNaN();
				server.start();
				await().until(() -> state(context) == RedisWatchState.WELL);
			});
		}
	}

	@Test
	void cachesThatShareNothingAreNotWatched() {
		this.contextRunner.withBean(Service.class)
			.withPropertyValues("warmcache.defaults.shared.enabled=false")
			.run((context) -> {
				assertThat(health(context).getDetails()).containsEntry("reason", "No cache has used Redis yet");
				assertThat(context.getBeanFactory().containsSingleton("warmcacheRedisTierConnections")).isFalse();
			});
	}

	@Test
	void switchedOffThereIsNothing() {
		this.contextRunner.withBean(Service.class)
			.withPropertyValues("warmcache.redis-watch.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RedisWatch.class)
				.doesNotHaveBean(RedisWatcher.class)
				.doesNotHaveBean(RedisWatchMeters.class)
				.doesNotHaveBean(CacheRedisHealthIndicator.class));
	}

	@Test
	void theContributorCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.cacheredis.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(RedisWatch.class)
				.doesNotHaveBean(CacheRedisHealthIndicator.class));
	}

	@Test
	void anotherWatchTakesItsPlace() {
		RedisWatch own = new RedisWatch(InstantSource.system());
		this.contextRunner.withBean(Service.class).withBean(RedisWatch.class, () -> own).run((context) -> {
			assertThat(context).getBean(RedisWatch.class).isSameAs(own);
			await().until(() -> own.current().state() == RedisWatchState.WELL);
		});
	}

	@Test
	void withoutSpringDataRedisThereIsNothing() {
		this.withoutRedis.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisWatch.class));
	}

	private static RedisWatchState state(ApplicationContext context) {
		return context.getBean(RedisWatch.class).current().state();
	}

	private static Health health(ApplicationContext context) {
		return context.getBean(CacheRedisHealthIndicator.class).health();
	}

	private static double gauge(ApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class).get(name).gauge().value();
	}

	static class Service {

		@Cacheable("texts")
		public String text(long id) {
			return "text " + id;
		}

	}

}
