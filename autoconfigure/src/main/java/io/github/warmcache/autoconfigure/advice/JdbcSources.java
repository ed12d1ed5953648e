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

package io.github.warmcache.autoconfigure.advice;

import java.util.List;
import java.util.stream.Stream;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;

/**
 * SQL sources of caches.
 */
final class JdbcSources {

	private JdbcSources() {
	}

	/**
	 * Return the SQL sources that reads of a cache ask, in their order.
	 */
	static List<JdbcCacheSource<?, ?>> of(TieredCache cache) {
		return Stream.concat(cache.earlierSources().stream(), Stream.ofNullable(cache.source()))
			.<JdbcCacheSource<?, ?>>mapMulti((source, found) -> {
				if (source instanceof JdbcCacheSource<?, ?> jdbc) {
					found.accept(jdbc);
				}
			})
			.toList();
	}

}
