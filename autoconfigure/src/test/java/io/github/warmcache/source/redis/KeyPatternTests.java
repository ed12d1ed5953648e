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

import io.github.warmcache.source.InvalidSourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeyPattern}.
 */
class KeyPatternTests {

	@Test
	void putsTheKeyInThePlaceOfTheAsterisk() {
		KeyPattern pattern = KeyPattern.of("catalog:*:v1");
		assertThat(pattern.redisKey("7")).isEqualTo("catalog:7:v1");
		assertThat(pattern.key("catalog:7:v1")).isEqualTo("7");
		assertThat(pattern.key("catalog:a:b:v1")).isEqualTo("a:b");
		assertThat(pattern.key("catalog::v1")).isEmpty();
		assertThat(pattern.key("catalog:v1")).isNull();
		assertThat(pattern.key("other:7:v1")).isNull();
		assertThat(pattern.key("catalog:7:v2")).isNull();
	}

	@Test
	void escapesWhatScanTakesForSpecial() {
		assertThat(KeyPattern.of("a[1]?\\^*{tag}:-").glob()).isEqualTo("a\\[1\\]\\?\\\\\\^*{tag}:-");
	}

	@ParameterizedTest
	@ValueSource(strings = { "catalog", "", "*:catalog:*", "catalog:**" })
	void refusesAPatternWithoutExactlyOneAsterisk(String pattern) {
		assertThatExceptionOfType(InvalidSourceException.class).isThrownBy(() -> KeyPattern.of(pattern))
			.withMessage(
					"pattern must contain exactly one '*'. " + "Write it where the key belongs, such as 'catalog:*'")
			.satisfies((ex) -> assertThat(ex.getSetting()).isEqualTo("pattern"));
	}

}
