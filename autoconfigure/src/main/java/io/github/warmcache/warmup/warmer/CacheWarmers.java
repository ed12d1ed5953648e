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

package io.github.warmcache.warmup.warmer;

import java.util.concurrent.ThreadLocalRandom;

import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.fleet.FleetWarmer;

/**
 * The warmers that need no code.
 *
 * @since 0.1.0
 */
public final class CacheWarmers {

	private CacheWarmers() {
	}

	/**
	 * Return the warmer that copies the shared tier of the cache, for as long as the
	 * entries live there. What it copied is complete if a pod has loaded the whole cache
	 * and at least 95 % of that were there. Without {@link SharedTier#fleetLoads()} it is
	 * complete if there was anything and, where the source of the cache can count, at
	 * least as much as the source has.
	 * @param settings how pods share the load
	 * @return the warmer, for any number of caches
	 */
	public static CacheWarmer fromSharedTier(CoordinationSettings settings) {
		return new SharedTierWarmer(settings);
	}

	/**
	 * Return the warmer that fills the keys which pods read most, as far as they told
	 * each other: with the values of the shared tier, and from the source what is not
	 * there. Where no pod told any yet, there is nothing to warm.
	 * @param most how many keys at most, from 1 to 100,000
	 * @return the warmer, for any number of caches
	 * @see HotKeyPublisher
	 */
	public static CacheWarmer fromHottestKeys(int most) {
		return new HottestKeysWarmer(most);
	}

	/**
	 * Return the warmer by which one pod streams the source of the cache into the shared
	 * tier, and all others copy it from there meanwhile. Each streams the source by
	 * itself where they cannot agree.
	 * @param settings how pods share the load
	 * @return the warmer, for any number of caches
	 */
	public static CacheWarmer fromSource(CoordinationSettings settings) {
		return new FleetWarmer(settings, () -> ThreadLocalRandom.current().nextDouble());
	}

}
