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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.KeyRange;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/**
 * Reads rows in chunks in the order of their keys.
 */
final class RowChunks {

	private static final int MOST_GROWTH = 4;

	private final String query;

	private final String keyColumn;

	private final int firstSize;

	private final int fetchSize;

	private final RowMapping mapping;

	private final KeyPositions positions;

	private final ColumnReader keys;

	private RowChunks(JdbcSourceSettings settings, String query, String keyColumn, RowMapping mapping,
			KeyPositions positions, Class<?> keyType) {
		this.query = query;
		this.keyColumn = keyColumn;
		this.firstSize = settings.chunkSize();
		this.fetchSize = settings.fetchSize();
		this.mapping = mapping;
		this.positions = positions;
		this.keys = ColumnReaders.forType(ResolvableType.forClass(keyType));
	}

	/**
	 * Create what reads chunks, as far as that can be told without the database.
	 * @param settings the SQL
	 * @param keyType the type of the keys, not a primitive one
	 * @param mapping maps the rows
	 * @return what reads chunks, or {@code null} if they cannot or shall not be read
	 */
	static @Nullable RowChunks of(JdbcSourceSettings settings, Class<?> keyType, RowMapping mapping) {
		String query = settings.query();
		String keyColumn = settings.keyColumn();
		KeyPositions positions = KeyPositions.of(keyType);
		if (query == null || keyColumn == null || positions == null || settings.chunkSize() == 0
				|| !QueryShape.isDivisible(query)) {
			return null;
		}
		return new RowChunks(settings, query, keyColumn, mapping, positions, keyType);
	}

	/**
	 * Return how many rows a chunk should have: twice as many each time, up to four times
	 * the first. A key column without an index makes the database read all rows for each
	 * chunk, and so there are to be few.
	 * @param number the number of the chunk, from 0
	 * @return the number of rows
	 */
	int size(int number) {
		long factor = (number < 2) ? 1L << number : MOST_GROWTH;
		return (int) Math.min(this.firstSize * factor, Integer.MAX_VALUE);
	}

	/**
	 * Ask the database for its words, and whether its keys are fit.
	 * @param connection the connection
	 * @return the SQL, or {@code null} if rows cannot be read in the order of their keys
	 * @throws SQLException if the database fails
	 */
	@Nullable ChunkSql sql(Connection connection) throws SQLException {
		ChunkSql sql = ChunkSql.of(this.query, this.keyColumn, connection.getMetaData().getDatabaseProductName());
		try (PreparedStatement statement = connection.prepareStatement(sql.none());
				ResultSet rows = statement.executeQuery()) {
			ResultSetMetaData metaData = rows.getMetaData();
			int column = ResultColumns.of(metaData).findIdentifier(this.keyColumn);
			if (column == ResultColumns.MISSING || !this.positions.fit(metaData, column, sql.caseMatters())) {
				return null;
			}
			return sql.withNullable(metaData.isNullable(column) != ResultSetMetaData.columnNoNulls);
		}
	}

	boolean canSplit() {
		return this.positions.areNumbers();
	}

	List<KeyRange> split(Connection connection, ChunkSql sql, int most) throws SQLException {
		Object least = key(connection, sql.bound("min"));
		Object greatest = key(connection, sql.bound("max"));
		return (least != null && greatest != null) ? this.positions.split(least, greatest, most)
				: List.of(new KeyRange(null, null));
	}

	private @Nullable Object key(Connection connection, String sql) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql);
				ResultSet result = statement.executeQuery()) {
			return result.next() ? this.keys.read(result, 1) : null;
		}
	}

	/**
	 * Hand the rows of a chunk to a sink.
	 * @param connection the connection, which must not commit by itself
	 * @param sql the SQL of the database
	 * @param part which rows
	 * @param sink takes the rows
	 * @param cancellation ends the statement
	 * @return how far the chunk came
	 * @throws SQLException if the database fails, or ended the statement
	 */
	Chunk read(Connection connection, ChunkSql sql, Part part, EntrySink<Object, Object> sink,
			StatementCancellation cancellation) throws SQLException {
		String lower = (part.after() != null) ? part.after() : part.range().from();
		String upper = part.range().to();
		List<Object> parameters = new ArrayList<>(2);
		if (lower != null) {
			parameters.add(KeyValues.toParameter(this.positions.read(lower)));
		}
		if (upper != null) {
			parameters.add(KeyValues.toParameter(this.positions.read(upper)));
		}
		String comparison = (part.after() != null) ? ">" : ">=";
		String chunk = sql.chunk((lower != null) ? comparison : null, upper != null, part.limit());
		Rows rows = read(connection, chunk, parameters, sink, cancellation);
		if (rows.last != null && rows.last.equals(part.after())) {
			throw new CacheSourceException("The database does not tell the keys of column '" + this.keyColumn
					+ "' apart: set source.jdbc.chunk-size to 0 to read all rows by one query");
		}
		boolean end = rows.read < part.limit();
		if (end && upper == null && sql.nullable()) {
			// Fails if there is one, as reading all rows by one query would.
			read(connection, sql.withoutKey(), List.of(), sink, cancellation);
		}
		return new Chunk(rows.accepted, rows.last, end);
	}

	private Rows read(Connection connection, String sql, List<Object> parameters, EntrySink<Object, Object> sink,
			StatementCancellation cancellation) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY,
				ResultSet.CONCUR_READ_ONLY)) {
			statement.setFetchSize(this.fetchSize);
			for (int i = 0; i < parameters.size(); i++) {
				StatementCreatorUtils.setParameterValue(statement, i + 1, SqlTypeValue.TYPE_UNKNOWN, parameters.get(i));
			}
			cancellation.begin(statement);
			try (ResultSet result = statement.executeQuery()) {
				return read(result, sink);
			}
		}
	}

	private Rows read(ResultSet result, EntrySink<Object, Object> sink) throws SQLException {
		RowMapping.Resolved row = this.mapping.resolve(result);
		row.requireKeyColumn();
		int read = 0;
		int accepted = 0;
		Object last = null;
		while (result.next()) {
			read++;
			Object value = row.value(result);
			if (value != null) {
				last = row.key(result);
				sink.accept(last, value);
				accepted++;
			}
			else if (row.hasKey(result)) {
				last = row.key(result);
			}
		}
		return new Rows(read, accepted, (last != null) ? this.positions.write(last) : null);
	}

	/**
	 * Which rows a chunk has.
	 *
	 * @param range the range it is part of
	 * @param after the position where the chunk before ended
	 * @param limit how many rows at most
	 */
	record Part(KeyRange range, @Nullable String after, int limit) {

	}

	private record Rows(int read, int accepted, @Nullable String last) {

	}

}
