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

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.spi.LoggingEventBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link EventLog}, {@link LogLine} and {@link PairedLines}.
 */
class EventLogTests {

	private static final String NAME = "test.events";

	private final LoggedLines lines = new LoggedLines(NAME);

	private final EventLog log = EventLog.of(NAME);

	@AfterEach
	void close() {
		this.lines.close();
	}

	@Test
	void aLineIsProseAndCarriesItsFacts() {
		this.log.warn(LogEvent.WARMUP_CACHE_FAILED)
			.cache("cities")
			.with(LogField.ENTRIES, 3)
			.with(LogField.RATIO, 0.5)
			.with(LogField.STATUS, Thread.State.TIMED_WAITING)
			.withAll(LogField.CACHES, List.of("a", "b"))
			.cause(new IllegalStateException("a key"))
			.log("Cache 'cities' failed: {}");
		ILoggingEvent event = this.lines.only(LogEvent.WARMUP_CACHE_FAILED);
		assertThat(event.getLevel()).isEqualTo(Level.WARN);
		assertThat(event.getLoggerName()).isEqualTo(NAME);
		assertThat(event.getFormattedMessage()).isEqualTo("Cache 'cities' failed: {}");
		assertThat(event.getThrowableProxy()).isNull();
		assertThat(LoggedLines.fields(event)).containsOnly(entry("warmcache.event", "warmup_cache_failed"),
				entry("warmcache.cache", "cities"), entry("warmcache.entries", 3L), entry("warmcache.ratio", 0.5),
				entry("warmcache.status", "timed_waiting"), entry("warmcache.caches", List.of("a", "b")),
				entry("warmcache.cause", "java.lang.IllegalStateException"));
	}

	@Test
	void whatIsNotKnownIsLeftOut() {
		this.log.info(LogEvent.WARMUP_DONE)
			.cause((String) null)
			.with(LogField.EXPECTED, (Long) null)
			.with(LogField.RATIO, Double.NaN)
			.log("Done");
		assertThat(LoggedLines.fields(this.lines.only(LogEvent.WARMUP_DONE))).containsOnlyKeys("warmcache.event");
	}

	@Test
	void theLaterOfTwoValuesIsKept() {
		this.log.info(LogEvent.WARMUP_DONE).cache("a").cache("b").log("Done");
		assertThat(this.lines.only(LogEvent.WARMUP_DONE).getKeyValuePairs())
			.filteredOn((pair) -> pair.key.equals("warmcache.cache"))
			.singleElement()
			.satisfies((pair) -> assertThat(pair.value).isEqualTo("b"));
	}

	@Test
	void theCallerIsWhoLogs() {
		this.log.error(LogEvent.WARMUP_DEADLINE_REFUSED).log("Not ready");
		ILoggingEvent event = this.lines.only(LogEvent.WARMUP_DEADLINE_REFUSED);
		assertThat(event.getLevel()).isEqualTo(Level.ERROR);
		assertThat(event.getCallerData()[0].getMethodName()).isEqualTo("theCallerIsWhoLogs");
	}

	@Test
	void aLineWhoseLevelIsOffKeepsNothing() {
		this.lines.at(Level.ERROR);
		LogLine line = this.log.warn(LogEvent.WARMUP_CACHE_FAILED);
		assertThat(line).isSameAs(this.log.info(LogEvent.WARMUP_DONE)).isSameAs(LogLine.OFF);
		line.cache("cities").with(LogField.ENTRIES, 3).withAll(LogField.CACHES, List.of("a")).log("Failed");
		assertThat(line.pairs()).isEmpty();
		assertThat(this.lines.events()).isEmpty();
	}

	@Test
	void whatIsBelowInfoIsNoEvent() {
		this.lines.at(Level.DEBUG);
		Exception failure = new IllegalStateException();
		this.log.debug("Details");
		this.log.debug("Cause", failure);
		assertThat(this.log.isDebugEnabled()).isTrue();
		assertThat(this.lines.events()).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Details", "Cause");
		assertThat(this.lines.events()).allSatisfy((event) -> assertThat(LoggedLines.fields(event)).isEmpty());
	}

