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

import java.util.List;
import java.util.Map;

/**
 * Shape of objects whose classes have an id in JSON.
 */
final class SubtypesShape extends ValueShape {

	private final Class<?> declared;

	/**
	 * Set if the id is derived from the class, not read from a field that may hold
	 * another one, and not chosen by the application.
	 */
	private final boolean certain;

	private final Map<Class<?>, ValueShape> subtypes;

	SubtypesShape(Class<?> declared, boolean certain, Map<Class<?>, ValueShape> subtypes) {
		this.declared = declared;
		this.certain = certain;
		this.subtypes = subtypes;
	}

	@Override
	void inspect(Object given, Inspection inspection) throws UnequalPartException {
		ValueShape shape = this.subtypes.get(given.getClass());
		if (shape == null) {
			Object value = LazyParts.loaded(given);
			if (value == null) {
				throw new UnequalPartException("is not loaded from the database yet");
			}
			shape = this.subtypes.get(value.getClass());
			if (shape == null) {
				throw new UnequalPartException("is a " + value.getClass().getName()
						+ ", which is not one of the named subclasses of " + this.declared.getName());
			}
		}
		if (!this.certain) {
			inspection.compare();
		}
		shape.inspect(given, inspection);
	}

	@Override
	boolean isOpen() {
		return true;
	}

	@Override
	List<ValueShape> parts() {
		return List.copyOf(this.subtypes.values());
	}

}
