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

package io.github.warmcache.source;

/**
 * Lets a source be told, while it loads a key, that nobody waits for the value any more.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LoadCancellation {

	/**
	 * Register what ends the load from outside, such as {@code Statement::cancel}. It
	 * runs at most once and on a thread where it may block, or at once on the calling
	 * thread if the load is given up already. What it throws is ignored. A later
	 * registration replaces the one before.
	 * @param action the action, safe to call from another thread
	 */
	void onCancel(Runnable action);

	/**
	 * Tell, before the load returns its value, that it answers this load only: it belongs
	 * to another key, which the source takes for the same. Whoever evicts that one would
	 * leave this one in place.
	 */
	default void keepNowhere() {
	}

	/**
	 * Whether the caller waits for the value inside a transaction, and so most likely
	 * holds a connection for as long as it waits.
	 * @return {@code true} if the source must not wait long for a connection of its own
	 */
	default boolean isCallerInTransaction() {
		return false;
	}

}
