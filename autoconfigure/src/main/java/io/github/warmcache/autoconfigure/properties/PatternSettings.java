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
 * Settings of the caches whose names match a pattern. Of several patterns that one
 * decides which tells most characters of the name.
 */
final class PatternSettings {

	private final Map<NamePattern, CacheSettings> byPattern = new LinkedHashMap<>();

	/**
	 * Add the settings of a pattern.
	 * @param pattern the pattern
	 * @param properties its properties as they are written
	 * @param settings what they say
	 * @throws InvalidCacheConfigurationException if a property is of one cache only, or
	 * if another pattern is as good for some names
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
						"matches names that '%s' matches as well, and neither tells more characters of them"
							.formatted(PropertyNames.cache(other.text())),
						"Make one of the two tell more characters than the other, which then decides for the names "
								+ "they share");
			}
		}
	}

	private static void checkOfMany(NamePattern pattern, CacheProperties properties) {
		OwnProperties.of(properties).stream().findFirst().ifPresent((property) -> {
			throw new InvalidCacheConfigurationException(PropertyNames.cache(pattern.text()) + "." + property,
					"is for one cache and its source, while '%s' stands for all caches whose names match"
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
	 * Return the settings of all patterns, as those of caches with such names.
	 */
	Collection<CacheSettings> all() {
		return this.byPattern.values();
	}

}
