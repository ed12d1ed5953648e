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

import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

import org.jspecify.annotations.Nullable;

/**
 * Containers that are nothing but their contents and order, and those that would lose
 * more in JSON.
 */
public final class Containers {

	/**
	 * Declared types for which the reader creates containers with the same contents in
	 * the same order.
	 */
	private static final Set<Class<?>> OPEN = Set.of(Collection.class, List.class, Set.class, SortedSet.class,
			NavigableSet.class, Queue.class, Deque.class, Map.class, SortedMap.class, NavigableMap.class,
			ConcurrentMap.class, ConcurrentNavigableMap.class, AbstractCollection.class, AbstractList.class,
			AbstractSet.class, AbstractMap.class, EnumSet.class);

	private static final Set<Class<?>> EXACT = Set.of(ArrayList.class, LinkedList.class, Vector.class, Stack.class,
			CopyOnWriteArrayList.class, ArrayDeque.class, ConcurrentLinkedQueue.class, ConcurrentLinkedDeque.class,
			PriorityQueue.class, HashSet.class, LinkedHashSet.class, TreeSet.class, ConcurrentSkipListSet.class,
			CopyOnWriteArraySet.class, HashMap.class, LinkedHashMap.class, TreeMap.class, ConcurrentHashMap.class,
			ConcurrentSkipListMap.class, Hashtable.class, EnumMap.class, Properties.class);

	private static final Set<Class<?>> QUEUES = Set.of(LinkedList.class, ArrayDeque.class, ConcurrentLinkedQueue.class,
			ConcurrentLinkedDeque.class);

	/**
	 * Name prefixes of sets and maps that hold what they show, find it by {@code equals}
	 * or natural order, and are not views of something else.
	 */
	private static final List<String> KNOWN = List.of("java.util.ImmutableCollections$", "java.util.Collections$Empty",
			"java.util.Collections$Singleton", "java.util.RegularEnumSet", "java.util.JumboEnumSet",
			"java.util.concurrent.ConcurrentHashMap$KeySetView", "java.util.TreeMap$AscendingSubMap",
			"org.hibernate.collection.", "com.google.common.collect.Immutable", "com.google.common.collect.Regular",
			"com.google.common.collect.Singleton", "kotlin.collections.Empty", "kotlin.collections.builders.");

	private Containers() {
	}

	/**
	 * Return why values of a declared class would not be read back unchanged.
	 * @return the reason, or {@code null} if that depends on the value
	 */
	static @Nullable String whyNot(Class<?> declared) {
		if (OPEN.contains(declared) || EXACT.contains(declared)
				|| declared.getName().startsWith("java.util.Sequenced")) {
			return null;
		}
		Class<?> type = declared;
		while (type != null && !type.getName().startsWith("java.")) {
			for (var field : type.getDeclaredFields()) {
				if (PropertyFields.isState(field)) {
					return "is a container with a field of its own, '" + field.getName()
							+ "', which JSON does not keep beside the contents";
				}
			}
			type = type.getSuperclass();
		}
		return (type != null && EXACT.contains(type)) ? null : "is a container of which JSON keeps only the contents";
	}

	/**
	 * Return how the container that another pod would read differs.
	 * @param declared the declared class
	 * @param value the container
	 * @return the difference, or {@code null} if there is none
	 */
	static @Nullable String difference(Class<?> declared, Object value) {
		Class<?> type = value.getClass();
		if (!OPEN.contains(declared) && !declared.isInterface() && type != declared) {
			return "is a " + type.getName() + ", which another pod would read as a " + declared.getName();
		}
		Object inner = unwrapped(value);
		if (type != declared && !isKnown(inner.getClass())) {
			return "is a " + inner.getClass().getName() + ", of which another pod would read only the contents";
		}
		Comparator<?> order = order(inner);
		if (order != null && order != Comparator.naturalOrder()) {
			return "has a comparator, which JSON does not keep";
		}
		if (value instanceof Collection<?> collection) {
			return difference(declared, collection);
		}
		if (inner instanceof LinkedHashMap<?, ?> map) {
			return isOrderedByUse(map) ? "is ordered by use, which JSON does not keep" : null;
		}
		return (inner instanceof Properties properties && hasMoreThanTexts(properties))
				? "has defaults or contents that are not strings, which JSON does not keep" : null;
	}

