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

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * SQL that selects some rows of a query in the order of their keys, in the words of one
 * database.
 *
 * @param rows the query as a derived table, up to its alias
 * @param key the key column of that table
 * @param start what comes before the number of rows
 * @param end what comes after it
 * @param caseMatters whether texts that differ are never the same to the database
 * @param nullable whether there may be rows without a key
 */
record ChunkSql(String rows, String key, String start, String end, boolean caseMatters, boolean nullable) {

	private static final List<String> LIMITED = List.of("postgresql", "cockroach", "mysql", "mariadb", "h2", "sqlite");

	private static final List<String> CASE_IGNORED = List.of("mysql", "mariadb", "microsoft sql server");

	/**
	 * Return the SQL of a database.
	 * @param query the query of all rows
	 * @param keyColumn the column that holds the key
	 * @param product the name of the database's product
	 * @return the SQL
	 */
	static ChunkSql of(String query, String keyColumn, String product) {
		String name = product.toLowerCase(Locale.ROOT);
		// The line breaks end a line comment at the end of the query.
		String rows = " from (\n" + query + "\n) warmcache_rows";
		boolean caseMatters = CASE_IGNORED.stream().noneMatch(name::startsWith);
		String start = " fetch first ";
		String end = " rows only";
		if (LIMITED.stream().anyMatch(name::startsWith)) {
			start = " limit ";
			end = "";
		}
		else if (name.startsWith("microsoft sql server")) {
			start = " offset 0 rows fetch next ";
		}
		return new ChunkSql(rows, "warmcache_rows." + keyColumn, start, end, caseMatters, true);
	}

	ChunkSql withNullable(boolean nullable) {
		return new ChunkSql(this.rows, this.key, this.start, this.end, this.caseMatters, nullable);
	}

	String none() {
		return "select *" + this.rows + " where 1 = 0";
	}

	String withoutKey() {
		return "select *" + this.rows + " where " + this.key + " is null";
	}

	/**
	 * Return the SQL for the least and the greatest key. Each alone is a look-up in an
	 * index to every database, which both together are not.
	 */
	String bound(String aggregate) {
		return "select " + aggregate + "(" + this.key + ")" + this.rows;
	}

	/**
	 * Return the SQL of a chunk.
	 * @param lower how the key is compared with the first parameter, or {@code null} if
	 * there is no lower bound
	 * @param upper whether the key is less than the last parameter
	 * @param limit how many rows at most, no parameter so that the planner knows it
	 * @return the SQL with JDBC placeholders
	 */
	String chunk(@Nullable String lower, boolean upper, int limit) {
		return "select *" + this.rows + " where " + this.key + ((lower != null) ? " " + lower + " ?" : " is not null")
				+ (upper ? " and " + this.key + " < ?" : "") + " order by " + this.key + this.start + limit + this.end;
	}

}
