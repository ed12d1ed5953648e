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

package io.github.warmcache.advice.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.cache.CacheDefinition;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import org.jspecify.annotations.Nullable;

/**
 * Advice on the time to live of caches. A time of zero, or none at all, cannot be
 * configured. What comes close to it can.
 */
public final class LifetimeAdvice implements AdviceProvider {

	/**
	 * Time to live below which a cache hardly saves a load.
	 */
	static final Duration SHORT = Duration.ofSeconds(1);

	/**
	 * Time to live from which on hardly any pod lives long enough to see an entry expire.
	 */
	static final Duration LONG = Duration.ofDays(30);

	private final TieredCacheManager caches;

	private final Function<String, @Nullable Duration> fillTimes;

	private final BiFunction<String, String, String> properties;

	/**
	 * Create the advice.
	 * @param caches holds the caches
	 * @param fillTimes returns how long the entries of a cache took to come when it was
	 * warmed, or {@code null} if it was not
	 * @param properties returns the full name of a property of a cache
	 */
	public LifetimeAdvice(TieredCacheManager caches, Function<String, @Nullable Duration> fillTimes,
			BiFunction<String, String, String> properties) {
		this.caches = caches;
		this.fillTimes = fillTimes;
		this.properties = properties;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.TIME_TO_LIVE_TOO_SHORT, KnownAdvice.TIME_TO_LIVE_TOO_LONG);
	}

	/**
	 * Give the advice, one for each property: caches of a pattern have the same.
	 */
	@Override
	public List<Advice> advice() {
		Map<String, Advice> advice = new TreeMap<>();
		for (TieredCache cache : this.caches.getCachesPresent()) {
			CacheDefinition definition = cache.definition();
			String local = property(cache, "time-to-live");
			add(advice, local, isShort(cache, local));
			add(advice, local, isLong(cache, local, definition.local().timeToLive()));
			String shared = property(cache, "shared.time-to-live");
			add(advice, shared, isLong(cache, shared, definition.sharedTimeToLive()));
		}
		return new ArrayList<>(advice.values());
	}

	private static void add(Map<String, Advice> advice, String property, @Nullable Advice found) {
		if (found != null) {
			advice.putIfAbsent(property, found);
		}
	}

	private @Nullable Advice isShort(TieredCache cache, String property) {
		Duration timeToLive = cache.definition().local().timeToLive();
		Duration fillTime = this.fillTimes.apply(cache.getName());
		if (fillTime != null && timeToLive.compareTo(fillTime) <= 0) {
			return KnownAdvice.TIME_TO_LIVE_TOO_SHORT.of(cache.getName(),
					"%s is %d ms, and the entries of its warm-up took %d ms to come, so its first ones expired before its last ones came"
						.formatted(property, timeToLive.toMillis(), fillTime.toMillis()),
					"Write a longer time, or do not warm the cache");
		}
		if (timeToLive.compareTo(SHORT) < 0) {
			return KnownAdvice.TIME_TO_LIVE_TOO_SHORT.of(cache.getName(),
					"%s is %d ms, so almost every read of a key is a load".formatted(property, timeToLive.toMillis()),
					"Write a time such as 10m, and evict what changes");
		}
		return null;
	}

	private static @Nullable Advice isLong(TieredCache cache, String property, @Nullable Duration timeToLive) {
		if (timeToLive == null || timeToLive.compareTo(LONG) < 0) {
			return null;
		}
		return KnownAdvice.TIME_TO_LIVE_TOO_LONG.of(cache.getName(),
				"%s is %d days, so an entry that was changed past the application stays as good as forever"
					.formatted(property, timeToLive.toDays()),
				"Write a time after which a wrong value may be gone, such as 1d");
	}

	private String property(TieredCache cache, String relative) {
		return this.properties.apply(cache.getName(), relative);
	}

}
