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
 * Limits of the warm-up of one cache.
 *
 * @param minimumCoverage share, above 0 and up to 1, of the expected entries; an attempt
 * that loads fewer has failed; {@code null} if any number is enough
 * @param deadline how long a start waits for the cache, positive, or {@code null} for the
 * deadline of all caches
 * @param rateLimit maximum number of entries per second that this pod takes from the
 * source, positive, or {@code null} if unlimited
 * @param fleetRateLimit maximum number of entries per second that all pods together take
 * from the source, positive, or {@code null} if unlimited
 * @param memoryWatermark share of the old generation of the heap, above 0 and up to 1,
 * that may be in use after a garbage collection, 1 for no limit
 * @param badRows share, from 0 to below 1, of the rows that may be unreadable, and are
 * skipped
 * @param allowEmpty whether a required cache counts as filled if its source is empty
 * @param probeSource whether a fill fails if the source does not load one of the keys
 * @since 0.1.0
 */
public record WarmupLimits(@Nullable Double minimumCoverage, @Nullable Duration deadline, @Nullable Integer rateLimit,
		@Nullable Integer fleetRateLimit, double memoryWatermark, double badRows, boolean allowEmpty,
		boolean probeSource) {

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
	 * Create limits that allow no unreadable rows and, for a required cache, no empty
	 * source, and that do not probe the source.
	 * @param minimumCoverage share of the expected entries that must come, or
	 * {@code null}
	 * @param deadline how long a start waits for the cache, or {@code null}
	 * @param rateLimit maximum number of entries per second of this pod, or {@code null}
	 * @param fleetRateLimit maximum number of entries per second of all pods, or
	 * {@code null}
	 * @param memoryWatermark share of the old generation that may be in use
	 */
	public WarmupLimits(@Nullable Double minimumCoverage, @Nullable Duration deadline, @Nullable Integer rateLimit,
			@Nullable Integer fleetRateLimit, double memoryWatermark) {
		this(minimumCoverage, deadline, rateLimit, fleetRateLimit, memoryWatermark, 0, false, false);
	}

	/**
	 * Return these limits for fills while the application serves. They do not probe the
	 * source.
	 */
	public WarmupLimits whileServing() {
		return new WarmupLimits(this.minimumCoverage, this.deadline, this.rateLimit, this.fleetRateLimit,
				this.memoryWatermark, this.badRows, this.allowEmpty, false);
	}

}
