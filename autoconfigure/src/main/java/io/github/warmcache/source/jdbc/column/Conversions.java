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

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.jdbc.JsonValues;
import io.github.warmcache.source.jdbc.SourceNotes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.CollectionFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Converts values of a driver to the declared types. A conversion keeps the whole content
 * or fails, except that floating-point types may round, see {@link ExactNumbers}.
 * Thread-safe.
 */
public final class Conversions {

	private final ReadingRules rules;

	private final Map<Class<?>, EnumValues> enums = new ConcurrentHashMap<>();

	private final Map<Made, Optional<ValueFactory>> factories = new ConcurrentHashMap<>();

	public Conversions(ReadingRules rules) {
		this.rules = rules;
	}

	public ReadingRules rules() {
		return this.rules;
	}

	EnumValues enumValues(ResolvableType type, Class<?> javaType) {
		return this.enums.computeIfAbsent(javaType, (key) -> new EnumValues(type, key, this.rules.json()));
	}

	/**
	 * Convert a value.
	 * @param value the value, of a type of the JDK, or {@code null}
	 * @param type the declared type; a primitive type means its wrapper
	 * @return the converted value, or {@code null} for {@code null}
	 * @throws CacheSourceException if the value cannot be converted
	 */
	@Nullable Object convert(@Nullable Object value, ResolvableType type) {
		Class<?> target = ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
		if (target == Optional.class) {
			return Optional.ofNullable(convert(value, type.getGeneric()));
		}
		Class<?> optionalNumber = OptionalNumbers.contentType(target);
		if (optionalNumber != null) {
			return OptionalNumbers.of((Number) convert(value, ResolvableType.forClass(optionalNumber)), target);
		}
		return (value != null) ? present(value, type, target) : null;
	}

	private @Nullable Object present(Object value, ResolvableType type, Class<?> target) {
		if (isContainer(target)) {
			return container(value, type, target);
		}
		if (target.isInstance(value)) {
			return value;
		}
		if (target == String.class || target == CharSequence.class) {
			return text(value);
		}
		if (ExactNumbers.isNumber(target)) {
			return ExactNumbers.convert(value, target);
		}
		if (target == Boolean.class) {
			return PlainValues.toBoolean(value);
		}
		if (target == Character.class) {
			return PlainValues.character(text(value));
		}
		if (TimeValues.isTime(target)) {
			return TimeValues.convert(value, target, this.rules.zone());
		}
		if (target == UUID.class) {
			return PlainValues.uuid(value);
		}
		if (Intervals.isInterval(target)) {
			return Intervals.parse(text(value), target);
		}
		return made(value, type, target);
	}

	/**
	 * Create an enum constant or a value object.
	 */
	private @Nullable Object made(Object value, ResolvableType type, Class<?> target) {
		if (target.isEnum()) {
			return enumValues(type, target).convert(value, this);
		}
		JsonValues json = this.rules.json();
		if (json != null && json.isMadeByAnnotation(target)) {
			return json((mapper) -> mapper.convert(value, type), target);
		}
		Object parsed = (value instanceof String text) ? parsed(text.strip(), target) : null;
		if (parsed != null) {
			return parsed;
		}
		Optional<ValueFactory> factory = this.factories.computeIfAbsent(new Made(target, value instanceof Number),
				(key) -> Optional.ofNullable(ValueFactory.of(key.type(), key.ofNumber())));
		if (factory.isPresent()) {
			return factory.get().create(value, this);
		}
		if (value instanceof String text && isObject(text)) {
			return parse(text, type);
		}
		throw noConversion(value, target);
	}

	private static boolean isObject(String text) {
		String stripped = text.strip();
		return stripped.startsWith("{") && stripped.endsWith("}");
	}

	/**
	 * Parse text as a class of the JDK: with its {@code parse} method, or else with
	 * Spring's conversion service. {@code null} for other types.
	 */
	private static @Nullable Object parsed(String text, Class<?> target) {
		if (!target.getName().startsWith("java.")) {
			return null;
		}
		Method parse = ReflectionUtils.findMethod(target, "parse", CharSequence.class);
		try {
			if (parse != null && Modifier.isStatic(parse.getModifiers())) {
				return ReflectionUtils.invokeMethod(parse, null, text);
			}
			if (BeanUtils.isSimpleValueType(target)) {
				return DefaultConversionService.getSharedInstance().convert(text, target);
			}
		}
		catch (RuntimeException ex) {
			// Without the cause, which quotes the value.
			throw new CacheSourceException("it holds text that is not a valid " + target.getSimpleName());
		}
		return null;
	}

	private boolean isContainer(Class<?> target) {
		JsonValues json = this.rules.json();
		return Collection.class.isAssignableFrom(target) || Map.class.isAssignableFrom(target)
				|| (target.isArray() && target != byte[].class) || target == Iterable.class
				|| (json != null && json.isTree(target));
	}

