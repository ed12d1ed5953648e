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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.source.CacheSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/**
 * Reads rows by their keys.
 */
final class KeyLookup {

	private final KeySql one;

	private final @Nullable KeySql many;

	private final int batchSize;

	private final int timeoutSeconds;

	private final RowMapping oneRow;

	private final RowMapping manyRows;

	KeyLookup(JdbcSourceSettings settings, RowMapping oneRow, RowMapping manyRows) {
		this.one = oneKey(settings);
		this.many = manyKeys(settings);
		this.batchSize = settings.batchSize();
		this.timeoutSeconds = seconds(settings.queryTimeout());
		this.oneRow = oneRow;
		this.manyRows = manyRows;
	}

	private static KeySql oneKey(JdbcSourceSettings settings) {
		if (settings.keyQuery() != null) {
			return KeySql.written(settings.keyQuery(), "key");
		}
		return (settings.keysQuery() != null) ? KeySql.written(settings.keysQuery(), "keys") : derived(settings);
	}

	private static @Nullable KeySql manyKeys(JdbcSourceSettings settings) {
		if (settings.keysQuery() != null) {
			return KeySql.written(settings.keysQuery(), "keys");
		}
		return (settings.keyQuery() == null) ? derived(settings) : null;
	}

	private static KeySql derived(JdbcSourceSettings settings) {
		if (settings.query() == null || settings.keyColumn() == null) {
			throw new IllegalStateException("Nothing to derive a query for keys from");
		}
		return KeySql.derived(settings.query(), settings.keyColumn());
	}

	static int seconds(@Nullable Duration timeout) {
		return (timeout != null) ? Math.toIntExact((timeout.toMillis() + 999) / 1000) : 0;
	}

	/**
	 * Read the value of one key.
	 * @param connection the connection
	 * @param key the key
	 * @param cancellation ends the statement
	 * @return the value, or {@code null} if there is none
	 * @throws SQLException if the database fails, or ended the statement
	 */
	@Nullable Object one(Connection connection, Object key, StatementCancellation cancellation) throws SQLException {
		List<Object> parameters = List.of(KeyValues.toParameter(key));
		try (PreparedStatement statement = prepare(connection, this.one, parameters)) {
			cancellation.begin(statement);
			return one(statement);
		}
	}

	private @Nullable Object one(PreparedStatement statement) throws SQLException {
		try (ResultSet rows = statement.executeQuery()) {
			RowMapping.Resolved mapping = this.oneRow.resolve(rows);
			if (!rows.next()) {
				return null;
			}
			Object value = mapping.value(rows);
			if (rows.next()) {
				throw ambiguous();
			}
			return value;
		}
	}

	private @Nullable Object one(Connection connection, Object key) throws SQLException {
		try (PreparedStatement statement = prepare(connection, this.one, List.of(KeyValues.toParameter(key)))) {
			return one(statement);
		}
	}

	/**
	 * Read the values of many keys.
	 * @param connection the connection
	 * @param keys the keys
	 * @param found where to put the values, by {@link KeyValues#comparable} keys
	 * @throws SQLException if the database fails
	 */
	void many(Connection connection, Collection<?> keys, Map<Object, Object> found) throws SQLException {
		if (this.many == null) {
			for (Object key : keys) {
				Object value = one(connection, key);
				if (value != null) {
					found.put(KeyValues.comparable(key), value);
				}
			}
			return;
		}
		Set<Object> parameters = new LinkedHashSet<>();
		keys.forEach((key) -> parameters.add(KeyValues.toParameter(key)));
		List<Object> chunk = new ArrayList<>(Math.min(this.batchSize, parameters.size()));
		for (Object parameter : parameters) {
			chunk.add(parameter);
			if (chunk.size() == this.batchSize) {
				addChunk(connection, this.many, chunk, found);
				chunk.clear();
			}
		}
		if (!chunk.isEmpty()) {
			pad(this.many, chunk);
			addChunk(connection, this.many, chunk, found);
		}
	}

	private void addChunk(Connection connection, KeySql sql, List<Object> parameters, Map<Object, Object> found)
			throws SQLException {
		try (PreparedStatement statement = prepare(connection, sql, parameters);
				ResultSet rows = statement.executeQuery()) {
			RowMapping.Resolved mapping = this.manyRows.resolve(rows);
			mapping.requireKeyColumn();
			while (rows.next()) {
				Object key = mapping.key(rows);
				Object value = mapping.value(rows);
				if (value != null && found.put(KeyValues.comparable(key), value) != null) {
					throw ambiguous();
				}
			}
		}
	}

	/**
	 * Repeat the last key up to a power of two, so that drivers and databases that cache
	 * statements see few of them.
	 */
	private void pad(KeySql sql, List<Object> parameters) {
		if (sql.paddable()) {
			int size = Math.min(this.batchSize, Integer.highestOneBit(2 * parameters.size() - 1));
			parameters.addAll(Collections.nCopies(size - parameters.size(), parameters.get(parameters.size() - 1)));
		}
	}

	private PreparedStatement prepare(Connection connection, KeySql sql, List<Object> parameters) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql.sql(parameters.size()));
		try {
			statement.setQueryTimeout(this.timeoutSeconds);
			int position = 1;
			for (Object argument : sql.arguments(parameters)) {
				StatementCreatorUtils.setParameterValue(statement, position++, SqlTypeValue.TYPE_UNKNOWN, argument);
			}
			return statement;
		}
		catch (SQLException | RuntimeException ex) {
			statement.close();
			throw ex;
		}
	}

	private static CacheSourceException ambiguous() {
		return new CacheSourceException(
				"The query has more than one row for a key. " + "Select one row for each value of the key column");
	}

}
