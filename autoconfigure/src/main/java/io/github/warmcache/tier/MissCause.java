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
 * Reason why the shared tier had no value for a key.
 *
 * @since 0.1.0
 */
public enum MissCause {

	/**
	 * There is no value: it was never stored, expired, invalidated or evicted.
	 */
	ABSENT,

	/**
	 * There are bytes that are not a value of this cache. The next fill overwrites them.
	 */
	UNREADABLE,

	/**
	 * The server did not answer in time or refused.
	 */
	UNAVAILABLE,

	/**
	 * The data on the server cannot be trusted: this pod has yet to send it an
	 * invalidation, or the server lacks changes that this pod has heard of, as a replica
	 * may.
	 */
	DISTRUSTED,

	/**
	 * The key is never shared: it has no text by which other pods could identify it, or
	 * they could not read the values of the cache unchanged.
	 */
	NOT_SHARED,

	/**
	 * Nothing was put because the key was changed after the call that puts it began.
	 * Reads never have this cause.
	 */
	CHANGED

}
