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

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * Optional numbers. SQL {@code NULL} is the empty one.
 */
public final class OptionalNumbers {

	private static final Map<Class<?>, Class<?>> CONTENTS = Map.of(OptionalInt.class, Integer.class, OptionalLong.class,
			Long.class, OptionalDouble.class, Double.class);

	private OptionalNumbers() {
	}

	/**
	 * Return the number type of an optional number, or {@code null} for any other type.
	 */
	static @Nullable Class<?> contentType(Class<?> type) {
		return CONTENTS.get(type);
	}

	/**
	 * Return whether a value is {@code null} or any empty optional.
	 */
	public static boolean isNothing(@Nullable Object value) {
		return value == null || value.equals(Optional.empty()) || value.equals(OptionalInt.empty())
				|| value.equals(OptionalLong.empty()) || value.equals(OptionalDouble.empty());
	}

	/**
	 * Wrap a number.
	 * @param number the number, of the type's content type, or {@code null}
	 * @param type the type of the optional number
	 */
	static Object of(@Nullable Number number, Class<?> type) {
		if (type == OptionalInt.class) {
			return (number != null) ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
		}
		if (type == OptionalLong.class) {
			return (number != null) ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
		}
		return (number != null) ? OptionalDouble.of(number.doubleValue()) : OptionalDouble.empty();
	}

}
