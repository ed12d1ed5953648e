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

import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.source.jdbc.StatementCancellation;
import io.github.warmcache.source.jdbc.key.RowMapping;

/**
 * Reads all rows through a cursor.
 */
final class RowStream {

	private final String query;

	private final int fetchSize;

	private final RowMapping mapping;

	RowStream(String query, int fetchSize, RowMapping mapping) {
		this.query = query;
		this.fetchSize = fetchSize;
		this.mapping = mapping;
	}

	/**
	 * Pass all rows to a sink.
	 * @param connection the connection, not in auto-commit mode
	 * @param sink receives the rows
	 * @param cancellation cancels the statement
	 * @throws SQLException if the database fails or the statement was cancelled
	 */
	void readAll(Connection connection, EntrySink<Object, Object> sink, StatementCancellation cancellation)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.query, ResultSet.TYPE_FORWARD_ONLY,
				ResultSet.CONCUR_READ_ONLY)) {
			statement.setFetchSize(this.fetchSize);
			cancellation.begin(statement);
			try (ResultSet rows = statement.executeQuery()) {
				RowMapping.Resolved row = this.mapping.resolve(rows);
				row.requireKeyColumn();
				while (rows.next()) {
					read(rows, row, sink);
				}
			}
		}
	}

	private static void read(ResultSet rows, RowMapping.Resolved row, EntrySink<Object, Object> sink)
			throws SQLException {
		Object key;
		Object value;
		try {
			value = row.value(rows);
			if (value == null) {
				return;
			}
			key = row.key(rows);
		}
		catch (UnreadableEntryException ex) {
			sink.unreadable(row.keyIfReadable(rows), ex);
			return;
		}
		sink.accept(key, value);
	}

}
