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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.StatementCancellation;
import io.github.warmcache.source.jdbc.key.KeyLookup;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a source.
 *
 * @param query selects one number
 * @param timeoutSeconds the time limit, 0 for none
 */
record RowCount(String query, int timeoutSeconds) {

	/**
	 * Return the counter for a source.
	 * @param settings the settings of the source
	 * @return the counter, or {@code null} if the source has neither a query for the
	 * count nor one for all rows
	 */
	static @Nullable RowCount of(JdbcSourceSettings settings) {
		int timeout = KeyLookup.seconds(settings.queryTimeout());
		if (settings.countQuery() != null) {
			return new RowCount(settings.countQuery(), timeout);
		}
		return (settings.query() != null)
				? new RowCount("select count(*) from (\n" + settings.query() + "\n) warmcache_rows", timeout) : null;
	}

	@Nullable Long read(Connection connection, StatementCancellation cancellation) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.query)) {
			statement.setQueryTimeout(this.timeoutSeconds);
			cancellation.begin(statement);
			try (ResultSet result = statement.executeQuery()) {
				return result.next() ? result.getLong(1) : null;
			}
		}
	}

}
