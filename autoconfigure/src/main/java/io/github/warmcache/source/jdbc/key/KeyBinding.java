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
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.jdbc.column.PlainValues;
import io.github.warmcache.source.jdbc.column.ResultColumn;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/**
 * Binds keys as the type of their column, because databases compare values of different
 * types in their own ways, or not at all.
 *
 * @param column the column that the key is compared with, or {@code null} if the driver
 * cannot tell
 * @param postgres whether the database is PostgreSQL, which infers the type of a text
 * only if none is declared
 * @param zone the zone of timestamps without a zone
 */
record KeyBinding(@Nullable ResultColumn column, boolean postgres, ZoneId zone) {

	/**
	 * Find out what a statement compares a parameter with.
	 * @param connection the connection, in a transaction
	 * @param statement the statement, or {@code null} to leave the column unknown
	 * @param position the position of the parameter, from 1
	 * @param zone the zone of timestamps without a zone
	 * @return the binding
	 * @throws SQLException if the database fails
	 */
	static KeyBinding of(Connection connection, @Nullable PreparedStatement statement, int position, ZoneId zone)
			throws SQLException {
		boolean postgres = connection.getMetaData()
			.getDatabaseProductName()
			.toLowerCase(Locale.ROOT)
			.contains("postgres");
		return new KeyBinding((statement != null) ? describe(connection, statement, position) : null, postgres, zone);
	}

	/**
	 * Return the binding for keys that are compared with a column.
	 */
	KeyBinding of(ResultColumn compared) {
		return new KeyBinding(compared, this.postgres, this.zone);
	}

	private static @Nullable ResultColumn describe(Connection connection, PreparedStatement statement, int position)
			throws SQLException {
		if (connection.getAutoCommit()) {
			return null;
		}
		// If PostgreSQL cannot tell, it aborts the transaction.
		Savepoint before = connection.setSavepoint();
		try {
			ParameterMetaData parameters = statement.getParameterMetaData();
			String type = parameters.getParameterTypeName(position);
			return (type == null || type.isBlank() || type.equalsIgnoreCase("null")) ? null
					: new ResultColumn("key", parameters.getParameterType(position), type.toLowerCase(Locale.ROOT));
		}
		catch (SQLException ex) {
			connection.rollback(before);
			return null;
		}
	}

	/**
	 * Convert a key to a parameter of the column's type.
	 * @param key the key
	 * @return the parameter, or {@code null} if no row can have this key
	 */
	@Nullable Object parameter(Object key) {
		ResultColumn compared = this.column;
		if (compared == null) {
			return KeyValues.toParameter(key);
		}
		if (compared.isUuid()) {
			return (key instanceof String text) ? uuid(text) : KeyValues.toParameter(key);
		}
		if (compared.isBinary() && key instanceof UUID uuid) {
			return ByteBuffer.allocate(16)
				.putLong(uuid.getMostSignificantBits())
				.putLong(uuid.getLeastSignificantBits())
				.array();
		}
		if (compared.isNumber()) {
			return number(key);
		}
		if (compared.isTimestamp()) {
			LocalDateTime local = local(key);
			return (local != null) ? local : KeyValues.toParameter(key);
		}
		return isText(compared) ? text(key) : KeyValues.toParameter(key);
	}

	private static boolean isText(ResultColumn column) {
		return column.isText() || column.typeName().startsWith("enum");
	}

	private static String text(Object key) {
		Object parameter = KeyValues.toParameter(key);
		return (parameter instanceof BigDecimal number) ? number.toPlainString() : parameter.toString();
	}

	private static @Nullable Object uuid(String text) {
		try {
			return PlainValues.uuid(text);
		}
		catch (CacheSourceException ex) {
			return null;
		}
	}

	private static @Nullable Object number(Object key) {
		if (key instanceof Enum<?> constant) {
			return constant.ordinal();
		}
		if (!(key instanceof String text)) {
			return KeyValues.toParameter(key);
		}
		try {
			BigDecimal number = new BigDecimal(text);
			boolean isLong = number.scale() == 0 && number.unscaledValue().bitLength() < Long.SIZE;
			return isLong ? (Object) number.longValueExact() : number;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private @Nullable LocalDateTime local(Object key) {
		if (key instanceof Instant instant) {
			return LocalDateTime.ofInstant(instant, this.zone);
		}
		if (key instanceof OffsetDateTime dateTime) {
			return dateTime.atZoneSameInstant(this.zone).toLocalDateTime();
		}
		if (key instanceof ZonedDateTime dateTime) {
			return dateTime.withZoneSameInstant(this.zone).toLocalDateTime();
		}
		return (key instanceof Date date && !(key instanceof java.sql.Date) && !(key instanceof java.sql.Time))
				? LocalDateTime.ofInstant(date.toInstant(), this.zone) : null;
	}

	/**
	 * Set a parameter.
	 * @param statement the statement
	 * @param position its position, from 1
	 * @param parameter what {@link #parameter} returned
	 * @throws SQLException if the driver rejects the parameter
	 */
	void set(PreparedStatement statement, int position, Object parameter) throws SQLException {
		if (this.postgres && this.column != null && parameter instanceof String) {
			statement.setObject(position, parameter, Types.OTHER);
		}
		else if (parameter instanceof byte[] bytes) {
			statement.setBytes(position, bytes);
		}
		else {
			StatementCreatorUtils.setParameterValue(statement, position, SqlTypeValue.TYPE_UNKNOWN, parameter);
		}
	}

}
