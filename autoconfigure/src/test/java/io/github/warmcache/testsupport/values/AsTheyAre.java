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

package io.github.warmcache.testsupport.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.testsupport.values.ValueCase.Cases;
import tools.jackson.core.type.TypeReference;

/**
 * Types that are shared as they are.
 */
@SuppressWarnings("JavaUtilDate")
final class AsTheyAre {

	private AsTheyAre() {
	}

	static List<ValueCase> cases() {
		Cases cases = new Cases("as they are:");
		times(cases);
		numbers(cases);
		others(cases);
		keys(cases);
		return cases.list();
	}

	private static void times(Cases cases) {
		cases.equal("Instant", Instant.parse("2026-03-04T05:06:07.123456789Z"))
			.equal("Instant of the future", Instant.ofEpochSecond(1L << 40))
			.equal("Instant of the past", Instant.ofEpochSecond(-(1L << 40), 1))
			.equal("the last Instant", Instant.MAX)
			.equal("LocalDate", LocalDate.of(1925, 3, 4))
			.equal("LocalDate before the common era", LocalDate.of(-44, 3, 15))
			.equal("LocalDate of a far year", LocalDate.of(123_456, 3, 15))
			.equal("LocalTime", LocalTime.of(5, 6, 7, 1))
			.equal("LocalTime of midnight", LocalTime.MIDNIGHT)
			.equal("LocalDateTime", LocalDateTime.of(2026, 3, 4, 5, 6, 7, 123_456_789))
			.equal("OffsetTime", OffsetTime.of(5, 6, 7, 8, ZoneOffset.ofHoursMinutes(5, 30)))
			.equal("OffsetDateTime", OffsetDateTime.parse("2026-03-04T05:06:07.000000001+05:30"))
			.equal("OffsetDateTime in UTC", OffsetDateTime.parse("2026-03-04T05:06:07Z"))
			.equal("ZonedDateTime", ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 1, ZoneId.of("Europe/Rome")))
			.equal("ZonedDateTime in an overlap", overlap())
			.equal("ZonedDateTime of an offset", ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneOffset.ofHours(2)))
			.equal("ZonedDateTime of Z", ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneOffset.UTC))
			.equal("ZonedDateTime of UTC", ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneId.of("UTC")))
			.equal("Duration", Duration.ofSeconds(-1, 999))
			.equal("Duration of days", Duration.ofDays(100))
			.equal("Period", Period.of(1, -2, 30))
			.equal("Year", Year.of(2026))
			.equal("Year before the common era", Year.of(-1))
			.equal("YearMonth", YearMonth.of(2026, 3))
			.equal("MonthDay", MonthDay.of(2, 29))
			.equal("Month and DayOfWeek", new Days(Month.MARCH, DayOfWeek.MONDAY, TimeUnit.DAYS))
			.equal("ZoneId and ZoneOffset", new Zones(ZoneId.of("Europe/Rome"), ZoneOffset.ofTotalSeconds(3661),
					ZoneId.of("GMT+2"), ZoneId.of("+02:00")));
	}

	private static ZonedDateTime overlap() {
		return ZonedDateTime.ofLocal(LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Rome"),
				ZoneOffset.ofHours(1));
	}

	private static void numbers(Cases cases) {
		cases
			.equal("decimals with scale",
					new Decimals(new BigDecimal("1.00"), new BigDecimal("1E+3"), new BigDecimal("-0.000"),
							new BigDecimal("123456789012345678901234567890.123456789")))
			.equal("doubles", new Doubles(Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0.1, 2e23))
			.equal("floats", new Floats(Float.NaN, -0.0f, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 0.1f))
			.equal("boxes", new Boxes(1.5, 1.5f, 7L, 7, (short) 7, (byte) -7, 'c', true))
			.equal("empty boxes", new Boxes(null, null, null, null, null, null, null, null))
			.equal("limits",
					new Limits(Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Short.MIN_VALUE, Byte.MIN_VALUE,
							Character.MAX_VALUE))
			.equal("BigInteger", new BigInteger("123456789012345678901234567890"))
			.equal("atomic numbers", new Atomics(new AtomicInteger(7), new AtomicLong(8), new AtomicBoolean(true)))
			.equal("optional numbers",
					new Optionals(OptionalInt.of(1), OptionalLong.empty(), OptionalDouble.of(-0.0), Optional.of("a"),
							Optional.empty(), Optional.of(List.of(1))))
			.equal("Long", 7L)
			.equal("Double", -0.0)
			.equal("BigDecimal", new BigDecimal("1.10"));
	}

	private static void others(Cases cases) {
		cases.equal("String", "ä\uD834\uDD1E\0\"\\")
			.equal("an empty String", "")
			.equal("UUID", new UUID(1, 2))
			.equal("URI", URI.create("https://example.com/a%20b?c=d#e"))
			.equal("Currency", Currency.getInstance("EUR"))
			.equal("Locale", new Locales(Locale.ITALY, Locale.forLanguageTag("de-CH"), Locale.ENGLISH))
			.equal("an enum", Suit.SPADES)
			.equal("an enum with bodies", Op.PLUS)
			.equal("an enum whose text lies", new Weirds(List.of(Weird.A, Weird.B)))
			.equal("Boolean", true)
			.equal("bytes", new byte[] { 1, -1, 0 })
			.equal("an array of dates", new LocalDate[] { LocalDate.EPOCH, null })
			.equal("a list at the top", new TypeReference<List<Point>>() {
			}, List.of(new Point(1, 2), new Point(3, 4)))
			.equal("a map at the top", new TypeReference<Map<String, List<Point>>>() {
			}, Map.of("a", List.of(new Point(1, 2))))
			.equal("an Optional at the top", new TypeReference<Optional<Point>>() {
			}, Optional.of(new Point(1, 2)))
			.equal("an empty Optional at the top", new TypeReference<Optional<Point>>() {
			}, Optional.empty())
			.equal("a reference", new Reference(new AtomicReference<>("a")))
			.equal("a generic record", new TypeReference<Pair<String, Pair<Integer, LocalDate>>>() {
			}, new Pair<>("a", new Pair<>(7, LocalDate.EPOCH)))
			.equal("a page", new TypeReference<Page<Point>>() {
			}, new Page<>(List.of(new Point(1, 2)), 7, Optional.of("next")))
			.equal("a record of records", new Line(new Point(1, 2), new Point(3, 4), null))
			.equal("a record of arrays",
					new Arrays(new int[] { 1 }, new Point[] { new Point(1, 2) }, new String[][] { { "a" }, {}, null }))
			.equal("a large record", new Large("a", 1, 2L, 3.0, true, List.of("b"), Map.of("c", 4), Suit.HEARTS,
					LocalDate.EPOCH, new Point(5, 6), Optional.of(7), new UUID(1, 2)));
	}

	private static void keys(Cases cases) {
		cases.equal("date keys", new DateKeys(Map.of(LocalDate.EPOCH, List.of(1L))))
			.equal("number keys", new NumberKeys(Map.of(7, "a"), Map.of(8L, "b")))
			.equal("enum and UUID keys", new OtherKeys(Map.of(Suit.HEARTS, 1), Map.of(new UUID(1, 2), 2)))
			.equal("decimal keys", new DecimalKeys(new LinkedHashMap<>(Map.of(new BigDecimal("1.10"), "a"))))
			.equal("instant keys", new InstantKeys(Map.of(Instant.parse("2026-03-04T05:06:07.123Z"), "a")))
			.either("double keys", new DoubleKeys(Map.of(0.1, "a", -0.0, "b")))
			.either("zoned keys", new ZonedKeys(Map.of(overlap(), "a")))
			.either("locale keys", new LocaleKeys(Map.of(Locale.ITALY, "a")))
			.either("boolean and character keys", new OddKeys(Map.of(true, 1), Map.of('c', 2)))
			.either("date keys of the JDK 1.0", new OldDateKeys(Map.of(new java.util.Date(1_700_000_000_123L), "a")))
			.equal("an empty key", new NumberKeysByText(Map.of("", 1)));
	}

	record Days(Month month, DayOfWeek day, TimeUnit unit) {
	}

	record Zones(ZoneId zone, ZoneOffset offset, ZoneId prefixed, ZoneId offsetAsZone) {
	}

	record Decimals(BigDecimal first, BigDecimal second, BigDecimal third, BigDecimal fourth) {
	}

	record Doubles(double nan, double negativeZero, double infinite, double smallest, double tenth, double large) {
	}

	record Floats(float nan, float negativeZero, float infinite, float smallest, float tenth) {
	}

	record Boxes(Double doubles, Float floats, Long longs, Integer ints, Short shorts, Byte bytes, Character chars,
			Boolean booleans) {
	}

	record Limits(long least, long most, int leastInt, short leastShort, byte leastByte, char lastChar) {
	}

	record Atomics(AtomicInteger number, AtomicLong large, AtomicBoolean flag) {
	}

	record Optionals(OptionalInt ints, OptionalLong longs, OptionalDouble doubles, Optional<String> some,
			Optional<String> none, Optional<List<Integer>> list) {
	}

	record Locales(Locale first, Locale second, Locale third) {
	}

	enum Suit {

		HEARTS, SPADES

	}

	enum Op {

		PLUS {

			@Override
			int apply(int first, int second) {
				return first + second;
			}

		};

		abstract int apply(int first, int second);

	}

	enum Weird {

		A, B;

		@Override
		public String toString() {
			return "same";
		}

	}

	record Weirds(List<Weird> list) {
	}

	record Point(int x, int y) {
	}

	record Line(Point from, Point to, Point via) {
	}

	record Reference(AtomicReference<String> reference) {
	}

	record Pair<A, B>(A first, B second) {
	}

	record Page<T>(List<T> content, int total, Optional<String> next) {
	}

	@SuppressWarnings("ArrayRecordComponent")
	record Arrays(int[] ints, Point[] points, String[][] texts) {
	}

	record Large(String text, int number, long large, double ratio, boolean flag, List<String> list,
			Map<String, Integer> map, Suit suit, LocalDate date, Point point, Optional<Integer> optional, UUID id) {
	}

	record DateKeys(Map<LocalDate, List<Long>> map) {
	}

	record NumberKeys(Map<Integer, String> ints, Map<Long, String> longs) {
	}

	record NumberKeysByText(Map<String, Integer> map) {
	}

	record OtherKeys(Map<Suit, Integer> suits, Map<UUID, Integer> ids) {
	}

	record DecimalKeys(Map<BigDecimal, String> map) {
	}

	record InstantKeys(Map<Instant, String> map) {
	}

	record DoubleKeys(Map<Double, String> map) {
	}

	record ZonedKeys(Map<ZonedDateTime, String> map) {
	}

	record LocaleKeys(Map<Locale, String> map) {
	}

	record OddKeys(Map<Boolean, Integer> flags, Map<Character, Integer> chars) {
	}

	record OldDateKeys(Map<java.util.Date, String> map) {
	}

}
