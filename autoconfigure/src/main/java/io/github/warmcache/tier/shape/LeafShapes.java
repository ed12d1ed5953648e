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

import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shapes of the plain types.
 */
final class LeafShapes {

	/**
	 * Maximum size of a shared whole number, in bits; about 980 digits. A parser reads a
	 * thousand characters, including a sign, a point and an exponent.
	 */
	static final int MOST_BITS = 3_250;

	private static final ValueShape PLAIN = new ValueShape.Plain();

	private static final Set<Class<?>> SUBCLASSED = Set.of(Date.class, AtomicBoolean.class, AtomicInteger.class,
			AtomicLong.class);

	/**
	 * Types whose {@code null} would be read as an empty value.
	 */
	private static final Set<Class<?>> NEVER_NULL = Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

	/**
	 * Types of which JSON keeps only some values.
	 */
	private static final Set<Class<?>> DOUBTFUL = Set.of(Locale.class, TimeZone.class);

	private static final Set<Class<?>> SAFE_KEYS = Set.of(Integer.class, Long.class, Short.class, Byte.class,
			UUID.class, LocalDate.class);

	private final JsonMapper mapper;

	LeafShapes(JsonMapper mapper) {
		this.mapper = mapper;
	}

	ValueShape of(Class<?> type) {
		if (JsonNode.class.isAssignableFrom(type)) {
			return new JsonTreeShape(type);
		}
		if (SUBCLASSED.contains(type)) {
			return new ValueShape.Exact(type);
		}
		if (NEVER_NULL.contains(type)) {
			return new Present(type);
		}
		if (type == BigDecimal.class || type == BigInteger.class) {
			return new Digits(type);
		}
		return DOUBTFUL.contains(type) ? new Tried(this.mapper, this.mapper.constructType(type), false) : PLAIN;
	}

	/**
	 * Return the shape of the contents of a container. Generics do not keep them from
	 * being of another class than the declared one.
	 * @param type the declared class of the contents
	 * @param shape the shape of a field of that class
	 */
	static ValueShape ofContents(Class<?> type, ValueShape shape) {
		boolean exact = type.isEnum() || (Modifier.isFinal(type.getModifiers()) && !type.isPrimitive());
		return (exact && shape instanceof ValueShape.Plain) ? new ValueShape.Exact(type) : shape;
	}

	/**
	 * Return the shape of the keys of a map.
	 */
	ValueShape ofKeys(JavaType type) {
		if (type.hasRawClass(String.class)) {
			return new Names();
		}
		if (type.isEnumType() || SAFE_KEYS.contains(type.getRawClass())) {
			return new ValueShape.Exact(type.getRawClass());
		}
		JavaType map = this.mapper.getTypeFactory()
			.constructMapType(Map.class, type, this.mapper.constructType(String.class));
		return new Tried(this.mapper, map, true);
	}

	/**
	 * Values that must not be {@code null}.
	 */
	private static final class Present extends ValueShape.Exact {

		private final Class<?> type;

		Present(Class<?> type) {
			super(type);
			this.type = type;
		}

		@Override
		void inspectNull(Inspection inspection) throws UnequalPartException {
			throw otherThanNull(this.type);
		}

	}

	/**
	 * Strings as map keys. JSON does not keep an unpaired surrogate in them.
	 */
	private static final class Names extends ValueShape.Exact {

		Names() {
			super(String.class);
		}

		@Override
		void inspect(Object value, Inspection inspection) throws UnequalPartException {
			super.inspect(value, inspection);
			if (HalfPairs.isIn((String) value)) {
				throw new UnequalPartException("is a java.lang.String with half of a surrogate pair");
			}
		}

	}

	/**
	 * Numbers of any length. A parser reads at most a thousand characters of them.
	 */
	private static final class Digits extends ValueShape.Exact {

		Digits(Class<?> type) {
			super(type);
		}

		@Override
		void inspect(Object value, Inspection inspection) throws UnequalPartException {
			super.inspect(value, inspection);
			BigInteger digits = (value instanceof BigDecimal number) ? number.unscaledValue() : (BigInteger) value;
			if (digits.bitLength() > MOST_BITS) {
				throw new UnequalPartException(
						"is a " + value.getClass().getName() + " with more digits than another pod would read");
			}
		}

	}

	/**
	 * Values that are each written, read back and compared. The first ones that pass are
	 * remembered.
	 */
	private static final class Tried extends ValueShape {

		private static final int MOST = 512;

		private final ObjectWriter writer;

		private final ObjectReader reader;

		private final boolean keys;

		private final Set<Object> fine = ConcurrentHashMap.newKeySet();

		Tried(JsonMapper mapper, JavaType type, boolean keys) {
			this.writer = mapper.writerFor(type);
			this.reader = mapper.readerFor(type);
			this.keys = keys;
		}

		@Override
		void inspect(Object value, Inspection inspection) throws UnequalPartException {
			if (this.fine.contains(value)) {
				return;
			}
			Object whole = this.keys ? Map.of(value, "") : value;
			try {
				DeepComparison.requireEqual(whole, this.reader.readValue(this.writer.writeValueAsBytes(whole)));
			}
			catch (JacksonException ex) {
				throw new UnequalPartException("is a " + value.getClass().getName() + " that JSON cannot keep");
			}
			if (this.fine.size() < MOST) {
				this.fine.add(value);
			}
		}

		@Override
		boolean isOpen() {
			return true;
		}

	}

}
