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

package io.github.warmcache.coherence;

import java.util.function.Predicate;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.SharedTier;

/**
 * Drops entries of the caches of a manager that have a shared tier, including removed
 * caches that are still in use.
 */
final class LocalDrops implements StripeChain.Drops {

	private final TieredCacheManager caches;

	LocalDrops(TieredCacheManager caches) {
		this.caches = caches;
	}

	@Override
	public void drop(ChangeMessage change) {
		TieredCache cache = this.caches.getCacheIfReachable(change.cache());
		SharedTier shared = (cache != null) ? cache.sharedTier() : null;
		if (cache == null || shared == null) {
			// Another release has this cache, or this pod has not used it yet.
			return;
		}
		String text = change.key();
		Object key = (text != null) ? shared.key(text) : null;
		if (key == null) {
			// All keys changed, or one whose text cannot be read.
			if (change.kind() == ChangeMessage.Kind.CACHE) {
				cache.localCopies().clearStripe(change.stripe());
			}
			else {
				cache.localCopies().dropStripe(change.stripe());
			}
		}
		else if (change.kind() == ChangeMessage.Kind.NEWER) {
			cache.localCopies().dropReplaced(key);
		}
		else {
			cache.localCopies().drop(key);
		}
	}

	@Override
	public void dropStripe(int stripe, Predicate<String> chosen) {
		for (TieredCache cache : this.caches.getCachesReachable()) {
			if (cache.sharedTier() != null && chosen.test(cache.getName())) {
				cache.localCopies().dropStripe(stripe);
			}
		}
	}

}
