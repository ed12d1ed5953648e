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

package io.github.warmcache.source.jdbc.key;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

import io.github.warmcache.source.jdbc.column.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * Key types for which database and heap agree on equality. Decimals of different scale,
 * times with different offsets or with more digits than the column, and many others are
 * one key in the database and two in the heap.
 */
final class KeyEquality {

	private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(Byte.class, Short.class, Integer.class, Long.class,
			BigInteger.class);

	private static final Set<Class<?>> OTHERS = Set.of(Boolean.class, UUID.class, String.class, LocalDate.class);

	private static final Set<String> TEXTS_WITHOUT_CASE = Set.of("citext", "varchar_ignorecase");

	private KeyEquality() {
	}

	/**
	 * Return whether any column compares keys of a type as the heap does.
	 * @param type the type of the key or a part of it, never a primitive one
	 */
	static boolean isPossible(Class<?> type) {
		return WHOLE_NUMBERS.contains(type) || OTHERS.contains(type) || type.isEnum();
	}

	/**
	 * Return whether a column compares keys of a type as the heap does. For texts it also
	 * depends on the collation, which has to be tested.
	 * @param type the type of the key or a part of it, never a primitive one
	 * @param column the column, or {@code null} if it is not known
	 */
	static boolean isKept(Class<?> type, @Nullable ResultColumn column) {
		if (!isPossible(type)) {
			return false;
		}
		if (type == String.class) {
			return column != null && column.isText() && !TEXTS_WITHOUT_CASE.contains(column.typeName());
		}
		if (type == LocalDate.class) {
			return column != null && column.isDate();
		}
		return !WHOLE_NUMBERS.contains(type) || column == null || !column.isFloating();
	}

}
