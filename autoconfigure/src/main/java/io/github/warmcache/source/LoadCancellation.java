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
 * Tells a source, while it loads a key, that the caller gave up.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LoadCancellation {

	/**
	 * Register an action that ends the load from another thread, such as
	 * {@code Statement::cancel}. It runs at most once, on a thread where it may block; if
	 * the caller has already given up, it runs immediately on the calling thread. It
	 * should not throw: on the calling thread its exception leaves this method. A later
	 * registration replaces an earlier one.
	 * @param action the action, safe to call from another thread
	 */
	void onCancel(Runnable action);

	/**
	 * Declare, before the load returns, that its value may be returned to the caller but
	 * not cached: it belongs to another key, which the source treats as the same.
	 * Evicting that other key would leave a copy cached under this one.
	 */
	default void keepNowhere() {
	}

	/**
	 * Return whether the caller waits inside a transaction, and therefore probably holds
	 * a connection while it waits.
	 * @return {@code true} if the source must not wait long for a connection of its own
	 */
	default boolean isCallerInTransaction() {
		return false;
	}

}
