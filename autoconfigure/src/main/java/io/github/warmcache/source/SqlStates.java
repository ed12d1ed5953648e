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

package io.github.warmcache.source;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Classification of failures by SQL state.
 *
 * @since 0.1.0
 */
public final class SqlStates {

	/**
	 * Vendor codes of MySQL and MariaDB for too many connections of one user, which they
	 * report with the SQL state of wrong SQL.
	 */
	private static final Set<Integer> TOO_MANY_CONNECTIONS = Set.of(1203, 1226);

	/**
	 * Cursors and prepared statements that already exist, which happens behind PgBouncer.
	 */
	private static final Set<String> OF_THE_SESSION = Set.of("42P03", "42P05");

	/**
	 * Missing table or schema in PostgreSQL, in standard SQL and in H2.
	 */
	private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02", "42S03", "42S04", "3F000");

	private static final int ORACLE_MISSING_TABLE = 942;

	/**
	 * Lost connections, lack of resources, cancelled statements, server failures, and
	 * objects that H2 has closed.
	 */
	private static final List<String> OF_THE_CONNECTION = List.of("08", "25", "40", "53", "57", "58", "XX", "HY008",
			"90007", "90067", "90098", "90121");

	/**
	 * Lost connections, lack of resources, and servers that shut down or start.
	 */
	private static final List<String> AWAY = List.of("08", "53", "57", "58");

	private SqlStates() {
	}

	/**
	 * Return whether the server refused the user or the password.
	 * @param state the SQL state, or {@code null} if the driver reports none
	 * @return {@code false} for any other failure
	 */
	public static boolean isRefusal(@Nullable String state) {
		return state != null && state.startsWith("28");
	}

	/**
	 * Return whether the server could not be reached, or had no capacity.
	 * @param state the SQL state, or {@code null} if the driver reports none
	 * @return {@code false} for any other failure
	 */
	public static boolean isAway(@Nullable String state) {
		return state != null && AWAY.stream().anyMatch(state::startsWith);
	}

	/**
	 * Return whether a failure recurs until the SQL, the schema or the user's privileges
	 * are corrected: wrong syntax, a missing table, column or schema, a missing
	 * privilege, an unsupported feature.
	 * @param state the SQL state, or {@code null} if the driver reports none
	 * @param code the vendor's error code
	 * @return {@code false} if a retry may succeed
	 */
	public static boolean isPermanent(@Nullable String state, int code) {
		if (state == null || OF_THE_SESSION.contains(state) || TOO_MANY_CONNECTIONS.contains(code)) {
			return false;
		}
		return state.startsWith("42") || state.startsWith("0A") || state.equals("3F000");
	}

	/**
	 * Return whether a table or its schema is missing.
	 * @param state the SQL state, or {@code null} if the driver reports none
	 * @param code the vendor's error code
	 * @return {@code false} for any other failure
	 */
	public static boolean isMissingTable(@Nullable String state, int code) {
		return state != null
				&& (MISSING_TABLE.contains(state) || (state.equals("42000") && code == ORACLE_MISSING_TABLE));
	}

	/**
	 * Return whether a failure to read a column may concern only its row.
	 * @param state the SQL state, or {@code null} if the driver reports none
	 * @return {@code false} if the connection or the statement is no longer usable
	 */
	public static boolean isOfRow(@Nullable String state) {
		return state == null || OF_THE_CONNECTION.stream().noneMatch(state::startsWith);
	}

}
