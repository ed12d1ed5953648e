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
import java.util.Set;

import io.github.warmcache.source.jdbc.column.ResultColumns;
import org.jspecify.annotations.Nullable;

/**
 * Reads the current row of one result as a value. The columns are resolved beforehand.
 */
@FunctionalInterface
public interface RowReader {

	/**
	 * Read the row.
	 * @param row the result, positioned on a row
	 * @return the value, or {@code null} if the only column of a scalar is SQL
	 * {@code NULL}
	 * @throws SQLException if the driver cannot read the row
	 */
	@Nullable Object read(ResultSet row) throws SQLException;

	/**
	 * Creates readers for the columns of a result.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Return the reader for a result.
		 * @param columns the columns of the result
		 * @param keyColumns the numbers of those key columns that are selected
		 * @return the reader
		 */
		RowReader create(ResultColumns columns, Set<Integer> keyColumns);

	}

}
