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

package io.github.warmcache.cache.local;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Times to live of the entries of one cache beyond this pod's heap.
 */
public final class Lifetimes {

	private final @Nullable SharedTier shared;

	private final Duration sharedTimeToLive;

	private final Duration nullTimeToLive;

	private final double jitter;

	private final DoubleSupplier random;

	private final AnswerRule answers;

	public Lifetimes(CacheDefinition definition, @Nullable SharedTier shared, DoubleSupplier random,
			AnswerRule answers) {
		this.shared = shared;
		this.sharedTimeToLive = (definition.sharedTimeToLive() != null) ? definition.sharedTimeToLive() : Duration.ZERO;
		this.nullTimeToLive = definition.local().nullTimeToLive();
		this.jitter = definition.local().timeToLiveJitter();
		this.random = random;
		this.answers = answers;
	}

	/**
	 * Return the life in the shared tier of an entry that is written now. Shortened at
	 * random, so that entries loaded together do not expire together.
	 * @param row whether the value is that of a row. An empty one is then what the row
	 * says, and lives as any other; an empty one of a method may only be missing
	 */
	public Duration inSharedTier(@Nullable Object value, boolean row) {
		double kept = 1 - this.jitter * this.random.getAsDouble();
		return Duration.ofMillis(Math.max(1, (long) (longestShared(value, row).toMillis() * kept)));
	}

	/**
	 * Return the remaining life of a value that was read from the shared tier. Never
	 * longer than that of a new one, even if the clock of this pod was set back since it
	 * was written.
	 */
	public Duration remaining(SharedRead.Hit hit) {
		return shorter(hit.remaining(), longestShared(hit.value(), true));
	}

	/**
	 * Return the maximum life of an entry that is written to all tiers, unlimited for
	 * most values if the cache shares none.
	 * @param row whether the value is that of a row, see {@link #inSharedTier}
	 */
	public Duration longest(@Nullable Object value, boolean row) {
		boolean shares = this.shared != null && this.shared.sharesValues();
		if (shares) {
			return longestShared(value, row);
		}
		return isShort(value, row) ? this.nullTimeToLive : Deadline.UNLIMITED;
	}

	private Duration longestShared(@Nullable Object value, boolean row) {
		return isShort(value, row) ? shorter(this.sharedTimeToLive, this.nullTimeToLive) : this.sharedTimeToLive;
	}

	private boolean isShort(@Nullable Object value, boolean row) {
		return value == null || (!row && this.answers.isNothing(value));
	}

	private static Duration shorter(Duration first, Duration second) {
		return (first.compareTo(second) <= 0) ? first : second;
	}

}
