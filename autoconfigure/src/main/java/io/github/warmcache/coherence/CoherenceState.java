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
 * Coherence state of a pod.
 *
 * @since 0.1.0
 */
public enum CoherenceState {

	/**
	 * Not listening, because nothing is shared or coherence was switched off.
	 */
	OFF,

	/**
	 * About to listen.
	 */
	JOINING,

	/**
	 * Changes of other pods arrive at once, and Redis accepts the changes of this pod.
	 */
	COHERENT,

	/**
	 * Changes of other pods do not arrive at once: this pod finds them at its next check
	 * if the server answers, or else when it answers again. Or changes of this pod wait,
	 * because the server accepts none.
	 */
	DEGRADED

}
