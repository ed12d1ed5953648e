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

package io.github.warmcache.cache;

/**
 * Observer of operations that may take long. It learns no key and no value. Must be
 * thread-safe, and must not throw exceptions.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OperationObserver {

	/**
	 * Observer of nothing.
	 */
	OperationObserver NONE = (kind, cacheName) -> ObservedOperation.NONE;

	/**
	 * Begin to observe an operation. What the current thread is doing becomes its parent.
	 * @param kind the kind of the operation
	 * @param cacheName the name of the cache
	 * @return the operation, to be ended by any thread; {@link ObservedOperation#NONE} if
	 * nobody observes it
	 */
	ObservedOperation begin(OperationKind kind, String cacheName);

	/**
	 * Return a task that is part of what the current thread is doing, whichever thread
	 * runs it.
	 * @param task the task
	 * @return the task itself if there is nothing to be part of
	 */
	default Runnable carry(Runnable task) {
		return task;
	}

}
