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
 * Tells by the history of changes in the shared tier whether what a pod held some time
 * ago is still good. Thread-safe. The state of the server never makes a method fail.
 *
 * @since 0.1.0
 */
public interface SharedHistory {

	/**
	 * Return up to where this pod has applied the changes of each stripe. What it holds
	 * of a stripe is never older than that if it is looked at afterwards, and once the
	 * changes have ended that this pod itself was making. May block for some hundred
	 * milliseconds.
	 * @return for each of the {@link SharedTier#STRIPES} stripes an opaque text, or
	 * {@code null} where nothing is known for certain
	 */
	List<@Nullable String> positions();

	/**
	 * Decide which stripes nothing of a cache has changed on since a time of an earlier
	 * run. Where the server did not answer yet, a stripe counts as unchanged for now: all
	 * that the cache holds of it is dropped if the server says otherwise once it answers.
	 * What is kept because of that must be fenced by marks that were taken before this
	 * call. Does not block.
	 * @param cacheName the name of the cache
	 * @param positions what {@link #positions()} returned then
	 * @return for each stripe whether it can be trusted
	 */
	List<Boolean> adopt(String cacheName, List<@Nullable String> positions);

}
