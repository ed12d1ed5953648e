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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import tools.jackson.databind.JsonNode;

/**
 * Types of the JDK whose values JSON keeps, with the exceptions that {@code LeafShapes}
 * checks. Classes, files, addresses and the like are missing on purpose: reading one
 * loads a class or asks the network.
 */
public final class PlainTypes {

	private static final Set<Class<?>> TYPES = Set.of(String.class, Boolean.class, Byte.class, Short.class,
			Integer.class, Long.class, Float.class, Double.class, Character.class, BigInteger.class, BigDecimal.class,
			UUID.class, URI.class, URL.class, Locale.class, Currency.class, TimeZone.class, Date.class, byte[].class,
			char[].class, Instant.class, LocalDate.class, LocalTime.class, LocalDateTime.class, OffsetTime.class,
			OffsetDateTime.class, ZonedDateTime.class, Year.class, YearMonth.class, MonthDay.class, Duration.class,
			Period.class, ZoneId.class, ZoneOffset.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class,
			AtomicBoolean.class, AtomicInteger.class, AtomicLong.class);

	private PlainTypes() {
	}

	public static boolean contains(Class<?> type) {
		return TYPES.contains(type) || JsonNode.class.isAssignableFrom(type);
	}

}
