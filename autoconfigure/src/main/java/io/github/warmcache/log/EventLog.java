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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Log whose lines are events. A line is prose, and carries its facts as key-value pairs
 * of SLF4J where a backend takes them; elsewhere, and without SLF4J, only the prose is
 * logged. Thread-safe.
 */
public final class EventLog {

	private final String name;

	private final Log log;

	private final boolean slf4j;

	EventLog(String name, boolean slf4j) {
		this.name = name;
		this.log = LogFactory.getLog(name);
		this.slf4j = slf4j;
	}

	/**
	 * Return the log of a class.
	 * @param type the class whose name the logger has
	 * @return the log
	 */
	public static EventLog of(Class<?> type) {
		return of(type.getName());
	}

	/**
	 * Return the log with a name.
	 * @param name the name of the logger
	 * @return the log
	 */
	public static EventLog of(String name) {
		return new EventLog(name, isSlf4jPresent());
	}

	private static boolean isSlf4jPresent() {
		try {
			return PairedLines.areSupported();
		}
		catch (LinkageError ex) {
			// There is no SLF4J, or one before 2.0.
			return false;
		}
	}

	/**
	 * Begin a line at level INFO.
	 * @param event the event
	 * @return the line, which is logged by {@link LogLine#log}
	 */
	public LogLine info(LogEvent event) {
		return this.log.isInfoEnabled() ? new LogLine(this, LogLevel.INFO, event) : LogLine.OFF;
	}

	/**
	 * Begin a line at level WARN.
	 * @param event the event
	 * @return the line, which is logged by {@link LogLine#log}
	 */
	public LogLine warn(LogEvent event) {
		return this.log.isWarnEnabled() ? new LogLine(this, LogLevel.WARN, event) : LogLine.OFF;
	}

	/**
	 * Begin a line at level ERROR.
	 * @param event the event
	 * @return the line, which is logged by {@link LogLine#log}
	 */
	public LogLine error(LogEvent event) {
		return this.log.isErrorEnabled() ? new LogLine(this, LogLevel.ERROR, event) : LogLine.OFF;
	}

	/**
	 * Return whether lines at level DEBUG are logged.
	 * @return whether they are
	 */
	public boolean isDebugEnabled() {
		return this.log.isDebugEnabled();
	}

	/**
	 * Log a line at level DEBUG, which is no event.
	 * @param text the line
	 */
	public void debug(String text) {
		this.log.debug(text);
	}

	/**
	 * Log a line at level DEBUG, which is no event.
	 * @param text the line
	 * @param failure is logged in full, or {@code null}
	 */
	public void debug(String text, @Nullable Throwable failure) {
		this.log.debug(text, failure);
	}

	void write(LogLevel level, LogLine line, String text) {
		if (this.slf4j && PairedLines.write(this.name, level, line.pairs(), text)) {
			return;
		}
		switch (level) {
			case INFO -> this.log.info(text);
			case WARN -> this.log.warn(text);
			case ERROR -> this.log.error(text);
		}
	}

}
