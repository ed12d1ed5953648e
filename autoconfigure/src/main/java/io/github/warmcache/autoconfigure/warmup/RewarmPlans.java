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

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.CacheProperties.Rewarm;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.ConfiguredCaches;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.WarmerNames;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.RewarmSettings;
import io.github.warmcache.warmup.WarmupPlan;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.scheduling.support.CronExpression;

/**
 * Planner that decides when caches are re-warmed.
 */
final class RewarmPlans {

	private static final Duration CRON_JITTER = Duration.ofSeconds(10);

	private static final int DELAY_PARTS = 10;

	/**
	 * Warmers that copy what pods already have. Scheduled re-warming skips them.
	 */
	private static final Set<String> COPIES = Set.of(WarmerNames.SHARED, WarmerNames.SNAPSHOT);

	private final ConfiguredCaches configured;

	RewarmPlans(ConfiguredCaches configured) {
		this.configured = configured;
	}

	/**
	 * Create the re-warm settings for the caches of a plan.
	 * @param plan the plan of the warm-up
	 * @return the settings by the name of the cache
	 */
	Map<String, RewarmSettings> create(WarmupPlan plan) {
		// Also reject invalid settings of caches that are not warmed.
		this.configured.names().forEach((name) -> settings(this.configured.get(name)));
		Map<String, RewarmSettings> settings = new LinkedHashMap<>();
		for (CacheWarmupStep step : plan.steps()) {
			CacheSettings cache = this.configured.get(step.cacheName());
			settings.put(step.cacheName(), settings(cache));
			checkRenewal(cache, step);
		}
		return settings;
	}

	/**
	 * Reject a schedule that would renew nothing, because method calls are answered from
	 * the cache.
	 */
	static void checkRenewal(CacheSettings cache, CacheWarmupStep step) {
		Rewarm rewarm = cache.warmup().rewarm();
		Set<String> warmers = new HashSet<>(step.warmers().keySet());
		warmers.removeAll(COPIES);
		if ((rewarm.fixedDelay() != null || rewarm.cron() != null) && warmers.equals(Set.of(WarmerNames.METHOD))) {
			throw new InvalidCacheConfigurationException(
					cache.property("warmup.rewarm." + ((rewarm.cron() != null) ? "cron" : "fixed-delay")),
					"is set, but the cache is warmed by method calls, which would be answered from the cache",
					"Remove it, or write a '%s' that has all entries to load, and name it in '%s'"
						.formatted(cache.property("source"), cache.property("warmup.from")));
		}
	}

	private static RewarmSettings settings(CacheSettings cache) {
		Rewarm rewarm = cache.warmup().rewarm();
		Duration delay = rewarm.fixedDelay();
		PropertyChecks.positive(cache.property("warmup.rewarm.fixed-delay"), delay, "5m");
		if (delay != null && rewarm.cron() != null) {
			throw new InvalidCacheConfigurationException(cache.property("warmup.rewarm.cron"),
					"is set together with '%s'".formatted(cache.property("warmup.rewarm.fixed-delay")),
					"Write one of them");
		}
		CronExpression cron = cron(cache, rewarm.cron());
		return new RewarmSettings(delay, cron, jitter(cache, rewarm), !Boolean.FALSE.equals(rewarm.onLoss()));
	}

	private static @Nullable CronExpression cron(CacheSettings cache, @Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return CronExpression.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidCacheConfigurationException(cache.property("warmup.rewarm.cron"),
					"is '%s', which is not a cron expression".formatted(text),
					"Write second, minute, hour, day of month, month and day of week, such as 0 */5 * * * *");
		}
	}

	private static Duration jitter(CacheSettings cache, Rewarm rewarm) {
		Duration jitter = rewarm.jitter();
		Duration delay = rewarm.fixedDelay();
		if (jitter == null) {
			return (delay != null) ? delay.dividedBy(DELAY_PARTS) : CRON_JITTER;
		}
		String property = cache.property("warmup.rewarm.jitter");
		if (jitter.isNegative()) {
			throw new InvalidCacheConfigurationException(property,
					"must not be negative, but is " + DurationStyle.SIMPLE.print(jitter),
					"Write a duration such as 10s, or 0 for none");
		}
		if (delay != null && jitter.compareTo(delay.dividedBy(2)) > 0) {
			throw new InvalidCacheConfigurationException(property,
					"must not be longer than half of '%s', but is %s and the other is %s".formatted(
							cache.property("warmup.rewarm.fixed-delay"), DurationStyle.SIMPLE.print(jitter),
							DurationStyle.SIMPLE.print(delay)),
					"Shorten it: a pod copies a load that another pod made within that delay");
		}
		return jitter;
	}

}
