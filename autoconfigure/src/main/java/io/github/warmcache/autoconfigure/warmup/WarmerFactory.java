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

import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.warmup.CacheWarmer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Makes the warmers that users call by one name in {@code warmup.from}. The order of the
 * factories is the order of preference where the user wrote none.
 */
public interface WarmerFactory extends Ordered {

	/**
	 * Return what users call the warmers.
	 * @return the name
	 */
	String name();

	/**
	 * Return why a cache cannot be warmed so, for the sentence "names 'x', but ...".
	 * @param cache the cache
	 * @return the reason, or {@code null} if it can be
	 */
	@Nullable String whyUnavailable(CacheSettings cache);

	/**
	 * Whether a cache is warmed so if it is warmed and its {@code warmup.from} is not
	 * written.
	 * @param cache the cache
	 * @return whether it is
	 */
	boolean isDefault(CacheSettings cache);

	/**
	 * Whether a cache of which nothing is written below {@code warmup} is warmed because
	 * of this.
	 * @param cache the cache
	 * @return whether it is
	 */
	default boolean isReasonToWarm(CacheSettings cache) {
		return false;
	}

	/**
	 * Make the warmer of a cache. Does no I/O.
	 * @param cache the cache, for which this is available
	 * @return the warmer
	 */
	CacheWarmer create(CacheSettings cache);

}
