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
 * Fills one cache before traffic. A cache uses a bean of this type if its
 * {@code warmup.from} property names it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CacheWarmer {

	/**
	 * Hand every entry to the context. Called once for each attempt, by one thread at a
	 * time for one cache, and again from the beginning after a failed attempt. May block.
	 * The thread is interrupted when the warm-up is cancelled.
	 * @param context takes the entries
	 * @throws Exception if not all entries could be handed over; the attempt continues
	 * with the next warmer of the cache, and fails if there is none
	 */
	void warm(WarmupContext context) throws Exception;

	/**
	 * Return whether the entries are also written to the shared tier, if the cache has
	 * one, and count against the rate limits of the cache.
	 * @return {@code true} unless the entries come from the shared tier
	 */
	default boolean fillsSharedTier() {
		return true;
	}

	/**
	 * Return whether this warmer is meant to deliver the whole cache. If so, far fewer
	 * entries than another pod loaded before are a reason for doubt.
	 * @return {@code false} if it selects among the entries
	 */
	default boolean bringsAll() {
		return true;
	}

}
