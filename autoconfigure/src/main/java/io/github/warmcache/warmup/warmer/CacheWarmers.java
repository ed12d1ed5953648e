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

import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CoordinationSettings;
import io.github.warmcache.warmup.fleet.FleetWarmer;

/**
 * Built-in warmers, which need no code.
 *
 * @since 0.1.0
 */
public final class CacheWarmers {

	private CacheWarmers() {
	}

	/**
	 * Return the warmer that copies the shared tier of the cache. Entries keep the time
	 * to live that they have left there. If a pod has loaded the whole cache, the copy is
	 * complete if it has at least 95 % of that load. If pods share no loads but the
	 * source of the cache can count, the copy is complete if it has at least as many
	 * entries as the source.
	 * @param settings how pods share the load
	 * @return the warmer, for any number of caches
	 */
	public static CacheWarmer fromSharedTier(CoordinationSettings settings) {
		return new SharedTierWarmer(settings);
	}

	/**
	 * Return the warmer that fills the keys that pods have published as their most-read
	 * ones. Values come from the shared tier, or from the source if they are not there.
	 * If no pod has published any keys, there is nothing to warm.
	 * @param most maximum number of keys, from 1 to 100,000
	 * @return the warmer, for any number of caches
	 * @see HotKeyPublisher
	 */
	public static CacheWarmer fromHottestKeys(int most) {
		return new HottestKeysWarmer(most);
	}

	/**
	 * Return the warmer by which one pod streams the source of the cache into the shared
	 * tier, while all others copy it from there. If pods cannot agree on one, each
	 * streams the source by itself.
	 * @param settings how pods share the load
	 * @return the warmer, for any number of caches
	 */
	public static CacheWarmer fromSource(CoordinationSettings settings) {
		return new FleetWarmer(settings, () -> ThreadLocalRandom.current().nextDouble());
	}

}
