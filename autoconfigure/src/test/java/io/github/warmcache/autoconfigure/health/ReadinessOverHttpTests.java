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

import io.github.warmcache.autoconfigure.health.RunningApplication.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the readiness of whole applications, as a kubelet sees it.
 */
@Tag("slow")
class ReadinessOverHttpTests {

	private static final String SHOW = "management.endpoint.health.show-details=always";

	private static final String BACKGROUND = "warmcache.warmup.mode=background";

	private static final String READINESS = "/actuator/health/readiness";

	private static final String LIVENESS = "/actuator/health/liveness";

	private final GatedWarmer warmer = new GatedWarmer();

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aColdPodIsOutOfServiceWithItsProgressAndAWarmOneIsNot(WebApplicationType type) throws Exception {
		try (RunningApplication application = RunningApplication.start(type, this.warmer, SHOW)) {
			this.warmer.awaitHalfWay();
			Response cold = application.get(READINESS);
			assertThat(cold.status()).isEqualTo(503);
			assertThat(cold.read("$.status")).isEqualTo("OUT_OF_SERVICE");
			assertThat(cold.read("$.components.cacheWarmup.status")).isEqualTo("OUT_OF_SERVICE");
			assertThat(cold.detail("state")).isEqualTo("WARMING");
			assertThat(cold.detail("elapsed")).asString().startsWith("PT");
			assertThat(cold.detail("caches.cities.state")).isEqualTo("WARMING");
			assertThat(cold.detail("caches.cities.entries")).isEqualTo(4);
			assertThat(cold.detail("caches.cities.expected")).isEqualTo(10);
			assertThat(cold.detail("caches.cities.attempts")).isEqualTo(1);
			assertThat(cold.detail("caches.cities.required")).isEqualTo(true);
			assertThat(cold.detail("caches.cities.from")).isEqualTo("gated");
			assertThat(cold.detail("caches.cities.rate")).isInstanceOf(Integer.class);
			assertThat(cold.detail("caches.cities.elapsed")).asString().startsWith("PT");
			assertThat(application.get(LIVENESS).status()).isEqualTo(200);
			assertThat(application.started()).isNotDone();
			this.warmer.open();
			application.awaitStarted();
			Response warm = application.get(READINESS);
			assertThat(warm.status()).isEqualTo(200);
			assertThat(warm.detail("state")).isEqualTo("WARM");
			assertThat(warm.detail("caches.cities.entries")).isEqualTo(10);
			assertThat(application.get(LIVENESS).status()).isEqualTo(200);
		}
	}

