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

package io.github.warmcache.source.jdbc.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Columns that hold the key: one, or one for each part of a composite key.
 *
 * @param names the names of the columns; empty if no query selects the key
 * @param types the types that the columns are read as, in the same order, never primitive
 * @param type the type of the keys
 * @param composite creates keys from parts, or {@code null} for a single-column key
 */
public record KeyColumns(List<String> names, List<Class<?>> types, Class<?> type, @Nullable CompositeKeys composite) {

	/**
	 * Return the key columns of a source.
	 * @param settings the settings of the source
	 * @param keyType the type of the keys
	 * @param parts the types of the parts of a key that does not declare them itself
	 * @return the columns
	 * @throws InvalidSourceException if the keys do not fit the columns
	 */
	public static KeyColumns of(JdbcSourceSettings settings, ResolvableType keyType, List<ResolvableType> parts) {
		Class<?> javaType = keyType.resolve(Object.class);
		if (settings.keyColumns().isEmpty()) {
			Class<?> columnType = KeyValues.requireColumnType(javaType);
			return new KeyColumns((settings.keyColumn() != null) ? List.of(settings.keyColumn()) : List.of(),
					List.of(columnType), columnType, null);
		}
		CompositeKeys composite = CompositeKeys.of(javaType, parts);
		List<Class<?>> types = composite.types();
		if (types.size() != settings.keyColumns().size()) {
			throw new InvalidSourceException("key-columns",
					"names %d columns, but keys of %s have %d parts".formatted(settings.keyColumns().size(),
							javaType.getName(), types.size()),
					"Write one column for each part of the key, in their order");
		}
		return new KeyColumns(settings.keyColumns(), types, javaType, composite);
	}

	boolean isComposite() {
		return this.composite != null;
	}

	/**
	 * Return whether the type of the keys allows the database to treat only equal keys as
	 * the same.
	 */
	public boolean canBeExact() {
		return this.types.stream().allMatch(KeyEquality::isPossible);
	}

	/**
	 * Return the parts of a key.
	 * @param key the key
	 * @return the parts in the order of the columns, the key itself if it has no parts
	 */
	List<@Nullable Object> parts(Object key) {
		return (this.composite != null) ? this.composite.parts(key) : List.of(key);
	}

	/**
	 * Create a key.
	 * @param parts the parts in the order of the columns
	 */
	Object create(@Nullable Object[] parts) {
		return (this.composite != null) ? this.composite.create(parts) : Objects.requireNonNull(parts[0]);
	}

	/**
	 * Return variants of a key in which one text is changed: its case swapped, or a blank
	 * added at its end.
	 * @param key the key
	 * @return the variants
	 */
	public List<Object> variants(Object key) {
		List<Object> variants = new ArrayList<>();
		List<@Nullable Object> parts = parts(key);
		for (int i = 0; i < parts.size(); i++) {
			if (parts.get(i) instanceof String text) {
				for (String other : List.of(swapCase(text), text + " ")) {
					@Nullable Object[] changed = parts.toArray();
					changed[i] = other;
					if (!other.equals(text)) {
						variants.add(create(changed));
					}
				}
			}
		}
		return variants;
	}

	/**
	 * Return whether a key contains a text with letters that have an upper and a lower
	 * case.
	 */
	public boolean hasLetters(Object key) {
		return parts(key).stream().anyMatch((part) -> part instanceof String text && !text.equals(swapCase(text)));
	}

	private static String swapCase(String text) {
		StringBuilder swapped = new StringBuilder(text.length());
		text.codePoints()
			.map((letter) -> Character.isUpperCase(letter) ? Character.toLowerCase(letter)
					: Character.toUpperCase(letter))
			.forEach(swapped::appendCodePoint);
		return swapped.toString();
	}

	/**
	 * Return a description of the columns for messages.
	 */
	public String describe() {
		return "key column%s '%s'".formatted((this.names.size() > 1) ? "s" : "", String.join("', '", this.names));
	}

}
