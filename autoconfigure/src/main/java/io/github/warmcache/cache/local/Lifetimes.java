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
	 */
	public Duration inSharedTier(@Nullable Object value) {
		double kept = 1 - this.jitter * this.random.getAsDouble();
		return Duration.ofMillis(Math.max(1, (long) (longestShared(value).toMillis() * kept)));
	}

	private Duration longestShared(@Nullable Object value) {
		if (this.sharedTimeToLive.compareTo(this.nullTimeToLive) <= 0 || !this.answers.isNothing(value)) {
			return this.sharedTimeToLive;
		}
		return this.nullTimeToLive;
	}

	/**
	 * Return the remaining life of a value that was read from the shared tier. Never
	 * longer than that of a new one, even if the clock of this pod was set back since it
	 * was written.
	 */
	public Duration remaining(SharedRead.Hit hit) {
		Duration longest = longestShared(hit.value());
		return (hit.remaining().compareTo(longest) <= 0) ? hit.remaining() : longest;
	}

	/**
	 * Return the maximum life of an entry that is written to all tiers, unlimited if the
	 * cache shares no values.
	 */
	public Duration longest(@Nullable Object value) {
		boolean shares = this.shared != null && this.shared.sharesValues();
		return shares ? longestShared(value) : Deadline.UNLIMITED;
	}

}
