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
 * What the properties say of one cache, with what it inherits.
 *
 * @param name the name of the cache
 * @param writtenName the name that its properties are or would be written under: its own,
 * or a pattern that it matches
 * @param local the bounds in this pod's heap
 * @param loads how it loads what no tier has
 * @param circuitBreaker when its source is no longer asked
 * @param version the property of the values that grows with each change of them, or
 * {@code null}
 * @param sharedTimeToLive how long a value lives in the shared tier; {@code null} if the
 * cache is to stay out of it
 * @param sharedByName whether the properties of this cache, and not only those of all,
 * ask for the shared tier
 * @param types the types as far as they are written
 * @param trusted whether the values are known to be read back as they are
 * @param complete whether a warmed pod holds all there is
 * @param source where the values come from
 * @param warmup how the cache is filled
 */
public record CacheSettings(String name, String writtenName, LocalTierSettings local, LoadPolicy loads,
		CircuitBreaker circuitBreaker, @Nullable String version, @Nullable Duration sharedTimeToLive,
		boolean sharedByName, CacheTypes types, boolean trusted, boolean complete, CacheProperties.Source source,
		CacheProperties.Warmup warmup) {

	/**
	 * Return the settings of a cache whose properties are written under a pattern.
	 * @param cacheName the name of the cache
	 * @return the settings
	 */
	CacheSettings named(String cacheName) {
		return new CacheSettings(cacheName, this.writtenName, this.local, this.loads, this.circuitBreaker, this.version,
				this.sharedTimeToLive, this.sharedByName, this.types, this.trusted, this.complete, this.source,
				this.warmup);
	}

	/**
	 * Return the pattern that the properties are written under, or {@code null} if there
	 * is none.
	 */
	public @Nullable String pattern() {
		return NamePattern.isPattern(this.writtenName) ? this.writtenName : null;
	}

	/**
	 * Return whether the properties are of this cache and stop the start where they
	 * cannot be had. What is written for many caches at once, one of them may not have.
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
	 * Return when the source of this cache is no longer asked.
	 * @return the settings, or {@code null} if it is always asked
	 */
	public @Nullable BreakerSettings breaker() {
		return breaker(this.circuitBreaker);
	}

	public static @Nullable BreakerSettings breaker(CircuitBreaker properties) {
		return properties.enabled() ? new BreakerSettings(properties.failureThreshold(), properties.waitDuration())
				: null;
	}

}
