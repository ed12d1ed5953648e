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
 * Thrown where an entry of a source is no value of the declared type, while the source
 * itself can be read on: an unknown enum name, {@code NULL} for a primitive, broken JSON.
 *
 * @since 0.1.0
 */
public class UnreadableEntryException extends CacheSourceException {

	/**
	 * Create an exception. It has no cause, because causes quote what they could not
	 * read.
	 * @param message which type and which column or property, without keys and values
	 */
	public UnreadableEntryException(String message) {
		super(message);
	}

}
