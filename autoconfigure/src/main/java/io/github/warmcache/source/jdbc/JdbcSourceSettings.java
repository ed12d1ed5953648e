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

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;

/**
 * SQL of a {@code JdbcCacheSource} and how to run it.
 * <p>
 * A {@code query} for all rows and the name of its key column are enough: the queries for
 * one key, for many keys and for the count are derived by wrapping it as a subquery. If
 * the query cannot be wrapped, or is slow that way, write the others by hand. If only
 * {@code keyQuery} is written, many keys are loaded with it one after the other, so that
 * both ways to load a key agree; likewise, if only {@code keysQuery} is written, it also
 * loads single keys.
 *
 * @param query selects all rows; {@code null} if the source does not list its entries
 * @param keyColumn the column of the result that holds the key, unique in it; may be
 * {@code null} if there is only a {@code keyQuery}
 * @param keyColumns the columns of the result that hold the parts of a composite key, in
 * the order of the parts, unique together; empty if the key is one column
 * @param keyQuery selects the row of {@code :key}, or has one parameter per key column,
 * named after it; {@code null} to derive it
 * @param keysQuery selects the rows {@code in (:keys)}; {@code null} to derive it
 * @param countQuery selects the number of rows; {@code null} to derive it
 * @param fetchSize the number of rows per fetch while all are read
 * @param chunkSize the number of rows that the first query selects if all are read in
 * chunks; 0 not to read in chunks
 * @param batchSize the maximum number of keys in one {@code in (..)}
 * @param queryTimeout the time limit of a query for keys or for the count, rounded up to
 * seconds; {@code null} for no limit. Reading all rows has no limit of its own
 * @param timeZone the zone of timestamps without a zone; {@code null} if it is not known,
 * which means UTC, with a warning if the zone matters
 * @param readOnly whether the transactions are read-only; a data source that routes by
 * transaction sends these to a replica
 * @since 0.1.0
 */
