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

package io.github.warmcache.source.jdbc.column;

import java.util.HashMap;
import java.util.Map;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.jdbc.JsonValues;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Converts values of columns to constants of one enum: by its annotations, by name, with
 * a static method of the enum, or, for a number, by position.
 */
final class EnumValues {

	private final ResolvableType type;

	private final Object[] constants;

	private final @Nullable JsonValues annotated;

	private final @Nullable ValueFactory ofNumber;

	private final @Nullable ValueFactory ofText;

	private final Map<String, Object> names = new HashMap<>();

	EnumValues(ResolvableType type, Class<?> javaType, @Nullable JsonValues json) {
		this.type = type;
		this.constants = javaType.getEnumConstants();
		this.annotated = (json != null && json.isMadeByAnnotation(javaType)) ? json : null;
		this.ofNumber = ValueFactory.of(javaType, true);
		this.ofText = ValueFactory.of(javaType, false);
		for (Object constant : this.constants) {
			this.names.put(((Enum<?>) constant).name(), constant);
		}
	}

	/**
	 * Return whether numbers are read by the position of the constants.
	 */
	boolean isByPosition() {
		return this.annotated == null && this.ofNumber == null;
	}

	/**
	 * Return the constant.
	 * @param value a text or a number
	 * @param conversions converts the argument of a method of the enum
	 * @return the constant
	 */
	Object convert(Object value, Conversions conversions) {
		if (this.annotated != null) {
			return annotated(value, this.annotated);
		}
		if (!(value instanceof Number number)) {
			return ofText(value.toString().strip(), conversions);
		}
		if (this.ofNumber != null) {
			return this.ofNumber.create(number, conversions);
		}
		int position = ExactNumbers.convert(number, Integer.class).intValue();
		if (position < 0 || position >= this.constants.length) {
			throw new CacheSourceException("it holds a number that is not the position of a constant");
		}
		return this.constants[position];
	}

	/**
	 * Convert by the annotations, or by name if they do not know the value. Reject a text
	 * that is the code of one constant and the name of another.
	 */
	private Object annotated(Object value, JsonValues json) {
		Object code = (value instanceof Number) ? value : value.toString().strip();
		Object named = (code instanceof String name) ? this.names.get(name) : null;
		Object coded = tryConvert(code, json);
		if (coded != null && named != null && coded != named) {
			throw new CacheSourceException("it holds the code of one constant that is the name of another");
		}
		Object constant = (coded != null) ? coded : named;
		if (constant == null) {
			throw new CacheSourceException("it holds neither the code nor the name of a constant");
		}
		return constant;
	}

	private @Nullable Object tryConvert(Object code, JsonValues json) {
		try {
			return json.convert(code, this.type);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private Object ofText(String text, Conversions conversions) {
		Object constant = this.names.get(text);
		if (constant != null) {
			return constant;
		}
		if (this.ofText == null) {
			throw new CacheSourceException("it does not hold the name of a constant");
		}
		return this.ofText.create(text, conversions);
	}

}
