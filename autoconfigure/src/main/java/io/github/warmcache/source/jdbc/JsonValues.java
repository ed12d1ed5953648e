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

package io.github.warmcache.source.jdbc;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Adapter to a JSON library, for a {@code JdbcCacheSource}: parses JSON, and creates
 * values of types whose annotations say how. Thread-safe.
 *
 * @since 0.1.0
 */
public interface JsonValues {

	/**
	 * Parse the text of a column that holds JSON.
	 * @param json the text
	 * @param type the type of the value, with its generics
	 * @return the value, or {@code null} if the text is JSON {@code null}
	 * @throws RuntimeException if the text is not JSON of that type; its message may
	 * quote the text and is not repeated
	 */
	@Nullable Object parse(String json, ResolvableType type);

	/**
	 * Create a value from a text or a number.
	 * @param value the text or the number
	 * @param type the type of the value
	 * @return the value
	 * @throws RuntimeException if the value cannot be created; its message may quote the
	 * text or number and is not repeated
	 */
	@Nullable Object convert(Object value, ResolvableType type);

	/**
	 * Return whether a type holds any JSON, such as a node of a JSON tree.
	 * @param type the type
	 * @return {@code true} if every JSON text can be read as this type
	 */
	boolean isTree(Class<?> type);

	/**
	 * Return whether an annotation says how to create a type from one text or number.
	 * @param type the type
	 * @return {@code true} if {@link #convert} applies
	 */
	boolean isMadeByAnnotation(Class<?> type);

}
