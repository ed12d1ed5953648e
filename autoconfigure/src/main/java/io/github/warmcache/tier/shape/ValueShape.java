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

/**
 * Requirements on the values of a declared type, so that they are read back unchanged.
 */
abstract class ValueShape {

	/**
	 * Check a value.
	 * @param value the value, not {@code null}
	 * @param inspection collects the findings about the whole value
	 * @throws UnequalPartException if another pod would read something else
	 */
	abstract void inspect(Object value, Inspection inspection) throws UnequalPartException;

	/**
	 * Check a {@code null} in the place of a value.
	 * @param inspection collects the findings about the whole value
	 * @throws UnequalPartException if another pod would read something else
	 */
	void inspectNull(Inspection inspection) throws UnequalPartException {
	}

	/**
	 * Return whether each value must be checked, because its class does not tell
	 * everything.
	 */
	abstract boolean isOpen();

	/**
	 * Return whether no value needs to be checked any more.
	 */
	boolean isSettled() {
		return !isOpen();
	}

	/**
	 * Return the shapes of the parts.
	 */
	List<ValueShape> parts() {
		return List.of();
	}

	static UnequalPartException otherThanNull(Class<?> type) {
		return new UnequalPartException("is null, which another pod would read as a " + type.getName());
	}

	static UnequalPartException otherClass(Object value, Class<?> expected) {
		return new UnequalPartException(
				"is a " + value.getClass().getName() + ", which another pod would read as a " + expected.getName());
	}

	/**
	 * Value whose class tells everything. That is the given class; an enum constant
	 * counts as one of the enum that declares it.
	 */
	static class Exact extends ValueShape {

		private final Class<?> type;

		Exact(Class<?> type) {
			this.type = type;
		}

		@Override
		void inspect(Object value, Inspection inspection) throws UnequalPartException {
			Class<?> given = value.getClass();
			if (given != this.type
					&& !(value instanceof Enum<?> constant && constant.getDeclaringClass() == this.type)) {
				throw otherClass(value, this.type);
			}
		}

		@Override
		boolean isOpen() {
			return true;
		}

	}

	/**
	 * Value that needs no check.
	 */
	static final class Plain extends ValueShape {

		@Override
		void inspect(Object value, Inspection inspection) {
		}

		@Override
		boolean isOpen() {
			return false;
		}

	}

	/**
	 * Value of a class that a library or the application writes in its own way.
	 */
	static final class Custom extends ValueShape {

		private final Class<?> type;

		Custom(Class<?> type) {
			this.type = type;
		}

		@Override
		void inspect(Object value, Inspection inspection) throws UnequalPartException {
			if (!this.type.isInstance(value)) {
				throw otherClass(value, this.type);
			}
			inspection.compare();
		}

		@Override
		void inspectNull(Inspection inspection) {
			inspection.compare();
		}

		@Override
		boolean isOpen() {
			return true;
		}

	}

}
