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

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.tier.PropertyNames;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the caches whose names match a pattern. If several patterns match, the one
 * with the most literal characters wins.
 */
final class PatternSettings {

	private final Map<NamePattern, CacheSettings> byPattern = new LinkedHashMap<>();

	/**
	 * Add the settings of a pattern.
	 * @param pattern the pattern
	 * @param properties its properties as the user wrote them
	 * @param settings the validated settings
	 * @throws InvalidCacheConfigurationException if a property makes sense for a single
	 * cache only, or if another pattern with as many literal characters matches some of
	 * the same names
	 */
	void add(NamePattern pattern, CacheProperties properties, CacheSettings settings) {
		checkTies(pattern);
		checkOfMany(pattern, properties);
		this.byPattern.put(pattern, settings);
	}

	private void checkTies(NamePattern pattern) {
		for (NamePattern other : this.byPattern.keySet()) {
			if (other.literals() == pattern.literals() && other.overlaps(pattern)) {
				throw new InvalidCacheConfigurationException(PropertyNames.cache(pattern.text()),
						"matches some of the same names as '%s', and both have as many literal characters"
							.formatted(PropertyNames.cache(other.text())),
						"Give one of the two more characters other than '*': it then wins for the names that "
								+ "both match");
			}
		}
	}

	private static void checkOfMany(NamePattern pattern, CacheProperties properties) {
		OwnProperties.of(properties).stream().findFirst().ifPresent((property) -> {
			throw new InvalidCacheConfigurationException(PropertyNames.cache(pattern.text()) + "." + property,
					"applies to a single cache, but '%s' stands for all caches whose names match"
						.formatted(pattern.text()),
					"Remove it, or write it for one cache by its name, such as '%s.%s'"
						.formatted(PropertyNames.cache(pattern.text().replace("*", "1")), property));
		});
	}

	/**
	 * Return the settings of a cache.
	 * @param name the name of the cache
	 * @return the settings, or {@code null} if no pattern matches
	 */
	@Nullable CacheSettings find(String name) {
		return this.byPattern.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().matches(name))
			.max(Comparator.comparingInt((entry) -> entry.getKey().literals()))
			.map((entry) -> entry.getValue().named(name))
			.orElse(null);
	}

	/**
	 * Return the settings of all patterns, each named like its pattern.
	 */
	Collection<CacheSettings> all() {
		return this.byPattern.values();
	}

}
