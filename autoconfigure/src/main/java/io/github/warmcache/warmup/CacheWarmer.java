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

package io.github.warmcache.warmup;

/**
 * Fills one cache before traffic. A bean of this type is used by a cache whose
 * {@code warmup.from} property names it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheWarmer {

	/**
	 * Hand every entry to the context. Called once for each attempt, from one thread at a
	 * time for one cache, and again from the beginning after an attempt that failed. May
	 * block; the thread is interrupted when the warm-up is cancelled.
	 * @param context takes the entries
	 * @throws Exception if not all entries could be handed over; the attempt goes on with
	 * the next warmer of the cache, and fails if there is none
	 */
	void warm(WarmupContext context) throws Exception;

	/**
	 * Whether the shared tier gets the entries too, if the cache has one, and the rate
	 * limits of the cache hold for them.
	 * @return {@code true} unless the entries come from there
	 */
	default boolean fillsSharedTier() {
		return true;
	}

	/**
	 * Whether it means to bring all of the cache, so that much less than another pod
	 * loaded before is a reason to doubt it.
	 * @return {@code false} if it chooses among the entries
	 */
	default boolean bringsAll() {
		return true;
	}

}
