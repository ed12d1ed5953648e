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
import org.springframework.util.unit.DataSize;

/**
 * Bounds of a cache in this pod's heap.
 *
 * @param maximumSize the maximum number of entries, positive; {@code null} if bounded by
 * weight
 * @param maximumWeight the maximum number of bytes, positive; {@code null} if bounded by
 * size
 * @param timeToLive the maximum life of a value, positive
 * @param timeToLiveJitter share of the time to live, from 0 to below 1, by which an
 * entry's life is shortened at random, so that entries loaded together do not expire
 * together
 * @param nullTimeToLive the maximum life of a known absence, positive
 * @since 0.1.0
 */
public record LocalTierSettings(@Nullable Long maximumSize, @Nullable DataSize maximumWeight, Duration timeToLive,
		double timeToLiveJitter, Duration nullTimeToLive) {

	public LocalTierSettings {
		Assert.isTrue((maximumSize == null) != (maximumWeight == null),
				"Exactly one of maximumSize and maximumWeight must be set");
		Assert.isTrue(maximumSize == null || maximumSize > 0, "maximumSize must be positive");
		Assert.isTrue(maximumWeight == null || maximumWeight.toBytes() > 0, "maximumWeight must be positive");
		Assert.isTrue(isPositive(timeToLive), "timeToLive must be positive");
		Assert.isTrue(timeToLiveJitter >= 0 && timeToLiveJitter < 1, "timeToLiveJitter must be from 0 to below 1");
		Assert.isTrue(isPositive(nullTimeToLive), "nullTimeToLive must be positive");
	}

	static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

}
