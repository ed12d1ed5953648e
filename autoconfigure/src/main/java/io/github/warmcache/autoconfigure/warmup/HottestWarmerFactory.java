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

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.cache.SharedTiers;
import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.WarmerNames;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.warmer.CacheWarmers;
import org.jspecify.annotations.Nullable;

/**
 * Warmers that fill the keys which pods read most.
 */
final class HottestWarmerFactory implements WarmerFactory {

	static final int ORDER = 150;

	private static final int DEFAULT = 10_000;

	/**
	 * Each pod lists them under a lock that evictions wait for.
	 */
	private static final int MOST = 100_000;

	private final SharedTiers sharedTiers;

	HottestWarmerFactory(SharedTiers sharedTiers) {
		this.sharedTiers = sharedTiers;
	}

	@Override
	public String name() {
		return WarmerNames.HOTTEST;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public @Nullable String whyUnavailable(CacheSettings cache) {
		if (cache.sharedTimeToLive() == null) {
			return "the cache does not use the shared tier, where pods tell each other which keys are hot";
		}
		String why = this.sharedTiers.whyUnavailable();
		return (why != null) ? "pods cannot tell each other which keys are hot: " + why : null;
	}

	/**
	 * A part of a cache is warmed only by who asks for it.
	 */
	@Override
	public boolean isDefault(CacheSettings cache) {
		return false;
	}

	@Override
	public CacheWarmer create(CacheSettings cache) {
		Integer hottest = cache.warmup().hottest();
		return CacheWarmers.fromHottestKeys((hottest != null) ? hottest : DEFAULT);
	}

	/**
	 * Refuse a number that cannot be followed, or that nothing follows.
	 */
	static void check(CacheSettings cache) {
		Integer hottest = cache.warmup().hottest();
		String property = cache.property("warmup.hottest");
		PropertyChecks.positive(property, hottest, "10000");
		if (hottest != null && hottest > MOST) {
			throw new InvalidCacheConfigurationException(property, "is %d, and %d is the most".formatted(hottest, MOST),
					"Write a number such as 10000, or warm the cache from 'shared' or 'source', which know all its keys");
		}
		if (hottest != null
				&& (cache.warmup().from() == null || !cache.warmup().from().contains(WarmerNames.HOTTEST))) {
			throw new InvalidCacheConfigurationException(property,
					"is set, and '%s' does not name '%s'".formatted(cache.property("warmup.from"), WarmerNames.HOTTEST),
					"Add '%s' to '%s', or remove the number".formatted(WarmerNames.HOTTEST,
							cache.property("warmup.from")));
		}
	}

}
