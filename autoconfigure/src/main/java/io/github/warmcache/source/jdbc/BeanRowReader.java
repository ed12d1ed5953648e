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

import java.beans.PropertyDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.PermanentSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Reads a row through the setters of a bean: those that have a column are called.
 */
final class BeanRowReader implements RowReader {

	private final ResolvableType type;

	private final MethodHandle constructor;

	private final Setter[] setters;

	private final int[] columns;

	private BeanRowReader(ResolvableType type, MethodHandle constructor, Setter[] setters, int[] columns) {
		this.type = type;
		this.constructor = constructor;
		this.setters = setters;
		this.columns = columns;
	}

	static RowReader.Factory factory(ResolvableType type, Constructor<?> constructor) {
		try {
			constructor.setAccessible(true);
			MethodHandle handle = MethodHandles.lookup()
				.unreflectConstructor(constructor)
				.asType(MethodType.methodType(Object.class));
			List<Setter> setters = setters(type);
			return (columns, keyColumn) -> create(type, handle, setters, columns);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(type + " is not accessible", ex);
		}
	}

	private static BeanRowReader create(ResolvableType type, MethodHandle constructor, List<Setter> setters,
			ResultColumns columns) {
		List<Setter> used = setters.stream()
			.filter((setter) -> columns.find(setter.name) != ResultColumns.MISSING)
			.toList();
		if (used.isEmpty()) {
			throw new PermanentSourceException(
					"No column of the query is a property of " + type + "; the columns are " + columns.labels());
		}
		return new BeanRowReader(type, constructor, used.toArray(Setter[]::new),
				used.stream().mapToInt((setter) -> columns.find(setter.name)).toArray());
	}

	@Override
	public Object read(ResultSet row) throws SQLException {
		Object bean = create();
		for (int i = 0; i < this.setters.length; i++) {
			Setter setter = this.setters[i];
			try {
				setter.set(bean, setter.reader.read(row, this.columns[i]));
			}
			catch (Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw RowReaders.unreadable(this.type, "column for '" + setter.name + "'", ex);
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
			throw RowReaders.unreadable(this.type, "its constructor fails", ex);
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

		private final ColumnReader reader;

		private final MethodHandle handle;

		Setter(String name, Method method, ResolvableType beanType) throws IllegalAccessException {
			this.name = name;
			this.primitive = method.getParameterTypes()[0].isPrimitive();
			this.reader = ColumnReaders
				.forType(ResolvableType.forMethodParameter(new MethodParameter(method, 0), beanType));
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
