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

package io.github.warmcache.cache.tiered;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.warmcache.cache.local.CallMark;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;

/**
 * One call of a method whose result is put into some caches, such as a {@code @CachePut}.
 * The call sees the caches through views that compare its puts with the changes that any
 * pod made since the call began.
 *
 * @since 0.1.0
 */
public final class CachedPut {

	private CachedPut() {
	}

	/**
	 * Return the views of some caches for a call that begins now.
	 * @param caches the caches
	 * @return a view of each {@link TieredCache}, and the others themselves
	 */
	public static List<Cache> views(Collection<? extends Cache> caches) {
		List<Cache> result = new ArrayList<>(caches.size());
		for (Cache cache : caches) {
			result.add((cache instanceof TieredCache tiered) ? new MarkedCache(tiered, tiered.mark()) : cache);
		}
		return result;
	}

	/**
	 * View of a cache for one call.
	 */
	private static final class MarkedCache extends CacheView {

		/**
		 * Beginning of the call.
		 */
		private final CallMark call;

		private MarkedCache(TieredCache cache, CallMark call) {
			super(cache);
			this.call = call;
		}

		@Override
		public void put(Object key, @Nullable Object value) {
			cache().put(key, value, this.call);
		}

		@Override
		public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
			return cache().putIfAbsent(key, value, this.call);
		}

	}

}
