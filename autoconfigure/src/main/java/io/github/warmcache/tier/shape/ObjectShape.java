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
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Shape of the objects of one application class, and of their fields.
 */
final class ObjectShape extends ValueShape {

	/**
	 * Number of objects of a class that are compared before it is trusted.
	 */
	static final int FIRST = 8;

	private final Class<?> type;

	/**
	 * Set if objects have ids in JSON, so that one may occur several times, even in
	 * itself.
	 */
	private final boolean identified;

	/**
	 * Set if no application code takes part in reading an object.
	 */
	private final boolean plain;

	private final Set<String> properties = new HashSet<>();

	private final List<Part> parts = new ArrayList<>();

	/**
	 * Shapes of all application classes that an object may lead to, its own included.
	 */
	private List<ObjectShape> reachable = List.of();

	private boolean open = true;

	private boolean recursive;

	/**
	 * Number of objects seen. Incremented by any thread; need not be exact.
	 */
	private volatile int seen;

	private volatile boolean settled;

	ObjectShape(Class<?> type, boolean identified, boolean plain) {
		this.type = type;
		this.identified = identified;
		this.plain = plain;
	}

	/**
	 * Add a field. Call only before {@link #complete()}.
	 */
	void add(String property, Field field, ValueShape shape) {
		this.properties.add(property);
		if (!(shape instanceof Plain)) {
			this.parts.add(new Part(field, shape));
		}
	}

	boolean hasProperty(String name) {
		return this.properties.contains(name);
	}

	/**
	 * Examine the structure once, after all shapes are complete.
	 */
	void complete() {
		Set<ValueShape> below = new LinkedHashSet<>();
		this.parts.forEach((part) -> collect(part.shape(), below));
		this.recursive = below.contains(this);
		below.add(this);
		this.reachable = below.stream().filter(ObjectShape.class::isInstance).map(ObjectShape.class::cast).toList();
		this.open = this.recursive || below.stream().anyMatch(ObjectShape::mayVary);
	}

	private static void collect(ValueShape shape, Set<ValueShape> found) {
		if (found.add(shape)) {
			shape.parts().forEach((part) -> collect(part, found));
		}
	}

	private static boolean mayVary(ValueShape shape) {
		return (shape instanceof ObjectShape object) ? !object.plain || !Modifier.isFinal(object.type.getModifiers())
				: shape.isOpen();
	}

	@Override
	void inspect(Object given, Inspection inspection) throws UnequalPartException {
		Object value = given;
		if (given.getClass() != this.type) {
			value = LazyParts.loaded(given);
			if (value == null) {
				throw new UnequalPartException("is not loaded from the database yet");
			}
			if (value.getClass() != this.type) {
				throw otherClass(value, this.type);
			}
		}
		if (this.seen < FIRST) {
			count();
			inspection.compare();
		}
		else if (!this.plain) {
			inspection.compare();
		}
		if (!isSettled()) {
			inspectParts(value, inspection);
		}
	}

	@SuppressWarnings("NonAtomicVolatileUpdate")
	private void count() {
		this.seen++;
	}

	private void inspectParts(Object value, Inspection inspection) throws UnequalPartException {
		if (this.recursive && !inspection.enter(value)) {
			if (this.identified) {
				return;
			}
			throw new UnequalPartException("refers back to the " + this.type.getName() + " that contains it");
		}
		for (Part part : this.parts) {
			if (!part.shape().isSettled()) {
				inspectPart(part, PropertyFields.get(part.field(), value), inspection);
			}
		}
		if (this.recursive && !this.identified) {
			inspection.leave(value);
		}
	}

	private static void inspectPart(Part part, @Nullable Object content, Inspection inspection)
			throws UnequalPartException {
		try {
			if (content != null) {
				part.shape().inspect(content, inspection);
			}
			else {
				part.shape().inspectNull(inspection);
			}
		}
		catch (UnequalPartException ex) {
			throw ex.below(part.field().getName());
		}
	}

	@Override
	boolean isOpen() {
		return this.open;
	}

	@Override
	boolean isSettled() {
		if (this.open || this.settled) {
			return this.settled;
		}
		for (ObjectShape shape : this.reachable) {
			if (shape.seen < FIRST) {
				return false;
			}
		}
		this.settled = true;
		return true;
	}

	@Override
	List<ValueShape> parts() {
		return this.parts.stream().map(Part::shape).toList();
	}

	private record Part(Field field, ValueShape shape) {
	}

}
