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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Shape of arrays, collections, maps and references, and of their contents.
 */
final class ContainerShape extends ValueShape {

	private final Class<?> declared;

	private final @Nullable ValueShape keys;

	private final ValueShape contents;

	/**
	 * Set for a reference, such as an {@link Optional}.
	 */
	private final boolean reference;

	/**
	 * Classes whose values are all fine.
	 */
	private final Set<Class<?>> fine = ConcurrentHashMap.newKeySet();

	/**
	 * The last class found fine, because the next value is likely to be of it.
	 */
	private volatile @Nullable Class<?> usual;

	ContainerShape(Class<?> declared, boolean reference, @Nullable ValueShape keys, ValueShape contents) {
		this.declared = declared;
		this.reference = reference;
		this.keys = keys;
		this.contents = contents;
	}

	@Override
	void inspect(Object value, Inspection inspection) throws UnequalPartException {
		Class<?> type = value.getClass();
		if (type != this.usual && !this.fine.contains(type)) {
			requireSame(value);
		}
		if (this.contents.isSettled() && (this.keys == null || this.keys.isSettled())) {
			return;
		}
		if (value instanceof Optional<?> optional) {
			inspectContent(optional.orElse(null), this.contents, inspection);
		}
		else if (value instanceof AtomicReference<?> holder) {
			inspectContent(holder.get(), this.contents, inspection);
		}
		else if (value instanceof Collection<?> collection) {
			inspectAll(collection, this.contents, inspection);
		}
		else if (value instanceof Map<?, ?> map) {
			if (this.keys != null) {
				inspectAll(map.keySet(), this.keys, inspection);
			}
			inspectAll(map.values(), this.contents, inspection);
		}
		else if (value instanceof Object[] array) {
			inspectAll(Arrays.asList(array), this.contents, inspection);
		}
	}

	private static void inspectContent(@Nullable Object content, ValueShape shape, Inspection inspection)
			throws UnequalPartException {
		if (content != null) {
			shape.inspect(content, inspection);
		}
		else {
			shape.inspectNull(inspection);
		}
	}

	@Override
	void inspectNull(Inspection inspection) throws UnequalPartException {
		if (this.reference) {
			throw otherThanNull(this.declared);
		}
	}

	private void requireSame(Object value) throws UnequalPartException {
		Class<?> type = value.getClass();
		if (type.isArray() || this.reference) {
			if (type != this.declared) {
				throw otherClass(value, this.declared);
			}
		}
		else {
			if (LazyParts.loaded(value) == null) {
				throw new UnequalPartException("is not loaded from the database yet");
			}
			String difference = Containers.difference(this.declared, value);
			if (difference != null) {
				throw new UnequalPartException(difference);
			}
			if (!Containers.isUniform(type)) {
				return;
			}
		}
		this.usual = type;
		this.fine.add(type);
	}

	private static void inspectAll(Collection<?> contents, ValueShape shape, Inspection inspection)
			throws UnequalPartException {
		if (shape.isSettled()) {
			return;
		}
		for (Object content : contents) {
			try {
				inspectContent(content, shape, inspection);
			}
			catch (UnequalPartException ex) {
				throw ex.below("[]");
			}
		}
	}

	@Override
	boolean isOpen() {
		return true;
	}

	@Override
	List<ValueShape> parts() {
		List<ValueShape> parts = new ArrayList<>();
		parts.add(this.contents);
		if (this.keys != null) {
			parts.add(this.keys);
		}
		return parts;
	}

}
