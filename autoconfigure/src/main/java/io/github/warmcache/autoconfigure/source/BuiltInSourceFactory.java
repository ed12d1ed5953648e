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

import io.github.warmcache.autoconfigure.properties.CacheSettings;
import io.github.warmcache.autoconfigure.properties.SourceKind;
import io.github.warmcache.autoconfigure.types.CacheTypes;
import io.github.warmcache.source.CacheSource;

/**
 * Factory of sources of one kind that Warmcache brings along. It exists only if the class
 * path and the beans allow such sources.
 */
public interface BuiltInSourceFactory {

	/**
	 * Return the kind of sources that this factory creates.
	 * @return the kind
	 */
	SourceKind kind();

	/**
	 * Create the source of a cache. Does no I/O.
	 * @param settings the settings of the cache, which describe a source of the kind
	 * @param types the types of the cache
	 * @return the source
	 */
	CacheSource<?, ?> create(CacheSettings settings, CacheTypes types);

}
