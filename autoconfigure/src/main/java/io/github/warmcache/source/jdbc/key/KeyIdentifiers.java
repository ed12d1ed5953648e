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
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.source.jdbc.StatementCancellation;
import io.github.warmcache.source.jdbc.column.ResultColumn;
import io.github.warmcache.source.jdbc.column.ResultColumns;
import org.jspecify.annotations.Nullable;

/**
 * Key columns of a query's result, with their names as SQL around the query has to write
 * them: quoted, because an alias may be in mixed case, be a reserved word or contain
 * blanks.
 *
 * @param sql the name of each column in the quotes of the database
 * @param columns the columns in the same order
 */
public record KeyIdentifiers(List<String> sql, List<ResultColumn> columns) {

	/**
	 * Return the SQL that selects from a query, under the name {@code warmcache_rows}.
	 * The line break ends a line comment at the end of the query. Written for PostgreSQL,
	 * MySQL, MariaDB, H2 and Oracle, which is why the alias has no {@code as}; SQL Server
	 * allows no {@code order by} inside.
	 * @param query selects all rows
	 */
	public static String from(String query) {
		return " from (\n" + query + "\n) warmcache_rows";
	}

	/**
	 * Find the key columns with a query that returns no rows.
	 * @param connection the connection
	 * @param query selects all rows
	 * @param names the names of the columns as they were configured
	 * @param timeoutSeconds the time limit of the query, 0 for no limit
	 * @param cancellation cancels the statement; {@code null} if nothing does
	 * @throws SQLException if the database fails or the statement was cancelled
	 * @throws io.github.warmcache.source.CacheSourceException if a column is missing
	 */
	public static KeyIdentifiers describe(Connection connection, String query, List<String> names, int timeoutSeconds,
			@Nullable StatementCancellation cancellation) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("select *" + from(query) + " where 1 = 0")) {
			statement.setQueryTimeout(timeoutSeconds);
			if (cancellation != null) {
				cancellation.begin(statement);
			}
			try (ResultSet none = statement.executeQuery()) {
				return find(connection, none.getMetaData(), names);
			}
		}
	}

	/**
	 * Find the key columns.
	 * @param connection the connection
	 * @param metaData describes the result of the query
	 * @param names the names of the columns as they were configured
	 */
	private static KeyIdentifiers find(Connection connection, ResultSetMetaData metaData, List<String> names)
			throws SQLException {
		ResultColumns all = ResultColumns.of(metaData);
		String quote = connection.getMetaData().getIdentifierQuoteString().strip();
		List<String> sql = new ArrayList<>(names.size());
		List<ResultColumn> columns = new ArrayList<>(names.size());
		for (String name : names) {
			ResultColumn column = all.get(all.requireIdentifier(name));
			columns.add(column);
			sql.add("warmcache_rows."
					+ (quote.isEmpty() ? name : quote + column.label().replace(quote, quote + quote) + quote));
		}
		return new KeyIdentifiers(sql, columns);
	}

}
