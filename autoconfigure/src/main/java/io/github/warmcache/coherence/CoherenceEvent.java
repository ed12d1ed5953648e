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

package io.github.warmcache.coherence;

/**
 * Events that {@link CoherenceStatistics} counts.
 *
 * @since 0.1.0
 */
public enum CoherenceEvent {

	/**
	 * A change by another pod was received.
	 */
	RECEIVED,

	/**
	 * A change by this pod was received.
	 */
	OWN,

	/**
	 * A message could not be understood or processed, and was ignored.
	 */
	MALFORMED,

	/**
	 * A message was not processed, because there were too many in a second. The next
	 * check finds what it told.
	 */
	SHED,

	/**
	 * A message told of missed changes of a stripe, and the server knows of none: no
	 * script of this library published it, or a former primary did.
	 */
	FALSE_ALARM,

	/**
	 * Changes of a stripe were missed, so the stripe was dropped.
	 */
	GAP,

	/**
	 * The server was asked where stripes with missed or doubtful changes stand.
	 */
	RESYNC,

	/**
	 * All values on a stripe became unreadable, because the server had lost changes.
	 */
	RESET,

	/**
	 * A check was not heard on the channel.
	 */
	BEAT_MISSED,

	/**
	 * The channel was subscribed to again.
	 */
	RECONNECT

}
