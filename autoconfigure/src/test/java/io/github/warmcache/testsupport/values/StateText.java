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

package io.github.warmcache.testsupport.values;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.hibernate.proxy.HibernateProxy;
import tools.jackson.databind.JsonNode;

/**
 * Writes down the whole state of a value, so that two values can be compared without
 * trusting their {@code equals}, and without the code under test.
 */
@SuppressWarnings("JavaUtilDate")
public final class StateText {

	private final StringBuilder text = new StringBuilder();

	private final Map<Object, Integer> path = new IdentityHashMap<>();

	private StateText() {
	}

	/**
	 * Return the state of a value.
	 */
	public static String of(Object value) {
		StateText text = new StateText();
		text.append(value);
		return text.text.toString();
	}

	private void append(Object given) {
		Object value = (given instanceof HibernateProxy proxy) ? proxy.getHibernateLazyInitializer().getImplementation()
				: given;
		if (value == null) {
			this.text.append("null");
			return;
		}
		Integer depth = this.path.putIfAbsent(value, this.path.size());
		if (depth != null && !value.getClass().getName().startsWith("java.lang.")) {
			this.text.append('^').append(depth);
			return;
		}
		appendNew(value);
		if (depth == null) {
			this.path.remove(value);
		}
	}

	private void appendNew(Object value) {
		if (value instanceof Double number) {
			this.text.append("double ").append(Double.doubleToRawLongBits(number));
		}
		else if (value instanceof Float number) {
			this.text.append("float ").append(Float.floatToRawIntBits(number));
		}
		else if (value instanceof BigDecimal number) {
			this.text.append(value.getClass().getName())
				.append(number.unscaledValue())
				.append('e')
				.append(number.scale());
		}
		else if (value instanceof Date date) {
			this.text.append(value.getClass().getName()).append(date.getTime()).append(date);
		}
		else if (value instanceof Enum<?> constant) {
			this.text.append(constant.getDeclaringClass().getName()).append(constant.name());
		}
		else if (value.getClass().isArray()) {
			this.text.append(value.getClass().getName()).append('[');
			for (int i = 0; i < Array.getLength(value); i++) {
				append(Array.get(value, i));
				this.text.append(',');
			}
			this.text.append(']');
		}
		else if (value instanceof Optional<?> optional) {
			this.text.append("optional ");
			append(optional.orElse(null));
		}
		else if (value instanceof AtomicReference<?> reference) {
			this.text.append("reference ");
			append(reference.get());
		}
		else if (value instanceof JsonNode node) {
			node(node);
		}
		else if (value instanceof Map<?, ?> map) {
			map(map);
		}
		else if (value instanceof Collection<?> collection) {
			collection(collection);
		}
		else if (value.getClass().getName().startsWith("java.") || value.getClass().getName().startsWith("sun.")) {
			this.text.append(value.getClass().getName()).append(' ').append(value);
		}
		else {
			object(value);
		}
	}

	private void node(JsonNode node) {
		this.text.append(node.getClass().getSimpleName());
		if (node.isContainer()) {
			node.properties().forEach((property) -> {
				this.text.append(property.getKey()).append('=');
				node(property.getValue());
			});
			if (node.isArray()) {
				node.values().forEach(this::node);
			}
		}
		else {
			this.text.append(node);
		}
	}

	private void map(Map<?, ?> map) {
		this.text.append("map ").append(ownClass(map));
		if (map instanceof SortedMap<?, ?> sorted && sorted.comparator() != null) {
			this.text.append("by ").append(sorted.comparator());
		}
		fields(map, map.getClass());
		List<String> entries = new ArrayList<>();
		map.forEach((key, content) -> entries.add(of(key) + '=' + of(content)));
		if (map instanceof ConcurrentHashMap) {
			Collections.sort(entries);
		}
		this.text.append(entries);
	}

	private void collection(Collection<?> collection) {
		this.text.append((collection instanceof Set) ? "set " : "list ").append(ownClass(collection));
		if (collection instanceof SortedSet<?> sorted && sorted.comparator() != null) {
			this.text.append("by ").append(sorted.comparator());
		}
		if (collection instanceof PriorityQueue<?> queue) {
			this.text.append("priority by ").append(queue.comparator());
		}
		fields(collection, collection.getClass());
		this.text.append('[');
		for (Object element : collection) {
			append(element);
			this.text.append(',');
		}
		this.text.append(']');
	}

	/**
	 * Lists of the JDK differ in what can be done with them rather than in what they
	 * hold.
	 */
	private static String ownClass(Object container) {
		String name = container.getClass().getName();
		boolean foreign = !name.startsWith("java.") && !name.startsWith("org.hibernate.");
		return (foreign ? name : "") + ' ';
	}

	private void object(Object value) {
		this.text.append(value.getClass().getName()).append('(');
		fields(value, value.getClass());
		this.text.append(')');
	}

	private void fields(Object value, Class<?> type) {
		if (type == null || type.getName().startsWith("java.") || type.getName().startsWith("org.hibernate.")) {
			return;
		}
		fields(value, type.getSuperclass());
		List<Field> fields = new ArrayList<>(List.of(type.getDeclaredFields()));
		fields.removeIf((field) -> Modifier.isStatic(field.getModifiers()));
		new TreeSet<>(fields.stream().map(Field::getName).toList()).forEach((name) -> field(value, type, name));
	}

	private void field(Object value, Class<?> type, String name) {
		try {
			Field field = type.getDeclaredField(name);
			field.setAccessible(true);
			this.text.append(type.getSimpleName()).append('.').append(name).append('=');
			append(field.get(value));
			this.text.append(';');
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
