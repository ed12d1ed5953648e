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

package io.github.warmcache.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of the values of one cache: by their own {@code equals} method, and if that
 * finds no equality, by the bytes that other pods would read.
 */
final class Comparison {

	private final @Nullable ValueCodec codec;

	/**
	 * Create a comparison.
	 * @param codec writes the values, or {@code null} if they have no bytes
	 */
	Comparison(@Nullable ValueCodec codec) {
		this.codec = codec;
	}

	/**
	 * Compare what a tier holds with what the source has.
	 * @param held the value, or {@code null} for a known absence
	 * @param row the value of the source, or {@code null} if it has none
	 */
	Outcome compare(@Nullable Object held, @Nullable Object row) {
		if (row == null) {
			return (held != null) ? Outcome.UNKNOWN : Outcome.EQUAL;
		}
		if (held == null) {
			return Outcome.DIFFERENT;
		}
		if (Objects.deepEquals(held, row)) {
			return Outcome.EQUAL;
		}
		byte[] first = bytes(held);
		byte[] second = bytes(row);
		if (first != null && second != null) {
			return Arrays.equals(first, second) ? Outcome.EQUAL : Outcome.DIFFERENT;
		}
		return (hasEquals(held) && hasEquals(row)) ? Outcome.DIFFERENT : Outcome.INCOMPARABLE;
	}

	private byte @Nullable [] bytes(Object value) {
		if (this.codec == null) {
			return null;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			this.codec.write(value, bytes);
			return bytes.toByteArray();
		}
		catch (IOException | UnwritableValueException ex) {
			return null;
		}
	}

	private static boolean hasEquals(Object value) {
		try {
			return value.getClass().getMethod("equals", Object.class).getDeclaringClass() != Object.class;
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	/**
	 * Outcome of a comparison.
	 */
	enum Outcome {

		/**
		 * The tier holds what the source has.
		 */
		EQUAL,

		/**
		 * The source has something else.
		 */
		DIFFERENT,

		/**
		 * The source has nothing.
		 */
		UNKNOWN,

		/**
		 * Nobody can tell.
		 */
		INCOMPARABLE

	}

}
