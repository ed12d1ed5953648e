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

package io.github.warmcache.warmup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Caches to warm before traffic, and the policy if that does not succeed.
 *
 * @param steps one step for each cache, in the order in which they begin if nothing else
 * decides; may be empty
 * @param deadline how long a start waits, positive
 * @param onDeadline policy for required caches that are not filled by then
 * @param parallelism number of caches that are filled at once, at least 1
 * @param background whether the start continues while the caches are filled; the
 * application is not ready until they are
 * @param retry when failed attempts are repeated
 * @param progressInterval how often the progress is logged, positive
 * @since 0.1.0
 */
public record WarmupPlan(List<CacheWarmupStep> steps, Duration deadline, DeadlinePolicy onDeadline, int parallelism,
		boolean background, Retries retry, Duration progressInterval) {

	public WarmupPlan {
		steps = List.copyOf(steps);
		Assert.isTrue(deadline.compareTo(Duration.ZERO) > 0, "deadline must be positive");
		Assert.isTrue(parallelism > 0, "parallelism must be positive");
		Assert.isTrue(progressInterval.compareTo(Duration.ZERO) > 0, "progressInterval must be positive");
		Assert.isTrue(!background || onDeadline != DeadlinePolicy.FAIL_STARTUP,
				"A warm-up in the background cannot fail the start: choose refuse-traffic or accept-traffic");
		validate(steps);
	}

	private static void validate(List<CacheWarmupStep> steps) {
		Map<String, CacheWarmupStep> byName = new LinkedHashMap<>();
		for (CacheWarmupStep step : steps) {
			Assert.isTrue(byName.put(step.cacheName(), step) == null,
					() -> "Cache '%s' is warmed twice".formatted(step.cacheName()));
		}
		for (CacheWarmupStep step : steps) {
			for (String name : step.dependsOn()) {
				CacheWarmupStep dependency = byName.get(name);
				Assert.isTrue(dependency != null,
						() -> "The warm-up of cache '%s' depends on '%s', which is not warmed: warm it or do not depend on it"
							.formatted(step.cacheName(), name));
				Assert.isTrue(!step.required() || dependency.required(),
						() -> "The warm-up of cache '%s' is required and depends on '%s', which is not: make both required or neither"
							.formatted(step.cacheName(), name));
			}
		}
		for (CacheWarmupStep step : steps) {
			rejectCycle(step, byName, new LinkedHashSet<>());
		}
	}

	private static void rejectCycle(CacheWarmupStep step, Map<String, CacheWarmupStep> steps, Set<String> path) {
		String name = step.cacheName();
		if (!path.add(name)) {
			List<String> names = new ArrayList<>(path);
			List<String> cycle = new ArrayList<>(names.subList(names.indexOf(name), names.size()));
			cycle.add(name);
			throw new IllegalArgumentException(
					"The warm-ups of these caches depend on each other: " + String.join(" -> ", cycle));
		}
		for (String dependency : step.dependsOn()) {
			rejectCycle(Objects.requireNonNull(steps.get(dependency)), steps, path);
		}
		path.remove(name);
	}

	/**
	 * Delays after which failed attempts to fill a cache are repeated.
	 *
	 * @param initialDelay maximum delay after the first failure, positive
	 * @param multiplier factor by which each further delay is longer, at least 1
	 * @param maxDelay the longest delay, not below the initial one
	 * @param maxAttempts number of attempts after which a start stops waiting for the
	 * cache, at least 1; {@code null} if it waits until the deadline
	 */
	public record Retries(Duration initialDelay, double multiplier, Duration maxDelay, @Nullable Integer maxAttempts) {

		public Retries {
			Assert.isTrue(initialDelay.compareTo(Duration.ZERO) > 0, "initialDelay must be positive");
			Assert.isTrue(multiplier >= 1, "multiplier must be at least 1");
			Assert.isTrue(maxDelay.compareTo(initialDelay) >= 0, "maxDelay must not be below initialDelay");
			Assert.isTrue(maxAttempts == null || maxAttempts > 0, "maxAttempts must be positive");
		}

		/**
		 * Return the delay before the next attempt. It is shortened at random by up to
		 * half, so that pods that failed together do not come back together.
		 * @param failures number of failed attempts in a row, at least 1
		 * @param random from 0 to below 1
		 * @return the delay
		 */
		public Duration delayAfter(int failures, double random) {
			double longest = Math.min(this.maxDelay.toNanos(),
					this.initialDelay.toNanos() * Math.pow(this.multiplier, failures - 1));
			return shortened(longest, random);
		}

		/**
		 * Return the delay for a cache that nobody waits for any longer.
		 * @param random from 0 to below 1
		 * @return the delay
		 */
		public Duration longestDelay(double random) {
			return shortened(this.maxDelay.toNanos(), random);
		}

		private static Duration shortened(double nanos, double random) {
			return Duration.ofNanos((long) (nanos * (1 - random / 2)));
		}

		public boolean isExhausted(int attempts) {
			return this.maxAttempts != null && attempts >= this.maxAttempts;
		}

	}

}
