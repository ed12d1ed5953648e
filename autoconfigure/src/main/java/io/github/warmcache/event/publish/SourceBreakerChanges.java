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

package io.github.warmcache.event.publish;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.cache.SourceFailure;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.SourceBreakerChanged;

/**
 * Changes of the circuit breakers in front of sources.
 */
public final class SourceBreakerChanges implements StateChanges {

	private final TieredCacheManager caches;

	private final Troubles troubles = new Troubles();

	/**
	 * Create an observer of the breakers.
	 * @param caches holds the caches
	 */
	public SourceBreakerChanges(TieredCacheManager caches) {
		this.caches = caches;
	}

	@Override
	public void look(Instant now, Consumer<? super CacheStateEvent> events) {
		Map<String, TieredCache> open = new TreeMap<>();
		for (TieredCache cache : this.caches.getCachesPresent()) {
			if (cache.sourceBreaker() != BreakerState.CLOSED) {
				open.put(cache.getName(), cache);
			}
		}
		this.troubles.compare(open,
				(name, cache) -> events.accept(new SourceBreakerChanged(name, false, now, reason(cache))),
				(name) -> events.accept(new SourceBreakerChanged(name, true, now, "The source is asked as usual")));
	}

	private static String reason(TieredCache cache) {
		SourceFailure failure = cache.lastSourceFailure();
		return "The source failed repeatedly%s, and is not asked for the moment"
			.formatted((failure != null) ? ", last with " + failure.error() : "");
	}

}
