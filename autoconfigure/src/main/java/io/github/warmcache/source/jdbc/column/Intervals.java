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

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.warmcache.source.CacheSourceException;

/**
 * Interval as databases write it: in ISO 8601 format, as
 * {@code 1 year 2 mons 3 days 04:05:06}, or with PostgreSQL's word for each unit.
 */
public final class Intervals {

	private static final Pattern UNITS = Pattern.compile(
			"([+-]?\\d+(?:\\.\\d+)?)\\s*(year|mon|month|day|hour|min|minute|sec|second)s?\\b|([+-])?(\\d+):(\\d+)(?::(\\d+(?:\\.\\d+)?))?");

	private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

	private final int months;

	private final int days;

	private final Duration time;

	private Intervals(int months, int days, Duration time) {
		this.months = months;
		this.days = days;
		this.time = time;
	}

	public static boolean isInterval(Class<?> type) {
		return type == Duration.class || type == Period.class;
	}

	/**
	 * Read an interval.
	 * @param text the text of the database
	 * @param type {@link Duration} or {@link Period}
	 * @return the interval; a day of a duration has 24 hours
	 * @throws CacheSourceException if the type would lose a part of it
	 */
	static TemporalAmount parse(String text, Class<?> type) {
		String stripped = text.strip();
		if (stripped.contains("P")) {
			return iso(stripped, type);
		}
		Intervals interval = of(stripped);
		if (type == Duration.class) {
			if (interval.months != 0) {
				throw new CacheSourceException("it holds an interval with months, which have no fixed duration");
			}
			return interval.time.plusDays(interval.days);
		}
		if (!interval.time.isZero()) {
			throw new CacheSourceException("it holds an interval with hours or smaller units, which Period would lose");
		}
		return Period.of(interval.months / 12, interval.months % 12, interval.days);
	}

	private static TemporalAmount iso(String text, Class<?> type) {
		try {
			return (type == Duration.class) ? Duration.parse(text) : Period.parse(text);
		}
		catch (RuntimeException ex) {
			throw new CacheSourceException("it holds an interval that does not fit " + type.getSimpleName());
		}
	}

	private static Intervals of(String text) {
		int months = 0;
		int days = 0;
		Duration time = Duration.ZERO;
		Matcher parts = UNITS.matcher(text);
		int end = 0;
		while (parts.find()) {
			requireBlank(text.substring(end, parts.start()));
			end = parts.end();
			String unit = parts.group(2);
			if (unit == null) {
				time = time.plus(clock(parts));
				continue;
			}
			BigDecimal amount = new BigDecimal(parts.group(1));
			switch (unit) {
				case "year" -> months += 12 * amount.intValueExact();
				case "mon", "month" -> months += amount.intValueExact();
				case "day" -> days += amount.intValueExact();
				case "hour" -> time = time.plus(seconds(amount, 3600));
				case "min", "minute" -> time = time.plus(seconds(amount, 60));
				default -> time = time.plus(seconds(amount, 1));
			}
		}
		requireBlank(text.substring(end));
		if (end == 0) {
			throw noInterval();
		}
		return new Intervals(months, days, time);
	}

	private static Duration clock(Matcher parts) {
		Duration clock = Duration.ofHours(Long.parseLong(parts.group(4)))
			.plusMinutes(Long.parseLong(parts.group(5)))
			.plus((parts.group(6) != null) ? seconds(new BigDecimal(parts.group(6)), 1) : Duration.ZERO);
		return "-".equals(parts.group(3)) ? clock.negated() : clock;
	}

	private static Duration seconds(BigDecimal amount, int seconds) {
		return Duration.ofNanos(amount.multiply(BigDecimal.valueOf(seconds)).multiply(NANOS).longValueExact());
	}

	private static void requireBlank(String between) {
		if (!between.isBlank()) {
			throw noInterval();
		}
	}

	private static CacheSourceException noInterval() {
		return new CacheSourceException("it does not hold an interval");
	}

}
