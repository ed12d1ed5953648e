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

package io.github.warmcache.autoconfigure.source;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.InvalidSourceException;

/**
 * Factory of sources of a kind that an application or a library adds. It is a bean, and a
 * cache asks for one of its sources by a property of the factory's choice below
 * {@code source.custom}.
 *
 * @since 0.1.0
 */
public interface SourceFactory {

	/**
	 * Return the name that a cache writes below {@code source.custom}, such as
	 * {@code mongo}.
	 * @return the name: lower-case letters, digits and dashes
	 */
	String property();

	/**
	 * Create the source of a cache, once for each cache that asks for one. Called while
	 * the application starts, so it should do no I/O.
	 * @param request the cache and its settings
	 * @return the source
	 * @throws InvalidSourceException if a setting is missing or invalid; the start then
	 * fails with an error that names the property
	 */
	CacheSource<?, ?> create(SourceRequest request);

	/**
	 * Return whether the sources list their entries, so that a cache that asks for one is
	 * filled from it before traffic.
	 * @return {@code false} if the sources do not implement {@link CacheSource#stream}
	 */
	default boolean listsEntries() {
		return true;
	}

}
