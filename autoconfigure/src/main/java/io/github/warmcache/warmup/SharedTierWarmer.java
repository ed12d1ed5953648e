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

import java.util.HashSet;
import java.util.Set;

import io.github.warmcache.cache.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;

/**
 * Copies what the shared tier holds into this pod.
 */
final class SharedTierWarmer implements CacheWarmer {

	@Override
	public void warm(WarmupContext context) throws Exception {
		TieredCache cache = context.cache();
		SharedTier shared = cache.sharedTier();
		if (shared == null) {
			throw new IllegalStateException("The cache has no shared tier to be warmed from");
		}
		CacheSource<Object, Object> source = cache.source();
		if (source != null) {
			try {
				source.count().ifPresent(context::expect);
			}
			catch (InterruptedException ex) {
				throw ex;
			}
			catch (Exception ex) {
				context.unverified(ex);
			}
		}
		shared.stream(new HitSink(context, new HashSet<>()));
	}

	@Override
	public boolean fillsSharedTier() {
		return false;
	}

	/**
	 * A scan may hand over a key twice, and a cache that is short of some entries must
	 * not look complete by that.
	 */
	private record HitSink(WarmupContext context, Set<Object> seen) implements EntrySink<Object, SharedRead.Hit> {

		@Override
		public void accept(Object key, SharedRead.Hit hit) {
			if (this.seen.add(key)) {
				this.context.accept(key, hit.value(), hit.remaining());
			}
		}

		@Override
		public void onCancel(Runnable action) {
			this.context.onCancel(action);
		}

	}

}
