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
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.WarmerNames;
import io.github.warmcache.warmup.CacheWarmupStep;
import org.jspecify.annotations.Nullable;

/**
 * Rules for caches with {@code complete: true}, which hold every entry there is.
 */
final class CompleteCaches {

	/**
	 * Warmers that bring only a selection of the entries.
	 */
	private static final Set<String> PARTIAL = Set.of(WarmerNames.HOTTEST, WarmerNames.METHOD);

	private CompleteCaches() {
	}

	/**
	 * Check a cache.
	 * @param cache the cache
	 * @param step the step that warms it, or {@code null} if it is not warmed
	 */
	static void check(CacheSettings cache, @Nullable CacheWarmupStep step) {
		if (!cache.complete()) {
			return;
		}
		String property = cache.property("complete");
		if (cache.local().maximumSize() == null) {
			throw new InvalidCacheConfigurationException(property,
					"is true, but the cache is bounded by the weight of its entries",
					"Write a '%s' above the number of entries instead of the maximum-weight"
						.formatted(cache.property("maximum-size")));
		}
		if (step == null) {
			throw new InvalidCacheConfigurationException(property, "is true, but the cache is not warmed",
					"Write what the whole cache is warmed from: a '%s' that lists its entries, or a '%s'"
						.formatted(cache.property("source"), cache.property("warmup.from")));
		}
		List<String> partial = step.warmers().keySet().stream().filter(PARTIAL::contains).toList();
		if (!partial.isEmpty()) {
			throw new InvalidCacheConfigurationException(property,
					"is true, but the cache is warmed from '%s', which does not bring all of it"
						.formatted(partial.get(0)),
					"Write a '%s' without '%s', such as [shared, source], or remove 'complete'"
						.formatted(cache.property("warmup.from"), partial.get(0)));
		}
	}

}
