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

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.type.TypeReference;

import org.springframework.core.ResolvableType;

/**
 * A value that one pod loads and another reads, and what is to come of it.
 *
 * @param name what is special about it
 * @param type the declared type
 * @param value the loaded value
 * @param expectation what is to come of it
 */
public record ValueCase(String name, ResolvableType type, Object value, Expectation expectation) {

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * What is to come of a value.
	 */
	public enum Expectation {

		/**
		 * It is shared, and equal.
		 */
		EQUAL,

		/**
		 * It is not shared, and that is said.
		 */
		REFUSED,

		/**
		 * It is equal, or refused in so many words.
		 */
		EITHER

	}

	/**
	 * Collects cases.
	 */
	static final class Cases {

		private final String family;

		private final List<ValueCase> cases = new ArrayList<>();

		Cases(String family) {
			this.family = family;
		}

		Cases equal(String name, Object value) {
			return add(name, (value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass(),
					value, Expectation.EQUAL);
		}

		Cases equal(String name, TypeReference<?> type, Object value) {
			return add(name, type.getType(), value, Expectation.EQUAL);
		}

		Cases refused(String name, Object value) {
			return add(name, value.getClass(), value, Expectation.REFUSED);
		}

		Cases refused(String name, TypeReference<?> type, Object value) {
			return add(name, type.getType(), value, Expectation.REFUSED);
		}

		Cases either(String name, Object value) {
			return add(name, value.getClass(), value, Expectation.EITHER);
		}

		private Cases add(String name, Type type, Object value, Expectation expectation) {
			this.cases.add(new ValueCase(this.family + " " + name, ResolvableType.forType(type), value, expectation));
			return this;
		}

		List<ValueCase> list() {
			return this.cases;
		}

	}

}
