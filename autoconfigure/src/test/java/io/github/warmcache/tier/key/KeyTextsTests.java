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

package io.github.warmcache.tier.key;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.domain.Sort.NullHandling;
import org.springframework.data.domain.Sort.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link KeyTexts}.
 */
@SuppressWarnings("JavaUtilDate")
class KeyTextsTests {

	private final KeyTexts texts = texts(Object.class);

	static Stream<Object> keys() {
		return Stream.of("", "a", "a b", "{}", "{a}", "s:x", "1:", "-", "*?[a]\\", "\0", "\n\r\t", "ä€𝄞",
				"x".repeat(10_000), "\uD834", "a\uDD1E\uD834b", "\uFFFD", 0, -7, Integer.MAX_VALUE, 0L, Long.MIN_VALUE,
				(short) 3, (byte) -3, true, false, 'a', ':', '\uD834', BigInteger.TEN.pow(100), new BigDecimal("1.00"),
				new BigDecimal("1.0"), new BigDecimal("1E+30"), 0.0, -0.0, 0.1, Double.NaN, Double.NEGATIVE_INFINITY,
				1.5f, Float.MIN_VALUE, new UUID(1, 2), DayOfWeek.MONDAY, Color.RED, Color.NONE, LocalDate.MAX,
				LocalDate.of(2026, 2, 28), LocalTime.of(1, 2), LocalTime.MAX, LocalDateTime.MIN, Instant.EPOCH,
				Instant.MAX, OffsetTime.MIN, OffsetDateTime.MAX,
				ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Rome")).withLaterOffsetAtOverlap(),
				ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), Year.of(-1), Year.of(123_456),
				YearMonth.of(2026, 2), MonthDay.of(2, 29), Duration.ofNanos(-1), Period.of(1, -2, 3),
				ZoneId.of("Europe/Rome"), ZoneOffset.ofHours(2), Locale.ROOT, Locale.ITALY,
				Locale.forLanguageTag("zh-Hant-TW"), Currency.getInstance("EUR"), SimpleKey.EMPTY,
				new SimpleKey("a", 1, null, 7L), new SimpleKey((Object) null), new SimpleKey("1:-", ""),
				new SimpleKey(new SimpleKey("a"), List.of(1)), List.of(), List.of("a", "b"), Arrays.asList(1, null),
				Set.of(), Set.of(1, 2, 3), Map.of(), Map.of("a", 1), Map.of(1, List.of()), new Date(0), new Date(-1),
				new Timestamp(500), new Timestamp(-500), Timestamp.from(Instant.ofEpochSecond(1, 500_000_001)),
				Optional.empty(), Optional.of("a"), Optional.of(Optional.empty()), URI.create("http://a.b/c?d=%2F#e"),
				URI.create("mailto:a@b"), URI.create("//A_B/c"), URI.create("http://u@[::1]:80"), URI.create(""),
				new Locale("no", "NO", "NY"), new Locale("", "", "x"), Sort.unsorted(), Sort.by("a", "b").descending(),
				Sort.by(Order.asc("a").ignoreCase(), Order.desc("b").nullsLast()), PageRequest.of(0, 20),
				PageRequest.of(1, 20, Sort.by("a")), Pageable.unpaged(), Pageable.unpaged(Sort.by("a")),
				new SimpleKey((Object) new byte[] { 1, -1 }), new SimpleKey((Object) new int[0]),
				new SimpleKey((Object) new long[0]), new SimpleKey("a", new String[] { "b", null }),
				new SimpleKey((Object) new Object[] { new int[] { 1 }, new Object[0] }),
				new SimpleKey((Object) new char[] { ',', '\uD834' }, new boolean[] { true, false }),
				new SimpleKey(new double[] { Double.NaN, -0.0, 1.5 }, new float[] { 0 }, new short[] { 1 }));
	}

	@ParameterizedTest
	@MethodSource("keys")
	void aKeyIsReadBackAsItWas(Object key) {
		KeyTexts texts = (key instanceof Enum<?> constant) ? texts(constant.getDeclaringClass()) : this.texts;
		assertThat(texts.read(texts.write(key))).isEqualTo(key);
	}

	@Test
	void differentKeysHaveDifferentTexts() {
		List<Object> keys = keys().toList();
		assertThat(keys.stream().map(this.texts::write)).doesNotHaveDuplicates();
		assertThat(List.of(this.texts.write(7), this.texts.write(7L), this.texts.write("7"),
				this.texts.write(new SimpleKey(7)), this.texts.write(List.of(7)), this.texts.write(Set.of(7))))
			.doesNotHaveDuplicates();
	}

	@Test
	void equalKeysHaveEqualTexts() {
		assertThat(this.texts.write(new SimpleKey())).isEqualTo(this.texts.write(SimpleKey.EMPTY));
		assertThat(this.texts.write(new LinkedHashSet<>(List.of(3, 1, 2))))
			.isEqualTo(this.texts.write(new LinkedHashSet<>(List.of(2, 3, 1))));
		assertThat(this.texts.write(new ArrayList<>(List.of(1, 2)))).isEqualTo(this.texts.write(List.of(1, 2)));
	}

	@Test
	void whatOneOfTheSameContentEqualsHasTheSameText() {
		assertThat(this.texts.write(new java.sql.Date(7))).isEqualTo(this.texts.write(new Date(7)))
			.isEqualTo(this.texts.write(new Time(7)));
		assertThat(this.texts.write(URI.create("HTTP://Example.COM/%aF?q=%2f")))
			.isEqualTo(this.texts.write(URI.create("http://example.com/%AF?q=%2F")));
		assertThat(this.texts.write(new TreeMap<>(Map.of("b", 1, "a", 2))))
			.isEqualTo(this.texts.write(new LinkedHashMap<>(Map.of("a", 2, "b", 1))));
		assertThat(this.texts.write(new SimpleKey((Object) new String[] { "a" })))
			.isEqualTo(this.texts.write(new SimpleKey((Object) new Object[] { "a" })));
		assertThat(this.texts.write(PageRequest.of(1, 2)))
			.isEqualTo(this.texts.write(PageRequest.of(1, 2, Sort.by(List.of()))));
	}

	@Test
	void equalityIsThatOfTheTexts() {
		Random random = new Random(7);
		List<Object> keys = new ArrayList<>();
		for (int i = 0; i < 600; i++) {
			keys.add(random(random, 0));
		}
		List<String> texts = keys.stream().map(this.texts::write).toList();
		int equal = 0;
		for (int i = 0; i < keys.size(); i++) {
			assertThat(this.texts.read(texts.get(i))).isEqualTo(keys.get(i));
			for (int j = 0; j < i; j++) {
				assertThat(texts.get(i).equals(texts.get(j))).isEqualTo(keys.get(i).equals(keys.get(j)));
				equal += keys.get(i).equals(keys.get(j)) ? 1 : 0;
			}
		}
		assertThat(equal).isGreaterThan(100);
	}

	private static Object random(Random random, int depth) {
		return switch (random.nextInt((depth < 3) ? 16 : 9)) {
			case 0 -> random.nextInt(3);
			case 1 -> (long) random.nextInt(3);
			case 2 -> Integer.toString(random.nextInt(3));
			case 3 -> new Date(random.nextInt(3));
			case 4 -> new Timestamp(10 + random.nextInt(3));
			case 5 ->
				URI.create((random.nextBoolean() ? "http://a/" : "HTTP://A/") + "%2" + "fFe".charAt(random.nextInt(3)));
			case 6 -> new Locale("no", "NO", random.nextBoolean() ? "NY" : "");
			case 7 -> PageRequest.of(random.nextInt(2), 1, random.nextBoolean() ? Sort.by("a") : Sort.unsorted());
			case 8 -> Sort.by(new Order(random.nextBoolean() ? Direction.ASC : Direction.DESC, "a",
					random.nextBoolean(), NullHandling.values()[random.nextInt(3)]));
			case 9 -> Optional.of(random(random, depth + 1));
			case 10 -> randoms(random, depth);
			case 11 -> new LinkedHashSet<>(randoms(random, depth));
			case 12 -> {
				Map<Object, Object> map = new LinkedHashMap<>();
				randoms(random, depth).forEach((key) -> map.put(key, random(random, depth + 1)));
				yield map;
			}
			case 13 -> new SimpleKey(randoms(random, depth).toArray());
			case 14 -> new SimpleKey(randoms(random, depth).toArray(), new int[] { random.nextInt(2) });
			default -> new SimpleKey((Object) new byte[random.nextInt(3)]);
		};
	}

	private static List<Object> randoms(Random random, int depth) {
		return Stream.generate(() -> random(random, depth + 1)).limit(random.nextInt(3)).toList();
	}

	@Test
	void aClassIsReadBackIfItIsTheDeclaredOne() {
		KeyTexts texts = new KeyTexts("cities", ResolvableType.forClassWithGenerics(Class.class, Range.class));
		assertThat(texts.read(texts.write(Range.class))).isEqualTo(Range.class);
		assertThat(texts.write(Shade.class)).isNotEqualTo(texts.write(Range.class));
		assertThat(texts.read(texts.write(Shade.class))).isNull();
		assertThat(this.texts.read("cl:java.lang.Runtime")).isNull();
	}

	@Test
	void aDateIsReadBackAsTheDeclaredOne() {
		assertThat(texts(java.sql.Date.class).read("dt:7")).isExactlyInstanceOf(java.sql.Date.class)
			.isEqualTo(new Date(7));
		assertThat(texts(Time.class).read("dt:7")).isExactlyInstanceOf(Time.class);
		assertThat(texts(Date.class).read("dt:7")).isExactlyInstanceOf(Date.class);
		assertThat(texts(Timestamp.class).read("dt:7")).isNull();
		assertThat(texts(String.class).read("dt:7")).isNull();
	}

	@Test
	void aKeyOfAnotherTypeThanTheDeclaredOneIsNone() {
		assertThat(texts(TreeMap.class).read("mp:0:")).isNull();
		assertThat(texts(int.class).read("h:7")).isNull();
		assertThat(texts(short.class).read("h:7")).isEqualTo((short) 7);
	}

	@Test
	void theFieldsOfARecordAreItsText() {
		assertThat(this.texts.write(new Hiding("a"))).isNotEqualTo(this.texts.write(new Hiding("b")));
	}

	static Stream<Arguments> declared() {
		return Stream.of(Arguments.of(Range.class, new Range("a", 1, Color.RED, LocalDate.EPOCH)),
				Arguments.of(Range.class, new Range(null, 0, null, null)),
				Arguments.of(Outer.class, new Outer(new Range("r:", -1, Color.NONE, null), List.of(Color.RED))),
				Arguments.of(Empty.class, new Empty()),
				Arguments.of(ResolvableType.forClassWithGenerics(List.class, Color.class).getType(),
						List.of(Color.RED, Color.NONE)));
	}

	@ParameterizedTest
	@MethodSource("declared")
	void aKeyOfADeclaredTypeIsReadBackAsItWas(Type type, Object key) {
		KeyTexts texts = new KeyTexts("cities", ResolvableType.forType(type));
		assertThat(texts.read(texts.write(key))).isEqualTo(key);
	}

	@Test
	void anUndeclaredEnumOrRecordHasATextButIsNotReadBack() {
		assertThat(this.texts.write(Color.RED)).isNotEqualTo(this.texts.write(Shade.RED));
		assertThat(this.texts.read(this.texts.write(Color.RED))).isNull();
		Range range = new Range("a", 1, null, null);
		assertThat(this.texts.write(range)).isNotEqualTo(this.texts.write(new OtherRange("a", 1, null, null)));
		assertThat(this.texts.read(this.texts.write(range))).isNull();
		SimpleKey nested = new SimpleKey("a", Color.RED);
		assertThat(this.texts.write(nested)).isNotEqualTo(this.texts.write(new SimpleKey("a", Shade.RED)));
		assertThat(this.texts.read(this.texts.write(nested))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7", "i:", "i:x", "i:07", "i:+7", "l:1 ", "z:TRUE", "c:-1", "u:1-1-1-1-1", "q:1",
			"e:RED", "k:", "k:1:", "k:-1:", "k:2:1:a", "k:1:9:s:a", "k:1:3:s:ax", "k:0:x", "k:99999999999:",
			"k:2147483647:", "a:1:2147483647:s:", "ld:2026-02-30", "n:1e5", "x:zzzz", "x:123", "x:0061", "r:1:-",
			"java.lang.Runtime", "R:java.lang.Runtime:0:", "t:2:3:i:23:i:1", "m:1e99999999999" })
	void aForgedTextIsNoKey(String text) {
		assertThat(this.texts.read(text)).isNull();
		assertThat(texts(Range.class).read(text)).isNull();
		assertThat(texts(DayOfWeek.class).read(text)).isNull();
	}

	@Test
	void aForgedTextIsNoWork() {
		assertThat(this.texts.read("n:" + "9".repeat(5_000_000))).isNull();
		String nested = "";
		for (int i = 0; i < 5000; i++) {
			nested = "a:1:" + nested.length() + ":" + nested;
		}
		assertThat(this.texts.read(nested)).isNull();
	}

	@Test
	void anyTextIsAKeyWithThatTextOrNone() {
		Random random = new Random(42);
		List<String> texts = keys().map(this.texts::write).filter((text) -> text.length() < 100).toList();
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
			for (int change = 0; change <= random.nextInt(3) && !text.isEmpty(); change++) {
				text.setCharAt(random.nextInt(text.length()), "0123456789:-sikxae".charAt(random.nextInt(18)));
			}
			Object key = this.texts.read(text.toString());
			if (key != null) {
				assertThat(this.texts.write(key)).isEqualTo(text.toString());
			}
		}
	}

	static Stream<Object> unsupported() {
		List<Object> cyclic = new ArrayList<>();
		cyclic.add(cyclic);
		return Stream.of(new Object(), new int[] { 1 }, List.of(new int[0]), new SimpleKey(List.of(new int[0])),
				Optional.of(new byte[0]), new IdentityHashMap<>(), new CaseInsensitive("a"), new Date(0) {
				}, new Sort(List.of()) {
				}, new PageRequest(0, 1, Sort.unsorted()) {
				}, Sort.by(new Order(Direction.ASC, "a") {
				}), new StringBuilder("a"), new SimpleKey(1, new Object()), List.of(new Object()),
				new Boxed(new Object()), new OwnList(), List.of(new OwnList()), new Boxed(new OwnList()),
				new SimpleKey(1, new OwnList()), Optional.of(new OwnList()),
				Collections.unmodifiableList(Collections.synchronizedList(new OwnList())),
				new TreeSet<>(String.CASE_INSENSITIVE_ORDER),
				Collections.unmodifiableMap(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)),
				Collections.newSetFromMap(new IdentityHashMap<>()), cyclic, Thread.currentThread(),
				new SimpleKey((Object) new String[] { "a" }) {
				});
	}

	@ParameterizedTest
	@MethodSource("unsupported")
	void aKeyWithoutATextFormIsRejected(Object key) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.texts.write(key))
			.withMessageMatching("Cache 'cities' cannot keep keys of type .*@Cacheable\\(key = .*|The record .*");
	}

	@Test
	void aWrapperHasTheTextOfWhatItWraps() {
		assertThat(this.texts.write(Collections.unmodifiableList(new ArrayList<>(List.of("a")))))
			.isEqualTo(this.texts.write(List.of("a")));
		assertThat(this.texts.write(Collections.synchronizedMap(new TreeMap<>(Map.of("a", 1)))))
			.isEqualTo(this.texts.write(Map.of("a", 1)));
		assertThat(this.texts.write(Collections.unmodifiableSet(Collections.newSetFromMap(new HashMap<>()))))
			.isEqualTo(this.texts.write(Set.of()));
	}

	@Test
	void anArrayIsNoKeyByItself() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.texts.write(new String[] { "a" }))
			.withMessageContaining("java.lang.String[]");
	}

	@Test
	void theTextsAreThoseOfEarlierReleases() {
		assertThat(this.texts.write("a:b")).isEqualTo("s:a:b");
		assertThat(this.texts.write(7)).isEqualTo("i:7");
		assertThat(this.texts.write(7L)).isEqualTo("l:7");
		assertThat(this.texts.write(new SimpleKey("IT", 10, null))).isEqualTo("k:3:4:s:IT4:i:10-");
		assertThat(texts(Range.class).write(new Range("a", 1, Color.RED, LocalDate.EPOCH)))
			.isEqualTo("r:4:3:s:a3:i:15:e:RED13:ld:1970-01-01");
		assertThat(this.texts.write(new SimpleKey(List.of(1, 2), Set.of("a"))))
			.isEqualTo("k:2:14:a:2:3:i:13:i:29:t:1:3:s:a");
		assertThat(this.texts.write("\uD834")).isEqualTo("x:d834");
	}

	private static KeyTexts texts(Class<?> keyType) {
		return new KeyTexts("cities", ResolvableType.forClass(keyType));
	}

	enum Color {

		RED, NONE {

			@Override
			public String toString() {
				return "nothing";
			}

		}

	}

	enum Shade {

		RED

	}

	record Range(String name, int number, Color color, LocalDate date) {
	}

	record OtherRange(String name, int number, Color color, LocalDate date) {
	}

	private record Outer(Range range, List<Color> colors) {
	}

	record Boxed(Object content) {
	}

	record Hiding(String text) {

		@Override
		public String text() {
			return "***";
		}

	}

	record CaseInsensitive(String text) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof CaseInsensitive that && that.text.equalsIgnoreCase(this.text);
		}

		@Override
		public int hashCode() {
			return 0;
		}

	}

	record Empty() {
	}

	@SuppressWarnings("serial")
	private static final class OwnList extends ArrayList<String> {

	}

}
