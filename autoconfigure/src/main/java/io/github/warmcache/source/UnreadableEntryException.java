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
 * Thrown if one entry of a source is not a value of the declared type, while the others
 * can still be read: an unknown enum name, {@code NULL} for a primitive, broken JSON.
 *
 * @since 0.1.0
 */
public class UnreadableEntryException extends CacheSourceException {

	/**
	 * Create an exception. It has no cause, because a cause would quote the value.
	 * @param message names the type and the column or property, without keys and values
	 */
	public UnreadableEntryException(String message) {
		super(message);
	}

}
