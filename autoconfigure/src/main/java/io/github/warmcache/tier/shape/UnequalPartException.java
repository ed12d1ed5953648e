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

/**
 * Thrown if a value, or a part of it, would not be read back unchanged. The message
 * contains only types and names of properties.
 */
public final class UnequalPartException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String why;

	private final String path;

	UnequalPartException(String why) {
		this("", why);
	}

	private UnequalPartException(String path, String why) {
		super(path.isEmpty() ? why : "'" + path + "' " + why, null, false, false);
		this.path = path;
		this.why = why;
	}

	/**
	 * Return the same exception for the object that contains the part.
	 * @param step where the part is: the name of a property, {@code []} for an element
	 */
	UnequalPartException below(String step) {
		boolean joined = this.path.isEmpty() || this.path.startsWith("[");
		return new UnequalPartException(joined ? step + this.path : step + "." + this.path, this.why);
	}

}
