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

import org.springframework.cache.Cache;

/**
 * One call of a cached method that looks up its key in some caches, runs, and puts its
 * result into them. The call sees the caches through views whose puts are fills: a put is
 * dropped if any pod changed the key since the miss, and no other pod is told of it. Not
 * thread-safe, but may pass from thread to thread.
 *
 * @since 0.1.0
 */
public final class CachedCall {

	private final List<FencedCache> views = new ArrayList<>();

	private CachedCall() {
	}

	/**
	 * Return the views of some caches for one call.
	 * @param caches the caches
	 * @return a view of each {@link TieredCache}, and the others themselves
	 */
	public static List<Cache> views(Collection<? extends Cache> caches) {
		CachedCall call = new CachedCall();
		List<Cache> result = new ArrayList<>(caches.size());
		for (Cache cache : caches) {
			if (cache instanceof TieredCache tiered) {
				FencedCache view = tiered.view(call::missed);
				call.views.add(view);
				result.add(view);
			}
			else {
				result.add(cache);
			}
		}
		return result;
	}

	/**
	 * Begin the load of a key for all caches, because Spring puts into each of them but
	 * does not look into each before.
	 */
	void missed(Object key) {
		this.views.forEach((view) -> view.begin(key));
	}

}
