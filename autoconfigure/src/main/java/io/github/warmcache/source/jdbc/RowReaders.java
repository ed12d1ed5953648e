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

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.BaseStream;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.PermanentSourceException;

import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;

/**
 * Decides how rows become values of a type.
 */
final class RowReaders {

	private RowReaders() {
	}

	/**
	 * Return how rows become values of a type.
	 * @param type the declared type of the values
	 * @return the factory of the readers, one reader for each result
	 * @throws InvalidSourceException if a row cannot be such a value
	 */
	static RowReader.Factory forType(ResolvableType type) {
		Class<?> javaType = type.resolve(Object.class);
		if (BeanUtils.isSimpleValueType(javaType) || javaType == byte[].class) {
			return scalar(type);
		}
		if (javaType != Object.class && javaType.isAssignableFrom(LinkedHashMap.class)
				&& Map.class.isAssignableFrom(javaType)) {
			return map(type);
		}
		if (Collection.class.isAssignableFrom(javaType) || javaType.isArray()
				|| BaseStream.class.isAssignableFrom(javaType) || javaType == Optional.class) {
			throw invalid(type, "but a row becomes one value",
					"Load collections in the cached method or in a CacheSource of your own");
		}
		if (javaType == Object.class || javaType.isInterface() || Modifier.isAbstract(javaType.getModifiers())) {
			throw invalid(type, "which cannot be created from a row",
					"Declare a record, a class, a scalar or Map<String, Object>");
		}
		Constructor<?> constructor = constructor(type, javaType);
		return (constructor.getParameterCount() > 0) ? ConstructorRowReader.factory(type, constructor)
				: BeanRowReader.factory(type, constructor);
	}

	/**
	 * Report a value that cannot be read. What the driver or the constructor said may
	 * quote the value, and is kept out of it.
	 * @param type the declared type of the values
	 * @param part the column, or another part of the value
	 * @param cause the failure
	 * @return the exception
	 */
	static CacheSourceException unreadable(ResolvableType type, String part, Throwable cause) {
		String reason = (cause instanceof CacheSourceException) ? String.valueOf(cause.getMessage())
				: SqlFailures.describe(cause);
		return SqlFailures.ofRow("A row cannot be read as " + type + ": " + part + ": " + reason, cause);
	}

	static CacheSourceException missing(ResolvableType type, String name, ResultColumns columns) {
		return new PermanentSourceException("The query has no column for '" + name + "' of " + type
				+ ". Select it under that name or in snake case; the columns are " + columns.labels());
	}

	private static RowReader.Factory scalar(ResolvableType type) {
		ColumnReader reader = ColumnReaders.forType(type);
		return (columns, keyColumn) -> {
			int column = scalarColumn(type, columns, keyColumn);
			String part = "column '" + columns.label(column) + "'";
			return (row) -> {
				try {
					return reader.read(row, column);
				}
				catch (Exception ex) {
					throw unreadable(type, part, ex);
				}
			};
		};
	}

	private static int scalarColumn(ResolvableType type, ResultColumns columns, int keyColumn) {
		if (columns.size() == 1) {
			return 1;
		}
		if (columns.size() == 2 && keyColumn != ResultColumns.MISSING) {
			return 3 - keyColumn;
		}
		throw new PermanentSourceException("Values of " + type
				+ " are read from the one column beside the key column. Select no other; the columns are "
				+ columns.labels());
	}

	private static RowReader.Factory map(ResolvableType type) {
		ColumnReader reader = ColumnReaders.forType(type.asMap().getGeneric(1));
		return (columns, keyColumn) -> (row) -> {
			Map<String, Object> values = new LinkedHashMap<>(columns.size() * 2);
			for (int column = 1; column <= columns.size(); column++) {
				try {
					values.put(columns.label(column), reader.read(row, column));
				}
				catch (Exception ex) {
					throw unreadable(type, "column '" + columns.label(column) + "'", ex);
				}
			}
			return values;
		};
	}

	private static Constructor<?> constructor(ResolvableType type, Class<?> javaType) {
		try {
			if (javaType.isRecord()) {
				Class<?>[] components = Arrays.stream(javaType.getRecordComponents())
					.map((component) -> component.getType())
					.toArray(Class<?>[]::new);
				return javaType.getDeclaredConstructor(components);
			}
			return BeanUtils.getResolvableConstructor(javaType);
		}
		catch (NoSuchMethodException | IllegalStateException ex) {
			throw invalid(type, "which has several constructors", "Leave one, or add one without parameters");
		}
	}

	private static InvalidSourceException invalid(ResolvableType type, String problem, String remedy) {
		return new InvalidSourceException("value-type", "is " + type + ", " + problem, remedy);
	}

}
