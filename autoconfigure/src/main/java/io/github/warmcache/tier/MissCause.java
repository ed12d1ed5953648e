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
 * Why the shared tier had no value for a key.
 *
 * @since 0.1.0
 */
public enum MissCause {

	/**
	 * There is none: never stored, expired, invalidated or evicted.
	 */
	ABSENT,

	/**
	 * There are bytes, but not of a value of this cache. The next fill overwrites them.
	 */
	UNREADABLE,

	/**
	 * The server did not answer in time or refused.
	 */
	UNAVAILABLE,

	/**
	 * What the server holds is not to be trusted: an invalidation of this pod is still to
	 * be told to it, or it lacks changes that this pod has heard of, as a replica may.
	 */
	DISTRUSTED,

	/**
	 * Nothing is ever there of the key: it has no text by which other pods could tell it,
	 * or they could not read the values of the cache as they are.
	 */
	NOT_SHARED,

	/**
	 * Nothing was put because the key was changed after the call began that puts it. No
	 * read has this cause.
	 */
	CHANGED

}
