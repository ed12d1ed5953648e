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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.StatementCancellation;
import io.github.warmcache.source.jdbc.key.KeyLookup.FoundRow;
import org.jspecify.annotations.Nullable;

/**
 * Lookup of rows by single-column keys.
 */
final class ColumnKeyLookup implements KeyLookup {

	private final @Nullable Statements written;

	private final int batchSize;

	private final int timeoutSeconds;

	private final RowMapping oneRow;

	private final RowMapping manyRows;

	private final ZoneId zone;

	private final @Nullable String query;

	private volatile @Nullable Statements derived;

	private volatile @Nullable KeyBinding binding;

	ColumnKeyLookup(JdbcSourceSettings settings, RowMapping oneRow, RowMapping manyRows, ZoneId zone) {
		this.written = written(settings);
		this.batchSize = settings.batchSize();
		this.timeoutSeconds = KeyLookup.seconds(settings.queryTimeout());
		this.oneRow = oneRow;
		this.manyRows = manyRows;
		this.zone = zone;
		this.query = (settings.keyColumn() != null) ? settings.query() : null;
		if (this.query == null && this.written == null) {
			throw new IllegalStateException("Nothing to derive a query for keys from");
		}
	}

	private static @Nullable Statements written(JdbcSourceSettings settings) {
		KeySql many = (settings.keysQuery() != null) ? KeySql.written(settings.keysQuery(), "keys") : null;
		KeySql one = (settings.keyQuery() != null) ? KeySql.written(settings.keyQuery(), "key") : many;
		return (one != null) ? new Statements(one, many) : null;
	}

	@Override
	public @Nullable FoundRow one(Connection connection, Object key, @Nullable StatementCancellation cancellation)
			throws SQLException {
		KeySql sql = statements(connection, cancellation).one();
		try (PreparedStatement statement = prepare(connection, sql, List.of(key), cancellation)) {
			if (statement == null) {
				return null;
			}
			if (cancellation != null) {
				cancellation.begin(statement);
			}
			return this.oneRow.one(statement, key);
		}
	}

	@Override
	public boolean isExact() {
		KeyBinding known = this.binding;
		return KeyEquality.isKept(this.oneRow.keys().type(), (known != null) ? known.column() : null);
	}

	@Override
	public void many(Connection connection, Collection<?> keys, Map<Object, Object> found) throws SQLException {
		KeySql many = statements(connection, null).many();
		if (many == null) {
			for (Object key : keys) {
				FoundRow row = one(connection, key, null);
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
				addChunk(connection, many, chunk, found);
				chunk.clear();
			}
		}
		if (!chunk.isEmpty()) {
			pad(many, chunk);
			addChunk(connection, many, chunk, found);
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
						throw KeyLookup.ambiguous();
					}
				}
			}
		}
	}

	/**
	 * Repeat the last key up to a power of two or the batch size, so that the statement
	 * caches of drivers and databases see few different statements.
	 */
	private void pad(KeySql sql, List<Object> keys) {
		if (sql.paddable()) {
			int size = Math.min(this.batchSize, Integer.highestOneBit(2 * keys.size() - 1));
			keys.addAll(Collections.nCopies(size - keys.size(), keys.get(keys.size() - 1)));
		}
	}

	/**
	 * Prepare a statement for keys.
	 * @return the statement, or {@code null} if no row can have any of the keys
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
	 * Convert keys to parameters. A key that no row can have is replaced by another one,
	 * so that their number stays the same. Empty if no row can have any of the keys.
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

	private Statements statements(Connection connection, @Nullable StatementCancellation cancellation)
			throws SQLException {
		Statements known = (this.written != null) ? this.written : this.derived;
		if (known == null) {
			String all = Objects.requireNonNull(this.query);
			KeyIdentifiers key = describe(connection, all, cancellation);
			this.binding = KeyBinding.of(connection, null, 1, this.zone).of(key.columns().get(0));
			KeySql sql = KeySql.derived(all, key.sql().get(0));
			known = new Statements(sql, sql);
			this.derived = known;
		}
		return known;
	}

	private KeyBinding binding(Connection connection, PreparedStatement statement,
			@Nullable StatementCancellation cancellation) throws SQLException {
		KeyBinding known = this.binding;
		if (known == null) {
			known = KeyBinding.of(connection, statement, 1, this.zone);
			if (known.column() == null && this.query != null) {
				// A query can be cancelled; a request for parameter metadata cannot.
				known = known.of(describe(connection, this.query, cancellation).columns().get(0));
			}
			this.binding = known;
		}
		return known;
	}

	private KeyIdentifiers describe(Connection connection, String all, @Nullable StatementCancellation cancellation)
			throws SQLException {
		return KeyIdentifiers.describe(connection, all, this.oneRow.keys().names(), this.timeoutSeconds, cancellation);
	}

	/**
	 * SQL for one key and for many.
	 */
	private record Statements(KeySql one, @Nullable KeySql many) {

	}

}
