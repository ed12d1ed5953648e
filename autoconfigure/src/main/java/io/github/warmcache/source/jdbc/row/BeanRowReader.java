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

import java.beans.PropertyDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.jdbc.column.Conversions;
import io.github.warmcache.source.jdbc.column.ResultColumns;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Reads a row as a bean, through the setters that have a column.
 */
final class BeanRowReader implements RowReader {

	private final ResolvableType type;

	private final MethodHandle constructor;

	private final Setter[] setters;

	private final PropertyReader[] readers;

	private final boolean nested;

	private BeanRowReader(ResolvableType type, MethodHandle constructor, Map<Setter, PropertyReader> readers,
			boolean nested) {
		this.type = type;
		this.constructor = constructor;
		this.setters = readers.keySet().toArray(Setter[]::new);
		this.readers = readers.values().toArray(PropertyReader[]::new);
		this.nested = nested;
	}

	/**
	 * Return the readers of a bean type.
	 * @param type the type
	 * @param constructor its constructor without parameters
	 * @param conversions converts the values
	 * @return a factory of readers
	 */
	static ObjectReaders.Factory factory(ResolvableType type, Constructor<?> constructor, Conversions conversions) {
		try {
			constructor.setAccessible(true);
			MethodHandle handle = MethodHandles.lookup()
				.unreflectConstructor(constructor)
				.asType(MethodType.methodType(Object.class));
			List<Setter> setters = setters(type);
			return (columns, path) -> create(type, handle, setters, columns, path, conversions);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(type + " is not accessible", ex);
		}
	}

	private static BeanRowReader create(ResolvableType type, MethodHandle constructor, List<Setter> setters,
			ResultColumns columns, PropertyPath path, Conversions conversions) {
		Map<Setter, PropertyReader> readers = new LinkedHashMap<>();
		List<String> missing = new ArrayList<>();
		for (Setter setter : setters) {
			PropertyPath property = path.of(setter.name, type);
			PropertyReader reader = PropertyReader.find(type, property, setter.type, columns, conversions);
			if (reader != null) {
				readers.put(setter, reader);
			}
			else {
				missing.add(property.toString());
			}
		}
		if (readers.isEmpty()) {
			throw new PermanentSourceException(
					"No column of the query is a property of " + type + "; the columns are " + columns.labels());
		}
		if (!missing.isEmpty()) {
			conversions.rules()
				.notes()
				.warn("the query has no column for " + missing + " of " + type
						+ ", so these properties stay unset. Select them under that name or in snake case; "
						+ "the columns are " + columns.labels());
		}
		return new BeanRowReader(type, constructor, readers, path.isNested());
	}

	@Override
	public @Nullable Object read(ResultSet row) throws SQLException {
		@Nullable Object[] values = new Object[this.setters.length];
		boolean empty = this.nested;
		for (int i = 0; i < values.length; i++) {
			values[i] = this.readers[i].read(row);
			empty = empty && values[i] == null;
		}
		if (empty) {
			// An outer join that found nothing.
			return null;
		}
		Object bean = create();
		for (int i = 0; i < values.length; i++) {
			try {
				this.setters[i].set(bean, values[i]);
			}
			catch (Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw RowProblems.unreadable(this.type, "column for '" + this.setters[i].name + "'", ex);
			}
		}
		return bean;
	}

	private Object create() {
		try {
			return (Object) this.constructor.invokeExact();
		}
		catch (Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw RowProblems.unreadable(this.type, "its constructor fails", ex);
		}
	}

	private static List<Setter> setters(ResolvableType type) throws IllegalAccessException {
		List<Setter> setters = new ArrayList<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type.resolve(Object.class))) {
			Method method = property.getWriteMethod();
			if (method != null) {
				method.setAccessible(true);
				setters.add(new Setter(property.getName(), method, type));
			}
		}
		return setters;
	}

	private static final class Setter {

		private final String name;

		private final boolean primitive;

		private final ResolvableType type;

		private final MethodHandle handle;

		Setter(String name, Method method, ResolvableType beanType) throws IllegalAccessException {
			this.name = name;
			this.primitive = method.getParameterTypes()[0].isPrimitive();
			this.type = ResolvableType.forMethodParameter(new MethodParameter(method, 0), beanType);
			this.handle = MethodHandles.lookup()
				.unreflect(method)
				.asType(MethodType.methodType(void.class, Object.class, Object.class));
		}

		void set(Object bean, @Nullable Object value) throws Throwable {
			if (value == null && this.primitive) {
				throw new CacheSourceException("it is NULL, but its type is primitive");
			}
			this.handle.invokeExact(bean, value);
		}

	}

}
