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

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.StatementCancellation;
import io.github.warmcache.source.jdbc.key.KeyIdentifiers;
import io.github.warmcache.source.jdbc.key.KeyPosition;
import io.github.warmcache.source.jdbc.key.RowMapping;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/**
 * Reads all rows in the order of their keys, one chunk per query.
 */
final class RowChunks {

	static final KeyRange ALL = new KeyRange(null, null);

	/**
	 * Number of times that the chunk size doubles. Without an index on the key each chunk
	 * scans all rows, so there must be few of them. With an index, larger chunks gain
	 * nothing and are more work to repeat.
	 */
	private static final int DOUBLINGS = 2;

	private final String query;

	private final String keyColumn;

	private final int fetchSize;

	private final int chunkSize;

	private final KeyPosition position;

	private final RowMapping mapping;

	private volatile @Nullable Suitable suitable;

	private volatile boolean unsuitable;

	private RowChunks(String query, String keyColumn, JdbcSourceSettings settings, KeyPosition position,
			RowMapping mapping) {
		this.query = query;
		this.keyColumn = keyColumn;
		this.fetchSize = settings.fetchSize();
		this.chunkSize = settings.chunkSize();
		this.position = position;
		this.mapping = mapping;
	}

	/**
	 * Return the reader of chunks for a source.
	 * @return the reader, or {@code null} if the rows must be read as a whole
	 */
	static @Nullable RowChunks of(JdbcSourceSettings settings, Class<?> keyType, RowMapping mapping) {
		KeyPosition position = KeyPosition.of(keyType);
		if (settings.query() == null || settings.keyColumn() == null || settings.chunkSize() == 0 || position == null
				|| !PlainSelect.is(settings.query())) {
			return null;
		}
		return new RowChunks(settings.query(), settings.keyColumn(), settings, position, mapping);
	}

	int size(int number) {
		return (int) Math.min((long) this.chunkSize << Math.min(number, DOUBLINGS), Integer.MAX_VALUE);
	}

	boolean isSplit(int most) {
		return most > 1 && this.position == KeyPosition.INTEGER && !this.unsuitable;
	}

	/**
	 * Split the keys into ranges of equal width between the smallest and the largest one.
	 */
	List<KeyRange> split(Connection connection, int most) throws SQLException {
		Suitable known = suitable(connection);
		if (known == null) {
			return List.of(ALL);
		}
		// Two queries: not every database uses the index to find both at once.
		BigInteger smallest = bound(connection, known.key(), "min");
		BigInteger largest = (smallest != null) ? bound(connection, known.key(), "max") : null;
		return (smallest != null && largest != null) ? split(smallest, largest, most) : List.of(ALL);
	}

