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

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.OwnProperties;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.autoconfigure.source.BeanSourceFactory;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.WarmupContext;
import io.github.warmcache.warmup.WarmupLimits;
import io.github.warmcache.warmup.WarmupPlan;

import org.springframework.beans.factory.BeanFactory;

/**
 * Planner of the warm-up that the properties describe.
 */
final class WarmupPlans {

	private final Set<String> names;

	private final ConfiguredCaches configured;

	private final List<WarmerFactory> factories;

	private final BeanSourceFactory beans;

	private final BeanFactory beanFactory;

	/**
	 * Create a planner.
	 * @param names the names of the caches, configured or not
	 * @param configured the settings of the caches
	 * @param factories create the built-in warmers, in the order of preference
	 * @param beans finds beans of the application
	 * @param beanFactory holds the warmers that are beans of the application
	 */
	WarmupPlans(Set<String> names, ConfiguredCaches configured, List<WarmerFactory> factories, BeanSourceFactory beans,
			BeanFactory beanFactory) {
		this.names = names;
		this.configured = configured;
		this.factories = factories;
		this.beans = beans;
		this.beanFactory = beanFactory;
	}

	/**
	 * Plan the warm-up.
	 * @param properties the properties of the warm-up
	 * @return the plan
	 * @throws InvalidCacheConfigurationException if a property is invalid
	 */
	WarmupPlan create(WarmcacheProperties.Warmup properties) {
		WarmupSettings settings = new WarmupSettings(properties);
		Map<String, CacheWarmupStep> steps = new LinkedHashMap<>();
		for (String name : this.names) {
			CacheSettings cache = this.configured.get(name);
			if (isWarmed(cache)) {
				steps.put(name, step(cache, properties));
			}
			CompleteCaches.check(cache, steps.get(name));
		}
		new WarmupOrder(steps, this.configured).check();
		new RehearsalChecks(properties.rehearsal(), steps.keySet()).check();
		return settings.plan(List.copyOf(steps.values()));
	}

	private boolean isWarmed(CacheSettings cache) {
		CacheProperties.Warmup warmup = cache.warmup();
		if (warmup.enabled() != null) {
			return warmup.enabled();
		}
		return !OwnProperties.of(warmup).isEmpty()
				|| this.factories.stream().anyMatch((factory) -> factory.isReasonToWarm(cache));
	}

	private CacheWarmupStep step(CacheSettings cache, WarmcacheProperties.Warmup all) {
		CacheProperties.Warmup warmup = cache.warmup();
		HottestWarmerFactory.check(cache);
		Map<String, CacheWarmer> warmers = new LinkedHashMap<>();
		for (String from : (warmup.from() != null) ? warmup.from() : defaultFrom(cache)) {
			warmers.put(from, warmer(cache, from));
		}
		if (warmers.isEmpty()) {
			throw new InvalidCacheConfigurationException(cache.property("warmup.from"),
					(warmup.from() != null) ? "is empty"
							: "is missing, and the cache has neither a shared tier nor a source",
					"Write what fills the cache: %s, or the name of a bean of type %s".formatted(
							String.join(", ", this.factories.stream().map(WarmerFactory::name).toList()),
							CacheWarmer.class.getName()));
		}
		Set<String> dependsOn = (warmup.dependsOn() != null) ? new LinkedHashSet<>(warmup.dependsOn()) : Set.of();
		return new CacheWarmupStep(cache.name(), !Boolean.FALSE.equals(warmup.required()), dependsOn, warmers,
				limits(cache, all));
	}

	private static WarmupLimits limits(CacheSettings cache, WarmcacheProperties.Warmup all) {
		CacheProperties.Warmup warmup = cache.warmup();
		PropertyChecks.partOfAll(cache.property("warmup.minimum-coverage"), warmup.minimumCoverage());
		PropertyChecks.share(cache.property("warmup.bad-rows"), warmup.badRows());
		PropertyChecks.positive(cache.property("warmup.deadline"), warmup.deadline(), "30s");
		PropertyChecks.positive(cache.property("warmup.rate-limit"), warmup.rateLimit(), "20000");
		PropertyChecks.positive(cache.property("warmup.fleet-rate-limit"), warmup.fleetRateLimit(), "20000");
		return new WarmupLimits(warmup.minimumCoverage(), warmup.deadline(), warmup.rateLimit(),
				warmup.fleetRateLimit(), all.memoryWatermark(),
				(warmup.badRows() != null) ? warmup.badRows() : all.badRows(), Boolean.TRUE.equals(warmup.allowEmpty()),
				probesSource(warmup, all));
	}

	private static boolean probesSource(CacheProperties.Warmup warmup, WarmcacheProperties.Warmup all) {
		return (warmup.probeSource() != null) ? warmup.probeSource()
				: all.probeSources() && !Boolean.FALSE.equals(warmup.required());
	}

	private List<String> defaultFrom(CacheSettings cache) {
		return this.factories.stream().filter((factory) -> factory.isDefault(cache)).map(WarmerFactory::name).toList();
	}

	private CacheWarmer warmer(CacheSettings cache, String from) {
		for (WarmerFactory factory : this.factories) {
			if (factory.name().equals(from)) {
				String why = factory.whyUnavailable(cache);
				if (why != null) {
					throw invalidFrom(cache, from, why);
				}
				return factory.create(cache);
			}
		}
		this.beans.requireBean(cache.property("warmup.from"), from, CacheWarmer.class);
		return new BeanWarmer(this.beanFactory, from);
	}

	private InvalidCacheConfigurationException invalidFrom(CacheSettings cache, String from, String why) {
		List<String> possible = defaultFrom(cache);
		String has = possible.isEmpty() ? "" : "what the cache has: " + String.join(", ", possible) + ", or ";
		return new InvalidCacheConfigurationException(cache.property("warmup.from"),
				"names '%s', but %s".formatted(from, why), "Remove '%s', or write %sthe name of a bean of type %s"
					.formatted(from, has, CacheWarmer.class.getName()));
	}

	/**
	 * Warmer that delegates to a bean. The bean is looked up on use, when all beans
	 * exist.
	 *
	 * @param beanFactory holds the bean
	 * @param name the name of the bean
	 */
	record BeanWarmer(BeanFactory beanFactory, String name) implements CacheWarmer {

		@Override
		public void warm(WarmupContext context) throws Exception {
			bean().warm(context);
		}

		@Override
		public boolean fillsSharedTier() {
			return bean().fillsSharedTier();
		}

		@Override
		public boolean bringsAll() {
			return bean().bringsAll();
		}

		private CacheWarmer bean() {
			return this.beanFactory.getBean(this.name, CacheWarmer.class);
		}

	}

}
