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

package io.github.warmcache.source.jdbc.query;

import java.util.List;
import java.util.Locale;

/**
 * Clause that limits the rows of a sorted query.
 */
enum RowLimit {

	/**
	 * Syntax of most databases.
	 */
	LIMIT(" limit %d"),

	/**
	 * Syntax of SQL Server.
	 */
	OFFSET_FETCH(" offset 0 rows fetch next %d rows only"),

	/**
	 * Standard syntax: Oracle, DB2, Derby and others.
	 */
	FETCH_FIRST(" fetch first %d rows only");

	private static final List<String> WITH_LIMIT = List.of("postgresql", "mysql", "mariadb", "h2", "sqlite", "hsql",
			"cockroach", "yugabyte", "redshift", "clickhouse", "snowflake");

	private final String clause;

	RowLimit(String clause) {
		this.clause = clause;
	}

	static RowLimit of(String databaseProduct) {
		String product = databaseProduct.toLowerCase(Locale.ROOT);
		if (product.contains("sql server")) {
			return OFFSET_FETCH;
		}
		return WITH_LIMIT.stream().anyMatch(product::contains) ? LIMIT : FETCH_FIRST;
	}

	String clause(int rows) {
		return String.format(Locale.ROOT, this.clause, rows);
	}

}
