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

import org.springframework.core.ResolvableType;

/**
 * Factory of the codec of a cache. A bean of this type replaces the one that writes JSON,
 * in the shared tier and in snapshots. Thread-safe.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ValueCodecFactory {

	/**
	 * Create the codec of one cache. Does no I/O.
	 * @param cacheName the name of the cache
	 * @param valueType the declared type of its values
	 * @return the codec
	 * @throws IllegalArgumentException if values of the type cannot be written
	 */
	ValueCodec create(String cacheName, ResolvableType valueType);

}
