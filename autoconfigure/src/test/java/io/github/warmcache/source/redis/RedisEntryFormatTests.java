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

package io.github.warmcache.source.redis;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.Item;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RedisEntryFormat}.
 */
@Tag("servers")
class RedisEntryFormatTests {

	private static final ConversionService CONVERSION = DefaultConversionService.getSharedInstance();

	@Test
	void writesAndReadsKeysOfEveryScalarType() {
		assertKey("a b\u00e9", "a b\u00e9");
		assertKey(7, "7");
		assertKey(1_234_567_890_123L, "1234567890123");
		assertKey(new BigDecimal("1234.50"), "1234.50");
		assertKey(true, "true");
		assertKey('x', "x");
		assertKey(Level.HIGH, "HIGH");
		assertKey(UUID.fromString("5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0"), "5aa5ab51-57a8-4a91-aa2a-b4d4d05fbdc0");
		assertKey(LocalDate.of(2026, 2, 3), "2026-02-03");
		assertKey(Instant.parse("2026-02-03T04:05:06Z"), "2026-02-03T04:05:06Z");
		assertKey(Locale.ITALY, "it_IT");
	}

	private static <K> void assertKey(K key, String text) {
		for (ConversionService conversion : List.of(CONVERSION, ApplicationConversionService.getSharedInstance())) {
			RedisEntryFormat<K, String> format = RedisEntryFormat.text(ResolvableType.forInstance(key),
					ResolvableType.forClass(String.class), conversion);
			assertThat(format.writeKey(key)).isEqualTo(text);
			assertThat(format.readKey(text)).isEqualTo(key);
		}
	}

	@Test
	void readsPrimitiveTypesAsTheirWrappers() {
		RedisEntryFormat<Integer, Long> format = RedisEntryFormat.text(ResolvableType.forClass(int.class),
				ResolvableType.forClass(long.class), CONVERSION);
		assertThat(format.readKey("7")).isEqualTo(7);
		assertThat(format.readValue(bytes("8"))).isEqualTo(8L);
	}

	@Test
	void refusesKeysWithoutATextForm() {
		for (Class<?> type : List.of(Item.class, Object.class, List.class, Void.class)) {
			assertThatExceptionOfType(InvalidSourceException.class)
				.isThrownBy(() -> RedisEntryFormat.text(ResolvableType.forClass(type),
						ResolvableType.forClass(String.class), CONVERSION))
				.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("key-type"))
				.withMessageContaining(type.getName());
		}
	}

	@Test
	void refusesTextValuesWithoutATextForm() {
		assertThatExceptionOfType(InvalidSourceException.class).isThrownBy(() -> text(Item.class))
			.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("value-type"))
			.withMessageContaining("Store JSON");
	}

	@Test
	void valueThatNestsTooDeepIsAFailureOfTheSource() {
		JsonMapper unbounded = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
				.build())
			.build();
		for (JsonMapper mapper : List.of(new JsonMapper(), unbounded)) {
			RedisEntryFormat<Integer, Link> format = RedisEntryFormat.json(ResolvableType.forClass(Integer.class),
					ResolvableType.forClass(Link.class), mapper, CONVERSION);
			assertThatExceptionOfType(CacheSourceException.class)
				.isThrownBy(() -> format.readValue(bytes("{\"next\":".repeat(500_000))));
		}
	}

	@Test
	void refusesJsonOfAnUnknownType() {
		assertThatExceptionOfType(InvalidSourceException.class)
			.isThrownBy(() -> RedisEntryFormat.json(ResolvableType.forClass(Integer.class), ResolvableType.NONE,
					RedisClient.JSON, CONVERSION))
			.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("value-type"));
	}

	@Test
	void readsJsonOfTheDeclaredType() {
		assertThat(RedisClient.json(Item.class).readValue(bytes("{\"id\":1,\"name\":\"x\",\"population\":2}")))
			.isEqualTo(new Item(1, "x", 2));
		assertThat(RedisClient.json(String.class).readValue(bytes("\"text\""))).isEqualTo("text");
		RedisEntryFormat<Integer, Map<String, List<Item>>> generic = RedisEntryFormat
			.json(ResolvableType.forClass(Integer.class), ResolvableType.forClassWithGenerics(Map.class,
					ResolvableType.forClass(String.class), ResolvableType.forClassWithGenerics(List.class, Item.class)),
					RedisClient.JSON, CONVERSION);
		assertThat(generic.readValue(bytes("{\"IT\":[{\"id\":1,\"name\":\"x\",\"population\":2}]}")))
			.isEqualTo(Map.of("IT", List.of(new Item(1, "x", 2))));
	}

	@Test
	void takesJsonNullAndNothingForAbsent() {
		assertThat(RedisClient.json(Item.class).readValue(bytes("null"))).isNull();
		assertThat(RedisClient.json(Item.class).readValue(null)).isNull();
	}

	@Test
	void readsTextValues() {
		assertThat(text(String.class).readValue(bytes("caff\u00e8"))).isEqualTo("caff\u00e8");
		assertThat(text(String.class).readValue(bytes(""))).isEqualTo("");
		assertThat(text(Long.class).readValue(bytes("42"))).isEqualTo(42L);
		assertThat(text(Level.class).readValue(bytes("LOW"))).isEqualTo(Level.LOW);
		assertThat(text(LocalDate.class).readValue(bytes("2026-02-03"))).isEqualTo(LocalDate.of(2026, 2, 3));
	}

	@Test
	void saysWhereAValueCannotBeReadWithoutQuotingIt() {
		assertUnreadable(RedisClient.json(Item.class), "{\"id\":\"secret\"}",
				"a value: InvalidFormatException at line 1");
		assertUnreadable(RedisClient.json(Item.class), "secret", "a value: StreamReadException at line 1");
		assertUnreadable(RedisClient.json(Item.class), "", "a value: MismatchedInputException");
		assertUnreadable(text(Long.class), "secret", "a value: ConversionFailedException");
		assertUnreadable(text(Long.class), "", "a value: IllegalArgumentException");
		assertUnreadable(text(LocalDate.class), "secret", "a value: DateTimeParseException");
		assertThatExceptionOfType(CacheSourceException.class)
			.isThrownBy(() -> RedisClient.json(Item.class).readKey("secret"))
			.withMessageStartingWith("a key: ")
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret").hasNoCause());
	}

	private static void assertUnreadable(RedisEntryFormat<Integer, ?> format, String value, String message) {
		assertThatExceptionOfType(CacheSourceException.class).isThrownBy(() -> format.readValue(bytes(value)))
			.withMessageStartingWith(message)
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("secret").hasNoCause());
	}

	private static <V> RedisEntryFormat<Integer, V> text(Class<V> type) {
		return RedisEntryFormat.text(ResolvableType.forClass(Integer.class), ResolvableType.forClass(type), CONVERSION);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	enum Level {

		LOW, HIGH

	}

	record Link(Link next) {
	}

}
