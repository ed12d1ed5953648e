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

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Objects;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The mapping of one query's rows to keys and values. The columns are resolved on the
 * first result and again only when a result has others.
 */
final class RowMapping {

	private final @Nullable String keyColumn;

	private final Class<?> keyType;

	private final Conversions conversions;

	private final RowReader.Factory values;

	private volatile @Nullable Resolved resolved;

	RowMapping(@Nullable String keyColumn, Class<?> keyType, RowReader.Factory values, Conversions conversions) {
		this.keyColumn = keyColumn;
		this.keyType = keyType;
		this.conversions = conversions;
		this.values = values;
	}

	/**
	 * Resolve the columns of a result.
	 * @param rows the result, before its first row
	 * @return the readers of its rows
	 * @throws SQLException if the driver cannot tell the columns
	 * @throws CacheSourceException if a column is missing
	 */
	Resolved resolve(ResultSet rows) throws SQLException {
		ResultSetMetaData metaData = rows.getMetaData();
		ResultColumns columns = ResultColumns.of(metaData);
		Resolved current = this.resolved;
		if (current == null || !current.columns.equals(columns)) {
			current = create(columns, metaData);
			this.resolved = current;
		}
		return current;
	}

	private Resolved create(ResultColumns columns, ResultSetMetaData metaData) throws SQLException {
		int column = (this.keyColumn != null) ? columns.findIdentifier(this.keyColumn) : ResultColumns.MISSING;
		RowReader value = this.values.create(columns, column);
		// The database ignores the blanks that fill up a CHAR, and so must the key.
		boolean padded = column != ResultColumns.MISSING && this.keyType == String.class
				&& metaData.getColumnType(column) == Types.CHAR;
		ColumnReader key = (column != ResultColumns.MISSING)
				? ColumnReaders.forColumn(ResolvableType.forClass(this.keyType), columns.get(column), this.conversions)
				: null;
		return new Resolved(columns, column, key, padded, value);
	}

	/**
	 * The readers of the rows of one result.
	 */
	final class Resolved {

		private final ResultColumns columns;

		private final int key;

		private final @Nullable ColumnReader keyReader;

		private final boolean padded;

		private final RowReader value;

		private Resolved(ResultColumns columns, int key, @Nullable ColumnReader keyReader, boolean padded,
				RowReader value) {
			this.columns = columns;
			this.key = key;
			this.keyReader = keyReader;
			this.padded = padded;
			this.value = value;
		}

		void requireKeyColumn() {
			if (this.key == ResultColumns.MISSING) {
				throw new PermanentSourceException("The query has no column '" + RowMapping.this.keyColumn
						+ "', which key-column names; the columns are " + this.columns.labels());
			}
		}

		Object key(ResultSet row) {
			Object value;
			try {
				value = Objects.requireNonNull(this.keyReader).read(row, this.key);
			}
			catch (Exception ex) {
				throw RowReaders.unreadable(ResolvableType.forClass(RowMapping.this.keyType),
						"key column " + this.columns.get(this.key), ex);
			}
			if (value == null) {
				throw new UnreadableEntryException(
						"The key column '" + RowMapping.this.keyColumn + "' is NULL in a row");
			}
			return this.padded ? ((String) value).stripTrailing() : value;
		}

		/**
		 * Return a key as the database writes it, even if it is none of the declared
		 * type.
		 */
		String keyText(ResultSet row) throws SQLException {
			return row.getString(this.key);
		}

		/**
		 * Whether the row has a key, and not one that only the database takes for the
		 * same. A row that does not tell is believed.
		 */
		boolean isOf(ResultSet row, Object expected) throws SQLException {
			if (this.keyReader == null || this.keyReader.read(row, this.key) == null) {
				return true;
			}
			Object actual = key(row);
			return actual.equals(expected) || actual.getClass() != expected.getClass();
		}

		@Nullable Object value(ResultSet row) throws SQLException {
			return this.value.read(row);
		}

		/**
		 * Return the key of a row whose value cannot be read.
		 * @return the key, or {@code null} if it cannot be read either
		 */
		@Nullable Object keyIfReadable(ResultSet row) {
			try {
				return key(row);
			}
			catch (UnreadableEntryException ex) {
				return null;
			}
		}

	}

}
