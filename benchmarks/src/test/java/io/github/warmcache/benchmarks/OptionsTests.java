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

package io.github.warmcache.benchmarks;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Options}.
 */
class OptionsTests {

	private static final Set<String> SUITES = Set.of("hits", "storm");

	@Test
	void measuresAllOfItWithoutArguments() {
		Options options = parse();
		assertThat(options).isEqualTo(new Options(Effort.WHOLE, Set.of(), 5));
		assertThat(options.isWhole()).isTrue();
	}

	@Test
	void takesOptionsInAnyOrder() {
		assertThat(parse("--rounds", "9", "--only", "hits", "--short"))
			.isEqualTo(new Options(Effort.SHORT, Set.of("hits"), 9));
		assertThat(parse("--only", "hits,storm").isWhole()).isFalse();
		assertThat(parse("--short").isWhole()).isFalse();
	}

	@Test
	void saysWhatIsWrongWithOthers() {
		assertThatExceptionOfType(InvalidOptionsException.class).isThrownBy(() -> parse("--quick"))
			.withMessageStartingWith("'--quick' is no option");
		assertThatExceptionOfType(InvalidOptionsException.class).isThrownBy(() -> parse("--only"))
			.withMessageStartingWith("--only takes a value");
		assertThatExceptionOfType(InvalidOptionsException.class).isThrownBy(() -> parse("--only", "hits,mist"))
			.withMessageStartingWith("'mist' is no suite");
		assertThatExceptionOfType(InvalidOptionsException.class).isThrownBy(() -> parse("--rounds", "0"))
			.withMessage("--rounds takes a number from 1 to 999, and not '0'");
	}

	private static Options parse(String... arguments) {
		return Options.parse(List.of(arguments), SUITES);
	}

}
