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

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.github.warmcache.source.PermanentSourceException;

/**
 * Columns of a result, found by label or by the name of a Java property.
 *
 * @param columns the columns in the order of the result
 */
public record ResultColumns(List<ResultColumn> columns) {

	/**
	 * Number that stands for a missing column.
	 */
	public static final int MISSING = 0;

	public ResultColumns {
		columns = List.copyOf(columns);
	}

	public static ResultColumns of(ResultSetMetaData metaData) throws SQLException {
		int count = metaData.getColumnCount();
		List<ResultColumn> columns = new ArrayList<>(count);
		for (int column = 1; column <= count; column++) {
			columns.add(ResultColumn.of(metaData, column));
		}
		return new ResultColumns(columns);
	}

	/**
	 * Find a column by its label, in any case, or by the name of a property in camel
	 * case. The closest match wins.
	 * @param name the label or the name of the property
	 * @return the number of the column, counted from one, or {@link #MISSING}
	 * @throws CacheSourceException if two columns match equally well
	 */
	public int find(String name) {
		int column = only(name, name::equals);
		if (column == MISSING) {
			column = only(name, name::equalsIgnoreCase);
		}
		if (column == MISSING) {
			String normalized = normalize(name);
			column = only(name, (label) -> normalize(label).equals(normalized));
		}
		return column;
	}

	/**
	 * Find a column by its name as configured.
	 * @param identifier the name, possibly in the quotes of the database
	 * @return the number of the column, counted from one, or {@link #MISSING}
	 * @throws CacheSourceException if two columns match equally well
	 */
	public int findIdentifier(String identifier) {
		char first = identifier.charAt(0);
		boolean quoted = first == '"' || first == '`' || first == '[';
		return find(quoted ? identifier.substring(1, identifier.length() - 1) : identifier);
	}

	/**
	 * Find a key column by its name as configured.
	 * @param identifier the name, possibly in the quotes of the database
	 * @return the number of the column, counted from one
	 * @throws CacheSourceException if there is no such column, or two match equally well
	 */
	public int requireIdentifier(String identifier) {
		int column = findIdentifier(identifier);
		if (column == MISSING) {
			throw new PermanentSourceException("The query has no column '" + identifier
					+ "', which the settings name as the key; the columns are " + labels());
		}
		return column;
	}

	/**
	 * Return whether the label of any column begins with the name of a property.
	 * @param name the name of the property
	 * @return {@code true} if there may be a column for a nested property
	 */
	public boolean hasPrefix(String name) {
		String normalized = normalize(name);
		return this.columns.stream()
			.map((column) -> normalize(column.label()))
			.anyMatch((label) -> label.length() > normalized.length() && label.startsWith(normalized));
	}

	/**
	 * Reject a result with two columns of the same label. Called if all columns are read.
	 */
	public void requireDistinct() {
		this.columns.forEach((column) -> only(column.label(), column.label()::equals));
	}

	public ResultColumn get(int column) {
		return this.columns.get(column - 1);
	}

	public String label(int column) {
		return get(column).label();
	}

	public List<String> labels() {
		return this.columns.stream().map(ResultColumn::label).toList();
	}

	public int size() {
		return this.columns.size();
	}

	private int only(String name, Predicate<String> test) {
		int found = MISSING;
		for (int column = 1; column <= this.columns.size(); column++) {
			if (test.test(label(column))) {
				if (found != MISSING) {
					throw new PermanentSourceException("The query has two columns for '" + name
							+ "': give one of them another name with 'as', or do not select it; the columns are "
							+ labels());
				}
				found = column;
			}
		}
		return found;
	}

	private static String normalize(String name) {
		return name.replace("_", "").toLowerCase(Locale.ROOT);
	}

}
