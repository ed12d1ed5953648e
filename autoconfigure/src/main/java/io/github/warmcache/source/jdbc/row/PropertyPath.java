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

package io.github.warmcache.source.jdbc.row;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.ResolvableType;

/**
 * Path from the value of a row to a property: {@code home.city} is read from the column
 * {@code home_city}.
 *
 * @param names the names of the properties on the path
 * @param owners the types that declare them
 */
record PropertyPath(List<String> names, List<Class<?>> owners) {

	static final PropertyPath ROW = new PropertyPath(List.of(), List.of());

	PropertyPath of(String name, ResolvableType owner) {
		return new PropertyPath(append(this.names, name), append(this.owners, owner.resolve(Object.class)));
	}

	private static <T> List<T> append(List<T> list, T last) {
		return Stream.concat(list.stream(), Stream.of(last)).toList();
	}

	/**
	 * Return whether this is a property, not the value of the row itself.
	 */
	boolean isNested() {
		return !this.names.isEmpty();
	}

	/**
	 * Return whether a type is already on the path, so that resolving its properties
	 * would never end.
	 */
	boolean leadsThrough(Class<?> type) {
		return this.owners.contains(type);
	}

	/**
	 * Return the column name of the property.
	 */
	String column() {
		return String.join("_", this.names);
	}

	@Override
	public String toString() {
		return String.join(".", this.names);
	}

}
