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
 * What the server of the shared tier is still to hear from this pod. Thread-safe.
 *
 * @since 0.1.0
 */
public interface PendingChanges {

	/**
	 * Return how many changes the server did not take so far. Does no I/O.
	 * @return the number of keys; a cache that is pending as a whole counts as one
	 */
	int pending();

	/**
	 * Tell the server of each cache's changes, oldest first, up to those that are pending
	 * when this begins, but no more than take a fraction of a second: what is left then
	 * is for the next call. Blocks for that long, and up to the command timeout where the
	 * server does not answer. Does nothing while another thread is at it.
	 * @return whether nothing is pending any more
	 */
	boolean tellPending();

}
