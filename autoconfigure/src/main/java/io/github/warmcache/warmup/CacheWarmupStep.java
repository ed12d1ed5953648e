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

package io.github.warmcache.warmup;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.tier.PropertyNames;

import org.springframework.util.Assert;

/**
 * Warm-up of one cache.
 *
 * @param cacheName the name of the cache, not empty
 * @param required whether the application is not ready without the cache
 * @param dependsOn the names of the caches that are filled before this one
 * @param warmers the warmers by the name that logs and messages use, in order of
 * preference, at least one
 * @param limits limits of the warm-up
 * @since 0.1.0
 */
public record CacheWarmupStep(String cacheName, boolean required, Set<String> dependsOn,
		Map<String, CacheWarmer> warmers, WarmupLimits limits) {

	public CacheWarmupStep {
		Assert.hasText(cacheName, "cacheName must not be empty");
		Assert.notEmpty(warmers, () -> "Cache '%s' has no warmers: name at least one".formatted(cacheName));
		dependsOn = Collections.unmodifiableSet(new LinkedHashSet<>(dependsOn));
		warmers = Collections.unmodifiableMap(new LinkedHashMap<>(warmers));
	}

	/**
	 * Return the full name of a property of this warm-up, such as {@code allow-empty}.
	 */
	public String property(String relative) {
		return PropertyNames.cache(this.cacheName) + ".warmup." + relative;
	}

	/**
	 * Create a step without limits.
	 * @param cacheName the name of the cache, not empty
	 * @param required whether the application is not ready without the cache
	 * @param dependsOn the names of the caches that are filled before this one
	 * @param warmers the warmers by name, in order of preference, at least one
	 */
	public CacheWarmupStep(String cacheName, boolean required, Set<String> dependsOn,
			Map<String, CacheWarmer> warmers) {
		this(cacheName, required, dependsOn, warmers, WarmupLimits.NONE);
	}

}
