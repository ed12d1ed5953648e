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
 * Point in the history of a shared tier at which a call began, as far as its pod knew.
 * Later changes may be newer than what the call puts. Immutable.
 *
 * @since 0.1.0
 */
public interface ChangeMark {

	/**
	 * Return the mark of a call whose key was changed later, as its pod knows. If the
	 * tier remembers no change of the key, it has forgotten one.
	 * @return the mark
	 */
	ChangeMark overtaken();

	/**
	 * Mark of a call whose beginning is only roughly known.
	 */
	enum Vague implements ChangeMark {

		/**
		 * The call began within the time for which its tier remembers changes, so every
		 * remembered change may have come later.
		 */
		RECENT,

		/**
		 * The call may have begun before everything.
		 */
		UNKNOWN;

		@Override
		public ChangeMark overtaken() {
			return UNKNOWN;
		}

	}

	/**
	 * Source of the marks of calls, one for all shared tiers on the same server.
	 * Thread-safe.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * Mark the beginning of a call that may put something later. Neither blocks nor
		 * contacts the server, and costs next to nothing.
		 * @return the mark
		 */
		ChangeMark mark();

	}

}
