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
 * Estimates how many bytes of heap an entry takes, for caches that are bounded by weight.
 * A bean of this type replaces the default estimate. Called once for each new entry, by
 * the storing thread, without a lock. It should not throw: exceptions reach the caller of
 * the cache.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EntryWeigher {

	/**
	 * Estimate the weight of an entry.
	 * @param key the key
	 * @param value the value, or {@code null} for a known absence
	 * @return the number of bytes, not negative
	 */
	int weigh(Object key, @Nullable Object value);

}
