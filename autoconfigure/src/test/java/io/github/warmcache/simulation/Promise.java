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
 * What the fleet is held to.
 */
enum Promise {

	/**
	 * No read that begins two seconds after a change returned sees what was before it.
	 */
	FRESH,

	/**
	 * A pod sees its own changes as soon as they returned.
	 */
	OWN_CHANGES,

	/**
	 * Nobody sees what was not committed.
	 */
	COMMITTED_ONLY,

	/**
	 * With versions, a pod never sees an older one than it has kept.
	 */
	VERSIONS_NEVER_GO_BACK,

	/**
	 * Nobody sees an absence that is none.
	 */
	ABSENCE_ONLY_IF_ABSENT,

	/**
	 * No value outlives its time.
	 */
	TIME_TO_LIVE,

	/**
	 * When all is quiet, pods and Redis have what the database has.
	 */
	AGREEMENT,

	/**
	 * One load a key and fleet, while Redis is well.
	 */
	ONE_LOAD,

	/**
	 * No change stays untold.
	 */
	NOTHING_PENDING,

	/**
	 * What was used for a call is gone after it.
	 */
	NO_LEAK,

	/**
	 * No call fails for what is not the application's.
	 */
	NO_FAILURE,

	/**
	 * A transaction sees what it wrote.
	 */
	OWN_TRANSACTION,

	/**
	 * A pod that is ready stays so.
	 */
	STAYS_READY,

	/**
	 * Everything comes to an end.
	 */
	ENDS

}
