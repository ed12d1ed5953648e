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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * What a logger of Logback has logged while this is open.
 */
public final class LoggedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	private final Logger logger;

	private final Level before;

	/**
	 * Listen to a logger.
	 * @param name the name of the logger
	 */
	public LoggedLines(String name) {
		this.logger = (Logger) LoggerFactory.getLogger(name);
		this.before = this.logger.getLevel();
		setContext(this.logger.getLoggerContext());
		start();
		this.logger.addAppender(this);
	}

	/**
	 * Set the level of the logger until this is closed.
	 * @param level the level
	 * @return this object
	 */
	public LoggedLines at(Level level) {
		this.logger.setLevel(level);
		return this;
	}

	@Override
	protected void append(ILoggingEvent event) {
		// The arrays of the caller are made by the thread that logs.
		event.getCallerData();
		this.events.add(event);
	}

	/**
	 * Return the events so far.
	 * @return the events, the first one first
	 */
	public List<ILoggingEvent> events() {
		return this.events;
	}

	/**
	 * Return the only event with an id.
	 * @param event the id
	 * @return the event
	 */
	public ILoggingEvent only(LogEvent event) {
		List<ILoggingEvent> found = this.events.stream()
			.filter((logged) -> event.id().equals(fields(logged).get("warmcache.event")))
			.toList();
		if (found.size() != 1) {
			throw new AssertionError(found.size() + " lines of " + event + " among " + this.events);
		}
		return found.get(0);
	}

	/**
	 * Return the fields of an event.
	 * @param event the event
	 * @return the fields by name
	 */
	public static Map<String, Object> fields(ILoggingEvent event) {
		Map<String, Object> fields = new LinkedHashMap<>();
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			pairs.forEach((pair) -> fields.put(pair.key, pair.value));
		}
		return fields;
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(this.before);
	}

}
