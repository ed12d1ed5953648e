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

package io.github.warmcache.warmup.run;

import java.time.Duration;

import io.github.warmcache.warmup.WarmupPlan;

/**
 * Kubernetes probe settings under which a pod that starts as planned is neither killed
 * too early nor waited for too long.
 *
 * @param startup time that the startup probe, which belongs on liveness, has to allow
 */
public record ProbeBudget(Duration startup) {

	/**
	 * Seconds between two startup probes.
	 */
	public static final int STARTUP_PERIOD = 5;

	static final int LIVENESS_PERIOD = 10;

	static final int LIVENESS_FAILURES = 3;

	static final int READINESS_PERIOD = 2;

	static final int READINESS_FAILURES = 3;

	/**
	 * Time that the JVM and the context take before the warm-up begins.
	 */
	private static final Duration CONTEXT = Duration.ofSeconds(60);

	/**
	 * Derive the settings.
	 * @param plan the plan; a warm-up in the background does not delay the start
	 * @param rehearsal maximum time of the rehearsals, zero if there are none
	 * @return the settings
	 */
	static ProbeBudget of(WarmupPlan plan, Duration rehearsal) {
		if (plan.background()) {
			return new ProbeBudget(CONTEXT);
		}
		Duration warmup = plan.steps().isEmpty() ? Duration.ZERO : plan.deadline();
		return new ProbeBudget(CONTEXT.plus(warmup).plus(rehearsal));
	}

	/**
	 * Return how many startup probes may fail.
	 * @return the lowest threshold that allows the whole time
	 */
	public long startupFailures() {
		Duration period = Duration.ofSeconds(STARTUP_PERIOD);
		return this.startup.plus(period).minusNanos(1).dividedBy(period);
	}

	@Override
	public String toString() {
		long failures = startupFailures();
		return ("startupProbe on liveness with periodSeconds %d and failureThreshold %d (%d s), livenessProbe with %d and %d, "
				+ "readinessProbe with %d and %d")
			.formatted(STARTUP_PERIOD, failures, failures * STARTUP_PERIOD, LIVENESS_PERIOD, LIVENESS_FAILURES,
					READINESS_PERIOD, READINESS_FAILURES);
	}

}
