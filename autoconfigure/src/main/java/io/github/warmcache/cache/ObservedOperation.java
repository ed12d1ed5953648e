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

import org.jspecify.annotations.Nullable;

/**
 * Operation that is being observed. Thread-safe.
 *
 * @since 0.1.0
 */
public interface ObservedOperation {

	/**
	 * Operation that nobody observes.
	 */
	ObservedOperation NONE = new ObservedOperation() {

		@Override
		public Scope open() {
			return Scope.NONE;
		}

		@Override
		public void end(String outcome, @Nullable Throwable failure) {
		}

	};

	/**
	 * Make the operation the current one of this thread: what the thread does until the
	 * scope is closed belongs to it.
	 * @return the scope, to be closed by the same thread
	 */
	Scope open();

	/**
	 * Learn which tier answered a read, and where the value is from.
	 * @param trace the trace of the read, which is still open
	 */
	default void answered(ReadTrace trace) {
	}

	/**
	 * End the operation. Ignored if it has ended already.
	 * @param outcome what became of it, one of few words
	 * @param failure why it failed, or {@code null} if it did not
	 */
	void end(String outcome, @Nullable Throwable failure);

	/**
	 * Part of the work of an operation, on one thread.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		/**
		 * Scope of an operation that nobody observes.
		 */
		Scope NONE = () -> {
		};

		@Override
		void close();

	}

}
