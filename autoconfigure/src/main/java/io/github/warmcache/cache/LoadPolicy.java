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

package io.github.warmcache.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Policy for loads of values that no tier has, and for their failures.
 *
 * @param timeout the maximum time of a load, positive
 * @param maxConcurrent the maximum number of concurrent loads in this pod, positive
 * @param staleIfError the maximum time after its expiry for which a value is served if
 * its load fails, positive; {@code null} for not at all
 * @param refreshAhead share of its life, above 0 and below 1, after which a read of a
 * value starts a background refresh; {@code null} for not at all
 * @param holdOff time after a change of a key for which a load may return the previous
 * value, so that no tier keeps loaded values for long, positive; {@code null} for not at
 * all
 * @since 0.1.0
 */
public record LoadPolicy(Duration timeout, int maxConcurrent, @Nullable Duration staleIfError,
		@Nullable Double refreshAhead, @Nullable Duration holdOff) {

	public LoadPolicy {
		Assert.isTrue(LocalTierSettings.isPositive(timeout), "timeout must be positive");
		Assert.isTrue(maxConcurrent > 0, "maxConcurrent must be positive");
		Assert.isTrue(staleIfError == null || LocalTierSettings.isPositive(staleIfError),
				"staleIfError must be positive");
		Assert.isTrue(refreshAhead == null || (refreshAhead > 0 && refreshAhead < 1),
				"refreshAhead must be above 0 and below 1");
		Assert.isTrue(holdOff == null || LocalTierSettings.isPositive(holdOff), "holdOff must be positive");
	}

	/**
	 * Create a policy for sources that do not lag behind.
	 * @param timeout the maximum time of a load
	 * @param maxConcurrent the maximum number of concurrent loads
	 * @param staleIfError the maximum time after its expiry for which a value is served
	 * @param refreshAhead share of its life after which a value is refreshed
	 */
	public LoadPolicy(Duration timeout, int maxConcurrent, @Nullable Duration staleIfError,
			@Nullable Double refreshAhead) {
		this(timeout, maxConcurrent, staleIfError, refreshAhead, null);
	}

	/**
	 * Return the default policy: loads of at most 10 s, at most 64 of them at a time, no
	 * stale values and no background refreshes.
	 * @return the defaults
	 */
	public static LoadPolicy defaults() {
		return new LoadPolicy(Duration.ofSeconds(10), 64, null, null);
	}

}
