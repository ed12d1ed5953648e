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

package io.github.warmcache.source.redis;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.temporal.TemporalAccessor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Type with a plain text form that does not depend on a locale.
 */
final class TextType {

	/**
	 * Number of digits that always fit.
	 */
	private static final int DIGITS_OF_INTEGER = 9;

	private static final int DIGITS_OF_LONG = 18;

	private final Class<?> type;

	private final Function<String, @Nullable Object> parser;

	private TextType(Class<?> type, Function<String, @Nullable Object> parser) {
		this.type = type;
		this.parser = parser;
	}

	/**
	 * Return the text form of a type.
	 * @param type the type, possibly a primitive one
	 * @param conversionService converts text to types that are not handled here
	 * @return the text form, or {@code null} if the type has none
	 */
	static @Nullable TextType of(Class<?> type, ConversionService conversionService) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (boxed == String.class) {
			return new TextType(boxed, (text) -> text);
		}
		if (TemporalAccessor.class.isAssignableFrom(boxed)) {
			// A conversion service may use a localized format for these.
			Method parse = ReflectionUtils.findMethod(boxed, "parse", CharSequence.class);
			return (parse != null && Modifier.isStatic(parse.getModifiers()))
					? new TextType(boxed, (text) -> ReflectionUtils.invokeMethod(parse, null, text)) : null;
		}
		if (boxed == Long.class) {
			return new TextType(boxed, (text) -> isPlainNumber(text, DIGITS_OF_LONG) ? (Long) Long.parseLong(text)
					: conversionService.convert(text, Long.class));
		}
		if (boxed == Integer.class) {
			return new TextType(boxed, (text) -> isPlainNumber(text, DIGITS_OF_INTEGER)
					? (Integer) Integer.parseInt(text) : conversionService.convert(text, Integer.class));
		}
		boolean simple = BeanUtils.isSimpleValueType(boxed) && boxed != Void.class;
		return (simple && conversionService.canConvert(String.class, boxed))
				? new TextType(boxed, (text) -> conversionService.convert(text, boxed)) : null;
	}

	/**
	 * Return whether a text is a small number in plain digits, as most keys are. Every
	 * converter reads such a number alike, so it is parsed without one.
	 */
	private static boolean isPlainNumber(String text, int most) {
		if (text.isEmpty() || text.length() > most) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Read a text.
	 * @param text the text
	 * @return the object that it stands for
	 * @throws RuntimeException if the text is not of the type
	 */
	Object read(String text) {
		Object value = this.parser.apply(text);
		if (!this.type.isInstance(value)) {
			throw new IllegalArgumentException("Blank text");
		}
		return value;
	}

	/**
	 * Write an object as text.
	 * @param value an object of the type
	 * @return the text
	 */
	String write(Object value) {
		return (value instanceof Enum<?> constant) ? constant.name() : value.toString();
	}

}
