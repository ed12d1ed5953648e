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

package io.github.warmcache.tier.codec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueOrigin;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.StoredValues.StoredValue;
import io.github.warmcache.tier.codec.TypeSchemaTests.Circle;
import io.github.warmcache.tier.codec.TypeSchemaTests.Shape;
import io.github.warmcache.tier.codec.TypeSchemaTests.Tree;
import io.github.warmcache.tier.codec.TypeSchemaTests.Wrapped;
import io.github.warmcache.tier.shape.ValueGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link StoredValues}.
 */
class StoredValuesTests {

	private static final long NONE = ValueVersion.UNVERSIONED;

	private static final byte[] NO_HEADER = StoredValues.NO_HEADER;

	private static final byte[] KEY = { 1 };

	private static final long NOW = 1_700_000_000_000L;

	private static final Provenance MADE = new Provenance(ValueOrigin.SOURCE, Duration.ofSeconds(5));

	/**
	 * The time of {@link #MADE}, as it is written.
	 */
	private static final String MADE_AT = "oLfVlhU";

	private final JsonMapper mapper = JsonValueCodecFactory.mapperBuilder().build();

	static Stream<Arguments> values() {
		Rich rich = new Rich(new BigDecimal("1.00"), Optional.of("x"), Optional.empty(),
				OffsetDateTime.parse("2026-01-01T00:00:00.123456789+05:30"),
				ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneId.of("Europe/Rome")),
				Map.of(LocalDate.EPOCH, List.of(1L)), Locale.ITALY, null, 'c', new UUID(1, 2), Double.NaN);
		return Stream.of(Arguments.of(new TypeReference<String>() {
		}, "ä\uD834\uDD1E\0"), Arguments.of(new TypeReference<Long>() {
		}, 7L), Arguments.of(new TypeReference<Rich>() {
		}, rich), Arguments.of(new TypeReference<List<Rich>>() {
		}, List.of(rich)), Arguments.of(new TypeReference<Map<String, List<Integer>>>() {
		}, Map.of("a", List.of(1))), Arguments.of(new TypeReference<Set<Instant>>() {
		}, Set.of(Instant.EPOCH)), Arguments.of(new TypeReference<Optional<String>>() {
		}, Optional.of("a")), Arguments.of(new TypeReference<Optional<String>>() {
		}, Optional.empty()), Arguments.of(new TypeReference<Bean>() {
		}, new Bean("a", List.of("b"))), Arguments.of(new TypeReference<Shape>() {
		}, new Circle(7)), Arguments.of(new TypeReference<Weird>() {
		}, Weird.B), Arguments.of(new TypeReference<Name>() {
		}, new Name("a")), Arguments.of(new TypeReference<Person>() {
		}, new Person(new Name("a"), 7)), Arguments.of(new TypeReference<Wrapped>() {
		}, new Wrapped("a")));
	}

	@ParameterizedTest
	@MethodSource("values")
	void aValueIsReadBackAsItWas(TypeReference<?> type, Object value) throws Exception {
		StoredValues codec = codec(type, 10_000);
		StoredValue read = codec
			.read(stored(codec.write(NO_HEADER, KEY, value, NONE, NOW, Duration.ofSeconds(1), MADE).bytes()));
		assertThat(read).isEqualTo(new StoredValue(value, NOW + 1000, ValueOrigin.SOURCE, NOW - 5000));
	}

	@Test
	void theBytesAreAlwaysTheSame() throws Exception {
		StoredValues codec = codec(new TypeReference<Tree>() {
		}, 10_000);
		byte[] bytes = codec
			.write(NO_HEADER, KEY, new Tree("a", List.of(new Tree("b", null))), NONE, NOW, Duration.ofSeconds(1), MADE)
			.bytes();
		assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(
				"17000000010000000000000000000soLfVlhU{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":null}]}");
		assertThat(new String(codec.write(NO_HEADER, KEY, null, NONE, NOW, Duration.ofSeconds(1), MADE).bytes(),
				StandardCharsets.UTF_8))
			.isEqualTo("17000000010000000000000000000SoLfVlhU");
		assertThat(codec
			.read("v1:lx5f.abc:17000000010000000000000000000u0000000{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(new StoredValue(new Tree("a", null), NOW + 1000, ValueOrigin.UNKNOWN, 0));
	}

	@Test
	void theTimeToLiveHasBounds() throws Exception {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1000);
		assertThat(codec.write(NO_HEADER, KEY, "a", NONE, NOW, Duration.ofNanos(1), MADE).timeToLive()).isOne();
		assertThat(codec.read(
				stored(codec.write(NO_HEADER, KEY, "a", NONE, NOW, Duration.ofSeconds(Long.MAX_VALUE), MADE).bytes())))
			.isNotNull();
	}

	@Test
	void aValueThatIsTooLargeIsNotWritten() throws Exception {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1000);
		assertThatExceptionOfType(UnwritableValueException.class)
			.isThrownBy(() -> codec.write(NO_HEADER, KEY, "x".repeat(1000), NONE, NOW, Duration.ofSeconds(1), MADE))
			.withMessage("a java.lang.String is larger than 1000 bytes");
		byte[] largest = stored(
				codec.write(NO_HEADER, KEY, "x".repeat(890), NONE, NOW, Duration.ofSeconds(1), MADE).bytes());
		assertThat(codec.read(largest)).isNotNull();
		assertThat(codec.read(Arrays.copyOf(largest, 1001))).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 7_990, 8_000, 8_010, 16_000, 50_000 })
	void aValueIsWholeInHoweverManyPiecesItComes(int length) throws Exception {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1 << 20);
		String value = "\u00e9x".repeat(length / 2) + "y".repeat(length % 2);
		byte[] bytes = codec.write(NO_HEADER, KEY, value, NONE, NOW, Duration.ofSeconds(1), MADE).bytes();
		assertThat(codec.read(stored(bytes)))
			.isEqualTo(new StoredValue(value, NOW + 1000, ValueOrigin.SOURCE, NOW - 5000));
	}

	@Test
	void theHeaderStandsBeforeWhatIsWrittenWithoutIt() throws Exception {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1000);
		byte[] header = "v1:lx5f.abc:".getBytes(StandardCharsets.UTF_8);
		for (String value : Arrays.asList("a", null)) {
			byte[] bytes = codec.write(NO_HEADER, KEY, value, 7, NOW, Duration.ofSeconds(1), MADE).bytes();
			assertThat(codec.write(header, KEY, value, 7, NOW, Duration.ofSeconds(1), MADE).bytes())
				.isEqualTo(stored(bytes));
			assertThat(codec.read(stored(bytes)))
				.isEqualTo(new StoredValue(value, NOW + 1000, ValueOrigin.SOURCE, NOW - 5000));
		}
		String largest = "x".repeat(890);
		assertThat(codec.write(header, KEY, largest, NONE, NOW, Duration.ofSeconds(1), MADE).bytes())
			.hasSizeLessThan(1000);
		assertThatExceptionOfType(UnwritableValueException.class)
			.isThrownBy(() -> codec.write(header, KEY, "x".repeat(1000), NONE, NOW, Duration.ofSeconds(1), MADE));
	}

	@Test
	void floatingPointNumbersAreReadBackToTheLastBit() throws Exception {
		StoredValues codec = codec(new TypeReference<List<Double>>() {
		}, 1 << 20);
		List<Double> numbers = new ArrayList<>(
				List.of(0.0, -0.0, 0.1, 1.0 / 3, 2e23, 2.2250738585072014E-308, Double.MIN_VALUE, Double.MAX_VALUE,
						9007199254740993.0, 1e7, 1e-3, Double.NaN, Double.NEGATIVE_INFINITY));
		new Random(1).longs(1000).mapToObj(Double::longBitsToDouble).filter(Double::isFinite).forEach(numbers::add);
		StoredValue read = codec
			.read(stored(codec.write(NO_HEADER, KEY, numbers, NONE, NOW, Duration.ofSeconds(1), MADE).bytes()));
		assertThat(read).isEqualTo(new StoredValue(numbers, NOW + 1000, ValueOrigin.SOURCE, NOW - 5000));
	}

	@Test
	void aValueWithoutEndIsNotWritten() {
		StoredValues codec = codec(new TypeReference<Tree>() {
		}, 1 << 20);
		List<Tree> children = new ArrayList<>();
		Tree tree = new Tree("secret", children);
		children.add(tree);
		assertThatExceptionOfType(UnwritableValueException.class)
			.isThrownBy(() -> codec.write(NO_HEADER, KEY, tree, NONE, NOW, Duration.ofSeconds(1), MADE))
			.withMessageNotContaining("secret");
	}

	@Test
	void aSubclassOfTheDeclaredClassIsNotWritten() {
		StoredValues codec = codec(new TypeReference<Bean>() {
		}, 1000);
		assertThatExceptionOfType(UnwritableValueException.class)
			.isThrownBy(() -> codec.write(NO_HEADER, KEY, new Bean("a", null) {
			}, NONE, NOW, Duration.ofSeconds(1), MADE))
			.withMessageContaining("which another pod would read as a " + Bean.class.getName());
	}

	@Test
	void theMessageOfAFailingConstructorStaysOutside() {
		StoredValues codec = codec(new TypeReference<Failing>() {
		}, 1000);
		Failing failing = new Failing("secret");
		Failing.broken = true;
		try {
			assertThatExceptionOfType(UnwritableValueException.class)
				.isThrownBy(() -> codec.write(NO_HEADER, KEY, failing, NONE, NOW, Duration.ofSeconds(1), MADE))
				.withMessageContaining(Failing.class.getName())
				.withMessageNotContaining("secret");
		}
		finally {
			Failing.broken = false;
		}
	}

	@Test
	void deepNestingIsUnreadable() {
		StoredValues codec = codec(new TypeReference<Tree>() {
		}, 1 << 20);
		String deep = "{\"children\":[".repeat(10_000);
		assertThat(codec.read(("v1:e:17000000010000000000000000000u0000000" + deep).getBytes(StandardCharsets.UTF_8)))
			.isNull();
	}

	@Test
	void whatIsWrittenIsNotTooDeepToBeRead() throws Exception {
		StoredValues codec = codec(new TypeReference<Tree>() {
		}, 1 << 20);
		Tree tree = new Tree("leaf", null);
		int written = 0;
		try {
			while (written < 10_000) {
				byte[] bytes = codec.write(NO_HEADER, KEY, tree, NONE, NOW, Duration.ofSeconds(1), MADE).bytes();
				assertThat(codec.read(stored(bytes)))
					.isEqualTo(new StoredValue(tree, NOW + 1000, ValueOrigin.SOURCE, NOW - 5000));
				written++;
				tree = new Tree("branch", List.of(tree));
			}
		}
		catch (UnwritableValueException ex) {
			assertThat(ex).hasMessageContaining("StreamConstraintsException");
		}
		assertThat(written).isBetween(90, 100);
	}

	@Test
	void theVersionIsSixteenDigitsThatCompareAsText() throws Exception {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1000);
		Map<Long, String> digits = new LinkedHashMap<>();
		digits.put(NONE, "0000000000000000");
		digits.put(NONE + 1, "0000000000000001");
		digits.put(-1L, "7fffffffffffffff");
		digits.put(0L, "8000000000000000");
		digits.put(1L, "8000000000000001");
		digits.put(1_770_091_506_123_456L, "800649e38b7142c0");
		digits.put(Long.MAX_VALUE, "ffffffffffffffff");
		for (Map.Entry<Long, String> entry : digits.entrySet()) {
			byte[] bytes = codec.write(NO_HEADER, KEY, "a", entry.getKey(), NOW, Duration.ofSeconds(1), MADE).bytes();
			assertThat(new String(bytes, StandardCharsets.UTF_8))
				.isEqualTo("1700000001000" + entry.getValue() + "s" + MADE_AT + "\"a\"");
		}
		assertThat(List.copyOf(digits.values())).isSorted();
	}

	@Test
	void aMapperWithWiderLimitsIsRefused() {
		JsonMapper deep = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(10_000).build())
				.build())
			.build();
		JsonMapper deepWriter = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
				.build())
			.build();
		JsonMapper longNumbers = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(
						StreamReadConstraints.builder().maxNestingDepth(100).maxNumberLength(1_000_000).build())
				.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(100).build())
				.build())
			.build();
		for (JsonMapper mapper : List.of(deep, deepWriter, longNumbers)) {
			assertThatIllegalArgumentException().isThrownBy(() -> ValueMappers.requireBounded(mapper))
				.withMessageContaining("JsonValueCodecFactory.mapperBuilder()");
		}
		ValueMappers.requireBounded(this.mapper);
	}

	@Test
	void aConstructorThatRejectsTheBytesMakesThemUnreadable() {
		StoredValues codec = codec(new TypeReference<Picky>() {
		}, 1000);
		assertThat(
				codec.read("v1:e:17000000010000000000000000000u0000000{\"size\":1}".getBytes(StandardCharsets.UTF_8)))
			.isNotNull();
		assertThat(
				codec.read("v1:e:17000000010000000000000000000u0000000{\"size\":-1}".getBytes(StandardCharsets.UTF_8)))
			.isNull();
		assertThat(
				codec.read("v1:e:17000000010000000000000000000u0000000{\"size\":-2}".getBytes(StandardCharsets.UTF_8)))
			.isNull();
		assertThat(
				codec.read("v1:e:17000000010000000000000000000u0000000{\"size\":-3}".getBytes(StandardCharsets.UTF_8)))
			.isNull();
	}

	@ParameterizedTest
	@EnumSource
	void originAndAgeAreKept(ValueOrigin origin) throws Exception {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1000);
		for (String value : Arrays.asList("a", null)) {
			for (Duration age : Arrays.asList(null, Duration.ZERO, Duration.ofMillis(1), Duration.ofDays(400))) {
				Provenance provenance = new Provenance(origin, age);
				StoredValue read = codec.read(stored(
						codec.write(NO_HEADER, KEY, value, NONE, NOW, Duration.ofSeconds(1), provenance).bytes()));
				assertThat(read.provenance(NOW)).isEqualTo(provenance);
				assertThat(read.provenance(NOW + 7).age()).isEqualTo((age != null) ? age.plusMillis(7) : null);
				// A clock that is behind that of the pod that made the value.
				assertThat(read.provenance(0).age()).isEqualTo((age != null) ? Duration.ZERO : null);
			}
		}
	}

	@Test
	void anAgeFromBeforeTheEpochIsUnknown() throws Exception {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1000);
		for (Duration age : List.of(Duration.ofMillis(NOW), Duration.ofDays(30_000),
				Duration.ofSeconds(Long.MAX_VALUE))) {
			byte[] bytes = codec
				.write(NO_HEADER, KEY, "a", NONE, NOW, Duration.ofSeconds(1), new Provenance(ValueOrigin.PUT, age))
				.bytes();
			assertThat(codec.read(stored(bytes))).isEqualTo(new StoredValue("a", NOW + 1000, ValueOrigin.PUT, 0));
		}
	}

	@Test
	void bytesOfTheFormWithoutOriginAreUnreadable() {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1000);
		for (String earlier : List.of("j\"a text that is long enough\"", "j\"a\"", "n", "j7", "js\"0000000\"")) {
			assertThat(codec.read(("v1:e:17000000010000000000000000000" + earlier).getBytes(StandardCharsets.UTF_8)))
				.as(earlier)
				.isNull();
		}
	}

	@Test
	void forgedOriginsAndTimesAreUnreadable() {
		StoredValues codec = codec(new TypeReference<String>() {
		}, 1000);
		assertThat(read(codec, "s0000000\"a\"")).isNotNull();
		assertThat(read(codec, "s_______\"a\"").provenance(NOW).age()).isZero();
		for (String forged : List.of("x0000000\"a\"", "s000000\u0000\"a\"", "s00000.0\"a\"", "s-000000",
				"S0000000\"a\"", "s000000", "\u00e90000000\"a\"")) {
			assertThat(read(codec, forged)).as(forged).isNull();
		}
	}

	private static StoredValue read(StoredValues codec, String rest) {
		return codec.read(("v1:e:17000000010000000000000000000" + rest).getBytes(StandardCharsets.UTF_8));
	}

	private StoredValues codec(TypeReference<?> type, int longest) {
		JavaType declared = this.mapper.constructType(type);
		return new StoredValues(new JsonValueCodec(this.mapper, declared, ValueGuard.of(this.mapper, declared)),
				longest);
	}

	private static byte[] stored(byte[] payload) {
		return ("v1:lx5f.abc:" + new String(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
	}

	record Rich(BigDecimal price, Optional<String> some, Optional<String> none, OffsetDateTime at, ZonedDateTime zoned,
			Map<LocalDate, List<Long>> byDate, Locale locale, String nothing, char letter, UUID id, double number) {
	}

	record Failing(String secret) {

		private static boolean broken;

		Failing {
			if (broken) {
				throw new IllegalStateException(secret);
			}
		}

	}

	record Picky(int size) {

		Picky {
			if (size == -1) {
				throw new IllegalArgumentException();
			}
			if (size == -3) {
				throw new OutOfMemoryError(Arrays.toString(new long[Integer.MAX_VALUE]));
			}
			if (size == -2) {
				throw new StackOverflowError();
			}
		}

	}

	enum Weird {

		A, B;

		@Override
		public String toString() {
			return "same";
		}

	}

	static class Name {

		private final String text;

		Name(String text) {
			this.text = text;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Name that && this.text.equals(that.text);
		}

		@Override
		public int hashCode() {
			return this.text.hashCode();
		}

	}

	static class Person {

		private final Name name;

		private final int age;

		Person(Name name, int age) {
			this.name = name;
			this.age = age;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Person that && this.name.equals(that.name) && this.age == that.age;
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name, this.age);
		}

	}

	static class Bean {

		private String name;

		private List<String> tags;

		Bean() {
		}

		Bean(String name, List<String> tags) {
			this.name = name;
			this.tags = tags;
		}

		public String getUpperCaseName() {
			return this.name.toUpperCase(Locale.ROOT);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Bean that && Objects.equals(this.name, that.name)
					&& Objects.equals(this.tags, that.tags);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name, this.tags);
		}

	}

}
