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

package io.github.warmcache.cache.local;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Own size of the instances of a class, and the fields that refer to other objects. Held
 * per class for as long as the class is loaded.
 */
final class ObjectLayouts {

	private static final int HEADER = 12;

	private final ClassValue<Layout> layouts = new ClassValue<>() {

		@Override
		protected Layout computeValue(Class<?> type) {
			return describe(type);
		}

	};

	Layout of(Class<?> type) {
		return this.layouts.get(type);
	}

	static int size(Class<?> type) {
		if (type == long.class || type == double.class) {
			return 8;
		}
		if (type == short.class || type == char.class) {
			return 2;
		}
		if (type == byte.class || type == boolean.class) {
			return 1;
		}
		return 4;
	}

	private static Layout describe(Class<?> type) {
		try {
			return describeFields(type);
		}
		catch (LinkageError ex) {
			// The class of a field is missing.
			return new Layout(HEADER + 4, true, List.of());
		}
	}

	private static Layout describeFields(Class<?> type) {
		long size = HEADER;
		boolean opaque = false;
		List<Reference> references = new ArrayList<>();
		for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
			for (Field field : owner.getDeclaredFields()) {
				if (Modifier.isStatic(field.getModifiers())) {
					continue;
				}
				size += size(field.getType());
				if (!field.getType().isPrimitive()) {
					opaque |= !open(field);
					references.add(new Reference(field));
				}
			}
		}
		return new Layout((size + 7) & ~7L, opaque, List.copyOf(references));
	}

	private static boolean open(Field field) {
		try {
			field.setAccessible(true);
			return true;
		}
		catch (InaccessibleObjectException | SecurityException ex) {
			return false;
		}
	}

	/**
	 * Layout of one class.
	 *
	 * @param shallow the bytes of an instance without the objects that it refers to
	 * @param opaque whether some of its references cannot be followed
	 * @param references its references
	 */
	record Layout(long shallow, boolean opaque, List<Reference> references) {
	}

	/**
	 * A field that refers to another object.
	 *
	 * @param field the field
	 */
	record Reference(Field field) {

		@Nullable Object get(Object owner) {
			try {
				return this.field.get(owner);
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException("A field that was made accessible cannot be read", ex);
			}
		}

	}

}
