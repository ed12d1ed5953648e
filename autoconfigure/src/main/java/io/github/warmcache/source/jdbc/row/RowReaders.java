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

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.jdbc.JsonValues;
import io.github.warmcache.source.jdbc.column.ColumnReaders;
import io.github.warmcache.source.jdbc.column.ColumnReaders.ColumnReader;
import io.github.warmcache.source.jdbc.column.Conversions;
import io.github.warmcache.source.jdbc.column.Intervals;
import io.github.warmcache.source.jdbc.column.ResultColumns;
import io.github.warmcache.source.jdbc.column.ValueFactory;

import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;

/**
 * Selects how rows become values of a type.
 */
public final class RowReaders {

	private RowReaders() {
	}

	/**
	 * Return the readers of a type.
	 * @param type the declared type of the values
	 * @param conversions converts the values
	 * @return a factory of readers, one for each result
	 * @throws InvalidSourceException if the type cannot be read from rows
	 */
	public static RowReader.Factory forType(ResolvableType type, Conversions conversions) {
		Class<?> javaType = type.resolve(Object.class);
		JsonValues json = conversions.rules().json();
		boolean tree = json != null && json.isTree(javaType);
		if (BeanUtils.isSimpleValueType(javaType) || Intervals.isInterval(javaType) || javaType.isArray() || tree
				|| Collection.class.isAssignableFrom(javaType)) {
			return scalar(type, conversions);
		}
		if (javaType != Object.class && javaType.isAssignableFrom(LinkedHashMap.class)
				&& Map.class.isAssignableFrom(javaType)) {
			return map(type, conversions);
		}
		if (BaseStream.class.isAssignableFrom(javaType) || javaType == Optional.class) {
			throw RowProblems.invalid(type, "but a row becomes one value",
					"Load such values in the cached method or in a CacheSource of your own");
		}
		if (javaType == Object.class || javaType.isInterface() || Modifier.isAbstract(javaType.getModifiers())) {
			throw RowProblems.invalid(type, "which cannot be created from a row",
					"Declare a record, a class, a scalar or Map<String, Object>");
		}
		return object(type, conversions);
	}

	/**
	 * Return the readers of an object: from the columns of its properties, or as a whole
	 * from the one column beside the key if that is not a property.
	 */
	private static RowReader.Factory object(ResolvableType type, Conversions conversions) {
		ObjectReaders.Factory object = ObjectReaders.forType(type, conversions);
		return (columns, keyColumns) -> {
			int only = onlyColumn(columns, keyColumns);
			if (only != ResultColumns.MISSING && !keyColumns.isEmpty()) {
				try {
					return object.create(columns, PropertyPath.ROW);
				}
				catch (CacheSourceException ex) {
					if (columns.get(only).isJson() || isMade(type, conversions)) {
						return whole(type, columns, only, conversions);
					}
					throw ex;
				}
			}
			return object.create(columns, PropertyPath.ROW);
		};
	}

	private static boolean isMade(ResolvableType type, Conversions conversions) {
		Class<?> javaType = type.resolve(Object.class);
		JsonValues json = conversions.rules().json();
		return (json != null && json.isMadeByAnnotation(javaType)) || ValueFactory.of(javaType, false) != null;
	}

	private static RowReader.Factory scalar(ResolvableType type, Conversions conversions) {
		return (columns, keyColumns) -> {
			int only = onlyColumn(columns, keyColumns);
			if (only == ResultColumns.MISSING) {
				throw new PermanentSourceException("Values of " + type
						+ " are read from the one column beside the key column. Select no other; the columns are "
						+ columns.labels());
			}
			return whole(type, columns, only, conversions);
		};
	}

	private static RowReader whole(ResolvableType type, ResultColumns columns, int column, Conversions conversions) {
		ColumnReader reader = ColumnReaders.forColumn(type, columns.get(column), conversions);
		String part = "column " + columns.get(column);
		return (row) -> {
			try {
				return reader.read(row, column);
			}
			catch (Exception ex) {
				throw RowProblems.unreadable(type, part, ex);
			}
		};
	}

	private static int onlyColumn(ResultColumns columns, Set<Integer> keyColumns) {
		if (columns.size() == 1) {
			return 1;
		}
		List<Integer> others = IntStream.rangeClosed(1, columns.size())
			.boxed()
			.filter((column) -> !keyColumns.contains(column))
			.toList();
		return (others.size() == 1) ? others.get(0) : ResultColumns.MISSING;
	}

	private static RowReader.Factory map(ResolvableType type, Conversions conversions) {
		ResolvableType content = type.asMap().getGeneric(1);
		return (columns, keyColumns) -> {
			columns.requireDistinct();
			ColumnReader[] readers = columns.columns()
				.stream()
				.map((column) -> ColumnReaders.forColumn(content, column, conversions))
				.toArray(ColumnReader[]::new);
			return (row) -> {
				Map<String, Object> values = new LinkedHashMap<>(columns.size() * 2);
				for (int column = 1; column <= columns.size(); column++) {
					try {
						values.put(columns.label(column), readers[column - 1].read(row, column));
					}
					catch (Exception ex) {
						throw RowProblems.unreadable(type, "column " + columns.get(column), ex);
					}
				}
				return values;
			};
		};
	}

}
