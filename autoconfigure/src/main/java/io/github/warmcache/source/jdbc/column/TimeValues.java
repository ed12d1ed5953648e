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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.Set;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.PermanentSourceException;
import org.jspecify.annotations.Nullable;

/**
 * Conversions between dates and times, and readers of times of day. Use a zone only if
 * one is needed, never cut off a time of day, and reject what drivers would change.
 */
final class TimeValues {

	/**
	 * Types of points in time. {@link Timestamp} is one too: it denotes the same moment
	 * in every zone.
	 */
	private static final Set<Class<?>> POINTS = Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class,
			Date.class, Timestamp.class);

	private static final Set<Class<?>> LOCALS = Set.of(LocalDateTime.class, LocalDate.class, LocalTime.class,
			java.sql.Date.class);

	/**
	 * Values that drivers return for infinity.
	 */
	private static final Set<Object> INFINITE = Set.of(LocalDateTime.MIN, LocalDateTime.MAX, LocalDate.MIN,
			LocalDate.MAX, OffsetDateTime.MIN, OffsetDateTime.MAX);

	private TimeValues() {
	}

	static boolean isTime(Class<?> type) {
		return isPoint(type) || LOCALS.contains(type);
	}

	static boolean isPoint(Class<?> type) {
		return POINTS.contains(type);
	}

	/**
	 * Convert a date or time.
	 * @param value a {@link LocalDate}, {@link LocalTime}, {@link LocalDateTime},
	 * {@link OffsetDateTime}, or their text
	 * @param type the type, for which {@link #isTime} holds
	 * @param zone the zone, used if the value or the type lacks one
	 * @return the value
	 * @throws CacheSourceException if the type would lose a part of the value
	 */
	static Object convert(Object value, Class<?> type, ZoneId zone) {
		Object temporal = plain(value);
		if (type.isInstance(temporal)) {
			return temporal;
		}
		if (INFINITE.contains(temporal)) {
			throw new CacheSourceException("it holds infinity, which " + type.getSimpleName() + " cannot hold");
		}
		if (temporal instanceof OffsetTime) {
			throw new CacheSourceException(
					"it holds a time of day with an offset, which " + type.getSimpleName() + " would lose");
		}
		if (isPoint(type)) {
			return point((temporal instanceof OffsetDateTime moment) ? moment.toZonedDateTime()
					: dateTime(temporal, zone).atZone(zone), type);
		}
		if (type == LocalTime.class) {
			throw new CacheSourceException("it holds a date, which LocalTime would lose");
		}
		LocalDateTime local = dateTime(temporal, zone);
		if (type == LocalDateTime.class) {
			return local;
		}
		if (!local.toLocalTime().equals(LocalTime.MIDNIGHT)) {
			throw new CacheSourceException("it holds a time of day, which " + type.getSimpleName() + " would lose");
		}
		return (type == LocalDate.class) ? local.toLocalDate() : java.sql.Date.valueOf(local.toLocalDate());
	}

	/**
	 * Convert a value of the driver to {@code java.time}, and parse a text.
	 */
	private static Object plain(Object value) {
		if (value instanceof Timestamp timestamp) {
			return timestamp.toLocalDateTime();
		}
		if (value instanceof java.sql.Date date) {
			return date.toLocalDate();
		}
		if (value instanceof java.sql.Time time) {
			return time.toLocalTime();
		}
		if (value instanceof ZonedDateTime dateTime) {
			return dateTime.toOffsetDateTime();
		}
		return (value instanceof CharSequence text) ? parse(text.toString().strip()) : value;
	}

	private static LocalDateTime dateTime(Object temporal, ZoneId zone) {
		if (temporal instanceof LocalDateTime dateTime) {
			return dateTime;
		}
		if (temporal instanceof LocalDate date) {
			return date.atStartOfDay();
		}
		if (temporal instanceof OffsetDateTime moment) {
			return moment.atZoneSameInstant(zone).toLocalDateTime();
		}
		throw new CacheSourceException("it holds a " + temporal.getClass().getSimpleName() + ", not a date");
	}

	private static Object point(ZonedDateTime moment, Class<?> type) {
		if (type == Instant.class) {
			return moment.toInstant();
		}
		if (type == OffsetDateTime.class) {
			return moment.toOffsetDateTime();
		}
		if (type == ZonedDateTime.class) {
			return moment;
		}
		return (type == Timestamp.class) ? Timestamp.from(moment.toInstant()) : Date.from(moment.toInstant());
	}

	private static Temporal parse(String text) {
		String iso = text.replace(' ', 'T');
		Temporal temporal = null;
		for (Parser parser : new Parser[] { OffsetDateTime::parse, LocalDateTime::parse, LocalDate::parse,
				LocalTime::parse }) {
			temporal = (temporal != null) ? temporal : tryParse(parser, iso);
		}
		if (temporal == null) {
			throw new CacheSourceException("it holds text that is not a date or time in ISO 8601 format");
		}
		return temporal;
	}

	private static @Nullable Temporal tryParse(Parser parser, String text) {
		try {
			return parser.parse(text);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Reject times of day with an offset for a type that would lose it: drivers shift
	 * them to a zone of their own.
	 */
	static void requireOffset(Class<?> type, ResultColumn column) {
		if (column.isZonedTime() && (type == Time.class || isTime(type))) {
			throw new PermanentSourceException("The column " + column + " cannot be read as " + type.getSimpleName()
					+ ", which has no offset: declare OffsetTime, or select it as a time without time zone");
		}
	}

	/**
	 * Read a time of day. Reject 24:00, which {@code java.time} cannot hold and drivers
	 * return as the last moment of the day.
	 */
	static @Nullable LocalTime readTime(ResultSet row, int column) throws SQLException {
		LocalTime time = row.getObject(column, LocalTime.class);
		requireBeforeEnd(row, column, time);
		return time;
	}

	static @Nullable OffsetTime readTimeWithOffset(ResultSet row, int column) throws SQLException {
		OffsetTime time = row.getObject(column, OffsetTime.class);
		requireBeforeEnd(row, column, (time != null) ? time.toLocalTime() : null);
		return time;
	}

	private static void requireBeforeEnd(ResultSet row, int column, @Nullable LocalTime time) throws SQLException {
		if (LocalTime.MAX.equals(time)) {
			String text = row.getString(column);
			if (text != null && text.startsWith("24:")) {
				throw new CacheSourceException("it holds 24:00, the end of a day, which java.time cannot hold");
			}
		}
	}

	@FunctionalInterface
	private interface Parser {

		Temporal parse(CharSequence text);

	}

}
