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

package io.github.warmcache.cache;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a read whose load did not begin: for all of the cache's load timeout, as many
 * loads as the cache allows were in flight. Also thrown if the read was interrupted while
 * it waited, or if no thread was left to continue an asynchronous one.
 *
 * @since 0.1.0
 */
public final class CacheLoadRejectedException extends RuntimeException {

	public CacheLoadRejectedException(String cacheName, int maxConcurrent, @Nullable Throwable cause) {
		super("A load of cache '%s' was rejected: all %d loads that its max-concurrent-loads allows were in flight"
			.formatted(cacheName, maxConcurrent), cause);
	}

}
