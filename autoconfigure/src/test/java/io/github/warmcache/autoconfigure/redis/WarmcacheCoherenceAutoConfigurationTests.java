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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.autoconfigure.health.WarmcacheCoherenceHealthAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.coherence.Coherence;
import io.github.warmcache.coherence.CoherenceEvent;
import io.github.warmcache.coherence.CoherenceState;
import io.github.warmcache.health.CacheCoherenceHealthIndicator;
import io.github.warmcache.redis.RedisTierConnections;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedTierFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
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
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WarmcacheCoherenceAutoConfiguration} and
 * {@link WarmcacheCoherenceHealthAutoConfiguration}.
 */
@Tag("servers")
class WarmcacheCoherenceAutoConfigurationTests {

	private final ApplicationContextRunner withoutRedis = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
				WarmcacheRedisAutoConfiguration.class, WarmcacheCoherenceAutoConfiguration.class,
				WarmcacheCachingAutoConfiguration.class, DataRedisAutoConfiguration.class,
				WarmcacheCoherenceHealthAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
				AvailabilityHealthContributorAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthContributorAutoConfiguration.class))
		.withPropertyValues("spring.application.name=" + UUID.randomUUID(), "warmcache.shared.command-timeout=2s",
				"management.endpoints.web.exposure.include=health", "management.endpoint.health.show-details=always");

	private final ApplicationContextRunner contextRunner = this.withoutRedis
		.withPropertyValues(Servers.properties(Servers.redis()));

	@Test
	void podsOfOneApplicationHearOfEachOthersChanges() {
		ApplicationContextRunner runner = this.contextRunner.withBean(Service.class);
		runner.run((first) -> runner.run((second) -> {
			assertThat(coherence(first).state()).isEqualTo(CoherenceState.COHERENT);
			assertThat(coherence(second).state()).isEqualTo(CoherenceState.COHERENT);
			assertThat(second.getBean(Service.class).text(1)).isEqualTo("text 1");
			TieredCache texts = second.getBean(TieredCacheManager.class).getCache("texts");
			assertThat(texts.getNativeCache().asMap()).hasSize(1);
			first.getBean(Service.class).change(1);
			await().until(() -> texts.getNativeCache().asMap().isEmpty());
			assertThat(coherence(second).statistics().count(CoherenceEvent.GAP)).isZero();
		}));
	}

	@Test
	void thePodListensBeforeTheWebServerAcceptsAndItsRunnersRun() {
		AtomicReference<CoherenceState> seen = new AtomicReference<>();
		this.contextRunner.withBean(Service.class)
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof ContextRefreshedEvent) {
					seen.set(coherence(context).state());
				}
			}))
			.run((context) -> assertThat(seen).hasValue(CoherenceState.COHERENT));
		assertThat(Coherence.PHASE).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
	}

	@Test
	void healthIsUpWhileCoherentAndNoPartOfReadiness() {
		this.contextRunner.withBean(Service.class).run((context) -> {
			await().until(() -> coherence(context).state() == CoherenceState.COHERENT);
			Health health = context.getBean(CacheCoherenceHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("state", CoherenceState.COHERENT)
				.containsKeys("since", "pendingChanges", "received", "gaps", "resyncs", "resets");
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.get("readiness").isMember("cacheCoherence")).isFalse();
			assertThat(groups.get("liveness").isMember("cacheCoherence")).isFalse();
			assertThat(groups.getPrimary().isMember("cacheCoherence")).isTrue();
		});
	}

	@Test
	void withoutRedisTheApplicationStartsAndItsHealthIsNotLowered() {
		try (OwnRedisServer server = Servers.newRedis()) {
			server.stop();
			this.withoutRedis.withPropertyValues(Servers.properties(server)).withBean(Service.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(coherence(context).state()).isEqualTo(CoherenceState.DEGRADED);
				assertThat(context.getBean(CacheCoherenceHealthIndicator.class).health().getStatus())
					.isEqualTo(Status.UNKNOWN);
				AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.UP);
				server.start();
				await().until(() -> coherence(context).state() == CoherenceState.COHERENT);
				assertThat(context.getBean(CacheCoherenceHealthIndicator.class).health().getStatus())
					.isEqualTo(Status.UP);
			});
		}
	}

	@Test
	void cachesThatShareNothingListenToNothing() {
		this.contextRunner.withBean(Service.class)
			.withPropertyValues("warmcache.defaults.shared.enabled=false")
			.run((context) -> {
				assertThat(coherence(context).state()).isEqualTo(CoherenceState.OFF);
				assertThat(context.getBeanFactory().containsSingleton("warmcacheRedisTierConnections")).isFalse();
				assertThat(context.getBean(CacheCoherenceHealthIndicator.class).health().getStatus())
					.isEqualTo(Status.UNKNOWN);
			});
	}

	@Test
	void aSharedTierThatIsMadeLaterBeginsToBeListenedTo() {
		this.contextRunner
			.withPropertyValues("warmcache.caches.late.key-type=java.lang.Long",
					"warmcache.caches.late.value-type=java.lang.String")
			.withInitializer((context) -> context.addBeanFactoryPostProcessor(
					(beans) -> beans.getBeanDefinition("warmcacheStartupChecks").setLazyInit(true)))
			.run((context) -> {
				assertThat(coherence(context).state()).isEqualTo(CoherenceState.OFF);
				context.getBean(TieredCacheManager.class).getCache("late");
				await().until(() -> coherence(context).state() == CoherenceState.COHERENT);
			});
	}

	@Test
	void switchedOffThereIsNothing() {
		this.contextRunner.withBean(Service.class)
			.withPropertyValues("warmcache.coherence.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Coherence.class)
				.doesNotHaveBean(CacheCoherenceHealthIndicator.class)
				.hasSingleBean(RedisTierConnections.class));
	}

	@Test
	void theContributorCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.cachecoherence.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(Coherence.class)
				.doesNotHaveBean(CacheCoherenceHealthIndicator.class));
	}

	@Test
	void anotherCoherenceTakesItsPlace() {
		Coherence own = new Coherence(new TieredCacheManager(List::of, (name) -> {
			throw new IllegalStateException();
		}), Duration.ofSeconds(1), InstantSource.system());
		this.contextRunner.withBean(Service.class).withBean(Coherence.class, () -> own).run((context) -> {
			assertThat(coherence(context)).isSameAs(own);
			assertThat(own.state()).isEqualTo(CoherenceState.COHERENT);
		});
		assertThat(own.state()).isEqualTo(CoherenceState.OFF);
	}

	@Test
	void aSharedTierThatWouldBeWithoutCoherenceFailsTheStart() {
		this.contextRunner.withBean("own", SharedTierFactory.class, () -> mock(SharedTierFactory.class))
			.withBean(Service.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("cannot be replaced")
				.hasMessageContaining("own")
				.hasMessageContaining("warmcacheSharedTierFactory"));
	}

	@Test
	void withoutSpringDataRedisThereIsNothing() {
		this.withoutRedis.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Coherence.class));
	}

	private static Coherence coherence(ApplicationContext context) {
		return context.getBean(Coherence.class);
	}

	static class Service {

		@Cacheable("texts")
		public String text(long id) {
			return "text " + id;
		}

		@CacheEvict("texts")
		public void change(long id) {
		}

	}

}
