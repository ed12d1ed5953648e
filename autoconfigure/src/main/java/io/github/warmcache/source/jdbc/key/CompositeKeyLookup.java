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
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.SettingsRules;
import io.github.warmcache.source.jdbc.StatementCancellation;
import io.github.warmcache.source.jdbc.column.ResultColumn;
import io.github.warmcache.source.jdbc.key.KeyLookup.FoundRow;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/**
 * Lookup of rows by keys of several columns, one key at a time.
 */
final class CompositeKeyLookup implements KeyLookup {

	private final KeyColumns keys;

	private final RowMapping rows;

	private final ZoneId zone;

	private final int timeoutSeconds;

	private final @Nullable String written;

	/**
	 * For each placeholder, the index of the key part it stands for.
	 */
	private final List<Integer> placeholders;

	private final @Nullable String query;

	private volatile @Nullable Prepared prepared;

	CompositeKeyLookup(JdbcSourceSettings settings, KeyColumns keys, RowMapping rows, ZoneId zone) {
		this.keys = keys;
		this.rows = rows;
		this.zone = zone;
		this.timeoutSeconds = KeyLookup.seconds(settings.queryTimeout());
		this.query = settings.query();
		if (settings.keyQuery() != null) {
			ParsedSql parsed = NamedParameterUtils.parseSqlStatement(settings.keyQuery());
			MapSqlParameterSource parts = new MapSqlParameterSource();
			for (int i = 0; i < keys.names().size(); i++) {
				parts.addValue(SettingsRules.parameter(keys.names().get(i)), i);
			}
			this.written = NamedParameterUtils.substituteNamedParameters(parsed, parts);
			List<Integer> found = new ArrayList<>();
			for (Object part : NamedParameterUtils.buildValueArray(parsed, parts, null)) {
				found.add((Integer) part);
			}
			this.placeholders = List.copyOf(found);
		}
		else {
			this.written = null;
			this.placeholders = IntStream.range(0, keys.names().size()).boxed().toList();
		}
	}

	@Override
	public @Nullable FoundRow one(Connection connection, Object key, @Nullable StatementCancellation cancellation)
			throws SQLException {
		Prepared known = prepared(connection, cancellation);
		try (PreparedStatement statement = connection.prepareStatement(known.sql())) {
			if (!bind(known.bindings(), statement, key)) {
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
	public boolean isExact() {
		Prepared known = this.prepared;
		return IntStream.range(0, this.keys.types().size())
			.allMatch((part) -> KeyEquality.isKept(this.keys.types().get(part),
					(known != null) ? known.bindings().get(part).column() : null));
	}

	/**
	 * Set the parameters.
	 * @return {@code false} if no row can have this key
	 */
	private boolean bind(List<KeyBinding> known, PreparedStatement statement, Object key) throws SQLException {
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

	private Prepared prepared(Connection connection, @Nullable StatementCancellation cancellation) throws SQLException {
		Prepared known = this.prepared;
		if (known == null) {
			known = (this.written != null) ? written(connection, this.written, cancellation)
					: derived(connection, Objects.requireNonNull(this.query), cancellation);
			this.prepared = known;
		}
		return known;
	}

	private Prepared written(Connection connection, String sql, @Nullable StatementCancellation cancellation)
			throws SQLException {
		List<KeyBinding> found = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int part = 0; part < this.keys.names().size(); part++) {
				found.add(KeyBinding.of(connection, statement, this.placeholders.indexOf(part) + 1, this.zone));
			}
		}
		boolean known = found.stream().allMatch((binding) -> binding.column() != null);
		return new Prepared(sql, (known || this.query == null) ? found
				: bindings(connection, describe(connection, this.query, cancellation).columns()));
	}

	private Prepared derived(Connection connection, String all, @Nullable StatementCancellation cancellation)
			throws SQLException {
		KeyIdentifiers key = describe(connection, all, cancellation);
		String condition = key.sql().stream().map((name) -> name + " = ?").collect(Collectors.joining(" and "));
		return new Prepared("select *" + KeyIdentifiers.from(all) + " where " + condition,
				bindings(connection, key.columns()));
	}

	private List<KeyBinding> bindings(Connection connection, List<ResultColumn> columns) throws SQLException {
		KeyBinding unknown = KeyBinding.of(connection, null, 1, this.zone);
		return columns.stream().map(unknown::of).toList();
	}

	private KeyIdentifiers describe(Connection connection, String all, @Nullable StatementCancellation cancellation)
			throws SQLException {
		return KeyIdentifiers.describe(connection, all, this.keys.names(), this.timeoutSeconds, cancellation);
	}

	/**
	 * SQL for one key, and the bindings of its parts.
	 */
	private record Prepared(String sql, List<KeyBinding> bindings) {

	}

}
