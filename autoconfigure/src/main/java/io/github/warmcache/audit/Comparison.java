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
import java.util.function.BiPredicate;

import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.shape.DeepComparison;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of the values of one cache. Two are equal if they say so themselves, if all
 * their parts are equal, or if other pods would read the same bytes: a class without
 * {@code equals} or with a field that is computed later must not look like a difference.
 */
public final class Comparison {

	private final BiPredicate<Object, Object> older;

	private final @Nullable ValueCodec codec;

	/**
	 * Create a comparison.
	 * @param older returns whether a value has an older version than another one
	 * @param codec writes the values, or {@code null} if they have no bytes
	 */
	public Comparison(BiPredicate<Object, Object> older, @Nullable ValueCodec codec) {
		this.older = older;
		this.codec = codec;
	}

	/**
	 * Compare what a tier holds with what the source has. A newer version is no
	 * difference, because the source may be a replica that lags behind.
	 * @param held the value, or {@code null} for a known absence
	 * @param row the value of the source, or {@code null} if it has none
	 */
	public Outcome compare(@Nullable Object held, @Nullable Object row) {
		if (row == null) {
			return (held != null) ? Outcome.UNKNOWN : Outcome.EQUAL;
		}
		if (held == null) {
			return Outcome.DIFFERENT;
		}
		try {
			return (isEqual(held, row) || this.older.test(row, held)) ? Outcome.EQUAL : Outcome.DIFFERENT;
		}
		catch (RuntimeException | StackOverflowError ex) {
			// The code of the application, or its codec, could not cope with the value.
			return Outcome.INCOMPARABLE;
		}
	}

	private boolean isEqual(Object held, Object row) {
		return Objects.deepEquals(held, row) || DeepComparison.isEqual(held, row) || haveSameBytes(held, row);
	}

	private boolean haveSameBytes(Object held, Object row) {
		try {
			return this.codec != null && Arrays.equals(bytes(this.codec, held), bytes(this.codec, row));
		}
		catch (IOException | UnwritableValueException ex) {
			return false;
		}
	}

	private static byte[] bytes(ValueCodec codec, Object value) throws IOException, UnwritableValueException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		codec.write(value, bytes);
		return bytes.toByteArray();
	}

	/**
	 * Outcome of a comparison.
	 */
	public enum Outcome {

		/**
		 * The tier holds what the source has, or a newer version.
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
		 * The values could not be compared.
		 */
		INCOMPARABLE

	}

}
