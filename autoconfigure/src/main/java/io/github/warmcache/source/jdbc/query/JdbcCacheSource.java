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

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.ChunkedSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.source.SourceBusyException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.JsonValues;
import io.github.warmcache.source.jdbc.SourceNotes;
import io.github.warmcache.source.jdbc.SqlFailures;
import io.github.warmcache.source.jdbc.StatementCancellation;
import io.github.warmcache.source.jdbc.column.Conversions;
import io.github.warmcache.source.jdbc.column.Conversions.ReadingRules;
import io.github.warmcache.source.jdbc.key.KeyColumns;
import io.github.warmcache.source.jdbc.key.KeyLookup;
import io.github.warmcache.source.jdbc.key.KeyLookup.FoundRow;
import io.github.warmcache.source.jdbc.key.RowMapping;
import io.github.warmcache.source.jdbc.row.RowReader;
import io.github.warmcache.source.jdbc.row.RowReaders;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@link CacheSource} whose entries are the rows of an SQL query.
 * <p>
 * A row becomes a record or an object of a class with one constructor (each parameter has
 * a column, or several columns with its name as their prefix), a bean (through the
 * setters that have a column), a scalar (the one column beside the key) or a
 * {@code Map<String, Object>} of all columns. Column names match in any case, and
 * {@code country_code} matches {@code countryCode}. A column that does not fit its type
 * makes the row unreadable. A scalar that is SQL {@code NULL} counts as absent. A key is
 * one column, or a record or {@code SimpleKey} of several columns; such keys are loaded
 * one by one.
 * <p>
 * Every call runs in a transaction of its own, even if the calling thread is in one. It
 * then needs a second connection, for which {@link #load(Object, LoadCancellation)} waits
 * only briefly. An unreadable row fails a call for keys; a call for all rows passes it to
 * {@link EntrySink#unreadable}.
 * <p>
 * All rows are read through a forward-only cursor. PostgreSQL, H2 and Oracle keep no more
 * than the fetch size in memory at once; MySQL does so if the connection URL has
 * {@code useCursorFetch=true}. An exception from the sink closes the cursor and is
 * rethrown.
 * <p>
 * Thread-safe. Fails with {@link CacheSourceException}, whose message quotes no data.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class JdbcCacheSource<K, V> implements ChunkedSource<K, V> {

	private final SourceSession session;

	private final String description;

	private final CancellableReads reads;

	private final KeyLookup lookup;

	private final KeyCheck keyCheck;

	private final @Nullable RowStream rows;

	private final @Nullable RowChunks chunks;

	private final @Nullable RowCount rowCount;

	private final SourceNotes notes;

	/**
	 * Create a source that reads no JSON, with keys that declare their parts themselves.
	 * @param dataSource provides the connections
	 * @param transactionManager begins the transactions; {@code null} to begin them on
	 * the connection
	 * @param settings the SQL
	 * @param keyType the type of the keys
	 * @param valueType the type of the values
	 * @throws InvalidSourceException if keys cannot be columns, or values cannot be rows
	 */
	public JdbcCacheSource(DataSource dataSource, @Nullable PlatformTransactionManager transactionManager,
			JdbcSourceSettings settings, ResolvableType keyType, ResolvableType valueType) {
		this(dataSource, transactionManager, settings, keyType, List.of(), valueType, null);
	}

	/**
	 * Create a source.
	 * @param dataSource provides the connections
	 * @param transactionManager begins the transactions, which matters for data sources
	 * that route by transaction; {@code null} to begin them on the connection
	 * @param settings the SQL
	 * @param keyType the type of the keys
	 * @param keyParts the types of the parts of a {@code SimpleKey}, empty for other keys
	 * @param valueType the type of the values
	 * @param json reads JSON, and creates types whose annotations say how; {@code null}
	 * if no JSON library is available
	 * @throws InvalidSourceException if keys cannot be columns, or values cannot be rows
	 */
	public JdbcCacheSource(DataSource dataSource, @Nullable PlatformTransactionManager transactionManager,
			JdbcSourceSettings settings, ResolvableType keyType, List<ResolvableType> keyParts,
			ResolvableType valueType, @Nullable JsonValues json) {
		this.session = new SourceSession(dataSource, transactionManager, settings.readOnly());
		this.description = "JDBC source of " + valueType;
		KeyColumns keys = KeyColumns.of(settings, keyType, keyParts);
		this.notes = new SourceNotes(this.description);
		Conversions conversions = new Conversions(new ReadingRules(json, settings.timeZone(), this.notes));
		RowReader.Factory values = RowReaders.forType(valueType, conversions);
		Supplier<RowMapping> mappings = () -> new RowMapping(keys, values, conversions);
		this.reads = new CancellableReads(this.session, this.description);
		this.lookup = KeyLookup.of(settings, keys, mappings, conversions.zone());
		this.keyCheck = new KeyCheck(this.reads, this.lookup, this.notes, keys);
		this.rows = (settings.query() != null) ? new RowStream(settings.query(), settings.fetchSize(), mappings.get())
				: null;
		this.chunks = RowChunks.of(settings, keys.type(), mappings.get());
		this.rowCount = RowCount.of(settings);
	}

	/**
	 * Return the data source that provides the connections.
	 * @return the data source
	 */
	public DataSource dataSource() {
		return this.session.dataSource();
	}

	/**
	 * Return whether this source has read a time without a zone as a point of time, which
	 * it takes for UTC because no zone is configured.
	 * @return whether it has, so far
	 */
	public boolean isZoneAssumed() {
		return this.notes.isZoneAssumed();
	}

	@Override
	public @Nullable V load(K key) {
		return load(key, (action) -> {
		});
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Drivers ignore interrupts while they wait for the database, so the statement is
	 * cancelled instead.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public @Nullable V load(K key, LoadCancellation onCancel) {
		try (StatementCancellation cancellation = new StatementCancellation()) {
			onCancel.onCancel(cancellation::cancel);
			cancellation.throwIfCancelled();
			try {
				if (onCancel.isCallerInTransaction()) {
					cancellation.waitBriefly();
				}
				FoundRow row = this.session.execute((connection) -> this.lookup.one(connection, key, cancellation));
				if (row != null && !row.ofKey()) {
					onCancel.keepNowhere();
					this.keyCheck.deceived();
				}
				return (row != null) ? (V) row.value() : null;
			}
			catch (SQLException ex) {
				if (cancellation.isCancelled()) {
					throw cancellation.exception(ex);
				}
				if (cancellation.hasWaited()) {
					throw new SourceBusyException(
							this.description + " got no second connection while a transaction of the caller holds one");
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
				Object value = found.get(key);
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
		KeySample sample = new KeySample((EntrySink<Object, Object>) sink);
		this.reads.read(sink, SqlFailures::withoutKeys, (connection, cancellation) -> {
			rows.readAll(connection, sample, cancellation);
			return null;
		});
		this.keyCheck.runUnlessDone(sample);
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * True for a plain {@code select} of tables whose key is a whole number, a text or a
	 * UUID, unless the chunk size is 0. Not for a query that sorts, groups or limits its
	 * rows, because each chunk would run all of it again. Rows whose key is {@code NULL}
	 * come with the first chunk.
	 */
	@Override
	public boolean isChunked() {
		return this.chunks != null;
	}

	@Override
	public int chunkSize(int number) {
		return requireChunks().size(number);
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Numeric keys are split into ranges of equal width between the smallest and the
	 * largest key; other keys are not split.
	 */
	@Override
	public List<KeyRange> partitions(int most) {
		RowChunks chunks = requireChunks();
		if (!chunks.isSplit(most)) {
			return List.of(RowChunks.ALL);
		}
		try {
			List<KeyRange> ranges = this.session.execute((connection) -> chunks.split(connection, most));
			return (ranges != null) ? ranges : List.of(RowChunks.ALL);
		}
		catch (SQLException ex) {
			throw SqlFailures.withoutKeys(this.description + " cannot find its smallest and its largest key", ex);
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public Chunk stream(KeyRange range, @Nullable String after, int limit, EntrySink<? super K, ? super V> sink) {
		RowChunks chunks = requireChunks();
		KeySample sample = new KeySample((EntrySink<Object, Object>) sink);
		Chunk chunk = this.reads.read(sink, SqlFailures.ofChunk(range, after),
				(connection, cancellation) -> chunks.read(connection, range, after, limit, sample, cancellation));
		if (chunk != null) {
			this.keyCheck.runUnlessDone(sample);
			return chunk;
		}
		KeySample all = new KeySample((EntrySink<Object, Object>) sink);
		stream(all);
		return new Chunk((int) all.entries(), null, true);
	}

	@Override
	public boolean isExact() {
		return this.keyCheck.isExact(this.rows);
	}

	private RowChunks requireChunks() {
		if (this.chunks == null) {
			throw new UnsupportedOperationException(this.description + " cannot be read in chunks");
		}
		return this.chunks;
	}

	@Override
	public OptionalLong count() {
		return count((action) -> {
		});
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Counts the rows, as the query for the count says or else by running the query for
	 * all rows inside of a {@code select count(*)}.
	 */
	@Override
	public OptionalLong count(LoadCancellation onCancel) {
		RowCount rowCount = this.rowCount;
		if (rowCount == null) {
			return OptionalLong.empty();
		}
		Long count = this.reads.read(onCancel::onCancel, "count its rows", SqlFailures::withoutKeys, rowCount::read);
		return (count != null) ? OptionalLong.of(count) : OptionalLong.empty();
	}

}
