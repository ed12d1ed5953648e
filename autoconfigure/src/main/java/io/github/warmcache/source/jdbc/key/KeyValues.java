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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.UUID;

import io.github.warmcache.source.InvalidSourceException;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * Checks and conversions of keys for the database.
 */
final class KeyValues {

	private KeyValues() {
	}

	/**
	 * Check that keys of a type can be compared with one column.
	 * @param type the declared type of the keys
	 * @return the type, never a primitive one
	 * @throws InvalidSourceException if keys of that type do not fit one column
	 */
	static Class<?> requireColumnType(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (!BeanUtils.isSimpleValueType(boxed) || boxed == Void.class) {
			throw new InvalidSourceException("key-type", "is " + type.getName() + ", which does not fit one column",
					"Use a single key such as a String, a number, a UUID, a date or an enum, or name the columns of a "
							+ "record or of several parameters in key-columns");
		}
		return boxed;
	}

	/**
	 * Check that a part of a key can be compared with one column.
	 * @param type the declared type of the part
	 * @return the type, never a primitive one
	 * @throws InvalidSourceException if it does not fit one column
	 */
	static Class<?> requirePartType(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (!BeanUtils.isSimpleValueType(boxed) || boxed == Void.class) {
			throw new InvalidSourceException("key-type",
					"has a part of type " + type.getName() + ", which does not fit one column",
					"Use parts such as a String, a number, a UUID, a date or an enum");
		}
		return boxed;
	}

	/**
	 * Convert a key to a parameter that every driver accepts.
	 * @param key the key
	 * @return the parameter
	 */
	static Object toParameter(Object key) {
		if (key instanceof Enum<?> constant) {
			return constant.name();
		}
		if (key instanceof Instant instant) {
			return instant.atOffset(ZoneOffset.UTC);
		}
		if (key instanceof ZonedDateTime dateTime) {
			return dateTime.toOffsetDateTime();
		}
		if (key instanceof BigInteger number) {
			return new BigDecimal(number);
		}
		if (key instanceof Number || key instanceof Boolean || key instanceof UUID || key instanceof Temporal
				|| key instanceof Date) {
			return key;
		}
		return key.toString();
	}

}
