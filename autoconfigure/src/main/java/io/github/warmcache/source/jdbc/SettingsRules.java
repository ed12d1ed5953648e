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

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.AbstractSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.util.StringUtils;

/**
 * Validation of {@link JdbcSourceSettings}.
 */
public final class SettingsRules {

	private static final Pattern IDENTIFIER = Pattern
		.compile("[\\p{L}_][\\p{L}\\p{N}_$#]*|\"[^\"]+\"|`[^`]+`|\\[[^\\[\\]]+]");

	private SettingsRules() {
	}

	static @Nullable String sql(String setting, @Nullable String sql) {
		if (sql == null) {
			return null;
		}
		String stripped = sql.strip();
		while (stripped.endsWith(";")) {
			stripped = stripped.substring(0, stripped.length() - 1).stripTrailing();
		}
		if (stripped.isEmpty()) {
			throw new InvalidSourceException(setting, "is blank", "Write an SQL select, or leave the setting out");
		}
		return stripped;
	}

	/**
	 * Reject a query for all rows that really selects by key. Other colons may be SQL of
	 * the database, such as a cast or an array slice, and are ignored.
	 */
	static void withoutKeys(String setting, @Nullable String sql) {
		if (sql == null) {
			return;
		}
		Set<String> names = parameterNames(setting, sql);
		if (names.contains("key") || names.contains("keys")) {
			throw new InvalidSourceException(setting, "selects by key, but must select all rows",
					"Move the SQL to key-query if it contains ':key', to keys-query if it contains ':keys'");
		}
	}

	static void withParameter(String setting, @Nullable String sql, String parameter, String usage) {
		if (sql == null) {
			return;
		}
		Set<String> names = parameterNames(setting, sql);
		if (!names.contains(parameter)) {
			throw new InvalidSourceException(setting, "does not contain ':" + parameter + "'",
					"Compare the key with it, as in 'where id " + usage + "'");
		}
		if (names.size() > 1) {
			names.remove(parameter);
			throw new InvalidSourceException(setting, "contains the parameter ':" + names.iterator().next() + "'",
					"Use no parameter but ':" + parameter + "'");
		}
	}

	static void keyColumn(@Nullable String keyColumn, boolean required) {
		if (keyColumn == null && !required) {
			return;
		}
		column("key-column", keyColumn);
	}

	/**
	 * Check the columns of a composite key.
	 * @param keyColumns the columns, empty if the key is one column
	 * @param keyColumn the column of a single-column key, not allowed here
	 * @param keyQuery selects one key by the columns
	 * @param keysQuery selects many keys, not allowed here
	 */
	static void keyColumns(List<String> keyColumns, @Nullable String keyColumn, @Nullable String keyQuery,
			@Nullable String keysQuery) {
		if (keyColumn != null) {
			throw new InvalidSourceException("key-columns", "is set together with key-column",
					"Write key-column for a key of one column, or key-columns for a key of several");
		}
		if (keysQuery != null) {
			throw new InvalidSourceException("keys-query", "is set together with key-columns",
					"Leave it out: keys of several columns are loaded one by one");
		}
		if (keyColumns.size() == 1) {
			throw new InvalidSourceException("key-columns", "names one column only", "Write key-column instead");
		}
		keyColumns.forEach((column) -> column("key-columns", column));
		Set<String> parameters = new LinkedHashSet<>();
		for (String column : keyColumns) {
			if (!parameters.add(parameter(column))) {
				throw new InvalidSourceException("key-columns", "names a column twice",
						"Write one column for each part of the key, in their order");
			}
		}
		if (keyQuery != null && !parameterNames("key-query", keyQuery).equals(parameters)) {
			throw new InvalidSourceException("key-query", "does not compare the columns that key-columns names",
					"Compare each of them with the parameter of its name, and use no other parameter, as in 'where "
							+ keyColumns.stream()
								.map((column) -> column + " = :" + parameter(column))
								.collect(Collectors.joining(" and "))
							+ "'");
		}
	}

	/**
	 * Return the name of the query parameter for a column: its name without quotes.
	 */
	public static String parameter(String column) {
		return (Character.isLetter(column.charAt(0)) || column.charAt(0) == '_') ? column
				: column.substring(1, column.length() - 1);
	}

	private static void column(String setting, @Nullable String column) {
		if (!StringUtils.hasText(column)) {
			throw new InvalidSourceException(setting, (column != null) ? "is blank" : "is missing",
					"Write the name of the column of the query's result that holds the key, such as 'id'");
		}
		if (!IDENTIFIER.matcher(column).matches()) {
			throw new InvalidSourceException(setting, "is not the name of one column",
					"Write the name as the query's result has it, without its table and in the database's quotes "
							+ "if it needs them");
		}
	}

	static void positive(String setting, int number) {
		if (number <= 0) {
			throw new InvalidSourceException(setting, "must be positive, but is " + number,
					"Write a number such as 1000, or leave the setting out");
		}
	}

	static void notNegative(String setting, int number) {
		if (number < 0) {
			throw new InvalidSourceException(setting, "must not be negative, but is " + number,
					"Write a number such as 10000, or 0 for one query that selects all rows");
		}
	}

	static void positive(String setting, @Nullable Duration duration) {
		if (duration != null && (duration.isZero() || duration.isNegative())) {
			throw new InvalidSourceException(setting, "must be positive, but is " + duration,
					"Write a duration such as 2s, or leave the setting out for no limit");
		}
	}

	private static Set<String> parameterNames(String setting, String sql) {
		Set<String> names = new TreeSet<>();
		try {
			ParsedSql parsed = NamedParameterUtils.parseSqlStatement(sql);
			NamedParameterUtils.substituteNamedParameters(parsed, new AbstractSqlParameterSource() {

				@Override
				public boolean hasValue(String name) {
					names.add(name);
					return false;
				}

				@Override
				public @Nullable Object getValue(String name) {
					return null;
				}

			});
		}
		catch (RuntimeException ex) {
			throw new InvalidSourceException(setting, "cannot be parsed as SQL", "Check its quotes and parameters");
		}
		return names;
	}

}
