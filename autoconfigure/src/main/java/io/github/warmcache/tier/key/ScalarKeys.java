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

package io.github.warmcache.tier.key;

import java.math.BigDecimal;
import java.math.BigInteger;
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
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Text forms of keys that consist of one value. Each is a tag, a colon and the value, so
 * that it can be read back without knowing the type.
 */
final class ScalarKeys {

	/**
	 * Maximum length of a number that is read back. A forged one could take minutes to
	 * parse.
	 */
	private static final int LONGEST_NUMBER = 1000;

	private final Map<Class<?>, Form<?>> byType = new HashMap<>();

	private final Map<String, Form<?>> byTag = new HashMap<>();

	ScalarKeys() {
		add("i", Integer.class, Object::toString, Integer::valueOf);
		add("l", Long.class, Object::toString, Long::valueOf);
		add("h", Short.class, Object::toString, Short::valueOf);
		add("b", Byte.class, Object::toString, Byte::valueOf);
		add("z", Boolean.class, Object::toString, ScalarKeys::parseBoolean);
		add("c", Character.class, (value) -> Integer.toString(value), (text) -> (char) Integer.parseInt(text));
		add("n", BigInteger.class, BigInteger::toString, (text) -> new BigInteger(limited(text)));
		add("m", BigDecimal.class, BigDecimal::toString, (text) -> new BigDecimal(limited(text)));
		add("d", Double.class, Object::toString, (text) -> Double.valueOf(limited(text)));
		add("f", Float.class, Object::toString, (text) -> Float.valueOf(limited(text)));
		add("u", UUID.class, UUID::toString, UUID::fromString);
		add("cu", Currency.class, Currency::getCurrencyCode, Currency::getInstance);
		add("in", Instant.class, Instant::toString, Instant::parse);
		add("ld", LocalDate.class, LocalDate::toString, LocalDate::parse);
		add("lt", LocalTime.class, LocalTime::toString, LocalTime::parse);
		add("ldt", LocalDateTime.class, LocalDateTime::toString, LocalDateTime::parse);
		add("ot", OffsetTime.class, OffsetTime::toString, OffsetTime::parse);
		add("odt", OffsetDateTime.class, OffsetDateTime::toString, OffsetDateTime::parse);
		add("zdt", ZonedDateTime.class, ZonedDateTime::toString, ZonedDateTime::parse);
		add("y", Year.class, Year::toString, (text) -> Year.of(Integer.parseInt(text)));
		add("ym", YearMonth.class, YearMonth::toString, YearMonth::parse);
		add("md", MonthDay.class, MonthDay::toString, MonthDay::parse);
		add("du", Duration.class, Duration::toString, Duration::parse);
		add("p", Period.class, Period::toString, Period::parse);
		add("zo", ZoneOffset.class, ZoneOffset::getId, ZoneOffset::of);
		this.byTag.put("zi", new Form<>("zi", ZoneId::getId, ZoneId::of));
	}

	private <T> void add(String tag, Class<T> type, Function<T, String> writer, Function<String, T> reader) {
		Form<T> form = new Form<>(tag, writer, reader);
		this.byType.put(type, form);
		this.byTag.put(tag, form);
	}

	/**
	 * Return the text of a key.
	 * @param key the key
	 * @return its text, or {@code null} if it is not a scalar
	 */
	@Nullable String write(Object key) {
		Form<?> form = this.byType.get(key.getClass());
		if (form == null && key instanceof ZoneId) {
			form = this.byTag.get("zi");
		}
		return (form != null) ? form.write(key) : null;
	}

	/**
	 * Return the key with a text.
	 * @param tag the part before the colon
	 * @param text the part after the colon
	 * @return the key, or {@code null} if the tag is not that of a scalar
	 * @throws RuntimeException if the text is not that of such a key
	 */
	@Nullable Object read(String tag, String text) {
		Form<?> form = this.byTag.get(tag);
		return (form != null) ? form.reader().apply(text) : null;
	}

	private static Boolean parseBoolean(String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("Not a boolean");
		};
	}

	private static String limited(String number) {
		if (number.length() > LONGEST_NUMBER) {
			throw new NumberFormatException("Too long");
		}
		return number;
	}

	/**
	 * Text form of one type.
	 */
	private record Form<T>(String tag, Function<T, String> writer, Function<String, ? extends T> reader) {

		@SuppressWarnings("unchecked")
		String write(Object key) {
			return this.tag + ':' + this.writer.apply((T) key);
		}

	}

}
