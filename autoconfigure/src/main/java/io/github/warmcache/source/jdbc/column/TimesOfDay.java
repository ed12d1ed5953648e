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
import java.time.LocalTime;
import java.time.OffsetTime;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.PermanentSourceException;
import org.jspecify.annotations.Nullable;

/**
 * Reads times of day, and rejects those that drivers would change.
 */
final class TimesOfDay {

	private TimesOfDay() {
	}

	/**
	 * Reject times of day with an offset for a type that would lose it: drivers shift
	 * them to a zone of their own.
	 */
	static void requireOffset(Class<?> type, ResultColumn column) {
		if (column.isZonedTime() && (type == Time.class || TimeValues.isTime(type))) {
			throw new PermanentSourceException("The column " + column + " cannot be read as " + type.getSimpleName()
					+ ", which has no offset: declare OffsetTime, or select it as a time without time zone");
		}
	}

	/**
	 * Read a time of day. Reject 24:00, which {@code java.time} cannot hold and drivers
	 * return as the last moment of the day.
	 */
	static @Nullable LocalTime read(ResultSet row, int column) throws SQLException {
		LocalTime time = row.getObject(column, LocalTime.class);
		requireBeforeEnd(row, column, time);
		return time;
	}

	static @Nullable OffsetTime readWithOffset(ResultSet row, int column) throws SQLException {
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

}
