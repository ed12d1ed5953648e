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
	 * @param bytes the bytes in Redis
	 * @return the value, or {@code null} if the bytes stand for an absent value
	 * @throws RuntimeException if the bytes cannot be read
	 */
	@Nullable Object read(byte[] bytes);

	/**
	 * Return how many properties of the data read are unknown to the value type, or
	 * missing from the data.
	 * @return the number so far
	 */
	default long unmapped() {
		return 0;
	}

	/**
	 * Describe why bytes could not be read, without quoting them.
	 * @param failure the exception that {@link #read} threw
	 * @return the reason
	 */
	default String describe(RuntimeException failure) {
		return failure.getClass().getSimpleName();
	}

}
