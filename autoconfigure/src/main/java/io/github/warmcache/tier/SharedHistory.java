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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * History of changes in the shared tier, which tells whether the entries that a pod held
 * some time ago are still valid. Thread-safe. No method throws because of the state of
 * the server.
 *
 * @since 0.1.0
 */
public interface SharedHistory {

	/**
	 * Return the position up to which this pod has applied the changes of each stripe.
	 * Its entries of a stripe are never older than that if they are read after this call,
	 * and after the changes that this pod itself was making have ended. May block for
	 * some hundred milliseconds.
	 * @return an opaque text for each of the {@link SharedTier#STRIPES} stripes, or
	 * {@code null} if nothing is certain
	 */
	List<@Nullable String> positions();

	/**
	 * Decide on which stripes nothing of a cache has changed since an earlier run. If the
	 * server has not answered yet, a stripe counts as unchanged for now; if its answer
	 * later says otherwise, everything that the cache holds of the stripe is dropped.
	 * Entries that are kept because of this must be fenced by marks that were taken
	 * before this call. Does not block.
	 * @param cacheName the name of the cache
	 * @param positions the result of {@link #positions()} in the earlier run
	 * @return whether each stripe can be trusted
	 */
	List<Boolean> adopt(String cacheName, List<@Nullable String> positions);

}
