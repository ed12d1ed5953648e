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

package io.github.warmcache.source.redis;

import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes that Redis holds for a key.
 */
@FunctionalInterface
interface ValueReader {

	/**
	 * Read the bytes.
	 * @param bytes what Redis holds
	 * @return the value, or {@code null} if the bytes say that there is none
	 * @throws RuntimeException if the bytes are no such value
	 */
	@Nullable Object read(byte[] bytes);

	/**
	 * Return how many parts of what was read have no place in a value, or the other way
	 * round.
	 * @return the number so far
	 */
	default long unmapped() {
		return 0;
	}

	/**
	 * Say why bytes could not be read, without quoting them.
	 * @param failure what {@link #read} threw
	 * @return the reason
	 */
	default String describe(RuntimeException failure) {
		return failure.getClass().getSimpleName();
	}

}
