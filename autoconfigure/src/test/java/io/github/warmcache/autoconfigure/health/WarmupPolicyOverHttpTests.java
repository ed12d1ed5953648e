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

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.autoconfigure.health.RunningApplication.Response;
import io.github.warmcache.autoconfigure.health.WarmedApplication.Cities;
import io.github.warmcache.warmup.WarmupFailedException;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for whole applications whose required cache is not filled in time, or ever.
 */
@Tag("slow")
class WarmupPolicyOverHttpTests {

	private static final String SHOW = "management.endpoint.health.show-details=always";

	private static final String SOON = "warmcache.warmup.deadline=500ms";

	private static final String READINESS = "/actuator/health/readiness";

	private static final String LIVENESS = "/actuator/health/liveness";

	private final GatedWarmer broken = GatedWarmer.failing();

	@Test
	void refusedTrafficIsRefusedUntilTheCacheIsFilledAfterAll() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, this.broken, SHOW,
				SOON, "warmcache.warmup.on-deadline=refuse-traffic")) {
			application.awaitStarted();
			// An attempt may be under way at the deadline.
			await().until(() -> "FAILED".equals(application.get(READINESS).detail("caches.cities.state")));
			Response failed = application.get(READINESS);
			assertThat(failed.status()).isEqualTo(503);
			assertThat(failed.read("$.components.cacheWarmup.status")).isEqualTo("OUT_OF_SERVICE");
			assertThat(failed.read("$.components.readinessState.status")).isEqualTo("UP");
			assertThat(failed.detail("state")).isEqualTo("FAILED");
			assertThat(failed.detail("reason")).asString().startsWith("required caches are not filled after ");
			assertThat(failed.detail("caches.cities.state")).isEqualTo("FAILED");
			assertThat(failed.detail("caches.cities.lastError"))
				.isEqualTo("IllegalStateException: source is down, password ***");
			assertThat(failed.body()).doesNotContain("hunter2");
			assertThat(application.get(LIVENESS).status()).isEqualTo(200);
			this.broken.repair();
			await().until(() -> application.get(READINESS).status() == 200);
			assertThat(application.get(READINESS).detail("state")).isEqualTo("WARM");
			assertThat(application.get(READINESS).body()).doesNotContain("lastError").doesNotContain("reason");
		}
	}

	@Test
	void acceptedTrafficIsAcceptedInADegradedState() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, this.broken, SHOW,
				SOON, "warmcache.warmup.on-deadline=accept-traffic")) {
			application.awaitStarted();
			Response degraded = application.get(READINESS);
			assertThat(degraded.status()).isEqualTo(200);
			assertThat(degraded.read("$.components.cacheWarmup.status")).isEqualTo("UP");
			assertThat(degraded.detail("state")).isEqualTo("DEGRADED");
			await().until(() -> "FAILED".equals(application.get(READINESS).detail("caches.cities.state")));
			this.broken.repair();
			await().until(() -> "WARM".equals(application.get(READINESS).detail("state")));
		}
	}

	@Test
	void aStartThatFailsLeavesNothingRunning() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, this.broken, SOON,
				"warmcache.warmup.on-deadline=fail-startup")) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(application::awaitStarted)
				.havingCause()
				.isInstanceOf(WarmupFailedException.class)
				.withMessageStartingWith("The required caches are not filled after ")
				.withMessageEndingWith("'cities' (IllegalStateException: source is down, password ***)");
			assertThat(application.context().isActive()).isFalse();
		}
	}

	@Test
	void anApplicationThatStopsWhileItWarmsDoesSoAtOnceAndRunsNothingElse() throws Exception {
		GatedWarmer held = new GatedWarmer();
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET, held)) {
			held.awaitHalfWay();
			LateRunner late = application.context().getBean(LateRunner.class);
			long before = System.nanoTime();
			application.context().close();
			assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(4));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(application::awaitStarted)
				.havingCause()
				.isInstanceOf(AbandonedRunException.class);
			assertThat(late.hasRun()).isFalse();
			assertThat(held.endedBeforeItWasDestroyed()).isTrue();
		}
	}

	@Test
	void otherRunnersFindTheCachesWarm() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.SERVLET,
				GatedWarmer.opened())) {
			LateRunner late = application.awaitStarted().getBean(LateRunner.class);
			assertThat(late.seen()).isEqualTo(WarmupStatus.WARM);
		}
	}

	@Test
	void anApplicationWithoutAWebServerIsWarmedToo() throws Exception {
		try (RunningApplication application = RunningApplication.start(WebApplicationType.NONE, GatedWarmer.opened())) {
			ConfigurableApplicationContext context = application.awaitStarted();
			assertThat(context.getBean(WarmupState.class).isReady()).isTrue();
			assertThat(context.getBean(Cities.class).find(7)).isEqualTo("city 7");
		}
	}

	@Test
	void anApplicationWithoutAWebServerIsKeptAliveByItsWarmup() throws Exception {
		GatedWarmer held = new GatedWarmer();
		try (RunningApplication application = RunningApplication.start(WebApplicationType.NONE, held,
				"warmcache.warmup.mode=background")) {
			application.awaitStarted();
			held.awaitHalfWay();
			assertThat(Thread.getAllStackTraces().keySet())
				.anyMatch((thread) -> thread.getName().startsWith("warmcache-warmup-") && !thread.isDaemon());
			held.open();
			await().until(application.context().getBean(WarmupState.class)::isReady);
			await().until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("warmcache-warmup-") && !thread.isDaemon()));
		}
	}

}
