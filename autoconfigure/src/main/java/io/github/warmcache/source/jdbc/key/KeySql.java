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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;

/**
 * SQL that selects rows by their keys, with a placeholder for each key.
 */
interface KeySql {

	/**
	 * Return the SQL for a number of keys.
	 * @param keys the number of keys, at least one
	 * @return the SQL with JDBC placeholders
	 */
	String sql(int keys);

	/**
	 * Return the values for the placeholders.
	 * @param keys the keys, as many as the SQL was made for
	 * @return the values by position
	 */
	List<Object> arguments(List<Object> keys);

	/**
	 * Return whether a key may be repeated without selecting its row twice.
	 * @return whether the list of keys may be padded
	 */
	boolean paddable();

	/**
	 * Wrap a query for all rows.
	 * @param query selects all rows
	 * @param keyColumn the key column, as SQL around the query writes it
	 * @return the SQL
	 */
	static KeySql derived(String query, String keyColumn) {
		String start = "select *" + KeyIdentifiers.from(query) + " where " + keyColumn;
		return new KeySql() {

			@Override
			public String sql(int keys) {
				return (keys == 1) ? start + " = ?"
						: start + " in (" + String.join(", ", Collections.nCopies(keys, "?")) + ")";
			}

			@Override
			public List<Object> arguments(List<Object> keys) {
				return keys;
			}

			@Override
			public boolean paddable() {
				return true;
			}

		};
	}

	/**
	 * Use hand-written SQL.
	 * @param sql the SQL, whose only parameter is the named one
	 * @param parameter the name of the parameter
	 * @return the SQL
	 */
	static KeySql written(String sql, String parameter) {
		ParsedSql parsed = NamedParameterUtils.parseSqlStatement(sql);
		int occurrences = NamedParameterUtils.buildValueArray(parsed, new MapSqlParameterSource(parameter, List.of()),
				null).length;
		String single = NamedParameterUtils.substituteNamedParameters(parsed,
				new MapSqlParameterSource(parameter, List.of(0)));
		return new KeySql() {

			@Override
			public String sql(int keys) {
				return (keys == 1) ? single : NamedParameterUtils.substituteNamedParameters(parsed,
						new MapSqlParameterSource(parameter, Collections.nCopies(keys, 0)));
			}

			@Override
			public List<Object> arguments(List<Object> keys) {
				if (occurrences == 1) {
					return keys;
				}
				List<Object> arguments = new ArrayList<>(keys.size() * occurrences);
				for (int i = 0; i < occurrences; i++) {
					arguments.addAll(keys);
				}
				return arguments;
			}

			@Override
			public boolean paddable() {
				return false;
			}

		};
	}

}
