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
 * What must come when a cache is warmed, and how much may.
 *
 * @param minimumCoverage share, above 0 and up to 1, of the expected entries without
 * which an attempt has failed, or {@code null} if any are enough
 * @param deadline how long a start waits for the cache, positive, or {@code null} if as
 * long as for all
 * @param rateLimit how many entries this pod takes from the source in a second, positive,
 * or {@code null} if unlimited
 * @param fleetRateLimit how many entries all pods together take from the source in a
 * second, positive, or {@code null} if unlimited
 * @param memoryWatermark share of the old generation of the heap, above 0 and up to 1,
 * that may be in use after a garbage collection, 1 for no limit
 * @param badRows share, from 0 to below 1, of the rows that may be unreadable, and are
 * left out
 * @param allowEmpty whether a required cache is filled although its source has nothing
 * @since 0.1.0
 */
public record WarmupLimits(@Nullable Double minimumCoverage, @Nullable Duration deadline, @Nullable Integer rateLimit,
		@Nullable Integer fleetRateLimit, double memoryWatermark, double badRows, boolean allowEmpty) {

	/**
	 * No limits.
	 */
	public static final WarmupLimits NONE = new WarmupLimits(null, null, null, null, 1);

	public WarmupLimits {
		Assert.isTrue(minimumCoverage == null || (minimumCoverage > 0 && minimumCoverage <= 1),
				"minimumCoverage must be above 0 and up to 1");
		Assert.isTrue(deadline == null || deadline.compareTo(Duration.ZERO) > 0, "deadline must be positive");
		Assert.isTrue(rateLimit == null || rateLimit > 0, "rateLimit must be positive");
		Assert.isTrue(fleetRateLimit == null || fleetRateLimit > 0, "fleetRateLimit must be positive");
		Assert.isTrue(badRows >= 0 && badRows < 1, "badRows must be from 0 to below 1");
		Assert.isTrue(memoryWatermark > 0 && memoryWatermark <= 1, "memoryWatermark must be above 0 and up to 1");
	}

	/**
	 * Create limits of a cache all of whose rows must be readable, and which must not be
	 * empty if it is required.
	 * @param minimumCoverage share of the expected entries that has to come, or
	 * {@code null}
	 * @param deadline how long a start waits for the cache, or {@code null}
	 * @param rateLimit how many entries this pod takes in a second, or {@code null}
	 * @param fleetRateLimit how many entries all pods take in a second, or {@code null}
	 * @param memoryWatermark share of the old generation that may be in use
	 */
	public WarmupLimits(@Nullable Double minimumCoverage, @Nullable Duration deadline, @Nullable Integer rateLimit,
			@Nullable Integer fleetRateLimit, double memoryWatermark) {
		this(minimumCoverage, deadline, rateLimit, fleetRateLimit, memoryWatermark, 0, false);
	}

}
