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

package io.github.warmcache.advice.check;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.warmup.run.ProbeBudget;
import org.jspecify.annotations.Nullable;

/**
 * Advice on a start that took longer than the startup probe allows, if that is set as the
 * warm-up has logged. Thread-safe.
 */
public final class StartAdvice implements AdviceProvider {

	private final Supplier<@Nullable ProbeBudget> probes;

	private volatile @Nullable Duration timeTaken;

	/**
	 * Create the advice for a start that is not over.
	 * @param probes returns the probes that the warm-up has logged, or {@code null}
	 */
	public StartAdvice(Supplier<@Nullable ProbeBudget> probes) {
		this.probes = probes;
	}

	/**
	 * Tell how long the start took.
	 * @param time the time, or {@code null} if it is not known
	 */
	public void started(@Nullable Duration time) {
		this.timeTaken = time;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.START_EXCEEDS_PROBE);
	}

	@Override
	public List<Advice> advice() {
		ProbeBudget budget = this.probes.get();
		Duration took = this.timeTaken;
		if (budget == null || took == null || took.compareTo(budget.startup()) <= 0) {
			return List.of();
		}
		return List.of(KnownAdvice.START_EXCEEDS_PROBE.of(null,
				"The start took %d s, but the startup probe that fits the configuration allows %d s"
					.formatted(took.toSeconds(), budget.startup().toSeconds()),
				"Set failureThreshold of the startup probe to %d or more with periodSeconds %d, or Kubernetes kills slow starts. Then name this in warmcache.advice.ignore, because the probe is not seen from here"
					.formatted(new ProbeBudget(took).startupFailures(), ProbeBudget.STARTUP_PERIOD)));
	}

}
