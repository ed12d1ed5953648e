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

package io.github.warmcache.autoconfigure.properties;

import java.time.Duration;

import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.CircuitBreaker;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.breaker.BreakerSettings;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.tier.PropertyNames;
import org.jspecify.annotations.Nullable;

/**
 * Validated settings of one cache, including those that it inherits.
 *
 * @param name the name of the cache
 * @param writtenName the name that its properties are or would be written under: its own
 * name, or a pattern that matches it
 * @param local the bounds of the local tier
 * @param loads how values that no tier holds are loaded
 * @param circuitBreaker the circuit breaker around its source
 * @param version the property of the values that grows with each change, or {@code null}
 * @param absentWhen the expression that selects the values that say that there is
 * nothing, or {@code null} for empty collections, maps and arrays
 * @param maxAbsentRatio the share of such answers above which the cache is reported, or
 * {@code null} to learn it
 * @param sharedTimeToLive how long a value lives in the shared tier; {@code null} if the
 * cache must not use it
 * @param sharedByName whether the properties of this cache itself, and not only the
 * defaults, ask for the shared tier
 * @param types the types that are written; a type that is not is unknown
 * @param trusted whether the user says that values are read back unchanged
 * @param complete whether a warmed pod holds every entry there is
 * @param source where the values come from
 * @param warmup how the cache is filled
 */
public record CacheSettings(String name, String writtenName, LocalTierSettings local, LoadPolicy loads,
		CircuitBreaker circuitBreaker, @Nullable String version, @Nullable String absentWhen,
		@Nullable Double maxAbsentRatio, @Nullable Duration sharedTimeToLive, boolean sharedByName, CacheTypes types,
		boolean trusted, boolean complete, CacheProperties.Source source, CacheProperties.Warmup warmup) {

	/**
	 * Return these settings for a cache whose name matches the pattern they are written
	 * under.
	 * @param cacheName the name of the cache
	 * @return the settings
	 */
	CacheSettings named(String cacheName) {
		return new CacheSettings(cacheName, this.writtenName, this.local, this.loads, this.circuitBreaker, this.version,
				this.absentWhen, this.maxAbsentRatio, this.sharedTimeToLive, this.sharedByName, this.types,
				this.trusted, this.complete, this.source, this.warmup);
	}

	/**
	 * Return the pattern that the properties are written under, or {@code null} if they
	 * are not written under a pattern.
	 */
	public @Nullable String pattern() {
		return NamePattern.isPattern(this.writtenName) ? this.writtenName : null;
	}

	/**
	 * Return whether the properties are written under the name of this cache. If such a
	 * property cannot be honored, the start fails. A property that is written for many
	 * caches may be impossible for one of them.
	 */
	public boolean isOwn() {
		return this.name.equals(this.writtenName);
	}

	/**
	 * Return the full name of a property of this cache.
	 * @param relative the name below the cache, such as {@code time-to-live}
	 * @return the full name
	 */
	public String property(String relative) {
		return PropertyNames.cache(this.writtenName) + "." + relative;
	}

	/**
	 * Return the circuit breaker around the source of this cache.
	 * @return the settings, or {@code null} if there is no breaker
	 */
	public @Nullable BreakerSettings breaker() {
		return breaker(this.circuitBreaker);
	}

	public static @Nullable BreakerSettings breaker(CircuitBreaker properties) {
		return properties.enabled() ? new BreakerSettings(properties.failureThreshold(), properties.waitDuration())
				: null;
	}

}
