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

package io.github.warmcache.source.jdbc.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.Item;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.testsupport.Servers;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests of how {@link JdbcCacheSource} makes values of rows.
 */
@Tag("servers")
class JdbcCacheSourceValueTests {

	private static final UUID ID = UUID.fromString("5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0");

	private static DataSource dataSource;

	@BeforeAll
	static void createDatabase() {
		dataSource = Servers.postgres().newDatabase().dataSource();
	}

	@Test
	void readsARecordByItsComponentsAndIgnoresOtherColumns() {
		assertThat(value("select 1 as id, 'x' as other, 'Rome' as NAME, 'IT' as country_code, 2761632 as population",
				City.class))
			.isEqualTo(new City(1, "Rome", "IT", 2761632L));
	}

	@Test
	void readsNullIntoWhatIsNotPrimitive() {
		assertThat(value("select 1 as id, null as name, 'IT' as \"countryCode\", null::int as population", City.class))
			.isEqualTo(new City(1, null, "IT", null));
	}

	@Test
	void readsEveryKindOfColumn() {
		assertThat(value("""
				select 1 as id, true as flag, 2::smallint as small, 1.5::real as real, 2.5::float8 as precise,
				3.50::numeric as amount, 12345678901234567890::numeric as huge, 'x' as letter, 'HIGH' as level,
				'5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0'::uuid as uuid, date '2026-02-03' as day,
				time '04:05:06' as time, timestamp '2026-02-03 04:05:06' as local,
				timestamptz '2026-02-03 04:05:06Z' as moment, timestamptz '2026-02-03 04:05:06Z' as offset_moment,
				'EUR' as currency, array['a', 'b'] as tags, '\\x0102'::bytea as bytes, '{"a": 1}'::jsonb as json,
				null as maybe, 'here' as surely
				""", Everything.class)).usingRecursiveComparison()
			.isEqualTo(new Everything(1, true, (short) 2, 1.5f, 2.5, new BigDecimal("3.50"),
					new BigInteger("12345678901234567890"), 'x', Level.HIGH, ID, LocalDate.of(2026, 2, 3),
					LocalTime.of(4, 5, 6), LocalDateTime.of(2026, 2, 3, 4, 5, 6), Instant.parse("2026-02-03T04:05:06Z"),
					OffsetDateTime.of(2026, 2, 3, 4, 5, 6, 0, ZoneOffset.UTC), Currency.getInstance("EUR"),
					List.of("a", "b"), new byte[] { 1, 2 }, "{\"a\": 1}", Optional.empty(), Optional.of("here")));
	}

