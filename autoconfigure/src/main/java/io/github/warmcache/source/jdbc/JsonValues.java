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
 * Makes values of JSON, and of what an annotation says how to make them of. Given to a
 * {@code JdbcCacheSource} by whoever knows a JSON library. Thread-safe.
 *
 * @since 0.1.0
 */
public interface JsonValues {

	/**
	 * Parse the text of a column that holds JSON.
	 * @param json the text
	 * @param type the type of the value, with its generics
	 * @return the value, or {@code null} if the text is JSON {@code null}
	 * @throws RuntimeException if the text is no JSON of that type; its message may quote
	 * the text and is not repeated
	 */
	@Nullable Object parse(String json, ResolvableType type);

	/**
	 * Make a value of a text or a number.
	 * @param value the text or the number
	 * @param type the type of the value
	 * @return the value
	 * @throws RuntimeException if the type cannot be made of it; its message may quote
	 * the value and is not repeated
	 */
	@Nullable Object convert(Object value, ResolvableType type);

	/**
	 * Return whether a type stands for JSON of any form, such as a node of a tree.
	 * @param type the type
	 * @return {@code true} if every JSON text can be such a value
	 */
	boolean isTree(Class<?> type);

	/**
	 * Return whether an annotation says how to make a type of one text or number.
	 * @param type the type
	 * @return {@code true} if {@link #convert} is to be asked
	 */
	boolean isMadeByAnnotation(Class<?> type);

}
