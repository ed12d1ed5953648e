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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.source.jdbc.column.Conversions;
import io.github.warmcache.source.jdbc.column.OptionalNumbers;
import io.github.warmcache.source.jdbc.column.ResultColumns;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Reads a row through a constructor, such as the canonical one of a record. Every
 * parameter has a column, or columns for its own properties.
 */
final class ConstructorRowReader implements RowReader {

	private final Target target;

	private final PropertyReader[] readers;

	private final boolean nested;

	private ConstructorRowReader(Target target, PropertyReader[] readers, boolean nested) {
		this.target = target;
		this.readers = readers;
		this.nested = nested;
	}

	/**
	 * Return the readers that call a constructor.
	 * @param type the type
	 * @param constructor its constructor
	 * @param conversions converts the values
	 * @return a factory of readers
	 */
	static ObjectReaders.Factory factory(ResolvableType type, Constructor<?> constructor, Conversions conversions) {
		Target target = new Target(type, constructor);
		return (columns, path) -> new ConstructorRowReader(target, target.find(columns, path, conversions),
				path.isNested());
	}

	@Override
	public @Nullable Object read(ResultSet row) throws SQLException {
		@Nullable Object[] arguments = new Object[this.readers.length];
		boolean empty = this.nested;
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.readers[i].read(row);
			empty = empty && OptionalNumbers.isNothing(arguments[i]);
		}
		if (empty) {
			// An outer join that found nothing.
			return null;
		}
		for (int i = 0; i < arguments.length; i++) {
			if (arguments[i] == null && this.target.primitive[i]) {
				throw new UnreadableEntryException("A row cannot be read as " + this.target.type + ": the column for '"
						+ this.target.names[i] + "' is NULL, but its type is primitive");
			}
		}
		try {
			return (Object) this.target.constructor.invokeExact(arguments);
		}
		catch (Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw RowProblems.unreadable(this.target.type, "its constructor rejects the row", ex);
		}
	}

	/**
	 * Constructor and its parameters, the same for every result.
	 */
	private static final class Target {

		private final ResolvableType type;

		private final MethodHandle constructor;

		private final String[] names;

		private final boolean[] primitive;

		private final ResolvableType[] types;

		Target(ResolvableType type, Constructor<?> constructor) {
			this.type = type;
			this.constructor = spreading(constructor);
			this.names = BeanUtils.getParameterNames(constructor);
			int count = constructor.getParameterCount();
			this.primitive = new boolean[count];
			this.types = new ResolvableType[count];
			for (int i = 0; i < count; i++) {
				this.primitive[i] = constructor.getParameterTypes()[i].isPrimitive();
				this.types[i] = ResolvableType.forMethodParameter(new MethodParameter(constructor, i), type);
			}
		}

		PropertyReader[] find(ResultColumns columns, PropertyPath path, Conversions conversions) {
			PropertyReader[] found = new PropertyReader[this.names.length];
			for (int i = 0; i < found.length; i++) {
				PropertyReader reader = PropertyReader.find(this.type, path.of(this.names[i], this.type), this.types[i],
						columns, conversions);
				if (reader == null) {
					throw RowProblems.missing(this.type, path.of(this.names[i], this.type), columns);
				}
				found[i] = reader;
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
