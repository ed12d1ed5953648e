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

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Comparison, field by field, of a loaded value with the one that another pod would read.
 * Uses the {@code equals} of application classes only to match map keys and the elements
 * of hash sets, and for classes whose fields are not accessible. Used once.
 */
public final class DeepComparison {

	private static final Set<Class<?>> WITHOUT_ORDER = Set.of(HashMap.class, HashSet.class, ConcurrentHashMap.class,
			Hashtable.class);

	/**
	 * Objects that are being compared or were, by the object they are compared with.
	 */
	private final Map<Object, Object> compared = new IdentityHashMap<>();

	private DeepComparison() {
	}

	/**
	 * Return whether two values are equal in all their parts.
	 */
	public static boolean isEqual(Object value, Object other) {
		try {
			requireEqual(value, other);
			return true;
		}
		catch (UnequalPartException ex) {
			return false;
		}
	}

	/**
	 * Compare two values.
	 * @throws UnequalPartException if they differ, naming the part that does
	 */
	static void requireEqual(Object loaded, Object read) throws UnequalPartException {
		new DeepComparison().compare(loaded, read);
	}

	private void compare(@Nullable Object given, @Nullable Object read) throws UnequalPartException {
		Object loaded = (given != null) ? LazyParts.loaded(given) : null;
		if (loaded == read) {
			return;
		}
		if (loaded == null || read == null) {
			throw new UnequalPartException((read != null) ? "would not be read as null" : "would be read as null");
		}
		Class<?> type = loaded.getClass();
		if (loaded instanceof Map<?, ?> map && read instanceof Map<?, ?> other) {
			compareMaps(map, other);
		}
		else if (loaded instanceof Collection<?> collection && read instanceof Collection<?> other) {
			compareCollections(collection, other);
		}
		else if (type != read.getClass()) {
			throw new UnequalPartException(
					"is a " + type.getName() + " and would be read as a " + read.getClass().getName());
		}
		else if (type.isArray()) {
			compareArrays(loaded, read);
		}
		else if (loaded instanceof Optional<?> optional) {
			compare(optional.orElse(null), ((Optional<?>) read).orElse(null));
		}
		else if (loaded instanceof AtomicReference<?> reference) {
			compare(reference.get(), ((AtomicReference<?>) read).get());
		}
		else if (isOfJdk(type) || type.isEnum() || PlainTypes.contains(type)) {
			require(isSame(loaded, read), type);
		}
		else if (this.compared.put(loaded, read) != read) {
			compareFields(loaded, read);
		}
	}

	private static boolean isOfJdk(Class<?> type) {
		return type.getClassLoader() == null || type.getName().startsWith("java.");
	}

	private static boolean isSame(Object loaded, Object read) {
		if (loaded instanceof AtomicInteger || loaded instanceof AtomicLong || loaded instanceof AtomicBoolean
				|| loaded instanceof java.net.URL) {
			return loaded.toString().equals(read.toString());
		}
		return loaded.equals(read);
	}

	private static void require(boolean same, Class<?> type) throws UnequalPartException {
		if (!same) {
			throw new UnequalPartException("would be read as another " + type.getName());
		}
	}

	private void compareFields(Object loaded, Object read) throws UnequalPartException {
		List<Field> fields = PropertyFields.of(loaded.getClass());
		if (fields == null) {
			require(loaded.equals(read), loaded.getClass());
			return;
		}
		for (Field field : fields) {
			try {
				compare(PropertyFields.get(field, loaded), PropertyFields.get(field, read));
			}
			catch (UnequalPartException ex) {
				throw ex.below(field.getName());
			}
		}
	}

	private void compareArrays(Object loaded, Object read) throws UnequalPartException {
		if (loaded.getClass().getComponentType().isPrimitive()) {
			require(ObjectUtils.nullSafeEquals(loaded, read), loaded.getClass());
			return;
		}
		requireSize(Array.getLength(loaded), Array.getLength(read));
		for (int i = 0; i < Array.getLength(loaded); i++) {
			compareContents(Array.get(loaded, i), Array.get(read, i));
		}
	}

	private static void requireSize(int loaded, int read) throws UnequalPartException {
		if (loaded != read) {
			throw new UnequalPartException("would be read with " + ((read < loaded) ? "fewer" : "more") + " contents");
		}
	}

	private void compareContents(@Nullable Object loaded, @Nullable Object read) throws UnequalPartException {
		try {
			compare(loaded, read);
		}
		catch (UnequalPartException ex) {
			throw ex.below("[]");
		}
	}

	private void compareCollections(Collection<?> loaded, Collection<?> read) throws UnequalPartException {
		compareContainers(loaded, read, loaded instanceof Set == read instanceof Set);
		requireSize(loaded.size(), read.size());
		if (isWithoutOrder(loaded, read)) {
			compareWithoutOrder(loaded, read);
			return;
		}
		Iterator<?> contents = read.iterator();
		for (Object element : loaded) {
			compareContents(element, contents.hasNext() ? contents.next() : null);
		}
	}

	/**
	 * Compare each element with the one that equals it, because their fields may still
	 * differ.
	 */
	private void compareWithoutOrder(Collection<?> loaded, Collection<?> read) throws UnequalPartException {
		Map<Object, Object> others = new HashMap<>();
		read.forEach((element) -> others.put(element, element));
		for (Object element : loaded) {
			if (!others.containsKey(element)) {
				throw new UnequalPartException("would be read with other contents").below("[]");
			}
			compareContents(element, others.get(element));
		}
	}

	private void compareMaps(Map<?, ?> loaded, Map<?, ?> read) throws UnequalPartException {
		compareContainers(loaded, read, true);
		requireSize(loaded.size(), read.size());
		boolean ordered = !isWithoutOrder(loaded, read);
		Iterator<?> keys = read.keySet().iterator();
		for (Map.Entry<?, ?> entry : loaded.entrySet()) {
			Object key = keys.hasNext() ? keys.next() : null;
			if (ordered ? !Objects.equals(entry.getKey(), key) : !read.containsKey(entry.getKey())) {
				throw new UnequalPartException("would be read with other keys or in another order").below("[]");
			}
			compareContents(entry.getValue(), read.get(entry.getKey()));
		}
	}

	/**
	 * Return whether order does not count: two hash tables of different sizes hold the
	 * same contents in different orders.
	 */
	private static boolean isWithoutOrder(Object loaded, Object read) {
		return WITHOUT_ORDER.contains(loaded.getClass()) && WITHOUT_ORDER.contains(read.getClass());
	}

	private void compareContainers(Object loaded, Object read, boolean sameKind) throws UnequalPartException {
		Object inner = Containers.unwrapped(loaded);
		Object other = Containers.unwrapped(read);
		boolean own = !Containers.isKnown(inner.getClass());
		if (!sameKind || (own && inner.getClass() != other.getClass())) {
			throw new UnequalPartException(
					"is a " + loaded.getClass().getName() + " and would be read as a " + read.getClass().getName());
		}
		if (!Objects.equals(Containers.order(inner), Containers.order(other))) {
			throw new UnequalPartException("would be read with another comparator");
		}
	}

}
