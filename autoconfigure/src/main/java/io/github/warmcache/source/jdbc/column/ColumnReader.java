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

package io.github.warmcache.source.jdbc.column;

import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Reads a column of the current row as a Java type.
 */
@FunctionalInterface
public interface ColumnReader {

	/**
	 * Read the column.
	 * @param row the result, positioned on a row
	 * @param column the number of the column, counted from one
	 * @return the value, or {@code null} for SQL {@code NULL}
	 * @throws SQLException if the driver cannot read the column as that type
	 */
	@Nullable Object read(ResultSet row, int column) throws SQLException;

}
