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
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Text form of a key, as a position in the order of the database.
 */
public enum KeyPosition {

	/**
	 * Whole numbers.
	 */
	INTEGER {

		@Override
		public Object parse(String text) {
			BigInteger number = new BigInteger(text);
			return (number.bitLength() < Long.SIZE) ? (Object) number.longValue() : new BigDecimal(number);
		}

		@Override
		public boolean isOrderOf(ResultSetMetaData column) throws SQLException {
			int type = column.getColumnType(1);
			// Not columns that may hold fractions, which the keys cannot have.
			boolean decimal = (type == Types.NUMERIC || type == Types.DECIMAL) && column.getPrecision(1) > 0
					&& column.getScale(1) == 0;
			return decimal || INTEGER_TYPES.contains(type);
		}

	},

	/**
	 * Texts, in the collation of their column.
	 */
	TEXT {

		@Override
		public Object parse(String text) {
			return text;
		}

		@Override
		public boolean isOrderOf(ResultSetMetaData column) throws SQLException {
			// Not CHAR, whose trailing blanks count in some comparisons only. PostgreSQL
			// reports non-standard types as VARCHAR too, so the name decides.
			int type = column.getColumnType(1);
			return (type == Types.VARCHAR || type == Types.NVARCHAR || type == Types.LONGVARCHAR)
					&& TEXT_TYPES.contains(column.getColumnTypeName(1).toLowerCase(Locale.ROOT));
		}

	},

	/**
	 * UUIDs, if the database has a type for them.
	 */
	UUIDS {

		@Override
		public Object parse(String text) {
			return UUID.fromString(text);
		}

		@Override
		public boolean isOrderOf(ResultSetMetaData column) throws SQLException {
			return column.getColumnTypeName(1).equalsIgnoreCase("uuid");
		}

	};

	private static final Set<Integer> INTEGER_TYPES = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER,
			Types.BIGINT);

	private static final Set<String> TEXT_TYPES = Set.of("varchar", "text", "character varying", "varchar2", "nvarchar",
			"nvarchar2", "longtext", "mediumtext", "tinytext");

	private static final Set<Class<?>> INTEGERS = Set.of(Byte.class, Short.class, Integer.class, Long.class,
			BigInteger.class);

	/**
	 * Return the form of positions for a type of key.
	 * @param keyType the type, never a primitive one
	 * @return the form, or {@code null} if another pod could not continue from such a key
	 */
	public static @Nullable KeyPosition of(Class<?> keyType) {
		if (INTEGERS.contains(keyType)) {
			return INTEGER;
		}
		if (keyType == String.class) {
			return TEXT;
		}
		return (keyType == UUID.class) ? UUIDS : null;
	}

	public String text(Object key) {
		return key.toString();
	}

	public abstract Object parse(String text);

	/**
	 * Return whether the first column of a result can be compared with such keys and
	 * sorts in their order.
	 */
	public abstract boolean isOrderOf(ResultSetMetaData column) throws SQLException;

}
