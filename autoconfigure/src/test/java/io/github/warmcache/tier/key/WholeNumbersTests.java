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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WholeNumbers}.
 */
class WholeNumbersTests {

	private final KeyTexts texts = new KeyTexts("cities", ResolvableType.NONE);

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 7, 10, -10, 999_999_999, 1_000_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE,
			999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE })
	void eachKeyIsReadFromItsText(long number) {
		assertThat(this.texts.read(bytes(this.texts.write(number)))).isEqualTo(number);
		assertThat(this.texts.read(bytes(this.texts.write((int) number)))).isEqualTo((int) number);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 9, 10, 99, 100, -10, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE,
			Long.MIN_VALUE })
	void eachKeyHasOneText(long number) {
		assertThat(this.texts.bytes(number)).isEqualTo(bytes(this.texts.write(number)));
		assertThat(this.texts.bytes((int) number)).isEqualTo(bytes(this.texts.write((int) number)));
	}

	@Test
	void whatIsNoWholeNumberIsWrittenByOthers() {
		assertThat(WholeNumbers.write("7")).isNull();
		assertThat(WholeNumbers.write((short) 7)).isNull();
	}

	@Test
	void mostNeedNoString() {
		assertThat(WholeNumbers.read(bytes("l:1234567"))).isEqualTo(1_234_567L);
		assertThat(WholeNumbers.read(bytes("i:-42"))).isEqualTo(-42);
		assertThat(WholeNumbers.read(bytes("l:0"))).isEqualTo(0L);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "l", "l:", "i:-", "l:-0", "l:07", "i:-07", "l:+7", "l:7 ", "l: 7", "l:1e3", "l:٧",
			"h:7", "s:7", "i:1234567890", "l:1234567890123456789", "li:7" })
	void whatIsNoneOrNotWrittenLikeThatIsLeftToOthers(String text) {
		assertThat(WholeNumbers.read(bytes(text))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "l:-0", "l:07", "l:+7", "l:7 ", "i:2147483648", "l:9223372036854775808" })
	void aTextThatNoKeyHasIsNoKey(String text) {
		assertThat(this.texts.read(bytes(text))).isNull();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
