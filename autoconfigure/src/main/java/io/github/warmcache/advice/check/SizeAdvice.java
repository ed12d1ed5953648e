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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;

/**
 * Advice on warmed caches that have no room for what warms them.
 */
public final class SizeAdvice implements AdviceProvider {

	private final TieredCacheManager caches;

	private final ToLongFunction<String> expected;

	private final BiFunction<String, String, String> properties;

	/**
	 * Create the advice.
	 * @param caches holds the caches
	 * @param expected returns how many entries a warmed cache should have, 0 if that is
	 * not known
	 * @param properties returns the full name of a property of a cache
	 */
	public SizeAdvice(TieredCacheManager caches, ToLongFunction<String> expected,
			BiFunction<String, String, String> properties) {
		this.caches = caches;
		this.expected = expected;
		this.properties = properties;
	}

	@Override
	public Set<String> ids() {
		return KnownAdvice.ids(KnownAdvice.SMALLER_THAN_SOURCE);
	}

	@Override
	public List<Advice> advice() {
		List<Advice> advice = new ArrayList<>();
		for (TieredCache cache : this.caches.getCachesPresent()) {
			Long most = cache.definition().local().maximumSize();
			long entries = this.expected.applyAsLong(cache.getName());
			if (most != null && entries > most) {
				advice.add(KnownAdvice.SMALLER_THAN_SOURCE.of(cache.getName(),
						"%s is %d, and what warms the cache has %d entries, so it evicts what it is filled with"
							.formatted(this.properties.apply(cache.getName(), "maximum-size"), most, entries),
						"Write more than %d, or fill only what is read most, with 'hottest' in warmup.from"
							.formatted(entries)));
			}
		}
		return advice;
	}

}
