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

package io.github.warmcache.tier.redis;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Takes the records that serve as keys apart, and puts them together again.
 */
final class RecordKeys {

	private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

	/**
	 * Return the values of a record's components, in their order.
	 * @param key the record
	 * @return the values
	 */
	List<@Nullable Object> values(Object key) {
		Shape shape = shape(key.getClass());
		List<@Nullable Object> values = new ArrayList<>(shape.accessors().size());
		try {
			for (Method accessor : shape.accessors()) {
				values.add(accessor.invoke(key));
			}
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw unusable(key.getClass(), ex);
		}
		return values;
	}

	Object create(Class<?> type, @Nullable Object[] values) {
		try {
			return shape(type).constructor().newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw unusable(type, ex);
		}
	}

	private Shape shape(Class<?> type) {
		return this.shapes.computeIfAbsent(type, RecordKeys::shapeOf);
	}

	private static Shape shapeOf(Class<?> type) {
		RecordComponent[] components = type.getRecordComponents();
		try {
			Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			Constructor<?> constructor = type.getDeclaredConstructor(types);
			constructor.setAccessible(true);
			List<Method> accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toList();
			accessors.forEach((accessor) -> accessor.setAccessible(true));
			return new Shape(constructor, accessors);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw unusable(type, ex);
		}
	}

	private static IllegalArgumentException unusable(Class<?> type, Exception ex) {
		return new IllegalArgumentException("The record " + type.getName()
				+ " cannot be used as a key in the shared tier: its components must be accessible and its accessors"
				+ " must not throw", ex);
	}

	/**
	 * What is needed of a record's class.
	 */
	private record Shape(Constructor<?> constructor, List<Method> accessors) {
	}

}
