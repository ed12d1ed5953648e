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

package io.github.warmcache.endpoint;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OneLine}.
 */
class OneLineTests {

	@Test
	void whatEndsOrHidesALineIsReplaced() {
		assertThat(OneLine.of("eve\r\n2026 INFO forged")).isEqualTo("eve??2026 INFO forged");
		assertThat(OneLine.of("a\u2028b\u2029c\u0085d\u001be\u202ef\ud800g")).isEqualTo("a?b?c?d?e?f?g");
	}

	@Test
	void aNameStaysAsItIs() {
		assertThat(OneLine.of("J\u00fcrgen \u8c37 \ud83d\ude00 (ops)"))
			.isEqualTo("J\u00fcrgen \u8c37 \ud83d\ude00 (ops)");
		assertThat(OneLine.of(null)).isEmpty();
	}

	@Test
	void aLongTextIsCut() {
		assertThat(OneLine.of("a".repeat(OneLine.LONGEST))).hasSize(OneLine.LONGEST);
		assertThat(OneLine.of("a".repeat(10_000))).isEqualTo("a".repeat(OneLine.LONGEST) + "...");
	}

}
