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

package io.github.warmcache.autoconfigure.cache;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;

import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Conversion of version properties to numbers of the same order. An integral number
 * beyond 64 bits becomes the smallest or largest one. A time becomes microseconds since
 * 1970, in UTC if it has no zone.
 */
final class VersionKind {

	/**
	 * Kind of integral numbers.
	 */
	static final String NUMBER = "number";

	/**
	 * Kind of times.
	 */
	static final String TIME = "time";

	static final String NAMES = "an integral number, an Instant, OffsetDateTime, ZonedDateTime, LocalDateTime or "
			+ "java.util.Date";

	private static final long LOWEST = ValueVersion.UNVERSIONED + 1;

	private static final BigInteger LEAST = BigInteger.valueOf(LOWEST);

	private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

	private static final int MICROS = 1_000_000;

	private static final Set<Class<?>> NUMBERS = Set.of(Byte.class, Short.class, Integer.class, Long.class,
			BigInteger.class);

	private static final Set<Class<?>> TIMES = Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class,
			LocalDateTime.class);

	private VersionKind() {
	}

	/**
	 * Return the kind of a type. Versions of different kinds are not comparable.
	 * @return the kind, or {@code null} if the type is of no kind
	 */
	static @Nullable String of(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (NUMBERS.contains(boxed)) {
			return NUMBER;
		}
		return (TIMES.contains(boxed) || Date.class.isAssignableFrom(boxed)) ? TIME : null;
	}

	/**
	 * Return the version for the value of a property.
	 * @param property the value of the property
	 * @return the version, {@link ValueVersion#UNVERSIONED} if the value is of no kind
	 */
	static long version(Object property) {
		long version;
		if (NUMBERS.contains(property.getClass())) {
			version = (property instanceof BigInteger large) ? large.max(LEAST).min(MOST).longValue()
					: ((Number) property).longValue();
		}
		else if (property instanceof Instant instant) {
			version = micros(instant);
		}
		else if (property instanceof OffsetDateTime time) {
			version = micros(time.toInstant());
		}
		else if (property instanceof ZonedDateTime time) {
			version = micros(time.toInstant());
		}
		else if (property instanceof LocalDateTime time) {
			version = micros(time.toInstant(ZoneOffset.UTC));
		}
		else if (property instanceof Date date) {
			version = micros(instant(date));
		}
		else {
			return ValueVersion.UNVERSIONED;
		}
		return Math.max(LOWEST, version);
	}

	@SuppressWarnings("JavaUtilDate")
	private static Instant instant(Date date) {
		try {
			// A java.sql.Timestamp is more precise than its milliseconds.
			return date.toInstant();
		}
		catch (UnsupportedOperationException ex) {
			return Instant.ofEpochMilli(date.getTime());
		}
	}

	private static long micros(Instant instant) {
		try {
			return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1000);
		}
		catch (ArithmeticException ex) {
			return (instant.getEpochSecond() < 0) ? LOWEST : Long.MAX_VALUE;
		}
	}

}