	private @Nullable Object container(Object value, ResolvableType type, Class<?> target) {
		if (value instanceof String text) {
			return parse(text, type);
		}
		if (value.getClass().isArray() && !(value instanceof byte[])) {
			return elements(value, type, target);
		}
		throw noConversion(value, target);
	}

	private Object elements(Object array, ResolvableType type, Class<?> target) {
		int length = Array.getLength(array);
		if (target.isArray()) {
			Object copy = Array.newInstance(target.getComponentType(), length);
			for (int i = 0; i < length; i++) {
				Object element = convert(Array.get(array, i), type.getComponentType());
				if (element == null && target.getComponentType().isPrimitive()) {
					throw new CacheSourceException(
							"it holds an array that contains NULL, but its elements are primitive");
				}
				Array.set(copy, i, element);
			}
			return copy;
		}
		if (!target.isInterface() && Modifier.isAbstract(target.getModifiers())
				|| !Iterable.class.isAssignableFrom(target)) {
			throw noConversion(array, target);
		}
		ResolvableType elementType = type.as(Iterable.class).getGeneric();
		Object[] elements = new Object[length];
		for (int i = 0; i < length; i++) {
			elements[i] = convert(Array.get(array, i), elementType);
		}
		if (target.isAssignableFrom(List.class)) {
			return Arrays.asList(elements);
		}
		Collection<Object> collection = CollectionFactory.createCollection(target,
				elementType.resolve(Object.class).isEnum() ? elementType.resolve() : null, length);
		collection.addAll(Arrays.asList(elements));
		return collection;
	}

	/**
	 * Parse JSON.
	 * @param text the text of the column
	 * @param type the type of the value
	 * @return the value, or {@code null} for JSON {@code null}
	 */
	@Nullable Object parse(String text, ResolvableType type) {
		return json((mapper) -> mapper.parse(text, type), type.resolve(Object.class));
	}

	private @Nullable Object json(JsonCall call, Class<?> target) {
		JsonValues json = this.rules.json();
		if (json == null) {
			throw new PermanentSourceException(
					"it can only be read as JSON, but Jackson is missing: add the dependency "
							+ "org.springframework.boot:spring-boot-starter-jackson");
		}
		try {
			return call.apply(json);
		}
		catch (RuntimeException ex) {
			// Without the cause, which quotes the value.
			throw new CacheSourceException(
					"it holds no JSON for type " + target.getSimpleName() + " (" + ex.getClass().getSimpleName() + ")");
		}
	}

	private static String text(Object value) {
		if (value.getClass().isArray()) {
			throw noConversion(value, String.class);
		}
		return Objects.requireNonNull(value.toString());
	}

	/**
	 * Create the exception for a value that cannot be converted. For a text it may be
	 * only this row's content that does not fit; any other type is that of the column in
	 * every row.
	 */
	private static CacheSourceException noConversion(Object value, Class<?> target) {
		String message = "it holds a " + value.getClass().getSimpleName() + ", which cannot be converted to "
				+ target.getSimpleName() + ": give that type a static method 'of' or a constructor with "
				+ "this one parameter, or select something else";
		return (value instanceof String) ? new CacheSourceException(message) : new PermanentSourceException(message);
	}

	public ZoneId zone() {
		return this.rules.zone();
	}

	/**
	 * Type of a value object, and whether to create it from a number.
	 */
	private record Made(Class<?> type, boolean ofNumber) {

	}

	@FunctionalInterface
	private interface JsonCall {

		@Nullable Object apply(JsonValues json);

	}

	/**
	 * Settings for the conversion of columns to values.
	 *
	 * @param json parses JSON, or {@code null} if no JSON library is available
	 * @param timeZone the zone of timestamps without a zone, or {@code null} if it is not
	 * configured
	 * @param notes logs doubtful conversions
	 */
	public record ReadingRules(@Nullable JsonValues json, @Nullable ZoneId timeZone, SourceNotes notes) {

		/**
		 * Return the zone of timestamps without a zone, UTC by default: the same in every
		 * pod, whatever the zone of its JVM.
		 */
		ZoneId zone() {
			return (this.timeZone != null) ? this.timeZone : ZoneOffset.UTC;
		}

		/**
		 * Warn that the zone matters to a column, if it is not configured.
		 * @param column the column
		 * @param type the type that it is read as
		 */
		void zoneMatters(ResultColumn column, Class<?> type) {
			if (this.timeZone == null) {
				this.notes.assumeZone();
				this.notes.warn("column " + column + " is read as " + type.getSimpleName()
						+ ", which depends on the time zone, but none is configured: UTC is assumed. "
						+ "Set source.jdbc.time-zone to the zone that the table is written in");
			}
		}

	}

}
