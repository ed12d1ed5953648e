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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.tier.PropertyNames;
import io.github.warmcache.warmup.CacheWarmupStep;

/**
 * Check of the dependencies between caches that are warmed.
 */
final class WarmupOrder {

	private final Map<String, CacheWarmupStep> steps;

	private final ConfiguredCaches configured;

	WarmupOrder(Map<String, CacheWarmupStep> steps, ConfiguredCaches configured) {
		this.steps = steps;
		this.configured = configured;
	}

	void check() {
		this.steps.values().forEach((step) -> step.dependsOn().forEach((name) -> checkDependency(step, name)));
		this.steps.keySet().forEach((name) -> checkCycle(name, new LinkedHashSet<>()));
	}

	private void checkDependency(CacheWarmupStep step, String name) {
		CacheWarmupStep dependency = this.steps.get(name);
		if (dependency == null) {
			boolean known = this.configured.names().contains(name);
			throw new InvalidCacheConfigurationException(property(step.cacheName()),
					"names '%s', %s".formatted(name,
							known ? "which is not warmed" : "which is not below 'warmcache.caches'"),
					"Write the name of a cache that is warmed, or remove '%s'".formatted(name));
		}
		if (step.required() && !dependency.required()) {
			throw new InvalidCacheConfigurationException(property(step.cacheName()),
					"names '%s', which is not required, although this cache is".formatted(name),
					"Set '%s.warmup.required' to true, or '%s.warmup.required' to false"
						.formatted(PropertyNames.cache(name), PropertyNames.cache(step.cacheName())));
		}
	}

	private void checkCycle(String name, Set<String> path) {
		if (!path.add(name)) {
			List<String> cycle = new ArrayList<>(path);
			cycle = new ArrayList<>(cycle.subList(cycle.indexOf(name), cycle.size()));
			cycle.add(name);
			throw new InvalidCacheConfigurationException(property(name),
					"makes caches wait for each other: " + String.join(" -> ", cycle),
					"Remove one of these names from the 'depends-on' of the cache before it");
		}
		CacheWarmupStep step = this.steps.get(name);
		if (step != null) {
			step.dependsOn().forEach((dependency) -> checkCycle(dependency, path));
		}
		path.remove(name);
	}

	private static String property(String cacheName) {
		return PropertyNames.cache(cacheName) + ".warmup.depends-on";
	}

}
