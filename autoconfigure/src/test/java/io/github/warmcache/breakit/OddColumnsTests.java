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

package io.github.warmcache.breakit;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.JdbcCacheSource;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.JsonValues;
import io.github.warmcache.testsupport.Servers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Columns of PostgreSQL that were read as something else, and keys that the database
 * takes for equal and the heap does not.
 */
class OddColumnsTests {

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
	void bitsAreNotReadAsDecimalDigits() throws Exception {
		Object value = null;
		try {
			value = value("select 1 as id, B'101' as v", Number.class);
		}
		catch (CacheSourceException ex) {
			return;
		}
		assertThat(value).isEqualTo(new Number(5));
	}

	@Test
	void numbersInATreeOfJsonKeepTheirDigits() throws Exception {
		Tree tree = (Tree) value("select 1 as id, '{\"a\": 12345678901234567890.123456789}'::jsonb as v", Tree.class);
		assertThat(tree.v().get("a").decimalValue()).isEqualTo(new BigDecimal("12345678901234567890.123456789"));
	}

	@Test
	void nullIsAnEmptyOptionalIntAsItIsAnEmptyOptional() throws Exception {
		assertThat(value("select 1 as id, null::int as v", Optionals.class))
			.isEqualTo(new Optionals(OptionalInt.empty()));
	}

	@Test
	void aDecimalOfAnotherScaleIsTheSameToTheDatabase() throws Exception {
		assertNotExact("numeric(10, 2)", "1.50", BigDecimal.class, new BigDecimal("1.5"));
	}

	@Test
	void aTimeOfAnotherOffsetIsTheSameToTheDatabase() throws Exception {
		assertNotExact("timestamptz", "'2026-01-02 03:04:05+00'", OffsetDateTime.class,
				OffsetDateTime.parse("2026-01-02T04:04:05+01:00"));
	}

	@Test
	void aTimeWithNanosecondsIsTheSameToTheDatabase() throws Exception {
		assertNotExact("timestamp", "'2026-01-02 03:04:05.123456'", LocalDateTime.class,
				LocalDateTime.parse("2026-01-02T03:04:05.1234564"));
	}

	@Test
	void anotherTextOfAnAddressIsTheSameToTheDatabase() throws Exception {
		assertNotExact("inet", "'10.0.0.1'", String.class, "10.0.0.1/32");
	}

	@Test
	void aKeyWithAnAliasInMixedCaseIsFound() throws Exception {
		new JdbcTemplate(postgres).execute("create table mixed (code text, name text)");
		new JdbcTemplate(postgres).execute("insert into mixed values ('a', 'value')");
		JdbcCacheSource<String, Object> source = source("select upper(code) as \"Code\", name from mixed", "Code",
				String.class, String.class);
		source.stream(new RecordingSink<>());
		assertThat(source.load("A")).isEqualTo("value");
	}

	/**
	 * A source in which the database finds a row by a key that is not the row's cannot
	 * tell what is absent.
	 */
	private static <K> void assertNotExact(String type, String key, Class<K> keyType, K other) throws Exception {
		String table = "t" + type.replaceAll("[^a-z].*", "");
		new JdbcTemplate(postgres).execute("create table " + table + " (code " + type + ", name text)");
		new JdbcTemplate(postgres).execute("insert into " + table + " values (" + key + ", 'value')");
		JdbcCacheSource<K, Object> source = source("select * from " + table, "code", keyType, String.class);
		source.stream(new RecordingSink<>());
		AtomicBoolean kept = new AtomicBoolean(true);
		assertThat(source.load(other, new LoadCancellation() {

			@Override
			public void onCancel(Runnable action) {
				// Nobody gives it up.
			}

			@Override
			public void keepNowhere() {
				kept.set(false);
			}

		})).isEqualTo("value");
		assertThat(kept).isFalse();
		assertThat(source.isExact()).isFalse();
	}

	private static void assertRefused(String query, Class<?> type) {
		assertThatExceptionOfType(CacheSourceException.class).as(query).isThrownBy(() -> value(query, type));
	}

	private static Object value(String query, Class<?> type) throws Exception {
		RecordingSink<Integer, Object> sink = new RecordingSink<>();
		source(query, "id", Integer.class, type).stream(sink);
		return Objects.requireNonNull(sink.entries().get(1));
	}

	private static <K> JdbcCacheSource<K, Object> source(String query, String keyColumn, Class<K> keyType,
			Class<?> type) throws Exception {
		var constructor = Class.forName("io.github.warmcache.autoconfigure.JacksonValues")
			.getDeclaredConstructors()[0];
		constructor.setAccessible(true);
		JsonValues json = (JsonValues) constructor.newInstance(JsonMapper.builder().build());
		return new JdbcCacheSource<>(postgres, null, JdbcSourceSettings.query(query, keyColumn).build(),
				ResolvableType.forClass(keyType), List.of(), ResolvableType.forClass(type), json);
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
