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
import java.sql.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that a value which cannot be converted costs its row only, and a column which can
 * never be converted all of them at once.
 */
@Tag("servers")
class JdbcSourceBadRowsTests {

	private static DataSource postgres;

	@BeforeAll
	static void createDatabase() {
		postgres = Servers.postgres().newDatabase().dataSource();
	}

	@ParameterizedTest
	@MethodSource
	void aValueThatDoesNotFitCostsItsRowOnly(ResolvableType type, String good, String bad) {
		String query = "select 1 as id, %1$s as v union all select 2, %2$s union all select 3, %1$s".formatted(good,
				bad);
		RecordingSink<Integer, Object> sink = new RecordingSink<Integer, Object>().lenient();
		source(query, Integer.class, type).stream(sink);
		assertThat(sink.keys()).containsExactly(1, 3);
		assertThat(sink.unreadable()).containsExactly(2);
		assertThatExceptionOfType(UnreadableEntryException.class)
			.isThrownBy(() -> source(query, Integer.class, type).stream(new RecordingSink<>()))
			.withMessageContaining("column 'v'")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret", "1.99", "4711"));
	}

	static List<Arguments> aValueThatDoesNotFitCostsItsRowOnly() {
		ResolvableType texts = ResolvableType.forClassWithGenerics(List.class, String.class);
		ResolvableType numbers = ResolvableType.forClassWithGenerics(List.class, Integer.class);
		return List.of(Arguments.of(texts, "'[\"a\"]'::jsonb", "'{\"secret\": 1}'::jsonb"),
				Arguments.of(texts, "'[\"a\"]'::text", "'secret, 4711'::text"),
				Arguments.of(numbers, "array[1]::numeric[]", "array[1.99]::numeric[]"),
				Arguments.of(ResolvableType.forClass(Long.class), "1::numeric", "1.99::numeric"),
				Arguments.of(ResolvableType.forClass(Long.class), "'1'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(Byte.class), "1::int", "4711::int"),
				Arguments.of(ResolvableType.forClass(Mood.class), "'GLAD'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(Mood.class), "0::int", "4711::int"),
				Arguments.of(ResolvableType.forClass(Coded.class), "'g'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(Duration.class), "interval '1 hour'", "interval '4711 months'"),
				Arguments.of(ResolvableType.forClass(Period.class), "interval '1 day'", "interval '4711 hours'"),
				Arguments.of(ResolvableType.forClass(Duration.class), "'PT1H'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(LocalDate.class), "timestamp '2026-01-01 00:00'",
						"timestamp '2026-01-01 12:47:11'"),
				Arguments.of(ResolvableType.forClass(Instant.class), "'2026-01-01T00:00:00Z'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(Year.class), "'2026'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(UUID.class), "'5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0'::text",
						"'secret'::text"),
				Arguments.of(ResolvableType.forClass(Boolean.class), "'yes'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(Character.class), "'x'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(Mail.class), "'a@b'::text", "'secret'::text"),
				Arguments.of(ResolvableType.forClass(Account.class), "4710::bigint", "4711::bigint"));
	}

	@Test
	void aPartOfANestedValueThatDoesNotFitCostsItsRowOnly() {
		RecordingSink<Integer, Object> sink = new RecordingSink<Integer, Object>().lenient();
		source("select 1 as id, 'GLAD' as home_mood union all select 2, 'secret'", Integer.class,
				ResolvableType.forClass(Person.class))
			.stream(sink);
		assertThat(sink.entries()).containsExactly(Map.entry(1, new Person(new Home(Mood.GLAD))));
		assertThat(sink.unreadable()).containsExactly(2);
	}

	@Test
	void aKeyThatDoesNotFitCostsItsRowOnly() {
		for (String order : List.of("", " order by id")) {
			RecordingSink<Integer, String> sink = new RecordingSink<Integer, String>().lenient();
			JdbcCacheSource<Integer, String> source = source(
					"select id, 'x' as v from (values (1::bigint), (99999999999), (3)) rows(id)" + order, Integer.class,
					ResolvableType.forClass(String.class));
			source.stream(sink);
			assertThat(sink.keys()).containsExactlyInAnyOrder(1, 3);
			assertThat(sink.unreadable()).containsExactly("unknown key");
		}
	}

	@Test
	void aChunkEndsBehindAKeyThatDoesNotFit() {
		JdbcCacheSource<Integer, String> source = source(
				"select id, 'x' as v from (values (1::bigint), (99999999999), (99999999998)) rows(id)", Integer.class,
				ResolvableType.forClass(String.class));
		RecordingSink<Integer, String> sink = new RecordingSink<Integer, String>().lenient();
		KeyRange all = new KeyRange(null, null);
		assertThat(source.stream(all, null, 2, sink).last()).isEqualTo("99999999998");
		assertThat(source.stream(all, "99999999998", 2, sink).end()).isTrue();
		assertThat(sink.keys()).containsExactly(1);
		assertThat(sink.unreadable()).hasSize(2);
	}

	@ParameterizedTest
	@MethodSource
	void aColumnThatNoValueCanBeReadFromFailsTheLoadAtOnce(Class<?> type, String column) {
		RecordingSink<Integer, Object> sink = new RecordingSink<Integer, Object>().lenient();
		assertThatExceptionOfType(PermanentSourceException.class)
			.isThrownBy(
					() -> source("select 1 as id, " + column + " as v", Integer.class, ResolvableType.forClass(type))
						.stream(sink))
			.withMessageContaining("olumn 'v'")
			.withMessageContaining(type.getSimpleName())
			.withNoCause();
		assertThat(sink.unreadable()).isEmpty();
	}

	static List<Arguments> aColumnThatNoValueCanBeReadFromFailsTheLoadAtOnce() {
		return List.of(Arguments.of(Long.class, "date '2026-01-01'"), Arguments.of(BigDecimal.class, "array[1]"),
				Arguments.of(Long.class, "'5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0'::uuid"),
				Arguments.of(Duration.class, "5::int"), Arguments.of(LocalTime.class, "timestamp '2026-01-01 12:00'"),
				Arguments.of(Time.class, "timestamp '2026-01-01 12:00'"), Arguments.of(Instant.class, "time '12:00'"),
				Arguments.of(Instant.class, "5::bigint"), Arguments.of(List.class, "5::int"),
				Arguments.of(Mail.class, "array['a', 'b']"));
	}

	@Test
	void wrongSqlIsPermanentForAllRowsAndForOneKey() {
		JdbcCacheSource<Integer, String> source = source("select id, nme as v from nowhere", Integer.class,
				ResolvableType.forClass(String.class));
		assertThatExceptionOfType(PermanentSourceException.class).isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withMessageContaining("nowhere");
		assertThatExceptionOfType(PermanentSourceException.class).isThrownBy(() -> source.load(4711))
			.withMessageContaining("42P01")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("4711"));
	}

	private static <K, V> JdbcCacheSource<K, V> source(String query, Class<K> keyType, ResolvableType type) {
		return new JdbcCacheSource<>(postgres, null, JdbcSourceSettings.query(query, "id").build(),
				ResolvableType.forClass(keyType), List.of(), type, new JacksonValues(JsonMapper.builder().build()));
	}

	enum Mood {

		GLAD, SAD

	}

	enum Coded {

		GLAD;

		@JsonCreator
		static Coded of(String code) {
			if (!code.equals("g")) {
				throw new IllegalArgumentException(code);
			}
			return GLAD;
		}

	}

	record Mail(String value) {

		Mail {
			if (!value.contains("@")) {
				throw new IllegalArgumentException(value);
			}
		}

	}

	record Account(long number) {

		Account {
			if (number == 4711) {
				throw new IllegalArgumentException(String.valueOf(number));
			}
		}

	}

	record Home(Mood mood) {

	}

	record Person(Home home) {

	}

}
