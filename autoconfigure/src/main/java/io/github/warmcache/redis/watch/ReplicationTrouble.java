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
 * Trouble with the replication of a Redis server.
 *
 * @since 0.1.0
 */
public enum ReplicationTrouble {

	/**
	 * A master had a replica within the last day, and now none follows it. If it fails,
	 * what it holds is lost.
	 */
	NO_REPLICA,

	/**
	 * A replica is so far behind that a failover would lose much, or that it would have
	 * to be copied as a whole if its link broke.
	 */
	BEHIND,

	/**
	 * The server that this application reaches is a replica that has lost its master.
	 */
	LINK_DOWN

}
