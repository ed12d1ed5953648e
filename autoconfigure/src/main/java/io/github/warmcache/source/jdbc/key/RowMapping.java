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

package io.github.warmcache.source.jdbc.key;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.source.jdbc.column.ColumnReaders;
import io.github.warmcache.source.jdbc.column.ColumnReaders.ColumnReader;
import io.github.warmcache.source.jdbc.column.Conversions;
import io.github.warmcache.source.jdbc.column.ResultColumns;
import io.github.warmcache.source.jdbc.key.KeyLookup.FoundRow;
import io.github.warmcache.source.jdbc.row.RowProblems;
import io.github.warmcache.source.jdbc.row.RowReader;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Mapping of a query's rows to keys and values. Resolves the columns on the first result,
 * and again only if a later result has different ones.
 */
public final class RowMapping {

	private final KeyColumns keys;

	private final Conversions conversions;

	private final RowReader.Factory values;

	private volatile @Nullable Resolved resolved;

	public RowMapping(KeyColumns keys, RowReader.Factory values, Conversions conversions) {
		this.keys = keys;
		this.conversions = conversions;
		this.values = values;
	}

	KeyColumns keys() {
		return this.keys;
	}

	/**
	 * Read the only row of a key.
	 * @param statement the statement, with its parameters
	 * @param key the key
	 * @return the row, or {@code null} if there is none or its value is {@code null}
	 * @throws SQLException if the database fails or the statement was cancelled
	 */
	@Nullable FoundRow one(PreparedStatement statement, Object key) throws SQLException {
		try (ResultSet rows = statement.executeQuery()) {
			Resolved mapping = resolve(rows);
			if (!rows.next()) {
				return null;
			}
			Object value = mapping.value(rows);
			boolean ofKey = mapping.isOf(rows, key);
			if (rows.next()) {
				throw KeyLookup.ambiguous();
			}
			return (value != null) ? new FoundRow(value, ofKey) : null;
		}
	}

	/**
	 * Resolve the columns of a result.
	 * @param rows the result, before its first row
	 * @return the readers of its rows
	 * @throws SQLException if the driver cannot describe the columns
	 * @throws CacheSourceException if a column is missing
	 */
	public Resolved resolve(ResultSet rows) throws SQLException {
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
		List<KeyPart> parts = new ArrayList<>();
		for (int i = 0; i < this.keys.names().size(); i++) {
			Class<?> type = this.keys.types().get(i);
			int column = columns.findIdentifier(this.keys.names().get(i));
			if (column != ResultColumns.MISSING) {
				// The database ignores the blanks that pad a CHAR, so the key must too.
				boolean padded = type == String.class && metaData.getColumnType(column) == Types.CHAR;
				parts.add(new KeyPart(column, type,
						ColumnReaders.forColumn(ResolvableType.forClass(type), columns.get(column), this.conversions),
						padded));
			}
		}
		RowReader value = this.values.create(columns, parts.stream().map(KeyPart::column).collect(Collectors.toSet()));
		return new Resolved(columns, parts, value);
	}

	/**
	 * Column that holds the key or a part of it.
	 *
	 * @param column the number of the column
	 * @param type the type that it is read as
	 * @param reader reads it
	 * @param padded whether trailing blanks do not belong to the key
	 */
	private record KeyPart(int column, Class<?> type, ColumnReader reader, boolean padded) {

	}

	/**
	 * Readers for the rows of one result.
	 */
	public final class Resolved {

		private final ResultColumns columns;

		private final List<KeyPart> parts;

		private final RowReader value;

		private Resolved(ResultColumns columns, List<KeyPart> parts, RowReader value) {
			this.columns = columns;
			this.parts = parts;
			this.value = value;
		}

		public void requireKeyColumn() {
			if (!hasKey()) {
				String missing = RowMapping.this.keys.names()
					.stream()
					.filter((name) -> this.columns.findIdentifier(name) == ResultColumns.MISSING)
					.findFirst()
					.orElse("null");
				throw new PermanentSourceException("The query has no column '" + missing + "', which key-column"
						+ (RowMapping.this.keys.isComposite() ? "s" : "") + " names; the columns are "
						+ this.columns.labels());
			}
		}

		private boolean hasKey() {
			return !this.parts.isEmpty() && this.parts.size() == RowMapping.this.keys.names().size();
		}

		public Object key(ResultSet row) {
			@Nullable Object[] values = new Object[this.parts.size()];
			for (int i = 0; i < values.length; i++) {
				values[i] = part(row, this.parts.get(i));
			}
			try {
				return RowMapping.this.keys.create(values);
			}
			catch (CacheSourceException ex) {
				throw RowProblems.unreadable(ResolvableType.forClass(RowMapping.this.keys.type()),
						RowMapping.this.keys.describe(), ex);
			}
		}

		private Object part(ResultSet row, KeyPart part) {
			Object value;
			try {
				value = part.reader().read(row, part.column());
			}
			catch (Exception ex) {
				throw RowProblems.unreadable(ResolvableType.forClass(part.type()),
						"key column " + this.columns.get(part.column()), ex);
			}
			if (value == null) {
				throw new UnreadableEntryException(
						"The key column '" + this.columns.label(part.column()) + "' is NULL in a row");
			}
			return part.padded() ? ((String) value).stripTrailing() : value;
		}

		/**
		 * Return a single-column key as the database writes it, even if it is not of the
		 * declared type.
		 */
		public String keyText(ResultSet row) throws SQLException {
			return row.getString(this.parts.get(0).column());
		}

		/**
		 * Return whether the row has exactly the expected key, not another one that the
		 * database treats as the same. Also true if the row does not tell: it lacks the
		 * key, or reads it as another class.
		 */
		boolean isOf(ResultSet row, Object expected) throws SQLException {
			if (!hasKey() || hasNull(row)) {
				return true;
			}
			Object actual = key(row);
			return actual.equals(expected) || actual.getClass() != expected.getClass();
		}

		private boolean hasNull(ResultSet row) throws SQLException {
			for (KeyPart part : this.parts) {
				if (part.reader().read(row, part.column()) == null) {
					return true;
				}
			}
			return false;
		}

		public @Nullable Object value(ResultSet row) throws SQLException {
			return this.value.read(row);
		}

		/**
		 * Return the key of a row whose value cannot be read.
		 * @return the key, or {@code null} if it cannot be read either
		 */
		public @Nullable Object keyIfReadable(ResultSet row) {
			try {
				return key(row);
			}
			catch (UnreadableEntryException ex) {
				return null;
			}
		}

	}

}
