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
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

import javax.sql.DataSource;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.ChunkedSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.source.LoadCancellation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@link CacheSource} whose entries are the rows of an SQL query.
 * <p>
 * A row becomes a record or an object of a class with one constructor (a column for each
 * parameter), a bean (through the setters that have a column), a scalar (the one column
 * beside the key) or a {@code Map<String, Object>} of all columns. Columns are matched
 * whatever their case, {@code country_code} and {@code countryCode} being the same. A
 * scalar that is SQL {@code NULL} counts as absent. A key is one column: keys of several
 * columns need a source of your own, and so do values made of several rows.
 * <p>
 * Every call runs in a read-only transaction of its own, also where the calling thread is
 * in one; it takes a second connection from the pool there. A row that cannot be read
 * fails the call.
 * <p>
 * All rows are read through a forward-only cursor. PostgreSQL, H2 and Oracle keep no more
 * than the fetch size in memory at once; MySQL does so if the connection URL has
 * {@code useCursorFetch=true}. What the sink throws ends the cursor and is passed on.
 * <p>
 * It is chunked if a chunk costs the database little more than its rows: not where the
 * query sorts, groups, limits or combines rows, where the key is not an exact number, a
 * text, a UUID or a date, and for texts where the database ignores their case.
 * <p>
 * Thread-safe. Fails with {@link CacheSourceException}, whose message quotes no data.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class JdbcCacheSource<K, V> implements ChunkedSource<K, V> {

	private final ReadOnlySession session;

	private final String description;

	private final KeyLookup lookup;

	private final @Nullable RowStream rows;

	private final @Nullable RowChunks chunks;

	private final @Nullable String countQuery;

	private final int timeoutSeconds;

	private volatile @Nullable ChunkSql chunkSql;

	private volatile boolean unfit;

	/**
	 * Create a source.
	 * @param dataSource where the connections come from
	 * @param transactionManager opens the read-only transactions, which matters to data
	 * sources that route by transaction; {@code null} to open them on the connection
	 * @param settings the SQL
	 * @param keyType the type of the keys
	 * @param valueType the type of the values
	 * @throws InvalidSourceException if a key cannot be a column, or a value not a row
	 */
	public JdbcCacheSource(DataSource dataSource, @Nullable PlatformTransactionManager transactionManager,
			JdbcSourceSettings settings, ResolvableType keyType, ResolvableType valueType) {
		this.session = new ReadOnlySession(dataSource, transactionManager);
		this.description = "JDBC source of " + valueType;
		Class<?> keyClass = KeyValues.requireColumnType(keyType.resolve(Object.class));
		RowReader.Factory values = RowReaders.forType(valueType);
		this.lookup = new KeyLookup(settings, new RowMapping(settings.keyColumn(), keyClass, values),
				new RowMapping(settings.keyColumn(), keyClass, values));
		this.rows = (settings.query() != null) ? new RowStream(settings.query(), settings.fetchSize(),
				new RowMapping(settings.keyColumn(), keyClass, values)) : null;
		this.chunks = RowChunks.of(settings, keyClass, new RowMapping(settings.keyColumn(), keyClass, values));
		this.countQuery = countQuery(settings);
		this.timeoutSeconds = KeyLookup.seconds(settings.queryTimeout());
	}

	private static @Nullable String countQuery(JdbcSourceSettings settings) {
		if (settings.countQuery() != null || settings.query() == null) {
			return settings.countQuery();
		}
		return "select count(*) from (\n" + settings.query() + "\n) warmcache_rows";
	}

	@Override
	public @Nullable V load(K key) {
		return load(key, (action) -> {
		});
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Drivers do not heed interrupts while they wait for the database, so its statement
	 * is cancelled.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public @Nullable V load(K key, LoadCancellation onCancel) {
		try (StatementCancellation cancellation = new StatementCancellation()) {
			onCancel.onCancel(cancellation::cancel);
			cancellation.throwIfCancelled();
			try {
				return (V) this.session.execute((connection) -> this.lookup.one(connection, key, cancellation));
			}
			catch (SQLException ex) {
				if (cancellation.isCancelled()) {
					throw cancellation.exception(ex);
				}
				throw SqlFailures.withKeys(this.description + " cannot load a key", ex);
			}
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public Map<K, V> loadAll(Collection<? extends K> keys) {
		Map<K, V> values = new LinkedHashMap<>();
		if (keys.isEmpty()) {
			return values;
		}
		try {
			Map<Object, Object> found = new HashMap<>();
			this.session.execute((connection) -> {
				this.lookup.many(connection, keys, found);
				return null;
			});
			for (K key : keys) {
				Object value = found.get(KeyValues.comparable(key));
				if (value != null) {
					values.put(key, (V) value);
				}
			}
			return values;
		}
		catch (SQLException ex) {
			throw SqlFailures.withKeys(this.description + " cannot load keys", ex);
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public void stream(EntrySink<? super K, ? super V> sink) {
		RowStream rows = this.rows;
		if (rows == null) {
			throw new UnsupportedOperationException(this.description + " cannot list its entries: "
					+ "configure 'query', the SQL that selects all rows, to warm a cache from it");
		}
		try (StatementCancellation cancellation = new StatementCancellation()) {
			sink.onCancel(cancellation::cancel);
			cancellation.throwIfCancelled();
			try {
				this.session.execute((connection) -> {
					rows.readAll(connection, (EntrySink<Object, Object>) sink, cancellation);
					return null;
				});
			}
			catch (SQLException ex) {
				if (cancellation.isCancelled()) {
					throw cancellation.exception(ex);
				}
				throw SqlFailures.withoutKeys(this.description + " cannot read all rows", ex);
			}
		}
	}

	@Override
	public boolean isChunked() {
		try {
			return chunkSql() != null;
		}
		catch (SQLException ex) {
			// Reading the rows will fail too, and say why.
			return false;
		}
	}

	/**
	 * Ask the database once how chunks are selected.
	 * @return the SQL, or {@code null} if there are no chunks
	 */
	private @Nullable ChunkSql chunkSql() throws SQLException {
		ChunkSql known = this.chunkSql;
		RowChunks chunks = this.chunks;
		if (known != null || chunks == null || this.unfit) {
			return known;
		}
		ChunkSql found = this.session.execute(chunks::sql);
		this.chunkSql = found;
		this.unfit = found == null;
		return found;
	}

	@Override
	public int chunkSize(int number) {
		return (this.chunks != null) ? this.chunks.size(number) : Integer.MAX_VALUE;
	}

	@Override
	public List<KeyRange> partitions(int most) {
		RowChunks chunks = this.chunks;
		if (chunks == null) {
			throw notChunked();
		}
		List<KeyRange> one = List.of(new KeyRange(null, null));
		if (most <= 1 || !chunks.canSplit()) {
			return one;
		}
		try {
			ChunkSql sql = requireChunkSql();
			List<KeyRange> ranges = this.session.execute((connection) -> chunks.split(connection, sql, most));
			return (ranges != null) ? ranges : one;
		}
		catch (SQLException ex) {
			throw SqlFailures.withKeys(this.description + " cannot split its keys", ex);
		}
	}

	private ChunkSql requireChunkSql() throws SQLException {
		ChunkSql sql = chunkSql();
		if (sql == null) {
			throw notChunked();
		}
		return sql;
	}

	private UnsupportedOperationException notChunked() {
		return new UnsupportedOperationException(this.description + " cannot be read in chunks");
	}

	@Override
	@SuppressWarnings("unchecked")
	public Chunk stream(KeyRange range, @Nullable String after, int limit, EntrySink<? super K, ? super V> sink) {
		RowChunks chunks = this.chunks;
		if (chunks == null) {
			throw notChunked();
		}
		RowChunks.Part part = new RowChunks.Part(range, after, limit);
		try (StatementCancellation cancellation = new StatementCancellation()) {
			sink.onCancel(cancellation::cancel);
			cancellation.throwIfCancelled();
			try {
				ChunkSql sql = requireChunkSql();
				return Objects.requireNonNull(this.session.execute((connection) -> chunks.read(connection, sql, part,
						(EntrySink<Object, Object>) sink, cancellation)));
			}
			catch (SQLException ex) {
				if (cancellation.isCancelled()) {
					throw cancellation.exception(ex);
				}
				throw SqlFailures.withKeys(this.description + " cannot read a chunk of rows", ex);
			}
		}
	}

	@Override
	public OptionalLong count() {
		String sql = this.countQuery;
		if (sql == null) {
			return OptionalLong.empty();
		}
		try {
			Long count = this.session.execute((connection) -> count(connection, sql));
			return (count != null) ? OptionalLong.of(count) : OptionalLong.empty();
		}
		catch (SQLException ex) {
			throw SqlFailures.withoutKeys(this.description + " cannot count its rows", ex);
		}
	}

	private @Nullable Long count(Connection connection, String sql) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setQueryTimeout(this.timeoutSeconds);
			try (ResultSet result = statement.executeQuery()) {
				return result.next() ? result.getLong(1) : null;
			}
		}
	}

}
