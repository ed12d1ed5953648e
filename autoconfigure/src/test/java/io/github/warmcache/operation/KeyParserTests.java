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

package io.github.warmcache.operation;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeyParser}.
 */
class KeyParserTests {

	static Stream<Arguments> keys() {
		UUID uuid = UUID.randomUUID();
		return Stream.of(Arguments.of(String.class, "Tokyo", "Tokyo"), Arguments.of(String.class, "i:42", "i:42"),
				Arguments.of(String.class, "", ""), Arguments.of(Integer.class, "42", 42),
				Arguments.of(int.class, "42", 42), Arguments.of(Long.class, "-7", -7L),
				Arguments.of(UUID.class, uuid.toString(), uuid),
				Arguments.of(DayOfWeek.class, "MONDAY", DayOfWeek.MONDAY),
				Arguments.of(LocalDate.class, "2026-12-01", LocalDate.of(2026, 12, 1)),
				Arguments.of(Integer.class, "i:42", 42), Arguments.of(Object.class, "i:42", 42),
				Arguments.of(Object.class, "l:42", 42L), Arguments.of(Object.class, "s:42", "42"),
				Arguments.of(Object.class, "Tokyo", "Tokyo"));
	}

	@ParameterizedTest
	@MethodSource("keys")
	void whatIsTypedIsAKeyOfTheDeclaredType(Class<?> type, String text, Object key) {
		assertThat(parser(type).parse(text)).isEqualTo(key);
	}

	@Test
	void anyKeyIsReadFromItsOwnText() {
		Place place = new Place("Tokyo", 3);
		KeyParser places = parser(Place.class);
		assertThat(places.parse(places.text(place))).isEqualTo(place);
		KeyParser any = parser(Object.class);
		for (Object key : List.of(new SimpleKey("a", 1), SimpleKey.EMPTY, 42, 42L, "Tokyo", List.of(1, 2))) {
			assertThat(any.parse(any.text(key))).isEqualTo(key);
		}
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void whatIsNoKeyIsRefusedWithTheTypeAndWithoutTheText(Class<?> type, String text) {
		assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> parser(type).parse(text))
			.withMessageContaining("Cache 'cities' has keys of type " + type.getName())
			.withMessageNotContaining(text);
	}

	static Stream<Arguments> wrong() {
		return Stream.of(Arguments.of(Integer.class, "Tokyo"), Arguments.of(Integer.class, "l:77"),
				Arguments.of(Place.class, "Tokyo, 3"), Arguments.of(UUID.class, "123"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "42", "-1", "+7", "1.5", ".5", "1e9", "42L", "0x1F", "2024-05-01", "2024-05", "10:15",
			"10:15:30Z", "2024-05-01T10:15:30Z", "PT5M", "P1D", "123e4567-e89b-12d3-a456-426614174000", "true",
			"FALSE" })
	void withoutADeclaredTypeATextOfAnotherTypeIsRefused(String text) {
		assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> parser(Object.class).parse(text))
			.withMessageContaining("'cities'")
			.withMessageContaining("'s:' for a string")
			.withMessageNotContaining(text);
		assertThat(parser(Object.class).parse("s:" + text)).isEqualTo(text);
	}

	@Test
	void withoutADeclaredTypeAPrefixTellsTheType() {
		assertThat(parser(Object.class).parse("i:42")).isEqualTo(42);
		assertThat(parser(Object.class).parse("l:42")).isEqualTo(42L);
		UUID uuid = UUID.randomUUID();
		assertThat(parser(Object.class).parse(parser(Object.class).text(uuid))).isEqualTo(uuid);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Tokyo", "", "-", ".", "P", "a42", "42a", "1-2", "truely", "x:42", "2024-summer", "deadbeef" })
	void withoutADeclaredTypeOtherTextsAreStrings(String text) {
		assertThat(parser(Object.class).parse(text)).isEqualTo(text);
	}

	@Test
	void aDigestTellsKeysApartAndHidesThem() {
		KeyParser keys = parser(String.class);
		assertThat(keys.digest("Tokyo")).isEqualTo(keys.digest("Tokyo"))
			.isNotEqualTo(keys.digest("Kyoto"))
			.doesNotContain("okyo");
	}

	@Test
	void aKeyWithoutATextIsNamedByItsClass() {
		assertThat(parser(Object.class).text(new Object())).isEqualTo("a java.lang.Object");
	}

	private static KeyParser parser(Class<?> type) {
		return new KeyParser("cities", ResolvableType.forClass(type), ApplicationConversionService.getSharedInstance());
	}

	record Place(String name, int number) {
	}

}
