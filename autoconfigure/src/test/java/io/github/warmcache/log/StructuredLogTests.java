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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.warmcache.warmup.TestWarmup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what Spring Boot's structured logs make of events.
 */
class StructuredLogTests {

	private static final String LOGGER = "io.github.warmcache.warmup";

	private final LoggedLines lines = new LoggedLines(LOGGER);

	private final TestWarmup test = new TestWarmup();

	@AfterEach
	void close() {
		this.lines.close();
		this.test.close();
		MDC.clear();
	}

	@Test
	void aWarmUpIsFieldsOfTheElasticCommonSchema() {
		JsonNode line = written("ecs", warmedUp());
		assertThat(line.at("/message").asString()).startsWith("Cache 'cities' is filled from test: 600 entries in ");
		assertThat(line.at("/log/logger").asString()).isEqualTo(LOGGER);
		assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
		JsonNode own = line.get("warmcache");
		assertThat(own.propertyNames()).containsExactlyInAnyOrder("event", "cache", "warmer", "entries", "attempt",
				"took_ms");
		assertThat(own.get("event").asString()).isEqualTo("warmup_cache_done");
		assertThat(own.get("cache").asString()).isEqualTo("cities");
		assertThat(own.get("warmer").asString()).isEqualTo("test");
		assertThat(own.get("entries").isIntegralNumber()).isTrue();
		assertThat(own.get("entries").asInt()).isEqualTo(600);
		assertThat(own.get("attempt").asInt()).isOne();
		assertThat(own.get("took_ms").isIntegralNumber()).isTrue();
		assertThat(own.get("took_ms").asLong()).isBetween(0L, TimeUnit.MINUTES.toMillis(1));
	}

	@Test
	void severalCachesAreAList() {
		warmedUp();
		JsonNode line = written("ecs", this.lines.only(LogEvent.WARMUP_STARTED));
		assertThat(line.at("/warmcache/caches").isArray()).isTrue();
		assertThat(line.at("/warmcache/caches/0").asString()).isEqualTo("cities");
		assertThat(line.at("/warmcache/limit_ms").asLong()).isEqualTo(Duration.ofSeconds(60).toMillis());
	}

	@Test
	void aWarmUpIsFieldsOfLogstash() {
		JsonNode line = written("logstash", warmedUp());
		assertThat(line.get("warmcache.event").asString()).isEqualTo("warmup_cache_done");
		assertThat(line.get("warmcache.cache").asString()).isEqualTo("cities");
		assertThat(line.get("warmcache.entries").asInt()).isEqualTo(600);
	}

	@Test
	void aWarmUpIsFieldsOfGraylog() {
		JsonNode line = written("gelf", warmedUp());
		assertThat(line.get("_warmcache.event").asString()).isEqualTo("warmup_cache_done");
		assertThat(line.get("_warmcache.cache").asString()).isEqualTo("cities");
		assertThat(line.get("_warmcache.entries").asInt()).isEqualTo(600);
	}

	@Test
	void theFieldsMeetNoEntryOfTheMdc() {
		Map.of("cache", "of the application", "event", "of the application", "cause", "of the application")
			.forEach(MDC::put);
		EventLog.of(LOGGER).info(LogEvent.WARMUP_CACHE_DONE).cache("cities").cause("none").log("Done");
		JsonNode line = written("ecs", this.lines.only(LogEvent.WARMUP_CACHE_DONE));
		assertThat(line.get("cache").asString()).isEqualTo("of the application");
		assertThat(line.at("/warmcache/cache").asString()).isEqualTo("cities");
	}

	/**
	 * The reason why fields have a prefix. If it is gone, short names are to be thought
	 * of.
	 */
	@Test
	void aFieldThatMeetsAnEntryOfTheMdcLosesTheLine() {
		MDC.put("cache", "of the application");
		((LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory()).getLogger(LOGGER)
			.atInfo()
			.addKeyValue("cache", "cities")
			.log("Lost");
		List<ILoggingEvent> events = this.lines.events();
		assertThatIllegalStateException().isThrownBy(() -> written("ecs", events.get(0)))
			.withMessageContaining("Duplicate nested pairs");
	}

	private ILoggingEvent warmedUp() {
		this.test.required("cities", TestWarmup.rows(600)).run();
		return this.lines.only(LogEvent.WARMUP_CACHE_DONE);
	}

	private static JsonNode written(String format, ILoggingEvent event) {
		LoggerContext context = new LoggerContext();
		context.putObject(Environment.class.getName(), new MockEnvironment());
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(context);
		encoder.setFormat(format);
		encoder.start();
		return new JsonMapper().readTree(new String(encoder.encode(event), StandardCharsets.UTF_8));
	}

}
