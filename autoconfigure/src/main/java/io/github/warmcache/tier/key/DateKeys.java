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

import java.util.Date;

import org.jspecify.annotations.Nullable;

/**
 * Texts of {@link Date} and of its subclasses in JDBC. A {@code java.sql.Date} or
 * {@code java.sql.Time} equals any date of the same millisecond, so all of them have the
 * same text; a timestamp equals only timestamps. The types of JDBC are looked up by name,
 * because not every application has them.
 */
@SuppressWarnings("JavaUtilDate")
final class DateKeys {

	private static final String TIMESTAMP = "java.sql.Timestamp";

	private DateKeys() {
	}

	static @Nullable String write(Object key) {
		return switch (key.getClass().getName()) {
			case "java.util.Date", "java.sql.Date", "java.sql.Time" -> "dt:" + ((Date) key).getTime();
			case TIMESTAMP -> "ts:" + ((Date) key).getTime() + ":" + ((Date) key).toInstant().getNano();
			default -> null;
		};
	}

	/**
	 * Return the date with a text, of the declared class if that is a class of dates.
	 * @throws RuntimeException if the text is not that of a date
	 */
	static Date readDate(String text, @Nullable Class<?> declared) {
		long time = Long.parseLong(text);
		if (declared == null || declared.isAssignableFrom(Date.class)) {
			return new Date(time);
		}
		try {
			return declared.asSubclass(Date.class).getConstructor(long.class).newInstance(time);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("Not the declared date", ex);
		}
	}

	/**
	 * Return the timestamp with a text.
	 * @throws RuntimeException if the text is not that of a timestamp
	 */
	static Object readTimestamp(String text) {
		int colon = text.indexOf(':');
		long time = Long.parseLong(text.substring(0, colon));
		int nanos = Integer.parseInt(text.substring(colon + 1));
		try {
			Class<?> type = Class.forName(TIMESTAMP);
			Object timestamp = type.getConstructor(long.class).newInstance(time);
			type.getMethod("setNanos", int.class).invoke(timestamp, nanos);
			return timestamp;
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("Not a timestamp", ex);
		}
	}

}
