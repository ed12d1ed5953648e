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

package io.github.warmcache.tier.shape;

import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Findings about one value before it is written. Used once.
 */
final class Inspection {

	private boolean compared;

	private @Nullable Map<Object, Boolean> path;

	/**
	 * Request that the value be read back and compared. The value holds an object of a
	 * class that was rarely seen so far, or something whose structure and class do not
	 * tell what another pod would read.
	 */
	void compare() {
		this.compared = true;
	}

	/**
	 * Return whether the value must be read back and compared.
	 */
	boolean isCompared() {
		return this.compared;
	}

	/**
	 * Enter an object that may contain itself.
	 * @return whether the object was not entered before
	 */
	boolean enter(Object value) {
		if (this.path == null) {
			this.path = new IdentityHashMap<>();
		}
		return this.path.put(value, Boolean.TRUE) == null;
	}

	void leave(Object value) {
		if (this.path != null) {
			this.path.remove(value);
		}
	}

}
