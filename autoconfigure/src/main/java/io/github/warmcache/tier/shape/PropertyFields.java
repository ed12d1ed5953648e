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

package io.github.warmcache.tier.shape;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Fields that make up the state of an object.
 */
final class PropertyFields {

	private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {

		@Override
		protected List<Field> computeValue(Class<?> type) {
			List<Field> fields = new ArrayList<>();
			for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
				for (Field field : declaring.getDeclaredFields()) {
					if (isState(field)) {
						field.setAccessible(true);
						fields.add(field);
					}
				}
			}
			return List.copyOf(fields);
		}

	};

	private PropertyFields() {
	}

	/**
	 * Return whether a field belongs to an object rather than to its class. The reference
	 * of an inner class to its outer instance does.
	 */
	static boolean isState(Field field) {
		return !Modifier.isStatic(field.getModifiers())
				&& (!field.isSynthetic() || field.getName().startsWith("this$"));
	}

	/**
	 * Return the fields of a class and its superclasses, made accessible.
	 * @return the fields, or {@code null} if a module does not open them
	 */
	static @Nullable List<Field> of(Class<?> type) {
		try {
			return FIELDS.get(type);
		}
		catch (InaccessibleObjectException ex) {
			return null;
		}
	}

	static @Nullable Object get(Field field, Object target) {
		try {
			return field.get(target);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Field " + field.getName() + " was made accessible", ex);
		}
	}

}
