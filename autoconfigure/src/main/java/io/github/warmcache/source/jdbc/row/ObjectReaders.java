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

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.jdbc.column.Conversions;
import io.github.warmcache.source.jdbc.column.ResultColumns;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;

/**
 * Selects how objects with properties are created from the columns of a row.
 */
final class ObjectReaders {

	private ObjectReaders() {
	}

	/**
	 * Return the readers of a type.
	 * @param type the type, with a constructor
	 * @param conversions converts the values
	 * @return a factory of readers
	 * @throws InvalidSourceException if it is ambiguous which constructor to use
	 */
	static Factory forType(ResolvableType type, Conversions conversions) {
		Constructor<?> constructor = constructor(type, type.resolve(Object.class));
		return (constructor.getParameterCount() > 0) ? ConstructorRowReader.factory(type, constructor, conversions)
				: BeanRowReader.factory(type, constructor, conversions);
	}

	/**
	 * Return the readers of an object that is a property of another one.
	 * @param type the type of the property
	 * @param path the path of the property
	 * @param conversions converts the values
	 * @return a factory of readers, or {@code null} if the type has no properties, has no
	 * unambiguous constructor, or is already on the path
	 */
	static @Nullable Factory nested(ResolvableType type, PropertyPath path, Conversions conversions) {
		Class<?> javaType = type.resolve(Object.class);
		boolean simple = BeanUtils.isSimpleValueType(javaType) || javaType.isArray() || javaType.isInterface()
				|| Modifier.isAbstract(javaType.getModifiers()) || javaType.getName().startsWith("java.");
		if (simple || path.leadsThrough(javaType)) {
			return null;
		}
		try {
			return forType(type, conversions);
		}
		catch (InvalidSourceException ex) {
			return null;
		}
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
			throw RowProblems.invalid(type, "which has several constructors",
					"Leave one, or add one without parameters");
		}
	}

	/**
	 * Creates readers for the columns of a result.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Return the reader for a result.
		 * @param columns the columns of the result
		 * @param path the path from the value of the row to the object
		 * @return the reader
		 */
		RowReader create(ResultColumns columns, PropertyPath path);

	}

}
