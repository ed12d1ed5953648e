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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.warmcache.health.CacheWarmupHealthIndicator;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;
import io.github.warmcache.warmup.WarmupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.AdditionalPathsMapper;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmcacheHealthAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmcacheHealthAutoConfigurationTests {

	private static final WarmupPlan PLAN = new WarmupPlan(List.of(), Duration.ofSeconds(60),
			DeadlinePolicy.REFUSE_TRAFFIC, 1, false,
			new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), null), Duration.ofSeconds(5));

	private final ApplicationContextRunner withoutWarmup = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WarmcacheHealthAutoConfiguration.class,
				ApplicationAvailabilityAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class));

	private final ApplicationContextRunner runner = this.withoutWarmup
		.withPropertyValues("management.endpoints.web.exposure.include=health",
				"management.endpoint.health.probes.add-additional-paths=true")
		.withBean(WarmupState.class, () -> new WarmupState(PLAN));

	@Test
	void theContributorIsNamedCacheWarmup() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(CacheWarmupHealthIndicator.class);
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("cacheWarmup")).isNotNull();
		});
	}

	@Test
	void theReadinessGroupHasItAsAMemberAndTheOthersStayAsTheyAre() {
		this.runner.run((context) -> {
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.get("readiness").isMember("cacheWarmup")).isTrue();
			assertThat(groups.get("readiness").isMember("readinessState")).isTrue();
			assertThat(groups.get("readiness").isMember("ping")).isFalse();
			assertThat(groups.get("liveness").isMember("cacheWarmup")).isFalse();
			assertThat(groups.get("unknown")).isNull();
			assertThat(groups.getNames()).containsExactlyInAnyOrder("liveness", "readiness");
		});
	}

	@Test
	void additionalPathsAreStillThoseOfTheEndpoint() {
		this.runner.run((context) -> {
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups).isInstanceOf(AdditionalPathsMapper.class);
			AdditionalPathsMapper mapper = (AdditionalPathsMapper) groups;
			assertThat(mapper.getAdditionalPaths(EndpointId.of("health"), WebServerNamespace.SERVER))
				.containsExactlyInAnyOrder("/livez", "/readyz");
			assertThat(mapper.getAdditionalPaths(EndpointId.of("info"), WebServerNamespace.SERVER)).isNull();
			AdditionalHealthEndpointPath readyz = AdditionalHealthEndpointPath.from("server:/readyz");
			assertThat(groups.get(readyz).isMember("cacheWarmup")).isTrue();
			assertThat(groups.get(AdditionalHealthEndpointPath.from("server:/livez")).isMember("cacheWarmup"))
				.isFalse();
			assertThat(groups.getAllWithAdditionalPath(WebServerNamespace.SERVER)).hasSize(2);
		});
	}

	@Test
	void detailsAreShownAsTheApplicationShowsThemAndNotOnTheShortPath() {
		this.runner.withPropertyValues("management.endpoint.health.show-details=always").run((context) -> {
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.get("readiness").showDetails(SecurityContext.NONE)).isTrue();
			assertThat(groups.get("readiness").showComponents(SecurityContext.NONE)).isTrue();
			AdditionalHealthEndpointPath readyz = AdditionalHealthEndpointPath.from("server:/readyz");
			assertThat(groups.get(readyz).showDetails(SecurityContext.NONE)).isFalse();
			assertThat(groups.get(readyz).showComponents(SecurityContext.NONE)).isFalse();
		});
		this.runner.run((context) -> {
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.get("readiness").showDetails(SecurityContext.NONE)).isFalse();
		});
	}

	@Test
	void aGroupOfTheUserIsLeftAloneAndHeIsTold(CapturedOutput output) {
		this.runner
			.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,ping",
					"management.endpoint.health.show-details=always")
			.run((context) -> {
				HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
				assertThat(groups.get("readiness").isMember("cacheWarmup")).isFalse();
				assertThat(output).contains("The readiness group does not wait for warm caches, because "
						+ "'management.endpoint.health.group.readiness' sets its members: "
						+ "add 'cacheWarmup' there to make it wait");
			});
	}

	@Test
	void aGroupOfTheUserMayComeFromTheEnvironment() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("MANAGEMENT_ENDPOINT_HEALTH_GROUP_READINESS_INCLUDE", "readinessState"))))
			.run((context) -> assertThat(
					context.getBean(HealthEndpointGroups.class).get("readiness").isMember("cacheWarmup"))
				.isFalse());
	}

	@Test
	void aGroupOfTheUserThatHasItIsNotComplainedOf(CapturedOutput output) {
		this.runner.withPropertyValues("management.endpoint.health.group.readiness.show-details=always")
			.run((context) -> {
				assertThat(context.getBean(HealthEndpointGroups.class).get("readiness").isMember("cacheWarmup"))
					.isTrue();
				assertThat(output).doesNotContain("does not wait for warm caches");
			});
	}

	@Test
	void anIndicatorOfTheUserTakesItsPlace() {
		this.runner.withBean("cacheWarmupHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> {
				assertThat(context).doesNotHaveBean(CacheWarmupHealthIndicator.class);
				assertThat(context.getBean(HealthEndpointGroups.class).get("readiness").isMember("cacheWarmup"))
					.isTrue();
			});
	}

	@Test
	void withoutProbesThereIsNoGroupToJoin() {
		this.runner.withPropertyValues("management.endpoint.health.probes.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(HealthEndpointGroups.class).get("readiness")).isNull();
		});
	}

	@Test
	void switchedOffThereIsNothing() {
		this.runner.withPropertyValues("management.health.cachewarmup.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheWarmupHealthIndicator.class)
				.doesNotHaveBean("cacheWarmupHealthEndpointGroupsPostProcessor"));
	}

	@Test
	void withoutAWarmupThereIsNothing() {
		this.withoutWarmup.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(CacheWarmupHealthIndicator.class)
			.doesNotHaveBean("cacheWarmupHealthEndpointGroupsPostProcessor"));
	}

	@Test
	void withoutHealthOnTheClassPathTheApplicationStarts() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WarmcacheHealthAutoConfiguration.class))
			.withBean(WarmupState.class, () -> new WarmupState(PLAN))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health",
					"org.springframework.boot.actuate", "org.springframework.boot.actuator"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("cacheWarmupHealthIndicator"));
	}

	@Test
	void withoutActuatorOnTheClassPathThereIsOnlyTheIndicator() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WarmcacheHealthAutoConfiguration.class))
			.withBean(WarmupState.class, () -> new WarmupState(PLAN))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(CacheWarmupHealthIndicator.class)
				.doesNotHaveBean(HealthEndpointGroupsPostProcessor.class));
	}

}
