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

package io.github.warmcache.source.jdbc.column;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;

import io.github.warmcache.source.CacheSourceException;
import org.jspecify.annotations.Nullable;

/**
 * Conversions between number types. Reject what the type cannot hold: a number out of
 * range, a fraction as a whole number, a whole number that a floating-point type can only
 * approximate. Fractions are rounded to floating-point types, and a {@code double} to a
 * {@code float}.
 */
final class ExactNumbers {

	private static final Set<Class<?>> WHOLE = Set.of(Long.class, Integer.class, Short.class, Byte.class,
			BigInteger.class);

	private static final Set<Class<?>> FLOATING = Set.of(Double.class, Float.class);

	private ExactNumbers() {
	}

	static boolean isWhole(Class<?> type) {
		return WHOLE.contains(type);
	}

	static boolean isFloating(Class<?> type) {
		return FLOATING.contains(type);
	}

	static boolean isNumber(Class<?> type) {
		return isWhole(type) || isFloating(type) || type == BigDecimal.class;
	}

	/**
	 * Convert a number or its text.
	 * @param value a number, or a text that {@link BigDecimal} can parse
	 * @param type the type, never a primitive one, for which {@link #isNumber} holds
	 * @return the number
	 * @throws CacheSourceException if the value is not a number, or does not fit the type
	 */
	static Number convert(Object value, Class<?> type) {
		if (type.isInstance(value)) {
			return (Number) value;
		}
		if (isFloating(type) && (value instanceof Double || value instanceof Float)) {
			double number = ((Number) value).doubleValue();
			return (type == Double.class) ? (Number) number : (Number) narrow(number);
		}
		BigDecimal number = decimal(value);
		if (type == BigDecimal.class) {
			return number;
		}
		return isWhole(type) ? whole(number, type) : floating(number, type);
	}

	private static float narrow(double number) {
		float narrow = (float) number;
		if (Float.isInfinite(narrow) && !Double.isInfinite(number)) {
			throw tooLarge(Float.class);
		}
		return narrow;
	}

	/**
	 * Return whether a floating-point number, written as text, equals the original
	 * number.
	 * @param number the number
	 * @param nearest the converted number
	 */
	static boolean isSame(BigDecimal number, Number nearest) {
		return new BigDecimal(nearest.toString()).compareTo(number) == 0;
	}

	private static BigDecimal decimal(Object value) {
		if (value instanceof BigDecimal number) {
			return number;
		}
		if (value instanceof Number || value instanceof CharSequence) {
			try {
				return new BigDecimal(value.toString().strip());
			}
			catch (NumberFormatException ex) {
				// Without the cause, which quotes the value.
				throw new CacheSourceException("it does not hold a number");
			}
		}
		throw new CacheSourceException("it holds a " + value.getClass().getSimpleName() + ", not a number");
	}

	private static Number whole(BigDecimal number, Class<?> type) {
		BigInteger whole;
		try {
			whole = number.toBigIntegerExact();
		}
		catch (ArithmeticException ex) {
			throw new CacheSourceException(
					"it holds a number with a fraction, which " + type.getSimpleName() + " would lose");
		}
		if (type == BigInteger.class) {
			return whole;
		}
		return inRange((whole.bitLength() < Long.SIZE) ? whole.longValue() : null, type);
	}

	/**
	 * Convert a whole number.
	 * @param number the number, or {@code null} if it does not fit a {@code long}
	 * @param type the type
	 * @return the number
	 */
	static Number inRange(@Nullable Long number, Class<?> type) {
		if (number != null) {
			long value = number;
			if (type == Long.class) {
				return value;
			}
			if (type == Integer.class && value == (int) value) {
				return (int) value;
			}
			if (type == Short.class && value == (short) value) {
				return (short) value;
			}
			if (type == Byte.class && value == (byte) value) {
				return (byte) value;
			}
		}
		throw tooLarge(type);
	}

	private static Number floating(BigDecimal number, Class<?> type) {
		Number nearest = (type == Double.class) ? (Number) number.doubleValue() : (Number) number.floatValue();
		if (Double.isInfinite(nearest.doubleValue())) {
			throw tooLarge(type);
		}
		boolean whole = number.stripTrailingZeros().scale() <= 0;
		if (whole && new BigDecimal(nearest.doubleValue()).compareTo(number) != 0) {
			throw new CacheSourceException(
					"it holds a whole number of which " + type.getSimpleName() + " can only hold an approximation");
		}
		return nearest;
	}

	private static CacheSourceException tooLarge(Class<?> type) {
		return new CacheSourceException("it holds a number that is too large for " + type.getSimpleName());
	}

}