	/**
	 * Return whether a map is in access order. Only a read shows that, so a copy is read.
	 */
	private static boolean isOrderedByUse(LinkedHashMap<?, ?> map) {
		if (map.size() < 2) {
			return false;
		}
		Map<?, ?> copy = (Map<?, ?>) map.clone();
		Object first = copy.keySet().iterator().next();
		copy.get(first);
		return copy.keySet().iterator().next() != first;
	}

	private static boolean hasMoreThanTexts(Properties properties) {
		Properties defaults = (Properties) properties.clone();
		defaults.clear();
		return !defaults.stringPropertyNames().isEmpty()
				|| properties.stringPropertyNames().size() != properties.size();
	}

	private static @Nullable String difference(Class<?> declared, Collection<?> value) {
		boolean queue = Queue.class.isAssignableFrom(declared) && declared.isInterface();
		boolean ordered = declared == Collection.class || declared == AbstractCollection.class;
		if ((queue && !QUEUES.contains(value.getClass()))
				|| (ordered && (value instanceof Set || value instanceof PriorityQueue))) {
			return "is a " + value.getClass().getName() + ", which another pod would read as a list";
		}
		return null;
	}

	/**
	 * Return what a wrapper wraps, or the container itself. A list counts as itself,
	 * because only its contents matter, whatever it wraps.
	 */
	static Object unwrapped(Object value) {
		return (value instanceof List) ? value : Wrappers.unwrapped(value);
	}

	/**
	 * Return whether a class is known to be nothing but its contents.
	 */
	static boolean isKnown(Class<?> type) {
		String name = type.getName();
		if (EXACT.contains(type) || KNOWN.stream().anyMatch(name::startsWith)) {
			return true;
		}
		boolean list = List.class.isAssignableFrom(type);
		boolean values = !list && Collection.class.isAssignableFrom(type) && !Set.class.isAssignableFrom(type)
				&& !Queue.class.isAssignableFrom(type) && name.endsWith("Values") && !name.contains("Identity");
		return (list && (name.startsWith("java.util.") || name.startsWith("kotlin.collections.")))
				|| (values && name.startsWith("java.util."));
	}

	/**
	 * Return whether a container equals others of its kind exactly if their contents are
	 * equal. Returns {@code false} if it wraps something that cannot be seen, which may
	 * have its own {@code equals}.
	 */
	public static boolean isItsContents(Object container) {
		Object inner = Wrappers.unwrapped(container);
		Comparator<?> order = order(inner);
		return isKnown(inner.getClass()) && !Wrappers.isWrapper(inner.getClass())
				&& !LazyParts.isCollection(inner.getClass()) && (order == null || order == Comparator.naturalOrder());
	}

	/**
	 * Return whether one checked value of a class stands for all others.
	 */
	static boolean isUniform(Class<?> type) {
		return !SortedSet.class.isAssignableFrom(type) && !SortedMap.class.isAssignableFrom(type)
				&& !PriorityQueue.class.isAssignableFrom(type) && !Properties.class.isAssignableFrom(type)
				&& !LinkedHashMap.class.isAssignableFrom(type) && !LazyParts.isCollection(type)
				&& (List.class.isAssignableFrom(type) || !Wrappers.isWrapper(type));
	}

	/**
	 * Return the comparator of a container, or {@code null} if it has none.
	 */
	static @Nullable Comparator<?> order(Object value) {
		if (value instanceof SortedSet<?> set) {
			return set.comparator();
		}
		if (value instanceof SortedMap<?, ?> map) {
			return map.comparator();
		}
		return (value instanceof PriorityQueue<?> queue) ? queue.comparator() : null;
	}

}
