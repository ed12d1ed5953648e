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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.namedparam.AbstractSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.util.StringUtils;

/**
 * What {@link JdbcSourceSettings} accepts.
 */
final class SettingsRules {

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
	 * Refuse a query for all rows that is really one for keys. Other colons may be SQL of
	 * the database, such as a cast or an array slice, and are none of our business.
	 */
	static void withoutKeys(String setting, @Nullable String sql) {
		if (sql == null) {
			return;
		}
		Set<String> names = parameterNames(setting, sql);
		if (names.contains("key") || names.contains("keys")) {
			throw new InvalidSourceException(setting, "selects by key although it stands for all rows",
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
		if (!StringUtils.hasText(keyColumn)) {
			throw new InvalidSourceException("key-column", (keyColumn != null) ? "is blank" : "is missing",
					"Write the name of the column of the query's result that holds the key, such as 'id'");
		}
		if (!IDENTIFIER.matcher(keyColumn).matches()) {
			throw new InvalidSourceException("key-column", "is not the name of one column",
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
			throw new InvalidSourceException(setting, "is not SQL that can be read", "Check its quotes and parameters");
		}
		return names;
	}

}
