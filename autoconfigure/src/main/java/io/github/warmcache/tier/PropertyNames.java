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

package io.github.warmcache.tier;

/**
 * Names of the properties of a cache, as used in messages.
 *
 * @since 0.1.0
 */
public final class PropertyNames {

	/**
	 * Property that limits the number of caches whose names are not known in advance.
	 */
	public static final String MAXIMUM_DYNAMIC_CACHES = "warmcache.dynamic-caches.maximum";

	private PropertyNames() {
	}

	/**
	 * Return the prefix of the properties of a cache.
	 * @param cacheName the name of the cache
	 * @return the prefix as it must be written, such as {@code warmcache.caches.cities}
	 */
	public static String cache(String cacheName) {
		return cacheName.matches("[A-Za-z0-9_-]+") ? "warmcache.caches." + cacheName
				: "warmcache.caches[" + cacheName + "]";
	}

}
