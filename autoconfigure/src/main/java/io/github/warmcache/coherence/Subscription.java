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
 * Subscription to channels that lasts until it is closed.
 */
interface Subscription {

	/**
	 * Return whether the subscription ended by itself or never began.
	 */
	boolean isOver();

	/**
	 * Return whether the subscription never began because the server does not let this
	 * user subscribe.
	 */
	default boolean isForbidden() {
		return false;
	}

	/**
	 * Stop listening. Does not wait for the server and never fails.
	 */
	void close();

	/**
	 * Opens subscriptions.
	 */
	@FunctionalInterface
	interface Opener {

		/**
		 * Open a subscription, without waiting for the server.
		 * @param acknowledged runs whenever the server confirms a channel, for the first
		 * time or after a connection was lost
		 */
		Subscription open(Runnable acknowledged);

	}

}
