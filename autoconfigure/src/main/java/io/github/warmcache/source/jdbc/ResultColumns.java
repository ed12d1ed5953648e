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

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The column labels of a result, found by the names that Java gives to the same things.
 *
 * @param labels the labels in the order of the result
 */
record ResultColumns(List<String> labels) {

	static final int MISSING = 0;

	ResultColumns {
		labels = List.copyOf(labels);
	}

	static ResultColumns of(ResultSetMetaData metaData) throws SQLException {
		int count = metaData.getColumnCount();
		List<String> labels = new ArrayList<>(count);
		for (int column = 1; column <= count; column++) {
			labels.add(metaData.getColumnLabel(column));
		}
		return new ResultColumns(labels);
	}

	/**
	 * Find a column by a label, whatever its case, or by the name of a property in camel
	 * case. The closest match wins, then the first.
	 * @param name the label or the name of the property
	 * @return the number of the column, counted from one, or {@link #MISSING}
	 */
	int find(String name) {
		int column = first(name::equals);
		if (column == MISSING) {
			column = first(name::equalsIgnoreCase);
		}
		if (column == MISSING) {
			String normalized = normalize(name);
			column = first((label) -> normalize(label).equals(normalized));
		}
		return column;
	}

	/**
	 * Find the key column by its name as it was configured.
	 * @param identifier the name, possibly in the quotes of the database
	 * @return the number of the column, counted from one, or {@link #MISSING}
	 */
	int findIdentifier(String identifier) {
		char first = identifier.charAt(0);
		boolean quoted = first == '"' || first == '`' || first == '[';
		return find(quoted ? identifier.substring(1, identifier.length() - 1) : identifier);
	}

	String label(int column) {
		return this.labels.get(column - 1);
	}

	int size() {
		return this.labels.size();
	}

	private int first(Predicate<String> test) {
		for (int i = 0; i < this.labels.size(); i++) {
			if (test.test(this.labels.get(i))) {
				return i + 1;
			}
		}
		return MISSING;
	}

	private static String normalize(String name) {
		return name.replace("_", "").toLowerCase(Locale.ROOT);
	}

}
