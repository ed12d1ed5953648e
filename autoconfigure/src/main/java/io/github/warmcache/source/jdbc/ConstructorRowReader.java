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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.github.warmcache.source.UnreadableEntryException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Reads a row through a constructor, such as the canonical one of a record: every
 * parameter has a column.
 */
final class ConstructorRowReader implements RowReader {

	private final ResolvableType type;

	private final MethodHandle constructor;

	private final String[] names;

	private final boolean[] primitive;

	private final ColumnReader[] readers;

	private final int[] columns;

	private ConstructorRowReader(Target target, int[] columns) {
		this.type = target.type;
		this.constructor = target.constructor;
		this.names = target.names;
		this.primitive = target.primitive;
		this.readers = target.readers;
		this.columns = columns;
	}

	static RowReader.Factory factory(ResolvableType type, Constructor<?> constructor) {
		Target target = new Target(type, constructor);
		return (columns, keyColumn) -> new ConstructorRowReader(target, target.find(columns));
	}

	@Override
	public Object read(ResultSet row) throws SQLException {
		@Nullable Object[] arguments = new Object[this.readers.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = readColumn(row, i);
		}
		try {
			return (Object) this.constructor.invokeExact(arguments);
		}
		catch (Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw RowReaders.unreadable(this.type, "its constructor refuses the row", ex);
		}
	}

	private @Nullable Object readColumn(ResultSet row, int i) {
		Object value;
		try {
			value = this.readers[i].read(row, this.columns[i]);
		}
		catch (Exception ex) {
			throw RowReaders.unreadable(this.type, "column for '" + this.names[i] + "'", ex);
		}
		if (value == null && this.primitive[i]) {
			throw new UnreadableEntryException("A row cannot be read as " + this.type + ": the column for '"
					+ this.names[i] + "' is NULL, but its type is primitive");
		}
		return value;
	}

	/**
	 * The parameters of the constructor, which are the same for every result.
	 */
	private static final class Target {

		private final ResolvableType type;

		private final MethodHandle constructor;

		private final String[] names;

		private final boolean[] primitive;

		private final ColumnReader[] readers;

		Target(ResolvableType type, Constructor<?> constructor) {
			this.type = type;
			this.constructor = spreading(constructor);
			this.names = BeanUtils.getParameterNames(constructor);
			int count = constructor.getParameterCount();
			this.primitive = new boolean[count];
			this.readers = new ColumnReader[count];
			for (int i = 0; i < count; i++) {
				this.primitive[i] = constructor.getParameterTypes()[i].isPrimitive();
				this.readers[i] = ColumnReaders
					.forType(ResolvableType.forMethodParameter(new MethodParameter(constructor, i), type));
			}
		}

		int[] find(ResultColumns columns) {
			int[] found = new int[this.names.length];
			for (int i = 0; i < found.length; i++) {
				found[i] = columns.find(this.names[i]);
				if (found[i] == ResultColumns.MISSING) {
					throw RowReaders.missing(this.type, this.names[i], columns);
				}
			}
			return found;
		}

		private static MethodHandle spreading(Constructor<?> constructor) {
			try {
				constructor.setAccessible(true);
				return MethodHandles.lookup()
					.unreflectConstructor(constructor)
					.asSpreader(Object[].class, constructor.getParameterCount())
					.asType(MethodType.methodType(Object.class, Object[].class));
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(
						"Constructor of " + constructor.getDeclaringClass().getName() + " is not accessible", ex);
			}
		}

	}

}
