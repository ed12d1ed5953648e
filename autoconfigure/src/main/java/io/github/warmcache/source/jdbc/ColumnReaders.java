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

package io.github.warmcache.source.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.github.warmcache.source.CacheSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.util.ClassUtils;

/**
 * Picks the getter of the driver for a type once, so that reading a row does not have to.
 */
final class ColumnReaders {

	private static final Map<Class<?>, ColumnReader> GETTERS = Map.ofEntries(
			Map.entry(String.class, ResultSet::getString),
			Map.entry(Long.class, (row, column) -> orNull(row, row.getLong(column))),
			Map.entry(Integer.class, (row, column) -> orNull(row, row.getInt(column))),
			Map.entry(Short.class, (row, column) -> orNull(row, row.getShort(column))),
			Map.entry(Byte.class, (row, column) -> orNull(row, row.getByte(column))),
			Map.entry(Double.class, (row, column) -> orNull(row, row.getDouble(column))),
			Map.entry(Float.class, (row, column) -> orNull(row, row.getFloat(column))),
			Map.entry(Boolean.class, (row, column) -> orNull(row, row.getBoolean(column))),
			Map.entry(Character.class, ColumnReaders::readCharacter),
			Map.entry(BigDecimal.class, ResultSet::getBigDecimal),
			Map.entry(BigInteger.class, ColumnReaders::readBigInteger), Map.entry(byte[].class, ResultSet::getBytes),
			Map.entry(LocalDate.class, (row, column) -> row.getObject(column, LocalDate.class)),
			Map.entry(LocalTime.class, (row, column) -> row.getObject(column, LocalTime.class)),
			Map.entry(LocalDateTime.class, (row, column) -> row.getObject(column, LocalDateTime.class)),
			Map.entry(OffsetTime.class, (row, column) -> row.getObject(column, OffsetTime.class)),
			Map.entry(OffsetDateTime.class, (row, column) -> row.getObject(column, OffsetDateTime.class)),
			Map.entry(ZonedDateTime.class, ColumnReaders::readZonedDateTime),
			Map.entry(Instant.class, ColumnReaders::readInstant), Map.entry(UUID.class, ColumnReaders::readUuid),
			Map.entry(java.util.Date.class, (row, column) -> row.getTimestamp(column)),
			Map.entry(Timestamp.class, (row, column) -> row.getTimestamp(column)),
			Map.entry(java.sql.Date.class, (row, column) -> row.getDate(column)),
			Map.entry(Object.class, ColumnReaders::readAny));

	private ColumnReaders() {
	}

	/**
	 * Return the reader of a type.
	 * @param type the declared type of the key, the value or a part of it; a primitive
	 * type is read as its wrapper
	 * @return the reader
	 */
	static ColumnReader forType(ResolvableType type) {
		Class<?> javaType = ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
		ColumnReader getter = GETTERS.get(javaType);
		if (getter != null) {
			return getter;
		}
		if (javaType.isEnum()) {
			return enumReader(javaType);
		}
		if (javaType == Optional.class) {
			ColumnReader content = forType(type.getGeneric());
			return (row, column) -> Optional.ofNullable(content.read(row, column));
		}
		return convertingReader(type, javaType);
	}

	private static ColumnReader enumReader(Class<?> type) {
		Map<String, Object> constants = new HashMap<>();
		for (Object constant : type.getEnumConstants()) {
			constants.put(((Enum<?>) constant).name(), constant);
		}
		return (row, column) -> {
			String name = row.getString(column);
			if (name == null) {
				return null;
			}
			Object constant = constants.get(name.strip());
			if (constant == null) {
				throw new CacheSourceException("it holds the name of no constant");
			}
			return constant;
		};
	}

	private static ColumnReader convertingReader(ResolvableType type, Class<?> javaType) {
		ConversionService conversion = DefaultConversionService.getSharedInstance();
		TypeDescriptor target = new TypeDescriptor(type, javaType, null);
		return (row, column) -> {
			Object value = readAny(row, column);
			return (value != null) ? conversion.convert(value, TypeDescriptor.forObject(value), target) : null;
		};
	}

	private static <T> @Nullable T orNull(ResultSet row, T value) throws SQLException {
		return row.wasNull() ? null : value;
	}

	private static @Nullable Object readCharacter(ResultSet row, int column) throws SQLException {
		String text = row.getString(column);
		if (text == null) {
			return null;
		}
		if (text.length() != 1) {
			throw new CacheSourceException("it holds " + text.length() + " characters instead of one");
		}
		return text.charAt(0);
	}

	private static @Nullable Object readBigInteger(ResultSet row, int column) throws SQLException {
		BigDecimal number = row.getBigDecimal(column);
		return (number != null) ? number.toBigIntegerExact() : null;
	}

	private static @Nullable Object readInstant(ResultSet row, int column) throws SQLException {
		Timestamp timestamp = row.getTimestamp(column);
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

	private static @Nullable Object readZonedDateTime(ResultSet row, int column) throws SQLException {
		OffsetDateTime dateTime = row.getObject(column, OffsetDateTime.class);
		return (dateTime != null) ? dateTime.toZonedDateTime() : null;
	}

	private static @Nullable Object readUuid(ResultSet row, int column) throws SQLException {
		Object value = row.getObject(column);
		if (value == null || value instanceof UUID) {
			return value;
		}
		if (value instanceof byte[] bytes && bytes.length == 16) {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			return new UUID(buffer.getLong(), buffer.getLong());
		}
		return UUID.fromString(value.toString().strip());
	}

	/**
	 * Read whatever the column holds, in terms of the JDK: arrays as arrays, and what
	 * only the driver knows as its text.
	 */
	private static @Nullable Object readAny(ResultSet row, int column) throws SQLException {
		Object value = JdbcUtils.getResultSetValue(row, column);
		if (value instanceof Array array) {
			return array.getArray();
		}
		if (value == null || value.getClass().isArray() || value.getClass().getName().startsWith("java.")) {
			return value;
		}
		return row.getString(column);
	}

}
