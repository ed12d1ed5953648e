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

package io.github.warmcache.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.autoconfigure.diagnostics.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmers;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.WarmupPlan;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Plans the warm-up that the properties describe.
 */
final class WarmupPlans {

	static final String SHARED = "shared";

	static final String SOURCE = "source";

	private final ConfiguredCaches configured;

	private final CacheAssembly assembly;

	private final BeanSourceFactory beans;

	private final SharedTiers sharedTiers;

	private final BeanFactory beanFactory;

	WarmupPlans(ConfiguredCaches configured, CacheAssembly assembly, BeanSourceFactory beans, SharedTiers sharedTiers,
			BeanFactory beanFactory) {
		this.configured = configured;
		this.assembly = assembly;
		this.beans = beans;
		this.sharedTiers = sharedTiers;
		this.beanFactory = beanFactory;
	}

	/**
	 * Plan the warm-up.
	 * @param properties how caches are warmed
	 * @return the plan
	 * @throws InvalidCacheConfigurationException if a property cannot be followed
	 */
	WarmupPlan create(WarmcacheProperties.Warmup properties) {
		WarmupSettings settings = new WarmupSettings(properties);
		Map<String, CacheWarmupStep> steps = new LinkedHashMap<>();
		for (String name : this.configured.names()) {
			CacheSettings cache = this.configured.get(name);
			if (isWarmed(cache)) {
				steps.put(name, step(cache));
			}
		}
		new WarmupOrder(steps, this.configured).check();
		return settings.plan(List.copyOf(steps.values()));
	}

	private boolean isWarmed(CacheSettings cache) {
		CacheProperties.Warmup warmup = cache.warmup();
		if (warmup.enabled() != null) {
			return warmup.enabled();
		}
		return warmup.required() != null || warmup.from() != null || warmup.dependsOn() != null
				|| listsItsEntries(cache);
	}

	/**
	 * Whether the user gave the cache a source of all entries, which is there to be
	 * warmed from.
	 */
	private boolean listsItsEntries(CacheSettings cache) {
		SourceKind kind = SourceKind.of(cache);
		if (kind == null) {
			return false;
		}
		return switch (kind) {
			case JDBC -> cache.source().jdbc() != null && cache.source().jdbc().query() != null;
			case REDIS_HASH, REDIS_KEYS -> true;
			case BEAN -> this.beans.lists(cache);
		};
	}

	private CacheWarmupStep step(CacheSettings cache) {
		CacheProperties.Warmup warmup = cache.warmup();
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		for (String from : (warmup.from() != null) ? warmup.from() : defaultFrom(cache)) {
			warmers.put(from, warmer(cache, from));
		}
		if (warmers.isEmpty()) {
			throw new InvalidCacheConfigurationException(cache.property("warmup.from"),
					(warmup.from() != null) ? "is empty"
							: "is missing, and the cache has neither a shared tier nor a source",
					"Write what the cache is to be filled from: shared, source, or the name of a bean of type "
							+ CacheWarmer.class.getName());
		}
		Set<String> dependsOn = (warmup.dependsOn() != null) ? new LinkedHashSet<>(warmup.dependsOn()) : Set.of();
		return new CacheWarmupStep(cache.name(), !Boolean.FALSE.equals(warmup.required()), dependsOn, warmers);
	}

	private List<String> defaultFrom(CacheSettings cache) {
		List<String> from = new ArrayList<>();
		if (cache.sharedTimeToLive() != null && this.sharedTiers.whyUnavailable() == null && isTyped(cache)) {
			from.add(SHARED);
		}
		if (SourceKind.of(cache) != null) {
			from.add(SOURCE);
		}
		return from;
	}

	private boolean isTyped(CacheSettings cache) {
		CacheTypes types = this.assembly.types(cache.name());
		return types.valueType() != ResolvableType.NONE;
	}

	private CacheWarmer warmer(CacheSettings cache, String from) {
		return switch (from) {
			case SHARED -> fromSharedTier(cache);
			case SOURCE -> fromSource(cache);
			default -> fromBean(cache, from);
		};
	}

	private CacheWarmer fromSharedTier(CacheSettings cache) {
		String why = (cache.sharedTimeToLive() == null) ? "the cache does not use the shared tier"
				: this.sharedTiers.whyUnavailable();
		if (why != null) {
			throw invalidFrom(cache, SHARED, why);
		}
		return CacheWarmers.fromSharedTier();
	}

	private CacheWarmer fromSource(CacheSettings cache) {
		SourceKind kind = SourceKind.of(cache);
		if (kind == null) {
			throw invalidFrom(cache, SOURCE, "the cache has no source");
		}
		if (kind == SourceKind.JDBC && !listsItsEntries(cache)) {
			throw new InvalidCacheConfigurationException(kind.property(cache) + ".query",
					"is missing, and the cache is to be warmed from its source",
					"Write the SQL that selects all rows, or remove 'source' from '%s'"
						.formatted(cache.property("warmup.from")));
		}
		return CacheWarmers.fromSource();
	}

	private CacheWarmer fromBean(CacheSettings cache, String name) {
		this.beans.requireBean(cache.property("warmup.from"), name, CacheWarmer.class);
		return new BeanWarmer(this.beanFactory, name);
	}

	private InvalidCacheConfigurationException invalidFrom(CacheSettings cache, String from, String why) {
		List<String> possible = defaultFrom(cache);
		String has = possible.isEmpty() ? "" : "what the cache has: " + String.join(", ", possible) + ", or ";
		return new InvalidCacheConfigurationException(cache.property("warmup.from"),
				"names '%s', but %s".formatted(from, why), "Remove '%s', or write %sthe name of a bean of type %s"
					.formatted(from, has, CacheWarmer.class.getName()));
	}

}
