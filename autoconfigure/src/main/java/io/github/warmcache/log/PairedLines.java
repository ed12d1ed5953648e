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

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.CallerBoundaryAware;
import org.slf4j.spi.DefaultLoggingEventBuilder;
import org.slf4j.spi.LoggingEventAware;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/**
 * Writes lines with key-value pairs through SLF4J 2. The only class that needs it.
 */
final class PairedLines {

	private PairedLines() {
	}

	/**
	 * Return whether SLF4J has key-value pairs.
	 * @throws LinkageError if there is no SLF4J, or one that has none
	 */
	static boolean areSupported() {
		return LoggingEventBuilder.class.isInterface() && LoggingEventAware.class.isInterface();
	}

	/**
	 * Write a line, unless the backend would put its pairs into the prose, or nothing is
	 * behind SLF4J.
	 * @return whether the line was written
	 */
	static boolean write(String name, LogLevel level, Map<LogField, Object> pairs, String text) {
		// Not kept: a logger of the time before the backend was ready knows none.
		Logger logger = LoggerFactory.getLogger(name);
		LoggingEventBuilder builder = logger.makeLoggingEventBuilder(Level.valueOf(level.name()));
		if (!areKept(logger, builder)) {
			return false;
		}
		if (builder instanceof CallerBoundaryAware aware) {
			aware.setCallerBoundary(LogLine.class.getName());
		}
		for (Map.Entry<LogField, Object> pair : pairs.entrySet()) {
			builder = builder.addKeyValue(pair.getKey().text(), pair.getValue());
		}
		builder.log(text);
		return true;
	}

	/**
	 * Return whether a backend keeps pairs apart from the prose. SLF4J itself puts them
	 * before it for loggers that do not take events.
	 */
	static boolean areKept(Logger logger, LoggingEventBuilder builder) {
		if (builder instanceof NOPLoggingEventBuilder) {
			return false;
		}
		return logger instanceof LoggingEventAware || !(builder instanceof DefaultLoggingEventBuilder);
	}

}
