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

package io.github.warmcache.log;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Line that is being written to an {@link EventLog}, for one thread. Nothing is logged
 * before {@link #log} is called. If its level is off, it keeps nothing.
 */
public final class LogLine {

	static final LogLine OFF = new LogLine();

	private final @Nullable EventLog log;

	private final LogLevel level;

	private final Map<LogField, Object> pairs = new EnumMap<>(LogField.class);

	private LogLine() {
		this.log = null;
		this.level = LogLevel.INFO;
	}

	LogLine(EventLog log, LogLevel level, LogEvent event) {
		this.log = log;
		this.level = level;
		this.pairs.put(LogField.EVENT, event.id());
	}

	/**
	 * Add the name of the cache that this line is about.
	 * @param name the name
	 * @return this line
	 */
	public LogLine cache(String name) {
		return put(LogField.CACHE, name);
	}

	/**
	 * Add why it happened.
	 * @param failure an exception, of which the class name is added and nothing else
	 * @return this line
	 */
	public LogLine cause(Throwable failure) {
		return put(LogField.CAUSE, failure.getClass().getName());
	}

	/**
	 * Add why it happened.
	 * @param text a text that repeats no key and no value, or {@code null} for none
	 * @return this line
	 */
	public LogLine cause(@Nullable String text) {
		return put(LogField.CAUSE, text);
	}

	/**
	 * Add a field.
	 * @param field the field
	 * @param text its value, or {@code null} for none
	 * @return this line
	 */
	public LogLine with(LogField field, @Nullable String text) {
		return put(field, text);
	}

	/**
	 * Add a field.
	 * @param field the field
	 * @param constant its value, which is written in lower case
	 * @return this line
	 */
	public LogLine with(LogField field, Enum<?> constant) {
		return (this.log != null) ? put(field, constant.name().toLowerCase(Locale.ROOT)) : this;
	}

	/**
	 * Add a field.
	 * @param field the field
	 * @param number its value
	 * @return this line
	 */
	public LogLine with(LogField field, long number) {
		return (this.log != null) ? put(field, number) : this;
	}

	/**
	 * Add a field.
	 * @param field the field
	 * @param number its value, or {@code null} for none
	 * @return this line
	 */
	public LogLine with(LogField field, @Nullable Long number) {
		return put(field, number);
	}

	/**
	 * Add a field.
	 * @param field the field
	 * @param number its value; one that JSON cannot write is left out
	 * @return this line
	 */
	public LogLine with(LogField field, double number) {
		return (this.log != null && Double.isFinite(number)) ? put(field, number) : this;
	}

	/**
	 * Add a field with several values.
	 * @param field the field
	 * @param texts its values
	 * @return this line
	 */
	public LogLine withAll(LogField field, Collection<String> texts) {
		return (this.log != null) ? put(field, List.copyOf(texts)) : this;
	}

	private LogLine put(LogField field, @Nullable Object value) {
		if (this.log != null && value != null) {
			this.pairs.put(field, value);
		}
		return this;
	}

	Map<LogField, Object> pairs() {
		return this.pairs;
	}

	/**
	 * Log this line.
	 * @param text its prose, which says everything by itself
	 */
	public void log(String text) {
		if (this.log != null) {
			this.log.write(this.level, this, text);
		}
	}

}
