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
import java.util.function.DoubleSupplier;

import io.github.warmcache.cache.Flights.Flight;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * Tiers of a cache in the order in which a miss asks them: this is the read path, from
 * the local tier's miss to the value written back to each tier on the way out.
 */
final class TierChain {

	private final LocalTier local;

	private final @Nullable SharedTier shared;

	private final Duration sharedTimeToLive;

	private final Duration nullTimeToLive;

	private final @Nullable CacheSource<Object, Object> source;

	private final boolean simpleKeys;

	private final CacheStatistics statistics;

	private final Outbox outbox;

	private final LoadGuards guards;

	private final double jitter;

	private final DoubleSupplier random;

	private final FillRule fillRule;

	TierChain(CacheDefinition definition, LocalTier local, @Nullable SharedTier shared,
			@Nullable CacheSource<Object, Object> source, CacheStatistics statistics, Outbox outbox,
			DoubleSupplier random, FillRule fillRule, LoadGuards guards) {
		this.local = local;
		this.shared = shared;
		this.sharedTimeToLive = (definition.sharedTimeToLive() != null) ? definition.sharedTimeToLive() : Duration.ZERO;
		this.nullTimeToLive = definition.local().nullTimeToLive();
		this.source = source;
		this.simpleKeys = definition.keyType().resolve(SimpleKey.class) == SimpleKey.class;
		this.statistics = statistics;
		this.outbox = outbox;
		this.jitter = definition.local().timeToLiveJitter();
		this.random = random;
		this.fillRule = fillRule;
		this.guards = guards;
	}

	LocalTier local() {
		return this.local;
	}

	CacheStatistics statistics() {
		return this.statistics;
	}

	@Nullable SharedTier shared() {
		return this.shared;
	}

	/**
	 * Return the shared tier if it has values: otherwise it is told of changes, and not
	 * asked for anything.
	 */
	@Nullable SharedTier sharedValues() {
		return (this.shared != null && this.shared.sharesValues()) ? this.shared : null;
	}

	@Nullable CacheSource<Object, Object> source() {
		return this.source;
	}

	/**
	 * Return the source that may know a key: a wrapped null argument is no key of a
	 * source.
	 */
	@Nullable CacheSource<Object, Object> sourceOf(Object key) {
		return isBeyondSource(key) ? null : this.source;
	}

	/**
	 * Return whether a key is none that a source brings.
	 */
	boolean isBeyondSource(Object key) {
		return key instanceof SimpleKey && !this.simpleKeys;
	}

	Outbox outbox() {
		return this.outbox;
	}

	FillRule fillRule() {
		return this.fillRule;
	}

	LoadGuards guards() {
		return this.guards;
	}

	/**
	 * Return whether a miss of the local tier has nowhere to go but to the method body.
	 */
	boolean isLocalOnly() {
		return this.source == null && sharedValues() == null;
	}

	/**
	 * Return how long an entry that is now written lives in the shared tier: less than it
	 * could, at random, so that entries loaded together do not expire together.
	 */
	Duration sharedTimeToLive(@Nullable Object value) {
		double kept = 1 - this.jitter * this.random.getAsDouble();
		return Duration.ofMillis(Math.max(1, (long) (longestShared(value).toMillis() * kept)));
	}

	private Duration longestShared(@Nullable Object value) {
		if (value != null || this.sharedTimeToLive.compareTo(this.nullTimeToLive) <= 0) {
			return this.sharedTimeToLive;
		}
		return this.nullTimeToLive;
	}

	/**
	 * Return how long an entry that is written to all tiers lives at most in any.
	 */
	Duration longest(@Nullable Object value) {
		return (sharedValues() != null) ? longestShared(value) : LocalTier.UNLIMITED;
	}

	/**
	 * Begin a load: what is invalidated from now on is not kept by it.
	 */
	Load begin(Object key, Flight flight) {
		return new Load(this, key, flight, null);
	}

	/**
	 * Begin a load of a key that has a live entry.
	 * @param atLeast how much longer a value of the shared tier must live to replace it
	 */
	Load beginAhead(Object key, Flight flight, Duration atLeast) {
		return new Load(this, key, flight, atLeast);
	}

}
