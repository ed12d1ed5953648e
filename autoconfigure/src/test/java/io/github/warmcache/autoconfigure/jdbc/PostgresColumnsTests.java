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

package io.github.warmcache.autoconfigure.jdbc;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

import javax.sql.DataSource;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.testsupport.Servers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that columns of PostgreSQL are read as what they hold, or refused.
 */
@Tag("servers")
class PostgresColumnsTests {

	private static DataSource postgres;

	@BeforeAll
	static void createDatabase() {
		postgres = Servers.postgres().newDatabase().dataSource();
	}

	@Test
	void aTimeWithZoneIsNotReadAsALocalTimeOfAnotherHourWithoutItsFraction() {
		assertRefused("select 1 as id, timetz '12:00:00.123456+02:30' as v", Time.class);
	}

	@Test
	void theEndOfTheDayIsNotReadAsANanosecondBefore() {
		assertRefused("select 1 as id, time '24:00:00' as v", Time.class);
	}

	@Test
	void infinityIsNoInstant() {
		assertRefused("select 1 as id, timestamp 'infinity' as v", Moment.class);
	}

	@Test
	void bitsAreTheNumberThatTheyWrite() {
		assertThat(value("select 1 as id, B'101' as v", Number.class)).isEqualTo(new Number(5));
	}

	@Test
	void numbersInATreeOfJsonKeepTheirDigits() {
		Tree tree = (Tree) value("select 1 as id, '{\"a\": 12345678901234567890.123456789}'::jsonb as v", Tree.class);
		assertThat(tree.v().get("a").decimalValue()).isEqualTo(new BigDecimal("12345678901234567890.123456789"));
	}

	@Test
	void nullIsAnEmptyOptionalIntAsItIsAnEmptyOptional() {
		assertThat(value("select 1 as id, null::int as v", Optionals.class))
			.isEqualTo(new Optionals(OptionalInt.empty()));
	}

	private static void assertRefused(String query, Class<?> type) {
		assertThatExceptionOfType(CacheSourceException.class).as(query).isThrownBy(() -> value(query, type));
	}

	private static Object value(String query, Class<?> type) {
		RecordingSink<Integer, Object> sink = new RecordingSink<>();
		new JdbcCacheSource<Integer, Object>(postgres, null, JdbcSourceSettings.query(query, "id").build(),
				ResolvableType.forClass(Integer.class), List.of(), ResolvableType.forClass(type),
				new JacksonValues(JsonMapper.builder().build()))
			.stream(sink);
		return Objects.requireNonNull(sink.entries().get(1));
	}

	record Time(LocalTime v) {
	}

	record Moment(Instant v) {
	}

	record Number(int v) {
	}

	record Tree(JsonNode v) {
	}

	record Optionals(@Nullable OptionalInt v) {
	}

}
