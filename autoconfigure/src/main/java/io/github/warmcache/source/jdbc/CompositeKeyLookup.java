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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/**
 * Reads rows by keys of several columns, one key after the other.
 */
final class CompositeKeyLookup implements KeyLookup {

	private final KeyColumns keys;

	private final RowMapping rows;

	private final ZoneId zone;

	private final int timeoutSeconds;

	private final String sql;

	/**
	 * Which part of the key each placeholder stands for.
	 */
	private final List<Integer> placeholders;

	private final boolean written;

	private final @Nullable String describingQuery;

	private volatile @Nullable List<KeyBinding> bindings;

	CompositeKeyLookup(JdbcSourceSettings settings, KeyColumns keys, RowMapping rows, ZoneId zone) {
		this.keys = keys;
		this.rows = rows;
		this.zone = zone;
		this.timeoutSeconds = KeyLookup.seconds(settings.queryTimeout());
		this.written = settings.keyQuery() != null;
		this.describingQuery = (settings.query() != null)
				? "select " + columns(keys, ", ", "") + from(settings.query()) + " where 1 = 0" : null;
		if (settings.keyQuery() != null) {
			ParsedSql parsed = NamedParameterUtils.parseSqlStatement(settings.keyQuery());
			MapSqlParameterSource parts = new MapSqlParameterSource();
			for (int i = 0; i < keys.names().size(); i++) {
				parts.addValue(SettingsRules.parameter(keys.names().get(i)), i);
			}
			this.sql = NamedParameterUtils.substituteNamedParameters(parsed, parts);
			List<Integer> found = new ArrayList<>();
			for (Object part : NamedParameterUtils.buildValueArray(parsed, parts, null)) {
				found.add((Integer) part);
			}
			this.placeholders = List.copyOf(found);
		}
		else {
			this.sql = "select *" + from(String.valueOf(settings.query())) + " where " + columns(keys, " and ", " = ?");
			this.placeholders = IntStream.range(0, keys.names().size()).boxed().toList();
		}
	}

	/**
	 * The line breaks end a line comment at the end of the query.
	 */
	private static String from(String query) {
		return " from (\n" + query + "\n) warmcache_rows";
	}

	private static String columns(KeyColumns keys, String separator, String suffix) {
		return keys.names()
			.stream()
			.map((name) -> "warmcache_rows." + name + suffix)
			.collect(Collectors.joining(separator));
	}

	@Override
	public @Nullable FoundRow one(Connection connection, Object key, @Nullable StatementCancellation cancellation)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.sql)) {
			if (!bind(connection, statement, key, cancellation)) {
				return null;
			}
			statement.setQueryTimeout(this.timeoutSeconds);
			if (cancellation != null) {
				cancellation.begin(statement);
			}
			return this.rows.one(statement, key);
		}
	}

	@Override
	public void many(Connection connection, Collection<?> keys, Map<Object, Object> found) throws SQLException {
		for (Object key : keys) {
			FoundRow row = one(connection, key, null);
			if (row != null && row.ofKey()) {
				found.put(key, row.value());
			}
		}
	}

	@Override
	public boolean takesTextsForTheSame() {
		List<KeyBinding> known = this.bindings;
		return known != null && IntStream.range(0, known.size())
			.anyMatch((part) -> known.get(part).takesTextsForTheSame(this.keys.types().get(part)));
	}

	/**
	 * Set the parameters.
	 * @return {@code false} if no row can have such a key
	 */
	private boolean bind(Connection connection, PreparedStatement statement, Object key,
			@Nullable StatementCancellation cancellation) throws SQLException {
		List<KeyBinding> known = bindings(connection, statement, cancellation);
		List<@Nullable Object> parts = this.keys.parts(key);
		if (parts.size() != known.size()) {
			return false;
		}
		for (int i = 0; i < this.placeholders.size(); i++) {
			int part = this.placeholders.get(i);
			Object value = parts.get(part);
			Object parameter = (value != null) ? known.get(part).parameter(value) : null;
			if (parameter == null) {
				return false;
			}
			known.get(part).set(statement, i + 1, parameter);
		}
		return true;
	}

	private List<KeyBinding> bindings(Connection connection, PreparedStatement statement,
			@Nullable StatementCancellation cancellation) throws SQLException {
		List<KeyBinding> known = this.bindings;
		if (known == null) {
			List<KeyBinding> found = new ArrayList<>();
			for (int part = 0; part < this.keys.names().size(); part++) {
				found.add(KeyBinding.of(connection, this.written ? statement : null,
						this.placeholders.indexOf(part) + 1, this.zone));
			}
			if (this.describingQuery != null && found.stream().anyMatch((binding) -> binding.column() == null)) {
				describe(connection, this.describingQuery, found, cancellation);
			}
			known = List.copyOf(found);
			this.bindings = known;
		}
		return known;
	}

	private void describe(Connection connection, String query, List<KeyBinding> bindings,
			@Nullable StatementCancellation cancellation) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(query)) {
			statement.setQueryTimeout(this.timeoutSeconds);
			if (cancellation != null) {
				cancellation.begin(statement);
			}
			try (ResultSet none = statement.executeQuery()) {
				for (int part = 0; part < bindings.size(); part++) {
					bindings.set(part, bindings.get(part).of(ResultColumn.of(none.getMetaData(), part + 1)));
				}
			}
		}
	}

}
