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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.warmcache.source.CacheSourceException;
import org.jspecify.annotations.Nullable;

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

	private final ZoneId zone;

	private final boolean written;

	private final @Nullable String describingQuery;

	private volatile @Nullable KeyBinding binding;

	KeyLookup(JdbcSourceSettings settings, RowMapping oneRow, RowMapping manyRows, ZoneId zone) {
		this.one = oneKey(settings);
		this.many = manyKeys(settings);
		this.batchSize = settings.batchSize();
		this.timeoutSeconds = seconds(settings.queryTimeout());
		this.oneRow = oneRow;
		this.manyRows = manyRows;
		this.zone = zone;
		this.written = settings.keyQuery() != null || settings.keysQuery() != null;
		this.describingQuery = (settings.query() != null && settings.keyColumn() != null)
				? "select warmcache_rows.%s from (\n%s\n) warmcache_rows where 1 = 0".formatted(settings.keyColumn(),
						settings.query())
				: null;
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
	@Nullable FoundRow one(Connection connection, Object key, StatementCancellation cancellation) throws SQLException {
		try (PreparedStatement statement = prepare(connection, this.one, List.of(key), cancellation)) {
			if (statement == null) {
				return null;
			}
			cancellation.begin(statement);
			return one(statement, key);
		}
	}

	private @Nullable FoundRow one(PreparedStatement statement, Object key) throws SQLException {
		try (ResultSet rows = statement.executeQuery()) {
			RowMapping.Resolved mapping = this.oneRow.resolve(rows);
			if (!rows.next()) {
				return null;
			}
			Object value = mapping.value(rows);
			boolean ofKey = mapping.isOf(rows, key);
			if (rows.next()) {
				throw ambiguous();
			}
			return (value != null) ? new FoundRow(value, ofKey) : null;
		}
	}

	/**
	 * Read the value of one key, as a check of the lookup itself.
	 */
	@Nullable FoundRow one(Connection connection, Object key) throws SQLException {
		try (PreparedStatement statement = prepare(connection, this.one, List.of(key), null)) {
			return (statement != null) ? one(statement, key) : null;
		}
	}

	/**
	 * Whether the database takes different texts for the same key because of the type of
	 * its column.
	 */
	boolean takesTextsForTheSame(Class<?> keyType) {
		KeyBinding known = this.binding;
		return known != null && known.takesTextsForTheSame(keyType);
	}

	/**
	 * Read the values of many keys.
	 * @param connection the connection
	 * @param keys the keys
	 * @param found where to put the values, by the keys that their rows have
	 * @throws SQLException if the database fails
	 */
	void many(Connection connection, Collection<?> keys, Map<Object, Object> found) throws SQLException {
		if (this.many == null) {
			for (Object key : keys) {
				FoundRow row = one(connection, key);
				if (row != null && row.ofKey()) {
					found.put(key, row.value());
				}
			}
			return;
		}
		Set<Object> distinct = new LinkedHashSet<>(keys);
		List<Object> chunk = new ArrayList<>(Math.min(this.batchSize, distinct.size()));
		for (Object key : distinct) {
			chunk.add(key);
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

	private void addChunk(Connection connection, KeySql sql, List<Object> keys, Map<Object, Object> found)
			throws SQLException {
		try (PreparedStatement statement = prepare(connection, sql, keys, null)) {
			if (statement == null) {
				return;
			}
			try (ResultSet rows = statement.executeQuery()) {
				RowMapping.Resolved mapping = this.manyRows.resolve(rows);
				mapping.requireKeyColumn();
				while (rows.next()) {
					Object key = mapping.key(rows);
					Object value = mapping.value(rows);
					if (value != null && found.put(key, value) != null) {
						throw ambiguous();
					}
				}
			}
		}
	}

	/**
	 * Repeat the last key up to a power of two, so that drivers and databases that cache
	 * statements see few of them.
	 */
	private void pad(KeySql sql, List<Object> keys) {
		if (sql.paddable()) {
			int size = Math.min(this.batchSize, Integer.highestOneBit(2 * keys.size() - 1));
			keys.addAll(Collections.nCopies(size - keys.size(), keys.get(keys.size() - 1)));
		}
	}

	/**
	 * Prepare a statement for keys.
	 * @return it, or {@code null} if no row can have such keys
	 */
	private @Nullable PreparedStatement prepare(Connection connection, KeySql sql, List<Object> keys,
			@Nullable StatementCancellation cancellation) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql.sql(keys.size()));
		try {
			KeyBinding binding = binding(connection, statement, cancellation);
			List<Object> parameters = parameters(binding, keys);
			if (parameters.isEmpty()) {
				statement.close();
				return null;
			}
			statement.setQueryTimeout(this.timeoutSeconds);
			int position = 1;
			for (Object argument : sql.arguments(parameters)) {
				binding.set(statement, position++, argument);
			}
			return statement;
		}
		catch (SQLException | RuntimeException ex) {
			statement.close();
			throw ex;
		}
	}

	/**
	 * Convert keys, with another one in the place of a key that no row can have.
	 */
	private static List<Object> parameters(KeyBinding binding, List<Object> keys) {
		List<Object> parameters = new ArrayList<>(keys.size());
		keys.forEach((key) -> {
			Object parameter = binding.parameter(key);
			if (parameter != null) {
				parameters.add(parameter);
			}
		});
		if (!parameters.isEmpty()) {
			parameters.addAll(Collections.nCopies(keys.size() - parameters.size(), parameters.get(0)));
		}
		return parameters;
	}

	private KeyBinding binding(Connection connection, PreparedStatement statement,
			@Nullable StatementCancellation cancellation) throws SQLException {
		KeyBinding known = this.binding;
		if (known == null) {
			// A query can be cancelled, unlike the question what a parameter is.
			known = KeyBinding.of(connection, this.written ? statement : null, this.zone);
			if (known.column() == null && this.describingQuery != null) {
				known = known.of(describe(connection, this.describingQuery, cancellation));
			}
			this.binding = known;
		}
		return known;
	}

	private ResultColumn describe(Connection connection, String query, @Nullable StatementCancellation cancellation)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(query)) {
			statement.setQueryTimeout(this.timeoutSeconds);
			if (cancellation != null) {
				cancellation.begin(statement);
			}
			try (ResultSet none = statement.executeQuery()) {
				return ResultColumn.of(none.getMetaData(), 1);
			}
		}
	}

	private static CacheSourceException ambiguous() {
		return new CacheSourceException(
				"The query has more than one row for a key. Select one row for each value of the key column");
	}

}
