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

/**
 * Where a value was made, however many tiers it has passed since.
 *
 * @since 0.1.0
 */
public enum ValueOrigin {

	// Stored forms count on this order.

	/**
	 * Nobody knows, for example because a warmer did not say where it has the value from.
	 */
	UNKNOWN,

	/**
	 * The source of the cache, or a warmer that read it elsewhere.
	 */
	SOURCE,

	/**
	 * The method body after a miss, or the loader of a programmatic call.
	 */
	METHOD,

	/**
	 * A put, such as that of a method with {@code @CachePut}.
	 */
	PUT

}
