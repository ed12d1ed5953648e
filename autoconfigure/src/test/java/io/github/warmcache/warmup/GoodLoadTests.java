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

package io.github.warmcache.warmup;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link GoodLoad}.
 */
class GoodLoadTests {

	private static final Instant AT = Instant.parse("2026-11-30T10:00:00.123Z");

	@Test
	void isReadAsItWasWritten() {
		GoodLoad load = new GoodLoad(20_000, AT, "source");
		assertThat(load.write()).isEqualTo("20000:" + AT.toEpochMilli() + ":source");
		assertThat(GoodLoad.read(load.write())).isEqualTo(load);
	}

	@Test
	void nanosecondsAreLeftOutSoThatItIsReadAsItWasWritten() {
		GoodLoad load = new GoodLoad(1, AT.plusNanos(1), "source");
		assertThat(load.finishedAt()).isEqualTo(AT);
		assertThat(GoodLoad.read(load.write())).isEqualTo(load);
	}

	@ParameterizedTest
	@ValueSource(strings = { "my warmer", "a:b", "\u00fcber", "", "\n" })
	void aNameOfAWarmerThatCouldNotBeReadIsReplaced(String name) {
		GoodLoad load = new GoodLoad(1, AT, name);
		assertThat(GoodLoad.read(load.write())).isEqualTo(load);
	}

	@Test
	void aLongNameIsCut() {
		assertThat(new GoodLoad(1, AT, "x".repeat(200)).from()).isEqualTo("x".repeat(100));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "9", "9:1", "x:1:source", "9:x:source", "-1:1:source", "0:1:source", "9:1:",
			"9:1:a source", "9999999999999999999:1:source", "9:1:source:1" })
	void whatIsNoLoadIsNone(String text) {
		assertThat(GoodLoad.read(text)).isNull();
	}

	@Test
	void anEmptyLoadIsNotGood() {
		assertThatIllegalArgumentException().isThrownBy(() -> new GoodLoad(0, AT, "source"));
	}

	@Test
	void theLaterOneIsNewer() {
		GoodLoad load = new GoodLoad(9, AT, "source");
		assertThat(load.isNewerThan(null)).isTrue();
		assertThat(load.isNewerThan(new GoodLoad(20_000, AT.minusMillis(1), "source"))).isTrue();
		assertThat(load.isNewerThan(new GoodLoad(20_000, AT, "source"))).isFalse();
	}

}