	private @Nullable BigInteger bound(Connection connection, String key, String function) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("select " + function + "(" + key + ")" + KeyIdentifiers.from(this.query));
				ResultSet row = statement.executeQuery()) {
			String bound = row.next() ? row.getString(1) : null;
			return (bound != null) ? new BigInteger(bound) : null;
		}
	}

	private static List<KeyRange> split(BigInteger smallest, BigInteger largest, int most) {
		BigInteger width = largest.subtract(smallest);
		List<KeyRange> ranges = new ArrayList<>(most);
		String from = null;
		for (int i = 1; i < most; i++) {
			String to = smallest.add(width.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(most))).toString();
			if (!to.equals(from)) {
				ranges.add(new KeyRange(from, to));
				from = to;
			}
		}
		ranges.add(new KeyRange(from, null));
		return ranges;
	}

	/**
	 * Read a chunk.
	 * @return the chunk, or {@code null} if the rows must be read as a whole
	 */
	@Nullable Chunk read(Connection connection, KeyRange range, @Nullable String after, int most, EntrySink<Object, Object> sink,
			StatementCancellation cancellation) throws SQLException {
		Suitable known = suitable(connection);
		if (known == null) {
			return null;
		}
		String key = known.key();
		if (after == null && range.from() == null) {
			readWithoutKey(connection, key, sink, cancellation);
		}
		String start = (after != null) ? after : range.from();
		List<Object> bounds = new ArrayList<>(2);
		StringBuilder sql = new StringBuilder("select *" + KeyIdentifiers.from(this.query) + " where " + key);
		if (start != null) {
			sql.append(" > ?");
			bounds.add(this.position.parse(start));
		}
		else {
			sql.append(" is not null");
		}
		if (range.to() != null) {
			sql.append(" and ").append(key).append(" <= ?");
			bounds.add(this.position.parse(range.to()));
		}
		sql.append(" order by ").append(key).append(known.limit().clause(most));
		try (PreparedStatement statement = connection.prepareStatement(sql.toString(), ResultSet.TYPE_FORWARD_ONLY,
				ResultSet.CONCUR_READ_ONLY)) {
			statement.setFetchSize(Math.min(this.fetchSize, most));
			for (int i = 0; i < bounds.size(); i++) {
				StatementCreatorUtils.setParameterValue(statement, i + 1, SqlTypeValue.TYPE_UNKNOWN, bounds.get(i));
			}
			cancellation.begin(statement);
			try (ResultSet rows = statement.executeQuery()) {
				Chunk chunk = read(rows, most, sink);
				if (!chunk.end() && Objects.equals(chunk.last(), after)) {
					throw new CacheSourceException("The key column '" + this.keyColumn
							+ "' does not sort in the order of its keys: set chunk-size to 0");
				}
				return chunk;
			}
		}
	}

	/**
	 * Read rows whose key is SQL {@code NULL}. They belong to no range and cannot be
	 * entries.
	 */
	private void readWithoutKey(Connection connection, String key, EntrySink<Object, Object> sink,
			StatementCancellation cancellation) throws SQLException {
		String sql = "select *" + KeyIdentifiers.from(this.query) + " where " + key + " is null";
		try (PreparedStatement statement = connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY,
				ResultSet.CONCUR_READ_ONLY)) {
			statement.setFetchSize(this.fetchSize);
			cancellation.begin(statement);
			try (ResultSet rows = statement.executeQuery()) {
				read(rows, Integer.MAX_VALUE, sink);
			}
		}
	}

	private Chunk read(ResultSet rows, int most, EntrySink<Object, Object> sink) throws SQLException {
		RowMapping.Resolved row = this.mapping.resolve(rows);
		row.requireKeyColumn();
		int count = 0;
		int entries = 0;
		String last = null;
		while (rows.next()) {
			count++;
			Object key = null;
			Object value;
			try {
				key = row.key(rows);
				last = this.position.text(key);
				value = row.value(rows);
			}
			catch (UnreadableEntryException ex) {
				// The next chunk begins after this row, readable or not.
				last = (key != null) ? last : row.keyText(rows);
				sink.unreadable(key, ex);
				continue;
			}
			if (value != null) {
				sink.accept(key, value);
				entries++;
			}
		}
		return new Chunk(entries, last, count < most);
	}

	/**
	 * Return how to read chunks from this database, after a check that the column sorts
	 * in the order of the keys.
	 * @return the key column and the limit clause, or {@code null} if it does not
	 */
	private @Nullable Suitable suitable(Connection connection) throws SQLException {
		Suitable known = this.suitable;
		if (known != null || this.unsuitable) {
			return known;
		}
		KeyIdentifiers key = KeyIdentifiers.describe(connection, this.query, List.of(this.keyColumn), 0, null);
		String name = key.sql().get(0);
		try (PreparedStatement statement = connection
			.prepareStatement("select " + name + KeyIdentifiers.from(this.query) + " where 1 = 0");
				ResultSet none = statement.executeQuery()) {
			if (!this.position.isOrderOf(none.getMetaData())) {
				this.unsuitable = true;
				return null;
			}
		}
		Suitable found = new Suitable(name, RowLimit.of(connection.getMetaData().getDatabaseProductName()));
		this.suitable = found;
		return found;
	}

	/**
	 * Key column as SQL writes it, and the clause that limits rows.
	 */
	private record Suitable(String key, RowLimit limit) {

	}

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

}
