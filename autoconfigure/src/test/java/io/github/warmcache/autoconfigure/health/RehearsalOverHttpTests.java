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

import java.util.concurrent.TimeUnit;

import io.github.warmcache.autoconfigure.health.RehearsingApplication.CityController;
import io.github.warmcache.autoconfigure.health.RehearsingApplication.Gate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for rehearsals and the endpoint of the warm-up, in whole applications.
 */
@Tag("slow")
class RehearsalOverHttpTests {

	@ParameterizedTest
	@CsvSource({ "servlet, server.servlet.context-path=/app", "reactive, spring.webflux.base-path=/app" })
	void requestsAreMadeBeforeTheApplicationIsReady(String type, String path) throws Exception {
		try (RunningApplication application = RunningApplication.start(RehearsingApplication.class,
				"spring.main.web-application-type=" + type, path, "warmcache.caches.cities.warmup.from=rows",
				"warmcache.warmup.mode=" + (type.equals("servlet") ? "blocking" : "background"),
				"management.endpoints.web.exposure.include=health,cachewarmup",
				"management.endpoint.health.show-details=always",
				"warmcache.warmup.rehearsal.requests[0].path=/cities/{key}",
				"warmcache.warmup.rehearsal.requests[0].cache=cities",
				"warmcache.warmup.rehearsal.requests[0].times=20")) {
			String base = "/app/actuator";
			ConfigurableApplicationContext context = application.context();
			await().atMost(90, TimeUnit.SECONDS).until(() -> context.isActive() && context.containsBean("gate"));
			Gate gate = context.getBean(Gate.class);
			assertThat(gate.reached.await(60, TimeUnit.SECONDS)).isTrue();
			RunningApplication.Response refused = application.get(base + "/health/readiness");
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.detail("state")).isEqualTo("WARMING");
			assertThat(refused.detail("rehearsal")).isEqualTo("under way");
			assertThat(refused.detail("caches.cities.state")).isEqualTo("WARM");
			assertThat(application.get(base + "/health/liveness").status()).isEqualTo(200);
			CityController controller = context.getBean(CityController.class);
			assertThat(controller.served).isEmpty();
			gate.open.countDown();
			await().atMost(30, TimeUnit.SECONDS)
				.until(() -> application.get(base + "/health/readiness").status() == 200);
			assertThat(controller.served).hasSize(20).containsOnly("city 1 true", "city 2 true");
			RunningApplication.Response endpoint = application.get(base + "/cachewarmup");
			assertThat(endpoint.read("$.state")).isEqualTo("WARM");
			assertThat(endpoint.read("$.rehearsal")).asString().startsWith("done in ");
			assertThat(application.get(base + "/cachewarmup/cities").read("$.entries")).isEqualTo(2);
			assertThat(application.get(base + "/cachewarmup/other").status()).isEqualTo(404);
		}
	}

}
