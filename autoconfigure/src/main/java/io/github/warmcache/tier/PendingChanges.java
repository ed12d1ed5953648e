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
 * Changes of this pod that the server of the shared tier has not applied yet.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface PendingChanges {

	/**
	 * Return how many changes the server has not applied so far. Does no I/O.
	 * @return the number of keys; a cache that is pending as a whole counts as one
	 */
	int pending();

	/**
	 * Send the pending changes of each cache to the server, oldest first. Sends only
	 * those that are pending when this begins, and only for a fraction of a second; the
	 * rest is left for the next call. Blocks for that long, and up to the command timeout
	 * if the server does not answer. Does nothing while another thread is sending.
	 * @return whether nothing is pending any more
	 */
	boolean tellPending();

}
