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
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;

import javax.sql.DataSource;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.testsupport.Servers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that rows become values without anything invented or lost, on PostgreSQL and H2.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class JdbcSourceConversionTests {

	private static final DataSource H2 = new DriverManagerDataSource("jdbc:h2:mem:conversion;DB_CLOSE_DELAY=-1");

	private static DataSource postgres;

	@BeforeAll
	static void createDatabase() {
		postgres = Servers.postgres().newDatabase().dataSource();
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "jsonb" })
	void parsesJsonIntoEveryTypeOfAProperty(String type) {
		String query = """
				select 1 as id, '["red", "blue, dark"]'::%1$s as tags, '{"a": [1, 2]}'::%1$s as map,
				'{"city": "Rome", "zips": ["1"]}'::%1$s as home, '{"x": 1.5}'::%1$s as tree,
				'[{"city": "Bonn", "zips": []}]'::%1$s as homes, '[1, 2]'::%1$s as numbers, '"HIGH"'::%1$s as level,
				'{"a": 1}'::%1$s as text, null::%1$s as nothing, 'null'::%1$s as null_json
				""".formatted(type);
		Documents documents = (Documents) value(query, Documents.class);
		assertThat(documents.tags()).containsExactly("red", "blue, dark");
		assertThat(documents.map()).containsExactly(Map.entry("a", List.of(1, 2)));
		assertThat(documents.home()).isEqualTo(new Address("Rome", List.of("1")));
		assertThat(documents.tree().get("x").decimalValue()).isEqualByComparingTo("1.5");
		assertThat(documents.homes()).containsExactly(new Address("Bonn", List.of()));
		assertThat(documents.numbers()).containsExactly(1, 2);
		assertThat(documents.level()).isEqualTo(Level.HIGH);
		assertThat(documents.text()).isEqualTo("{\"a\": 1}");
		assertThat(documents.nothing()).isNull();
		assertThat(documents.nullJson()).isNull();
	}

	@Test
	void parsesJsonIntoTheWholeValue() {
		String query = "select 1 as id, '{\"city\": \"Rome\", \"zips\": [\"1\"]}'::jsonb as doc";
		assertThat(value(query, Address.class)).isEqualTo(new Address("Rome", List.of("1")));
		assertThat(((JsonNode) value(query, JsonNode.class)).get("city").asString()).isEqualTo("Rome");
		assertThat(value("select 1 as id, '[\"a, b\", \"c\"]'::json as doc",
				ResolvableType.forClassWithGenerics(List.class, String.class)))
			.isEqualTo(List.of("a, b", "c"));
		assertThat(value("select 1 as id, '[{\"city\": \"Rome\", \"zips\": []}]'::json as doc",
				ResolvableType.forClassWithGenerics(List.class, Address.class)))
			.isEqualTo(List.of(new Address("Rome", List.of())));
		assertThat((String[]) value("select 1 as id, array['a, b', 'c'] as doc", String[].class))
			.containsExactly("a, b", "c");
	}

	@Test
	void refusesJsonThatIsNoneOfTheType() {
		assertRefused("select 1 as id, '{\"secret\": 1}'::jsonb as tags", Tagged.class, "'tags' (jsonb)",
				"no JSON for type List");
		assertRefused("select 1 as id, '[1.99]'::jsonb as numbers", Numbers.class, "'numbers' (jsonb)", "no JSON");
	}

	@Test
	void takesTextApartOnlyIfItIsJson() {
		assertRefused("select 1 as id, 'Smith, John'::text as tags", Tagged.class, "'tags' (text)",
				"no JSON for type List");
		assertThat(value("select 1 as id, '[\"Smith, John\"]'::text as tags", Tagged.class))
			.isEqualTo(new Tagged(List.of("Smith, John")));
		assertThat(value("select 1 as id, array['Smith, John', 'x'] as tags", Tagged.class))
			.isEqualTo(new Tagged(List.of("Smith, John", "x")));
		assertRefused("select 1 as id, 'a,b'::text as tags", TagSet.class, "'tags' (text)");
		assertRefused("select 1 as id, 'a,b'::text as tags", TagArray.class, "'tags' (text)");
		assertRefused("select 1 as id, 'a=b'::text as map", Mapped.class, "'map' (text)");
	}

	@Test
	void convertsTheElementsOfAnArrayWithoutLoss() {
		assertThat(value("select 1 as id, array[1, 2]::int[] as numbers", Numbers.class))
			.isEqualTo(new Numbers(List.of(1L, 2L)));
		assertRefused("select 1 as id, array[1.99]::numeric[] as numbers", Numbers.class, "'numbers'", "fraction");
		assertThat(value("select 1 as id, array['HIGH'] as levels", Levels.class))
			.isEqualTo(new Levels(Set.of(Level.HIGH)));
	}

	@Test
	void refusesNumbersThatDoNotFit() {
		for (String number : List.of("1.99::numeric", "1.5::float8", "1.5::real", "'1.99'::text",
				"99999999999999999999::numeric", "'NaN'::numeric", "'x'::text")) {
			assertRefused("select 1 as id, " + number + " as n", Whole.class, "column for 'n'", "as long");
		}
		assertThat(value("select 1 as id, 2.00::numeric as n", Whole.class)).isEqualTo(new Whole(2));
		assertThat(value("select 1 as id, '42'::text as n", Whole.class)).isEqualTo(new Whole(42));
		assertThat(value("select 1 as id, 3::float8 as n", Whole.class)).isEqualTo(new Whole(3));
		assertRefused("select 1 as id, 3000000000::bigint as n", Small.class, "too large for Integer");
		assertRefused("select 1 as id, 300::int as n", Tiny.class, "too large for Byte");
		assertRefused("select 1 as id, 9007199254740993::bigint as n", Floating.class, "approximation");
		assertRefused("select 1 as id, 1e300::float8 as n", Narrow.class, "too large for Float");
		assertRefused("select 1 as id, 2 as n", Flag.class, "neither true nor false");
		assertThat(value("select 1 as id, 1 as n", Flag.class)).isEqualTo(new Flag(true));
	}

	@Test
	void saysOnceThatDigitsAreRounded(CapturedOutput output) {
		assertThat(value("select 1 as id, 0.5::numeric as n", Floating.class)).isEqualTo(new Floating(0.5));
		assertThat(output).doesNotContain("rounded");
		assertThat(value("select 1 as id, 0.12345678901234567890::numeric as n", Floating.class))
			.isEqualTo(new Floating(0.12345678901234568));
		assertThat(output).containsOnlyOnce("holds numbers with more digits than Double has");
	}

	@Test
	void refusesToCutOffTimesOfDay() {
		assertRefused("select 1 as id, timestamp '2026-02-03 04:05:06' as day", Day.class, "time of day");
		assertThat(value("select 1 as id, timestamp '2026-02-03 00:00:00' as day", Day.class))
			.isEqualTo(new Day(LocalDate.of(2026, 2, 3)));
		assertRefused("select 1 as id, timestamp '2026-02-03 04:05:06' as time", TimeOfDay.class, "holds a date");
	}

	@Test
	void refusesTwoColumnsOfOneName() {
		assertRefused("select 1 as id, 1 as n, 2 as n", Whole.class, "two columns for 'n'");
		assertRefused("select 1 as id, 1 as N, 2 as id", Whole.class, "two columns for 'id'");
		assertRefused("select 1 as id, 1 as n, 2 as n",
				ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class), "two columns for 'n'");
		assertThat(value("select 1 as id, 7 as n, 2 as other, 3 as other", Whole.class)).isEqualTo(new Whole(7));
	}

	@Test
	void saysThatAPropertyHasNoColumn(CapturedOutput output) {
		Bean bean = (Bean) value("select 1 as id, 'Rome' as name", Bean.class);
		assertThat(bean.name).isEqualTo("Rome");
		assertThat(bean.country).isNull();
		assertThat(output).containsOnlyOnce("has no column for [country] of " + Bean.class.getName());
		assertRefused("select 1 as id, 'Rome' as name", Address.class, "no column for 'city'");
	}

	@Test
	void convertsNumbersAndCodesToConstants(CapturedOutput output) {
		assertThat(value("select 1 as id, 1::smallint as level", Level.class)).isEqualTo(Level.HIGH);
		assertThat(output).containsOnlyOnce("by the position of its constants");
		assertThat(value("select 1 as id, 20::smallint as c", Coded.class)).isEqualTo(Coded.LARGE);
		assertThat(value("select 1 as id, 'lg'::text as c", Texted.class)).isEqualTo(Texted.LARGE);
		assertThat(value("select 1 as id, 'LARGE'::text as c", Texted.class)).isEqualTo(Texted.LARGE);
		assertThat(value("select 1 as id, 'L'::text as c", Created.class)).isEqualTo(Created.LARGE);
		assertThat(value("select 1 as id, 20::smallint as c", OfNumber.class)).isEqualTo(OfNumber.LARGE);
		assertThat(value("select 1 as id, 7 as c", DayOfWeek.class)).isEqualTo(DayOfWeek.SUNDAY);
		assertRefused("select 1 as id, 5::smallint as level", Level.class, "'level' of type int2",
				"not the position of a constant");
		assertRefused("select 1 as id, 21::smallint as c", Coded.class, "neither the code nor the name");
		assertRefused("select 1 as id, 'A'::text as c", Swapped.class,
				"code of one constant that is the name of another");
		assertRefused("select 1 as id, '1'::text as level", Level.class, "not hold the name of a constant");
	}

	@Test
	void makesValueObjects() {
		assertThat(
				value("select 1 as id, 'a@b' as mail, 7 as city, 1.50::numeric as price, 'x-1'::text as sku, 5 as code",
						Objects5.class))
			.isEqualTo(new Objects5(new Mail("a@b"), new CityId(7), new Price(new BigDecimal("1.50")), Sku.of("x-1"),
					new Code("5")));
		assertThat(value("select 1 as id, 'a@b' as mail", Mail.class)).isEqualTo(new Mail("a@b"));
		assertThat(value("select 1 as id, 'a@b' as value", Mail.class)).isEqualTo(new Mail("a@b"));
		assertThat(value("select 1 as id, 'EUR' as currency", Currency.class)).isEqualTo(Currency.getInstance("EUR"));
		assertRefused("select 1 as id, '' as mail", Mail.class, "rejects it with IllegalArgumentException");
		assertRefused("select 1 as id, 1.5::numeric as city", CityId.class, "fraction");
	}

	@Test
	void convertsIntervalsAndYears() {
		assertThat(value("select 1 as id, interval '1 day 02:03:04.5' as d", Duration.class))
			.isEqualTo(Duration.ofDays(1).plusHours(2).plusMinutes(3).plusMillis(4500));
		assertThat(value("select 1 as id, interval '-90 minutes' as d", Duration.class))
			.isEqualTo(Duration.ofMinutes(-90));
		assertThat(value("select 1 as id, 'PT5M'::text as d", Duration.class)).isEqualTo(Duration.ofMinutes(5));
		assertThat(value("select 1 as id, interval '1 year 2 months 3 days' as d", Period.class))
			.isEqualTo(Period.of(1, 2, 3));
		assertRefused("select 1 as id, interval '1 month' as d", Duration.class, "no fixed duration");
		assertRefused("select 1 as id, interval '1 hour' as d", Period.class, "Period would lose");
		assertRefused("select 1 as id, 300 as d", Duration.class, "unit is not known");
		assertThat(value("select 1 as id, 2026 as y", Year.class)).isEqualTo(Year.of(2026));
		assertThat(value("select 1 as id, '2026-02'::text as y", YearMonth.class)).isEqualTo(YearMonth.of(2026, 2));
	}

	@Test
	void readsTimestampsInOneZoneWhateverThatOfTheJvm(CapturedOutput output) {
		String query = "select 1 as id, timestamp '2026-07-01 12:00:00' as at";
		TimeZone before = TimeZone.getDefault();
		try {
			for (String zone : List.of("UTC", "America/New_York", "Asia/Kolkata")) {
				TimeZone.setDefault(TimeZone.getTimeZone(zone));
				for (DataSource dataSource : List.of(postgres, H2)) {
					assertThat(value(dataSource, query, ResolvableType.forClass(Instant.class), null)).as(zone)
						.isEqualTo(Instant.parse("2026-07-01T12:00:00Z"));
					assertThat(
							value(dataSource, query, ResolvableType.forClass(Instant.class), ZoneId.of("Europe/Rome")))
						.as(zone)
						.isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
					assertThat(value(dataSource, query, ResolvableType.forClass(LocalDateTime.class), null)).as(zone)
						.isEqualTo(LocalDateTime.of(2026, 7, 1, 12, 0));
					assertThat(value(dataSource, query, ResolvableType.forClass(java.util.Date.class), null)).as(zone)
						.isEqualTo(java.util.Date.from(Instant.parse("2026-07-01T12:00:00Z")));
				}
				assertThat(value("select 1 as id, timestamptz '2026-07-01 12:00:00Z' as at", Instant.class)).as(zone)
					.isEqualTo(Instant.parse("2026-07-01T12:00:00Z"));
			}
		}
		finally {
			TimeZone.setDefault(before);
		}
		assertThat(output).contains("column 'at' of type timestamp is read as Instant")
			.contains("source.jdbc.time-zone");
	}

	@Test
	void saysNothingOfZonesThatDoNotMatter(CapturedOutput output) {
		value("select 1 as id, timestamptz '2026-07-01 12:00:00Z' as at", Instant.class);
		value("select 1 as id, timestamp '2026-07-01 12:00:00' as at", LocalDateTime.class);
		value(postgres, "select 1 as id, timestamp '2026-07-01 12:00:00' as at", ResolvableType.forClass(Instant.class),
				ZoneId.of("Europe/Rome"));
		assertThat(output).doesNotContain("time zone");
	}

	@Test
	void readsNestedObjectsByTheirPrefix() {
		assertThat(value(
				"select 1 as id, 'Ann' as name, 'Rome' as home_city, 'IT' as home_country_code, 'Bonn' as work_city, "
						+ "'DE' as work_country_code",
				Person.class))
			.isEqualTo(new Person("Ann", new Place("Rome", "IT"), new Place("Bonn", "DE")));
		assertThat(value(
				"select 1 as id, 'Ann' as name, 'Rome' as home_city, 'IT' as home_country_code, null as work_city, "
						+ "null as work_country_code",
				Person.class))
			.isEqualTo(new Person("Ann", new Place("Rome", "IT"), null));
		assertRefused("select 1 as id, 'Ann' as name, 'Rome' as home_city, 'x' as work_city", Person.class,
				"no column for 'home.countryCode'");
		assertThat(value("select 1 as id, 'Rome' as place_home_city, 'IT' as place_home_country_code", Deep.class))
			.isEqualTo(new Deep(new Middle(new Place("Rome", "IT"))));
		Nested nested = (Nested) value("select 1 as id, 5 as inner_n", Nested.class);
		assertThat(Objects.requireNonNull(nested.inner).n()).isEqualTo(5);
	}

	@Test
	void readsTheSameOnH2() {
		assertThat(value(H2, "select 1 as id, json '[\"red\", \"blue, dark\"]' as tags",
				ResolvableType.forClass(Tagged.class), null))
			.isEqualTo(new Tagged(List.of("red", "blue, dark")));
		assertThat(
				value(H2, "select 1 as id, interval '90' minute as d", ResolvableType.forClass(Duration.class), null))
			.isEqualTo(Duration.ofMinutes(90));
		assertThat(value(H2, "select 1 as id, array['a, b'] as tags", ResolvableType.forClass(Tagged.class), null))
			.isEqualTo(new Tagged(List.of("a, b")));
		assertThatExceptionOfType(CacheSourceException.class)
			.isThrownBy(() -> value(H2, "select 1 as id, cast(1.99 as numeric(5, 2)) as n",
					ResolvableType.forClass(Whole.class), null))
			.withMessageContaining("fraction");
		UUID uuid = UUID.fromString("5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0");
		assertThat(value(H2, "select 1 as id, uuid '" + uuid + "' as u", ResolvableType.forClass(UUID.class), null))
			.isEqualTo(uuid);
		assertThat(value(H2, "select 1 as id, x'5aa5ab5157a84a91aa2ab4d4d05fbdc0' as u",
				ResolvableType.forClass(UUID.class), null))
			.isEqualTo(uuid);
	}

	private static void assertRefused(String query, Class<?> type, String... message) {
		assertRefused(query, ResolvableType.forClass(type), message);
	}

	private static void assertRefused(String query, ResolvableType type, String... message) {
		assertThatExceptionOfType(CacheSourceException.class).as(query)
			.isThrownBy(() -> value(postgres, query, type, null))
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret").hasMessageContainingAll(message));
	}

	private static Object value(String query, Class<?> type) {
		return value(query, ResolvableType.forClass(type));
	}

	private static Object value(String query, ResolvableType type) {
		return value(postgres, query, type, null);
	}

	private static Object value(DataSource dataSource, String query, ResolvableType type, @Nullable ZoneId zone) {
		JdbcCacheSource<Integer, Object> source = new JdbcCacheSource<>(dataSource, null,
				JdbcSourceSettings.query(query, "id").withTimeZone(zone).build(),
				ResolvableType.forClass(Integer.class), List.of(), type,
				new JacksonValues(JsonMapper.builder().build()));
		RecordingSink<Integer, Object> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.keys()).containsExactly(1);
		Object value = sink.entries().get(1);
		assertThat(source.load(1)).usingRecursiveComparison().isEqualTo(value);
		return value;
	}

	enum Level {

		LOW, HIGH

	}

	enum Coded {

		SMALL(10), LARGE(20);

		private final int code;

		Coded(int code) {
			this.code = code;
		}

		@JsonValue
		int code() {
			return this.code;
		}

	}

	enum Texted {

		SMALL("sm"), LARGE("lg");

		private final String code;

		Texted(String code) {
			this.code = code;
		}

		@JsonValue
		String code() {
			return this.code;
		}

	}

	enum Swapped {

		A("B"), B("A");

		private final String code;

		Swapped(String code) {
			this.code = code;
		}

		@JsonValue
		String code() {
			return this.code;
		}

	}

	enum Created {

		SMALL, LARGE;

		@JsonCreator
		static Created read(String text) {
			return text.equals("L") ? LARGE : SMALL;
		}

	}

	enum OfNumber {

		SMALL, LARGE;

		static OfNumber of(int code) {
			return (code == 20) ? LARGE : SMALL;
		}

	}

	record Documents(List<String> tags, Map<String, Object> map, Address home, JsonNode tree, List<Address> homes,
			int[] numbers, Level level, String text, @Nullable List<String> nothing, @Nullable List<String> nullJson) {

	}

	record Address(String city, List<String> zips) {

	}

	record Tagged(List<String> tags) {

	}

	record TagSet(Set<String> tags) {

	}

	record TagArray(String[] tags) {

	}

	record Mapped(Map<String, String> map) {

	}

	record Numbers(List<Long> numbers) {

	}

	record Levels(Set<Level> levels) {

	}

	record Whole(long n) {

	}

	record Small(Integer n) {

	}

	record Tiny(byte n) {

	}

	record Floating(double n) {

	}

	record Narrow(float n) {

	}

	record Flag(boolean n) {

	}

	record Day(LocalDate day) {

	}

	record TimeOfDay(java.time.LocalTime time) {

	}

	record Mail(String value) {

		Mail {
			if (value.isEmpty()) {
				throw new IllegalArgumentException("Empty");
			}
		}

	}

	record CityId(long value) {

	}

	record Price(BigDecimal amount) {

	}

	record Code(String text) {

	}

	static final class Sku {

		private final String text;

		private Sku(String text, boolean checked) {
			this.text = text + checked;
		}

		static Sku of(String text) {
			return new Sku(text, true);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Sku sku && sku.text.equals(this.text);
		}

		@Override
		public int hashCode() {
			return this.text.hashCode();
		}

	}

	record Objects5(Mail mail, CityId city, Price price, Sku sku, Code code) {

	}

	record Place(String city, String countryCode) {

	}

	record Person(String name, Place home, @Nullable Place work) {

	}

	record Middle(Place home) {

	}

	record Deep(Middle place) {

	}

	record Inner(int n) {

	}

	static class Nested {

		private @Nullable Inner inner;

		public void setInner(Inner inner) {
			this.inner = inner;
		}

	}

	static class Bean {

		private @Nullable String name;

		private @Nullable String country;

		public void setName(String name) {
			this.name = name;
		}

		public void setCountry(String country) {
			this.country = country;
		}

	}

}
