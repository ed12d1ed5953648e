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

import java.util.List;
import java.util.Set;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.endpoint.WarmcacheEndpointAutoConfiguration;
import io.github.warmcache.autoconfigure.health.WarmcacheHealthAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.endpoint.CacheWarmupEndpoint;
import io.github.warmcache.endpoint.PodParts;
import io.github.warmcache.endpoint.ValueVisibility;
import io.github.warmcache.operation.CacheOperations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CachesEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EndpointAdvice} and {@link HealthAdvice}, with what Actuator really
 * exposes.
 */
class EndpointAdviceTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=health, caches, cachewarmup";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(WarmcacheAutoConfiguration.class,
			WarmcacheWarmupAutoConfiguration.class, WarmcacheEndpointAutoConfiguration.class,
			WarmcacheHealthAutoConfiguration.class, WarmcacheAdviceAutoConfiguration.class,
			EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class, CachesEndpointAutoConfiguration.class,
			ApplicationAvailabilityAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
			AvailabilityProbesAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
			HealthContributorRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void whatActuatorExposesByDefaultGivesNone() {
		this.contextRunner.run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void theEndpointThatClearsCachesIsNamed() {
		this.contextRunner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(look(context)).singleElement().satisfies((advice) -> {
				assertThat(advice.id()).isEqualTo("caches-endpoint-open");
				assertThat(advice.severity()).isEqualTo(Advice.Severity.WARN);
				assertThat(advice.cause()).contains("The endpoint 'caches'", "DELETE");
				assertThat(advice.remedy()).contains("management.endpoint.caches.access to read-only",
						"management.endpoints.web.exposure.exclude");
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.caches.access=READ_ONLY", "management.endpoint.caches.access=NONE",
			"management.endpoints.access.max-permitted=READ_ONLY", "management.server.port=-1",
			"management.endpoints.web.exposure.exclude=caches", "server.address=127.0.0.1", "server.port=-1",
			"server.ssl.client-auth=need", "server.ssl.client-auth=NEED" })
	void anEndpointThatNobodyCanWriteToGivesNone(String property) {
		this.contextRunner.withPropertyValues(EXPOSED, property).run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void aPortOfItsOwnIsOpenUnlessItsAddressIsNot() {
		WebApplicationContextRunner own = this.contextRunner.withPropertyValues(EXPOSED, "management.server.port=8081",
				"server.address=127.0.0.1");
		own.run((context) -> assertThat(ids(context)).containsExactly("caches-endpoint-open"));
		own.withPropertyValues("management.server.address=127.0.0.1")
			.run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void randomPortsAreDifferentPorts() {
		WebApplicationContextRunner random = this.contextRunner.withPropertyValues(EXPOSED, "server.port=0",
				"management.server.port=0", "server.address=127.0.0.1");
		random.run((context) -> assertThat(ids(context)).containsExactly("caches-endpoint-open"));
		random.withPropertyValues("management.server.address=127.0.0.1")
			.run((context) -> assertThat(ids(context)).isEmpty());
		this.contextRunner
			.withPropertyValues(EXPOSED, "server.port=9000", "management.server.port=9000", "server.address=::1")
			.run((context) -> assertThat(ids(context)).as("the same port").isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "server.ssl.client-auth=need, '', 0", "server.ssl.client-auth=want, '', 1",
			"server.ssl.client-auth=need, management.server.ssl.enabled=false, 1",
			"server.ssl.client-auth=need, management.server.ssl.client-auth=none, 1",
			"management.server.ssl.client-auth=need, '', 0",
			"management.server.ssl.client-auth=need, management.server.ssl.enabled=false, 1" })
	void aCertificateOfClientsIsAskedForByThePortItself(String first, String second, int expected) {
		this.contextRunner.withPropertyValues(EXPOSED, "management.server.port=8081", first)
			.withPropertyValues(second.isEmpty() ? new String[0] : new String[] { second })
			.run((context) -> assertThat(ids(context)).hasSize(expected));
	}

	@Test
	void valuesThatEverybodySeesAreNamed() {
		WebApplicationContextRunner shown = this.contextRunner.withPropertyValues(
				"management.endpoints.web.exposure.include=cachewarmup",
				"management.endpoint.cachewarmup.show-values=always");
		shown.run((context) -> assertThat(look(context)).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("cachewarmup-values-open");
			assertThat(advice.severity()).isEqualTo(Advice.Severity.WARN);
			assertThat(advice.cause()).contains("shows keys and values", "Spring Security does not protect it here");
			assertThat(advice.remedy()).startsWith("Set management.endpoint.cachewarmup.show-values to never");
		}));
		for (String remedy : List.of("never", "when-authorized")) {
			shown.withPropertyValues("management.endpoint.cachewarmup.show-values=" + remedy)
				.run((context) -> assertThat(ids(context)).as(remedy).isEmpty());
		}
		shown.withBean(SecurityFilterChain.class, () -> mock(DefaultSecurityFilterChain.class))
			.run((context) -> assertThat(ids(context)).isEmpty());
		shown.withPropertyValues("management.endpoints.web.exposure.exclude=cachewarmup")
			.run((context) -> assertThat(ids(context)).isEmpty());
		shown.withPropertyValues("management.endpoint.cachewarmup.access=NONE")
			.run((context) -> assertThat(ids(context)).isEmpty());
		shown.withPropertyValues("server.address=localhost").run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void valuesThatAnEndpointOfTheApplicationShowsAreNamed() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=cachewarmup")
			.withBean(CacheWarmupEndpoint.class,
					() -> new CacheWarmupEndpoint(mock(PodParts.class), mock(CacheOperations.class),
							new ValueVisibility(Show.ALWAYS, Set.of())))
			.run((context) -> assertThat(ids(context)).containsExactly("cachewarmup-values-open"));
	}

	@Test
	void remediesOfEndpointsEndTheirAdvice() {
		WebApplicationContextRunner open = this.contextRunner.withPropertyValues(EXPOSED,
				"management.endpoint.cachewarmup.access=UNRESTRICTED",
				"management.endpoint.health.show-details=always");
		open.run((context) -> assertThat(ids(context)).containsExactlyInAnyOrder("caches-endpoint-open",
				"cachewarmup-endpoint-open", "health-details-open"));
		open.withPropertyValues("management.endpoint.caches.access=READ_ONLY",
				"management.endpoint.cachewarmup.access=READ_ONLY", "management.endpoint.health.show-details=never")
			.run((context) -> assertThat(ids(context)).isEmpty());
		open.withPropertyValues("management.endpoints.web.exposure.exclude=caches, cachewarmup, health")
			.run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void aFilterChainIsTrusted() {
		WebApplicationContextRunner open = this.contextRunner.withPropertyValues(EXPOSED,
				"management.endpoint.health.show-details=always");
		open.withBean(SecurityFilterChain.class, () -> mock(DefaultSecurityFilterChain.class))
			.run((context) -> assertThat(ids(context)).isEmpty());
		open.run((context) -> assertThat(ids(context)).as("the classes alone protect nothing").hasSize(2));
		open.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(ids(context)).hasSize(2));
	}

	@Test
	void aReactiveFilterChainIsTrusted() {
		ReactiveWebApplicationContextRunner open = new ReactiveWebApplicationContextRunner()
			.withConfiguration(CONFIGURATIONS)
			.withPropertyValues(EXPOSED);
		open.run((context) -> assertThat(ids(context)).containsExactly("caches-endpoint-open"));
		open.withBean(SecurityWebFilterChain.class, () -> mock(SecurityWebFilterChain.class))
			.run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void theEndpointOfTheWarmupIsNamedIfItIsWritable() {
		WebApplicationContextRunner writable = this.contextRunner.withPropertyValues(EXPOSED,
				"management.endpoint.caches.access=NONE", "management.endpoint.cachewarmup.access=UNRESTRICTED");
		writable.run((context) -> assertThat(look(context)).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("cachewarmup-endpoint-open");
			assertThat(advice.remedy()).contains("management.endpoint.cachewarmup.access to read-only");
		}));
		this.contextRunner.withPropertyValues(EXPOSED, "management.endpoint.caches.access=NONE")
			.run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void detailsOfHealthForEverybodyAreNamed() {
		this.contextRunner.withPropertyValues("management.endpoint.health.show-details=always")
			.run((context) -> assertThat(look(context)).singleElement().satisfies((advice) -> {
				assertThat(advice.id()).isEqualTo("health-details-open");
				assertThat(advice.severity()).isEqualTo(Advice.Severity.INFO);
				assertThat(advice.cause()).startsWith("management.endpoint.health.show-details shows");
			}));
	}

	@Test
	void detailsOfAGroupAreNamedUnderItsProperty() {
		this.contextRunner
			.withPropertyValues("management.endpoint.health.group.shop.include=ping",
					"management.endpoint.health.group.shop.show-details=always")
			.run((context) -> assertThat(look(context)).extracting(Advice::cause)
				.singleElement()
				.asString()
				.startsWith("management.endpoint.health.group.shop.show-details shows"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.endpoint.health.show-details=when-authorized",
			"management.endpoint.health.show-details=never" })
	void detailsForNobodyGiveNone(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> assertThat(ids(context)).isEmpty());
	}

	@Test
	void healthThatIsNotExposedGivesNone() {
		this.contextRunner
			.withPropertyValues("management.endpoint.health.show-details=always",
					"management.endpoints.web.exposure.include=info")
			.run((context) -> assertThat(ids(context)).isEmpty());
	}

	private static List<Advice> look(ApplicationContext context) {
		return context.getBean(ConfigurationAdvisor.class).look();
	}

	private static List<String> ids(ApplicationContext context) {
		return look(context).stream().map(Advice::id).toList();
	}

}