	/**
	 * Here Boot's own readiness is up while the pod is cold: nothing but the membership
	 * of the warm-up keeps the traffic away.
	 */
	@ParameterizedTest
	@CsvSource({ "SERVLET, none", "SERVLET, kubernetes", "REACTIVE, none", "REACTIVE, kubernetes" })
	void aPodThatWarmsInTheBackgroundIsOutOfService(WebApplicationType type, String platform) throws Exception {
		try (RunningApplication application = RunningApplication.start(type, this.warmer, BACKGROUND, SHOW,
				"spring.main.cloud-platform=" + platform)) {
			application.awaitStarted();
			this.warmer.awaitHalfWay();
			Response cold = application.get(READINESS);
			assertThat(cold.status()).isEqualTo(503);
			assertThat(cold.read("$.components.readinessState.status")).isEqualTo("UP");
			assertThat(cold.read("$.components.cacheWarmup.status")).isEqualTo("OUT_OF_SERVICE");
			assertThat(application.get(LIVENESS).status()).isEqualTo(200);
			this.warmer.open();
			await().until(() -> application.get(READINESS).status() == 200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void aSeparateManagementPortAndTheMainPortSayTheSame(WebApplicationType type) throws Exception {
		try (RunningApplication application = RunningApplication.start(type, this.warmer, BACKGROUND, SHOW,
				"management.server.port=0", "management.endpoint.health.probes.add-additional-paths=true")) {
			application.awaitStarted();
			this.warmer.awaitHalfWay();
			assertThat(application.isManagementSeparate()).isTrue();
			assertThat(application.getManagement(READINESS).status()).isEqualTo(503);
			assertThat(application.getManagement(READINESS).detail("state")).isEqualTo("WARMING");
			assertThat(application.getManagement(LIVENESS).status()).isEqualTo(200);
			assertThat(application.get("/readyz").status()).isEqualTo(503);
			assertThat(application.get("/livez").status()).isEqualTo(200);
			assertThat(application.get(READINESS).status()).isEqualTo(404);
			this.warmer.open();
			await().until(() -> application.getManagement(READINESS).status() == 200);
			assertThat(application.get("/readyz").status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void theShortPathSaysTheSameAndNoDetails(WebApplicationType type) throws Exception {
		try (RunningApplication application = RunningApplication.start(type, this.warmer, BACKGROUND, SHOW,
				"management.endpoint.health.probes.add-additional-paths=true")) {
			application.awaitStarted();
			this.warmer.awaitHalfWay();
			Response cold = application.get("/readyz");
			assertThat(cold.status()).isEqualTo(503);
			assertThat(cold.body()).isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
			assertThat(application.get(READINESS).detail("state")).isEqualTo("WARMING");
			this.warmer.open();
			await().until(() -> application.get("/readyz").status() == 200);
		}
	}

	@Test
	void progressIsShownOnlyToWhomTheApplicationShowsDetails() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, this.warmer)) {
			this.warmer.awaitHalfWay();
			Response cold = application.get(READINESS);
			assertThat(cold.status()).isEqualTo(503);
			assertThat(cold.body()).isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
			assertThat(application.get(READINESS + "/cacheWarmup").status()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void withoutProbesTheApplicationStartsAndItsHealthSaysIt(WebApplicationType type) throws Exception {
		try (RunningApplication application = RunningApplication.start(type, this.warmer, BACKGROUND, SHOW,
				"management.endpoint.health.probes.enabled=false")) {
			application.awaitStarted();
			this.warmer.awaitHalfWay();
			assertThat(application.get(READINESS).status()).isEqualTo(404);
			assertThat(application.get("/actuator/health").status()).isEqualTo(503);
			assertThat(application.get("/actuator/health/cacheWarmup").read("$.details.state")).isEqualTo("WARMING");
			this.warmer.open();
			await().until(() -> application.get("/actuator/health").status() == 200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.cachewarmup.enabled=false",
			"management.health.cache-warmup.enabled=false", "management.health.defaults.enabled=false" })
	void switchedOffTheReadinessIsBootsOwn(String property) throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, this.warmer,
				BACKGROUND, SHOW, property)) {
			application.awaitStarted();
			this.warmer.awaitHalfWay();
			assertThat(application.get(READINESS).status()).isEqualTo(200);
			assertThat(application.get("/actuator/health").body()).doesNotContain("cacheWarmup");
		}
	}

	@Test
	void membersThatTheUserChoseAreLeftAlone() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, this.warmer,
				BACKGROUND, "management.endpoint.health.group.readiness.include=readinessState")) {
			application.awaitStarted();
			this.warmer.awaitHalfWay();
			assertThat(application.get(READINESS).status()).isEqualTo(200);
			assertThat(application.get("/actuator/health").status()).isEqualTo(503);
		}
	}

	@Test
	void theUserMayChooseTheWarmupToo() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, this.warmer,
				BACKGROUND, "management.endpoint.health.group.readiness.include=readinessState,cacheWarmup",
				"management.endpoint.health.group.readiness.show-details=always")) {
			application.awaitStarted();
			this.warmer.awaitHalfWay();
			Response cold = application.get(READINESS);
			assertThat(cold.status()).isEqualTo(503);
			assertThat(cold.detail("caches.cities.entries")).isEqualTo(4);
			this.warmer.open();
			await().until(() -> application.get(READINESS).status() == 200);
		}
	}

	@Test
	void anApplicationThatIsRestartedInItsJvmIsColdAgain() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET,
				GatedWarmer.opened())) {
			application.awaitStarted();
			assertThat(application.get(READINESS).status()).isEqualTo(200);
		}
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, this.warmer,
				BACKGROUND)) {
			application.awaitStarted();
			this.warmer.awaitHalfWay();
			assertThat(application.get(READINESS).status()).isEqualTo(503);
			this.warmer.open();
			await().until(() -> application.get(READINESS).status() == 200);
		}
	}

}