	/**
	 * Without SLF4J, with SLF4J 1, and with an early 2.0.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "org.slf4j.", "org.slf4j.spi.LoggingEventBuilder", "org.slf4j.spi.LoggingEventAware" })
	void withoutKeyValuePairsOnlyTheProseIsLogged(String missing) throws Exception {
		ClassLoader without = new Without((name) -> name.startsWith(missing));
		Class<?> type = without.loadClass(EventLog.class.getName());
		assertThat(type).isNotSameAs(EventLog.class);
		log(type, "info", "Something happened");
		log(type, "warn", "Something is wrong");
		log(type, "error", "Something failed");
		assertThat(this.lines.events()).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Something happened", "Something is wrong", "Something failed");
		assertThat(this.lines.events()).extracting(ILoggingEvent::getLevel)
			.containsExactly(Level.INFO, Level.WARN, Level.ERROR);
		assertThat(this.lines.events()).extracting(ILoggingEvent::getLoggerName).containsOnly(NAME);
		assertThat(this.lines.events()).allSatisfy((event) -> assertThat(LoggedLines.fields(event)).isEmpty());
	}

	@Test
	void theSameCodeLogsPairsWhereThereIsSlf4j() throws Exception {
		log(new Without((name) -> false).loadClass(EventLog.class.getName()), "info", "Something happened");
		assertThat(LoggedLines.fields(this.lines.only(LogEvent.WARMUP_DONE))).containsEntry("warmcache.cache",
				"cities");
	}

	@Test
	void pairsAreKeptOnlyByBackendsThatTakeThem() {
		Logger legacy = new LegacyLogger();
		assertThat(PairedLines.areKept(legacy, legacy.atInfo())).isFalse();
		assertThat(PairedLines.areKept(NOPLogger.NOP_LOGGER, NOPLogger.NOP_LOGGER.atInfo())).isFalse();
		Logger logback = org.slf4j.LoggerFactory.getLogger(NAME);
		LoggingEventBuilder builder = logback.atInfo();
		assertThat(PairedLines.areKept(logback, builder)).isTrue();
		assertThat(PairedLines.write(NAME, LogLevel.INFO, Map.of(LogField.CACHE, "cities"), "Text")).isTrue();
	}

	private static void log(Class<?> type, String level, String text) throws Exception {
		Object log = type.getMethod("of", String.class).invoke(null, NAME);
		Class<?> event = type.getClassLoader().loadClass(LogEvent.class.getName());
		Object line = type.getMethod(level, event).invoke(log, event.getField("WARMUP_DONE").get(null));
		line.getClass().getMethod("cache", String.class).invoke(line, "cities");
		line.getClass().getMethod("log", String.class).invoke(line, text);
	}

	/**
	 * Class loader with classes of this room of its own, which do not see some others.
	 */
	private static final class Without extends ClassLoader {

		private static final String OWN = "io.github.warmcache.log.";

		private final Predicate<String> hidden;

		private Without(Predicate<String> hidden) {
			super(EventLogTests.class.getClassLoader());
			this.hidden = hidden;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (this.hidden.test(name)) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith(OWN)) {
				return super.loadClass(name, resolve);
			}
			Class<?> known = findLoadedClass(name);
			return (known != null) ? known : define(name);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (file == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = file.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

	/**
	 * Logger that takes no events, as that of {@code java.util.logging} does not.
	 */
	private static final class LegacyLogger extends LegacyAbstractLogger {

		@Override
		protected String getFullyQualifiedCallerName() {
			return LegacyLogger.class.getName();
		}

		@Override
		protected void handleNormalizedLoggingCall(org.slf4j.event.Level level, Marker marker, String pattern,
				Object[] arguments, Throwable failure) {
			throw new AssertionError(pattern);
		}

		@Override
		public boolean isTraceEnabled() {
			return true;
		}

		@Override
		public boolean isDebugEnabled() {
			return true;
		}

		@Override
		public boolean isInfoEnabled() {
			return true;
		}

		@Override
		public boolean isWarnEnabled() {
			return true;
		}

		@Override
		public boolean isErrorEnabled() {
			return true;
		}

	}

}
