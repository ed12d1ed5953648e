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

package io.github.warmcache.autoconfigure.methods;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.github.warmcache.warmup.WarmupContext;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Query that selects a row of arguments for each call of a method.
 *
 * @param dataSource the data source to query
 * @param sql the SQL that selects the rows
 * @param types the types as which the columns are read
 */
record CallQuery(DataSource dataSource, String sql, List<Class<?>> types) {

	List<List<@Nullable Object>> read(WarmupContext context) {
		List<List<@Nullable Object>> rows = new ArrayList<>();
		PreparedStatementCreator creator = (connection) -> {
			PreparedStatement statement = connection.prepareStatement(this.sql);
			context.onCancel(() -> cancel(statement));
			return statement;
		};
		RowCallbackHandler handler = (row) -> rows.add(columns(row));
		try {
			new JdbcTemplate(this.dataSource).query(creator, handler);
		}
		finally {
			context.onCancel(() -> {
			});
		}
		return rows;
	}

	private static void cancel(PreparedStatement statement) {
		try {
			statement.cancel();
		}
		catch (SQLException ex) {
			// The interruption of its thread ends it instead.
		}
	}

	private List<@Nullable Object> columns(ResultSet row) throws SQLException {
		int given = row.getMetaData().getColumnCount();
		if (given < this.types.size()) {
			throw new IllegalStateException("The query of @CacheWarmup selects %d columns for %d parameters"
				.formatted(given, this.types.size()));
		}
		List<@Nullable Object> columns = new ArrayList<>();
		for (int i = 0; i < this.types.size(); i++) {
			columns.add(read(row, i));
		}
		return columns;
	}

	/**
	 * Read a column, as the type of the parameter if that is a primitive or from the JDK.
	 * Other types are left to conversion.
	 */
	private @Nullable Object read(ResultSet row, int index) throws SQLException {
		Class<?> type = this.types.get(index);
		boolean plain = type.isPrimitive() || type.getName().startsWith("java.");
		return plain ? JdbcUtils.getResultSetValue(row, index + 1, type) : JdbcUtils.getResultSetValue(row, index + 1);
	}

}
