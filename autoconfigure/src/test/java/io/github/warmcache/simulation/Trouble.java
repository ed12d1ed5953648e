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

package io.github.warmcache.simulation;

/**
 * What may go wrong in a run.
 */
enum Trouble {

	/**
	 * Calls of Redis fail now and then, before or after they were carried out.
	 */
	CALLS_FAIL,

	/**
	 * Messages get lost, come twice, or late, or in another order.
	 */
	MESSAGES_FAIL,

	/**
	 * A pod does not reach Redis for a while.
	 */
	LINK_CUT,

	/**
	 * A pod hears of no changes for a while.
	 */
	CHANNEL_CUT,

	/**
	 * A pod stands still for a while.
	 */
	POD_FREEZES,

	/**
	 * A pod ends in the midst of what it does.
	 */
	POD_DIES,

	/**
	 * A pod joins.
	 */
	POD_JOINS,

	/**
	 * Redis loses everything.
	 */
	REDIS_FLUSHED,

	/**
	 * Redis begins anew, with or without its data.
	 */
	REDIS_RESTARTS,

	/**
	 * Redis goes back to what it had some time ago.
	 */
	REDIS_ROLLED_BACK,

	/**
	 * Redis evicts a key.
	 */
	KEY_EVICTED,

	/**
	 * Redis has no memory left for a while.
	 */
	REDIS_FULL,

	/**
	 * The database does not answer for a while.
	 */
	DATABASE_FAILS,

	/**
	 * The clock of a pod jumps.
	 */
	CLOCK_JUMPS,

	/**
	 * A pod ends, in order or not, and another one takes its place with its disk.
	 */
	POD_RESTARTS,

	/**
	 * Redis fails, and a replica takes over that lacks the last changes.
	 */
	REDIS_PROMOTED,

	/**
	 * Connections of a pod lead to a replica that gets no changes, as after a failover
	 * that they have survived.
	 */
	REPLICA_IS_READ

}
