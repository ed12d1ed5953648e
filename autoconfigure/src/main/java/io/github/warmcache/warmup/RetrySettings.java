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

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Delays after which failed attempts to fill a cache are repeated.
 *
 * @param initialDelay maximum delay after the first failure, positive
 * @param multiplier factor by which each further delay is longer, at least 1
 * @param maxDelay the longest delay, not below the initial one
 * @param maxAttempts number of attempts after which a start stops waiting for the cache,
 * at least 1; {@code null} if it waits until the deadline
 * @since 0.1.0
 */
public record RetrySettings(Duration initialDelay, double multiplier, Duration maxDelay,
		@Nullable Integer maxAttempts) {

	public RetrySettings {
		Assert.isTrue(initialDelay.compareTo(Duration.ZERO) > 0, "initialDelay must be positive");
		Assert.isTrue(multiplier >= 1, "multiplier must be at least 1");
		Assert.isTrue(maxDelay.compareTo(initialDelay) >= 0, "maxDelay must not be below initialDelay");
		Assert.isTrue(maxAttempts == null || maxAttempts > 0, "maxAttempts must be positive");
	}

	/**
	 * Return the delay before the next attempt. It is shortened at random by up to half,
	 * so that pods that failed together do not come back together.
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
