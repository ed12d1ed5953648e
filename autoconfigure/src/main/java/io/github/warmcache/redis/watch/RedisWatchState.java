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

package io.github.warmcache.redis.watch;

/**
 * State of the Redis server, as the pods of an application see it.
 *
 * @since 0.1.0
 */
public enum RedisWatchState {

	/**
	 * Nothing is known of the server, or no longer.
	 */
	UNKNOWN,

	/**
	 * As far as the server lets this application see, it evicts nothing, and its memory
	 * is not near its limit.
	 */
	WELL,

	/**
	 * The memory of the server is near its limit. Soon it evicts keys or refuses writes.
	 */
	NEAR_LIMIT,

	/**
	 * The server evicted keys within the last minute.
	 */
	EVICTING

}
