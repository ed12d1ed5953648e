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

package io.github.warmcache.source.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;

import io.github.warmcache.source.jdbc.column.ColumnReaders;
import io.github.warmcache.source.jdbc.column.ColumnReaders.ColumnReader;
import io.github.warmcache.source.jdbc.column.Conversions;
import io.github.warmcache.source.jdbc.column.ResultColumn;
import io.github.warmcache.source.jdbc.column.ResultColumns;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Reads one property of a value from the current row: from its column, or from the
 * columns of its own properties.
 */
@FunctionalInterface
interface PropertyReader {

	/**
	 * Read the property.
	 * @param row the result, positioned on a row
	 * @return the value, or {@code null} if it is SQL {@code NULL}
	 * @throws SQLException if the driver cannot read the row
	 */
	@Nullable Object read(ResultSet row) throws SQLException;

	/**
	 * Find the reader of a property.
	 * @param owner the type that has the property
	 * @param path the property
	 * @param type its type
	 * @param columns the columns of the result
	 * @param conversions converts the values
	 * @return the reader, or {@code null} if there is no column for it
	 */
	static @Nullable PropertyReader find(ResolvableType owner, PropertyPath path, ResolvableType type,
			ResultColumns columns, Conversions conversions) {
		int column = columns.find(path.column());
		if (column != ResultColumns.MISSING) {
			return ofColumn(owner, path, type, columns.get(column), column, conversions);
		}
		if (!columns.hasPrefix(path.column())) {
			return null;
		}
		ObjectReaders.Factory nested = ObjectReaders.nested(type, path, conversions);
		return (nested != null) ? nested.create(columns, path)::read : null;
	}

	private static PropertyReader ofColumn(ResolvableType owner, PropertyPath path, ResolvableType type,
			ResultColumn column, int number, Conversions conversions) {
		ColumnReader reader = ColumnReaders.forColumn(type, column, conversions);
		return (row) -> {
			try {
				return reader.read(row, number);
			}
			catch (Exception ex) {
				throw RowProblems.unreadable(owner, "column for '" + path + "' (" + column.typeName() + ") as " + type,
						ex);
			}
		};
	}

}
