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

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.warmcache.cache.EntryWeigher;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the heap that an entry takes by walking the fields of its key and value.
 * Assumes a 64-bit HotSpot with compressed references: 12 bytes of header, 4 bytes per
 * reference, sizes rounded up to 8. Objects that are always shared, such as enum
 * constants and classes, count nothing. Objects that the module system hides count as one
 * small object.
 */
public final class HeapWeigher implements EntryWeigher {

	/**
	 * Size of Caffeine's node of a bounded, expiring cache, its place in the hash table
	 * and our {@link LocalEntry}. No entry takes less.
	 */
	public static final int ENTRY = 128;

	private static final int HEADER = 16;

	private static final int OPAQUE = 40;

	private static final int MAX_DEPTH = 64;

	private final ObjectLayouts layouts = new ObjectLayouts();

	@Override
	public int weigh(Object key, @Nullable Object value) {
		Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		long weight = ENTRY + weigh(key, seen, 0) + weigh(value, seen, 0);
		return (int) Math.min(weight, Integer.MAX_VALUE);
	}

	private long weigh(@Nullable Object object, Set<Object> seen, int depth) {
		if (object == null || object instanceof Enum<?> || object instanceof Class<?> || depth > MAX_DEPTH) {
			return 0;
		}
		if (object instanceof String string) {
			return 24 + align(HEADER + bytes(string));
		}
		if (object instanceof Number || object instanceof Character || object instanceof Boolean) {
			return this.layouts.of(object.getClass()).shallow();
		}
		if (!seen.add(object)) {
			return 0;
		}
		if (object.getClass().isArray()) {
			return weighArray(object, seen, depth);
		}
		if (object instanceof Collection<?> || object instanceof Map<?, ?>) {
			return weighElements(object, seen, depth);
		}
		if (object instanceof Optional<?> optional) {
			return 16 + weigh(optional.orElse(null), seen, depth + 1);
		}
		return weighFields(object, seen, depth);
	}

	/**
	 * Weigh the elements of a collection or map. Its code may be anything: a lazily
	 * loaded collection may fail, or another thread may change it. That must not fail a
	 * read.
	 */
	private long weighElements(Object object, Set<Object> seen, int depth) {
		try {
			if (object instanceof Map<?, ?> map) {
				return weighAll(map.keySet(), 48 + HEADER, 40, seen, depth) + weighAll(map.values(), 0, 0, seen, depth);
			}
			return weighAll((Collection<?>) object, 24 + HEADER, 8, seen, depth);
		}
		catch (RuntimeException ex) {
			return OPAQUE;
		}
	}

	private long weighAll(Collection<?> elements, long base, long each, Set<Object> seen, int depth) {
		long weight = base;
		for (Object element : elements) {
			weight += each + weigh(element, seen, depth + 1);
		}
		return weight;
	}

	private long weighArray(Object array, Set<Object> seen, int depth) {
		int length = Array.getLength(array);
		Class<?> component = array.getClass().getComponentType();
		long weight = align(HEADER + (long) length * ObjectLayouts.size(component));
		if (array instanceof Object[] elements) {
			for (Object element : elements) {
				weight += weigh(element, seen, depth + 1);
			}
		}
		return weight;
	}

	private long weighFields(Object object, Set<Object> seen, int depth) {
		ObjectLayouts.Layout layout = this.layouts.of(object.getClass());
		if (layout.opaque()) {
			return OPAQUE;
		}
		long weight = layout.shallow();
		for (ObjectLayouts.Reference reference : layout.references()) {
			weight += weigh(reference.get(object), seen, depth + 1);
		}
		return weight;
	}

	private static int bytes(String string) {
		for (int i = 0; i < string.length(); i++) {
			if (string.charAt(i) > 0xFF) {
				return string.length() * 2;
			}
		}
		return string.length();
	}

	private static long align(long size) {
		return (size + 7) & ~7L;
	}

}
