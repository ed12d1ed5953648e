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

/**
 * Origin of a value that was read, from the nearest to the farthest.
 *
 * @since 0.1.0
 */
public enum CacheTier {

	/**
	 * This pod's heap.
	 */
	LOCAL,

	/**
	 * The tier that all pods share.
	 */
	SHARED,

	/**
	 * The cache's source.
	 */
	SOURCE,

	/**
	 * The method body, or the loader of a programmatic call.
	 */
	METHOD,

	/**
	 * This pod's heap, with an expired value, because the load of a newer one failed.
	 */
	STALE

}
