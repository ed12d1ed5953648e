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

package io.github.warmcache.source.jdbc.key;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Splits composite keys into their parts, and creates keys from parts.
 */
interface CompositeKeys {

	/**
	 * Return the implementation for a type of key.
	 * @param type a record, or {@link SimpleKey}, which Spring creates from several
	 * parameters
	 * @param parts the types of the parts of a {@link SimpleKey}
	 * @return the implementation
	 * @throws InvalidSourceException if the keys have no parts, or their types are not
	 * known
	 */
	static CompositeKeys of(Class<?> type, List<ResolvableType> parts) {
		if (type.isRecord()) {
			return new Records(type);
		}
		if (type != SimpleKey.class) {
			throw new InvalidSourceException("key-type",
					"is " + type.getName() + ", which is not made of several parts",
					"Write key-column for a key of one column; for several columns use a record with a component for "
							+ "each, or a cached method with a parameter for each and no 'key'");
		}
		if (parts.isEmpty()) {
			throw new InvalidSourceException("key-columns",
					"is set for keys of type SimpleKey, but no method declares the types of their parts, or several "
							+ "methods declare different ones",
					"Cache a method with a parameter for each column and no 'key' (if there are several, with the same "
							+ "parameter types), or write a record as key-type");
		}
		return new Simple(parts.stream().<Class<?>>map((part) -> part.resolve(Object.class)).toList());
	}

	/**
	 * Return the types of the parts, in their order.
	 */
	List<Class<?>> types();

	/**
	 * Return the parts of a key.
	 */
	List<@Nullable Object> parts(Object key);

	/**
	 * Create a key from its parts.
	 */
	Object create(@Nullable Object[] parts);

	/**
	 * Keys that are records.
	 */
	final class Records implements CompositeKeys {

		private final List<Class<?>> types;

		private final Method[] accessors;

		private final Constructor<?> constructor;

		Records(Class<?> type) {
			RecordComponent[] components = type.getRecordComponents();
			this.types = Arrays.stream(components)
				.<Class<?>>map((component) -> KeyValues.requirePartType(component.getType()))
				.toList();
			this.accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
			try {
				this.constructor = type.getDeclaredConstructor(
						Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException(type.getName() + " has no canonical constructor", ex);
			}
			ReflectionUtils.makeAccessible(this.constructor);
			Arrays.stream(this.accessors).forEach(ReflectionUtils::makeAccessible);
		}

		@Override
		public List<Class<?>> types() {
			return this.types;
		}

		@Override
		public List<@Nullable Object> parts(Object key) {
			return Arrays.stream(this.accessors)
				.map((accessor) -> ReflectionUtils.invokeMethod(accessor, key))
				.toList();
		}

		@Override
		public Object create(@Nullable Object[] parts) {
			try {
				return this.constructor.newInstance(parts);
			}
			catch (InvocationTargetException ex) {
				// Without the cause, which may quote the key.
				throw new CacheSourceException("its constructor rejects the row");
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * Keys that Spring creates from several parameters. They have no accessors.
	 */
	final class Simple implements CompositeKeys {

		private final List<Class<?>> types;

		private final Field params;

		Simple(List<Class<?>> types) {
			this.types = types.stream().<Class<?>>map(KeyValues::requirePartType).toList();
			this.params = Objects.requireNonNull(ReflectionUtils.findField(SimpleKey.class, "params", Object[].class),
					"This version of Spring keeps the parameters of a SimpleKey elsewhere");
			ReflectionUtils.makeAccessible(this.params);
		}

		@Override
		public List<Class<?>> types() {
			return this.types;
		}

		@Override
		public List<@Nullable Object> parts(Object key) {
			return Arrays
				.asList((@Nullable Object[]) Objects.requireNonNull(ReflectionUtils.getField(this.params, key)));
		}

		@Override
		public Object create(@Nullable Object[] parts) {
			return new SimpleKey(parts);
		}

	}

}
