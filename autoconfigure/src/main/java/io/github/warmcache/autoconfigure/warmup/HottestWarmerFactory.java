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
 * Factory of warmers that fill the most-read keys.
 */
final class HottestWarmerFactory extends WarmerFactory {

	static final int ORDER = 150;

	private static final int DEFAULT = 10_000;

	/**
	 * Maximum number of keys. Each pod lists them under a lock for which evictions wait.
	 */
	private static final int MOST = 100_000;

	private final SharedTiers sharedTiers;

	HottestWarmerFactory(SharedTiers sharedTiers) {
		super(WarmerNames.HOTTEST, ORDER);
		this.sharedTiers = sharedTiers;
	}

	@Override
	public @Nullable String whyUnavailable(CacheSettings cache) {
		if (cache.sharedTimeToLive() == null) {
			return "the cache does not use the shared tier, through which pods learn which keys are hot";
		}
		String why = this.sharedTiers.whyUnavailable();
		return (why != null) ? "pods cannot learn from each other which keys are hot: " + why : null;
	}

	/**
	 * Return {@code false}, because a warmer that fills only a part of a cache must be
	 * named explicitly.
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
	 * Reject a number that is out of range, or that has no effect because
	 * {@code warmup.from} does not name this warmer.
	 */
	static void check(CacheSettings cache) {
		Integer hottest = cache.warmup().hottest();
		String property = cache.property("warmup.hottest");
		PropertyChecks.positive(property, hottest, "10000");
		if (hottest != null && hottest > MOST) {
			throw new InvalidCacheConfigurationException(property,
					"is %d, but the maximum is %d".formatted(hottest, MOST),
					"Write a number such as 10000, or warm the cache from 'shared' or 'source', which know all keys");
		}
		if (hottest != null
				&& (cache.warmup().from() == null || !cache.warmup().from().contains(WarmerNames.HOTTEST))) {
			throw new InvalidCacheConfigurationException(property,
					"is set, but '%s' does not name '%s'".formatted(cache.property("warmup.from"), WarmerNames.HOTTEST),
					"Add '%s' to '%s', or remove the number".formatted(WarmerNames.HOTTEST,
							cache.property("warmup.from")));
		}
	}

}
