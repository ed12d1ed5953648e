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
 * How a cache loads what no tier has, and what it does when that fails.
 *
 * @param timeout how long a load takes at most, positive
 * @param maxConcurrent how many loads are under way in this pod at most, positive
 * @param staleIfError how long after its expiry a value is served at most if it cannot be
 * loaded anew, positive; {@code null} for not at all
 * @param refreshAhead share of its life, above 0 and below 1, after which a value that is
 * read is loaded anew in the background; {@code null} for not at all
 * @param holdOff how long after a change of a key what is loaded for it may be what was
 * there before, and is kept in no tier for long, positive; {@code null} for not at all
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
	 * Create loads from sources that do not lag behind.
	 * @param timeout how long a load takes at most
	 * @param maxConcurrent how many loads are under way at most
	 * @param staleIfError how long after its expiry a value is served at most
	 * @param refreshAhead share of its life after which a value is loaded anew
	 */
	public LoadPolicy(Duration timeout, int maxConcurrent, @Nullable Duration staleIfError,
			@Nullable Double refreshAhead) {
		this(timeout, maxConcurrent, staleIfError, refreshAhead, null);
	}

	/**
	 * Return loads of at most 10 s, of which 64 are under way at most, without stale
	 * values and without loads ahead of the expiry.
	 * @return the defaults
	 */
	public static LoadPolicy defaults() {
		return new LoadPolicy(Duration.ofSeconds(10), 64, null, null);
	}

}
