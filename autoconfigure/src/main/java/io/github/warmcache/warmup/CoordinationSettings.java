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
 * Settings for sharing the load of one cache from its source between pods.
 *
 * @param leaseDuration time after the last sign of life of the loading pod after which
 * another pod takes over, at least a millisecond, or {@code null} if each pod loads by
 * itself
 * @param partitions number of parts of the source that are read at once, positive
 * @param counts whether to ask the source how many entries it has; not worth it if the
 * source must read all of them for that
 * @param minimumCoverage share, above 0 and up to 1, of the last load; a load with fewer
 * entries is not used to measure later ones; {@code null} for a half
 * @since 0.1.0
 */
public record CoordinationSettings(@Nullable Duration leaseDuration, int partitions, boolean counts,
		@Nullable Double minimumCoverage) {

	private static final double HALF = 0.5;

	public CoordinationSettings {
		Assert.isTrue(leaseDuration == null || leaseDuration.toMillis() > 0,
				"leaseDuration must be at least a millisecond");
		Assert.isTrue(partitions > 0, "partitions must be positive");
		Assert.isTrue(minimumCoverage == null || (minimumCoverage > 0 && minimumCoverage <= 1),
				"minimumCoverage must be above 0 and up to 1");
	}

	/**
	 * Return whether a load had so few entries that the source may have lost some.
	 * @param entries how many it had
	 * @param before how many a good load had before, or {@code null} if unknown
	 */
	public boolean isDoubtful(long entries, @Nullable Long before) {
		double share = (this.minimumCoverage != null) ? this.minimumCoverage : HALF;
		return before != null && entries < share * before;
	}

}
