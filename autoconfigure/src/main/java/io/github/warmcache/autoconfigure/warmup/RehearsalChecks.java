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

package io.github.warmcache.autoconfigure.warmup;

import java.util.List;
import java.util.Set;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Rehearsal;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.RehearsalRequest;

/**
 * Checks of the properties of the rehearsal.
 */
final class RehearsalChecks {

	private static final String PREFIX = "warmcache.warmup.rehearsal.";

	private static final String KEY = "{key}";

	/**
	 * HTTP methods that change nothing.
	 */
	private static final List<String> METHODS = List.of("GET", "HEAD");

	private final Rehearsal properties;

	private final Set<String> warmed;

	/**
	 * Create the checks.
	 * @param properties the properties of the rehearsal
	 * @param warmed the names of the caches that are warmed before the rehearsal
	 */
	RehearsalChecks(Rehearsal properties, Set<String> warmed) {
		this.properties = properties;
		this.warmed = warmed;
	}

	/**
	 * Check the properties.
	 * @throws InvalidCacheConfigurationException if a property is invalid
	 */
	void check() {
		PropertyChecks.positive(PREFIX + "deadline", this.properties.deadline(), "30s");
		PropertyChecks.positive(PREFIX + "parallelism", this.properties.parallelism(), "2");
		for (int i = 0; i < this.properties.requests().size(); i++) {
			check("%srequests[%d].".formatted(PREFIX, i), this.properties.requests().get(i));
		}
	}

	private void check(String prefix, RehearsalRequest request) {
		String path = request.path();
		if (path == null || !path.startsWith("/") || path.startsWith("//")) {
			throw new InvalidCacheConfigurationException(prefix + "path",
					(path != null) ? "must begin with one '/'" : "is missing",
					"Write a path below the context path, such as /cities/{key}");
		}
		if (!METHODS.contains(request.method())) {
			throw new InvalidCacheConfigurationException(prefix + "method",
					"must be GET or HEAD, but is " + request.method(),
					"Rehearse only what changes nothing: write GET or HEAD");
		}
		PropertyChecks.positive(prefix + "times", request.times(), "100");
		checkKeys(prefix, path, request);
	}

	private void checkKeys(String prefix, String path, RehearsalRequest request) {
		String cache = request.cache();
		if (cache == null) {
			if (path.contains(KEY)) {
				throw new InvalidCacheConfigurationException(prefix + "cache",
						"is missing, but the path contains " + KEY,
						"Write the name of the cache whose keys replace it");
			}
			return;
		}
		if (!path.contains(KEY)) {
			throw new InvalidCacheConfigurationException(prefix + "path",
					"does not contain %s, but '%scache' names '%s'".formatted(KEY, prefix, cache),
					"Write %s where the key belongs, or remove the cache".formatted(KEY));
		}
		if (!this.warmed.contains(cache)) {
			throw new InvalidCacheConfigurationException(prefix + "cache",
					"names '%s', which is not warmed and so has no keys".formatted(cache),
					this.warmed.isEmpty() ? "Warm it, or write a path without " + KEY
							: "Warm it, or write one of: " + String.join(", ", this.warmed));
		}
	}

}