	@Test
	void readsTheComponentsOfAGenericRecord() {
		ResolvableType type = ResolvableType.forClassWithGenerics(Range.class, LocalDate.class);
		assertThat(value("select 1 as id, date '2026-01-01' as low, date '2026-01-31' as high", type))
			.isEqualTo(new Range<>(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31)));
	}

	@Test
	void readsAClassThroughItsOnlyConstructor() {
		assertThat(value("select 1 as id, 'Rome' as name", Fixed.class)).isInstanceOfSatisfying(Fixed.class,
				(fixed) -> assertThat(fixed.name).isEqualTo("Rome"));
	}

	@Test
	void readsABeanThroughTheSettersThatHaveAColumn() {
		assertThat(value("select 1 as id, 'IT' as country_code, 5 as other", Bean.class))
			.isInstanceOfSatisfying(Bean.class, (bean) -> {
				assertThat(bean.id).isEqualTo(1);
				assertThat(bean.countryCode).isEqualTo("IT");
				assertThat(bean.name).isEqualTo("unset");
			});
	}

	@Test
	void readsScalarsFromTheColumnBesideTheKey() {
		assertThat(value("select 1 as id, 'Rome' as name", String.class)).isEqualTo("Rome");
		assertThat(value("select 'Rome' as name, 1 as id", String.class)).isEqualTo("Rome");
		assertThat(value("select 1 as id, 42 as n", Long.class)).isEqualTo(42L);
		assertThat(value("select 1 as id, 42 as n", int.class)).isEqualTo(42);
		assertThat(value("select 1 as id, 1.5 as n", BigDecimal.class)).isEqualTo(new BigDecimal("1.5"));
		assertThat(value("select 1 as id, true as b", Boolean.class)).isEqualTo(true);
		assertThat(value("select 1 as id, '" + ID + "' as u", UUID.class)).isEqualTo(ID);
		assertThat(value("select 1 as id, date '2026-02-03' as d", LocalDate.class))
			.isEqualTo(LocalDate.of(2026, 2, 3));
		assertThat(value("select 1 as id, 'LOW' as level", Level.class)).isEqualTo(Level.LOW);
		assertThat(value("select 1 as id", Long.class)).isEqualTo(1L);
	}

	@Test
	void readsAScalarFromTheOnlyColumnOfAQueryOfOneKey() {
		JdbcCacheSource<Integer, String> source = new JdbcCacheSource<>(dataSource, null,
				JdbcSourceSettings.keyQuery("select 'number ' || cast(:key as int)").build(),
				ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class));
		assertThat(source.load(3)).isEqualTo("number 3");
	}

	@Test
	void takesAScalarThatIsNullForAbsent() {
		JdbcCacheSource<Integer, String> source = source("select 1 as id, null::text as name",
				ResolvableType.forClass(String.class));
		RecordingSink<Integer, String> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.keys()).isEmpty();
		assertThat(source.load(1)).isNull();
		assertThat(source.loadAll(List.of(1))).isEmpty();
	}

	@Test
	void readsAllColumnsIntoAMap() {
		ResolvableType type = ResolvableType.forType(new ParameterizedTypeReference<Map<String, Object>>() {
		});
		assertThat(value("select 1 as id, 'Rome' as name, null::int as n, '{}'::jsonb as json", type))
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsExactly(entry("id", 1), entry("name", "Rome"), entry("n", null), entry("json", "{}"));
		ResolvableType texts = ResolvableType.forClassWithGenerics(Map.class, String.class, String.class);
		assertThat(value("select 1 as id, 'Rome' as name", texts))
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsExactly(entry("id", "1"), entry("name", "Rome"));
	}

	@Test
	void namesTheColumnThatIsMissingBeforeTheFirstRow() {
		JdbcCacheSource<Integer, Object> source = source("select 1 as id, 'Rome' as name, 5 as population where 1 = 0",
				ResolvableType.forClass(City.class));
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withMessageContaining("no column for 'countryCode' of " + City.class.getName())
			.withMessageContaining("[id, name, population]");
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.load(1))
			.withMessageContaining("'countryCode'");
	}

	@Test
	void refusesABeanThatHasNoneOfTheColumns() {
		assertUnreadable("select 1 as key, 2 as value", "key", Bean.class, "No column of the query is a property of");
	}

	@Test
	void refusesAScalarAmongSeveralColumns() {
		assertUnreadable("select 1 as id, 'Rome' as name, 'IT' as country", "id", String.class,
				"the one column beside the key column");
	}

	@Test
	void namesWhatIsNullAlthoughPrimitive() {
		assertUnreadable("select 1 as id, null::boolean as flag", "id", Flagged.class, "'flag' is NULL");
		assertUnreadable("select 1 as key, null::int as id", "key", Bean.class, "'id': it is NULL");
	}

	@Test
	void namesTheColumnThatCannotBeReadWithoutItsContent() {
		assertUnreadable("select 1 as id, 'secret' as flag", "id", Flagged.class, "column for 'flag'");
		assertUnreadable("select 1 as id, 'secret' as level", "id", Level.class, "column 'level'");
		assertUnreadable("select 1 as id, 'secret' as code", "id", Currency.class, "column 'code'");
		assertUnreadable("select 1 as id, 'secret' as letter", "id", Character.class, "column 'letter'");
		assertUnreadable("select 'secret' as id, 'x' as name", "id", String.class, "key column");
		assertUnreadable("select 1 as id, 'secret' as name", "id", Picky.class, "its constructor rejects the row");
	}

	@Test
	void refusesAListThatIsNotInOneColumn() {
		ResolvableType list = ResolvableType.forClassWithGenerics(List.class, City.class);
		for (ResolvableType type : List.of(list, ResolvableType.forClass(City[].class))) {
			assertThatExceptionOfType(CacheSourceException.class)
				.isThrownBy(() -> value("select 1 as id, 'Rome' as name, 'IT' as country_code", type))
				.withMessageContaining("the one column beside the key column");
		}
	}

	@Test
	void refusesTypesThatARowCannotBe() {
		for (ResolvableType type : List.of(ResolvableType.forClassWithGenerics(Optional.class, City.class),
				ResolvableType.forClass(Object.class), ResolvableType.forClass(Runnable.class),
				ResolvableType.forClass(Number.class.getSuperclass()), ResolvableType.forClass(Ambiguous.class))) {
			assertThatExceptionOfType(InvalidSourceException.class).isThrownBy(() -> source("select 1 as id", type))
				.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("value-type"))
				.withMessageContaining(type.toString());
		}
	}

	@Test
	void followsAQueryWhoseColumnsChange() {
		Item first = new Item(1, "one", 5);
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.execute("create table changing (id integer, name text, population bigint)");
		jdbc.execute("insert into changing values (1, 'one', 5)");
		JdbcCacheSource<Integer, Object> source = source("select * from changing", ResolvableType.forClass(Item.class));
		assertThat(source.load(1)).isEqualTo(first);
		jdbc.execute("alter table changing drop column name");
		jdbc.execute("alter table changing add column name text default 'two'");
		assertThat(source.load(1)).isEqualTo(new Item(1, "two", 5));
	}

	private static void assertUnreadable(String query, String keyColumn, Class<?> type, String message) {
		JdbcCacheSource<Integer, Object> source = new JdbcCacheSource<>(dataSource, null,
				JdbcSourceSettings.query(query, keyColumn).build(), ResolvableType.forClass(Integer.class),
				ResolvableType.forClass(type));
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> source.stream(new RecordingSink<>()))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret").hasNoCause());
	}

	private static Object value(String query, Class<?> type) {
		return value(query, ResolvableType.forClass(type));
	}

	private static Object value(String query, ResolvableType type) {
		JdbcCacheSource<Integer, Object> source = source(query, type);
		RecordingSink<Integer, Object> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.keys()).containsExactly(1);
		return sink.entries().get(1);
	}

	private static <V> JdbcCacheSource<Integer, V> source(String query, ResolvableType type) {
		return new JdbcCacheSource<>(dataSource, null, JdbcSourceSettings.query(query, "id").build(),
				ResolvableType.forClass(Integer.class), type);
	}

	enum Level {

		LOW, HIGH

	}

	record City(int id, @Nullable String name, String countryCode, @Nullable Long population) {

	}

	record Everything(long id, boolean flag, short small, float real, double precise, BigDecimal amount,
			BigInteger huge, char letter, Level level, UUID uuid, LocalDate day, LocalTime time, LocalDateTime local,
			Instant moment, OffsetDateTime offsetMoment, Currency currency, List<String> tags, byte[] bytes,
			String json, Optional<String> maybe, Optional<String> surely) {

	}

	record Range<T>(T low, T high) {

	}

	record Flagged(boolean flag) {

	}

	record Picky(String name) {

		Picky {
			throw new IllegalArgumentException(name);
		}

	}

	static final class Fixed {

		private final String name;

		Fixed(String name) {
			this.name = name;
		}

	}

	static class Ambiguous {

		Ambiguous(String name) {
		}

		Ambiguous(int id) {
		}

	}

	static class Bean {

		private int id;

		private String countryCode = "unset";

		private String name = "unset";

		public void setId(int id) {
			this.id = id;
		}

		public void setCountryCode(String countryCode) {
			this.countryCode = countryCode;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

}
