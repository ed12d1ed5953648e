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
 * Proof of when a load began. A miss of the shared tier issues it, and only that tier
 * accepts it.
 *
 * @since 0.1.0
 */
public interface FillTicket {

	/**
	 * Return whether the key was changed so shortly before the load that its source may
	 * still return the old value. The loaded value must then not be shared, and the
	 * ticket only serves to end the load.
	 * @return whether the source may; {@code false} by default
	 */
	default boolean isHeldOff() {
		return false;
	}

}