public record JdbcSourceSettings(@Nullable String query, @Nullable String keyColumn, List<String> keyColumns,
		@Nullable String keyQuery, @Nullable String keysQuery, @Nullable String countQuery, int fetchSize,
		int chunkSize, int batchSize, @Nullable Duration queryTimeout, @Nullable ZoneId timeZone, boolean readOnly) {

	/**
	 * Default for {@link #fetchSize()}.
	 */
	public static final int DEFAULT_FETCH_SIZE = 5000;

	/**
	 * Default for {@link #chunkSize()}.
	 */
	public static final int DEFAULT_CHUNK_SIZE = 10_000;

	/**
	 * Default for {@link #batchSize()}.
	 */
	public static final int DEFAULT_BATCH_SIZE = 500;

	/**
	 * Validate the settings.
	 * @throws InvalidSourceException if one of them is invalid
	 */
	public JdbcSourceSettings {
		query = SettingsRules.sql("query", query);
		keyQuery = SettingsRules.sql("key-query", keyQuery);
		keysQuery = SettingsRules.sql("keys-query", keysQuery);
		countQuery = SettingsRules.sql("count-query", countQuery);
		if (query == null && keyQuery == null && keysQuery == null) {
			throw new InvalidSourceException("query", "is missing",
					"Write the SQL that selects all rows, or a key-query that selects the row of ':key'");
		}
		SettingsRules.withoutKeys("query", query);
		SettingsRules.withoutKeys("count-query", countQuery);
		keyColumns = List.copyOf(keyColumns);
		if (keyColumns.isEmpty()) {
			SettingsRules.withParameter("key-query", keyQuery, "key", "= :key");
			SettingsRules.withParameter("keys-query", keysQuery, "keys", "in (:keys)");
			SettingsRules.keyColumn(keyColumn, query != null || keysQuery != null);
		}
		else {
			SettingsRules.keyColumns(keyColumns, keyColumn, keyQuery, keysQuery);
		}
		SettingsRules.positive("fetch-size", fetchSize);
		SettingsRules.notNegative("chunk-size", chunkSize);
		SettingsRules.positive("batch-size", batchSize);
		SettingsRules.positive("query-timeout", queryTimeout);
	}

	/**
	 * Start with the query for all rows.
	 * @param query selects all rows
	 * @param keyColumn the column of the result that holds the key
	 * @return a builder
	 */
	public static Builder query(String query, String keyColumn) {
		Builder builder = new Builder();
		builder.query = query;
		builder.keyColumn = keyColumn;
		return builder;
	}

	/**
	 * Start with the query for all rows, with keys of several columns.
	 * @param query selects all rows
	 * @param keyColumns the columns of the result that hold the parts of the key, in the
	 * order of the parts
	 * @return a builder
	 */
	public static Builder query(String query, List<String> keyColumns) {
		Builder builder = new Builder();
		builder.query = query;
		builder.keyColumns = keyColumns;
		return builder;
	}

	/**
	 * Start with the query for one key, for a source that does not list its entries.
	 * @param keyQuery selects the row of {@code :key}
	 * @return a builder
	 */
	public static Builder keyQuery(String keyQuery) {
		return new Builder().withKeyQuery(keyQuery);
	}

	/**
	 * Builder of {@link JdbcSourceSettings}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String query;

		private @Nullable String keyColumn;

		private List<String> keyColumns = List.of();

		private @Nullable String keyQuery;

		private @Nullable String keysQuery;

		private @Nullable String countQuery;

		private int fetchSize = DEFAULT_FETCH_SIZE;

		private int chunkSize = DEFAULT_CHUNK_SIZE;

		private int batchSize = DEFAULT_BATCH_SIZE;

		private @Nullable Duration queryTimeout;

		private @Nullable ZoneId timeZone;

		private boolean readOnly = true;

		private Builder() {
		}

		/**
		 * Set the query for one key.
		 * @param keyQuery selects the row of {@code :key}
		 * @return this
		 */
		public Builder withKeyQuery(@Nullable String keyQuery) {
			this.keyQuery = keyQuery;
			return this;
		}

		/**
		 * Set the query for many keys.
		 * @param keysQuery selects the rows {@code in (:keys)}
		 * @param keyColumn the column of the result that holds the key
		 * @return this
		 */
		public Builder withKeysQuery(@Nullable String keysQuery, String keyColumn) {
			this.keysQuery = keysQuery;
			this.keyColumn = keyColumn;
			return this;
		}

		/**
		 * Set the query for the number of rows.
		 * @param countQuery selects one number
		 * @return this
		 */
		public Builder withCountQuery(@Nullable String countQuery) {
			this.countQuery = countQuery;
			return this;
		}

		/**
		 * Set the number of rows per fetch while all are read.
		 * @param fetchSize a positive number
		 * @return this
		 */
		public Builder withFetchSize(int fetchSize) {
			this.fetchSize = fetchSize;
			return this;
		}

		/**
		 * Set the number of rows that the first query selects if all are read in chunks.
		 * @param chunkSize a positive number, or 0 not to read in chunks
		 * @return this
		 */
		public Builder withChunkSize(int chunkSize) {
			this.chunkSize = chunkSize;
			return this;
		}

		/**
		 * Set the maximum number of keys in one {@code in (..)}.
		 * @param batchSize a positive number
		 * @return this
		 */
		public Builder withBatchSize(int batchSize) {
			this.batchSize = batchSize;
			return this;
		}

		/**
		 * Set the time limit of a query for keys or for the count.
		 * @param queryTimeout a positive duration, or {@code null} for no limit
		 * @return this
		 */
		public Builder withQueryTimeout(@Nullable Duration queryTimeout) {
			this.queryTimeout = queryTimeout;
			return this;
		}

		/**
		 * Set the zone of timestamps without a zone.
		 * @param timeZone the zone, or {@code null} if it is not known
		 * @return this
		 */
		public Builder withTimeZone(@Nullable ZoneId timeZone) {
			this.timeZone = timeZone;
			return this;
		}

		/**
		 * Set whether the transactions are read-only.
		 * @param readOnly {@code false} to read from the database that takes the writes
		 * @return this
		 */
		public Builder withReadOnly(boolean readOnly) {
			this.readOnly = readOnly;
			return this;
		}

		/**
		 * Build the settings.
		 * @return the settings
		 * @throws InvalidSourceException if one of them is invalid
		 */
		public JdbcSourceSettings build() {
			return new JdbcSourceSettings(this.query, this.keyColumn, this.keyColumns, this.keyQuery, this.keysQuery,
					this.countQuery, this.fetchSize, this.chunkSize, this.batchSize, this.queryTimeout, this.timeZone,
					this.readOnly);
		}

	}

}
