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

package io.github.warmcache.sample.lab;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LadderOptions} and {@link Rung}.
 */
class LadderOptionsTests {

	@Test
	void withoutOptionsAllRungsAreMeasuredSeveralTimes() {
		LadderOptions options = LadderOptions.parse();
		assertThat(options.rounds()).isGreaterThanOrEqualTo(3);
		assertThat(options.databaseMillis()).isEqualTo(20);
		assertThat(options.only()).containsExactly(Rung.values());
	}

	@Test
	void namedRungsAreMeasuredInTheirOwnOrder() {
		LadderOptions options = LadderOptions.parse("--only", "One,none", "--rounds", "1", "--connections", "16");
		assertThat(options.only()).containsExactly(Rung.NONE, Rung.ONE);
		assertThat(options.rounds()).isOne();
		assertThat(options.connections()).isEqualTo(16);
	}

	@Test
	void aProfileIsMadeOnceForEachOfThoseThatAreCompared() {
		LadderOptions options = LadderOptions.parse("--profile");
		assertThat(options.profile()).isTrue();
		assertThat(options.rounds()).isOne();
		assertThat(options.only()).containsExactly(Rung.REDIS, Rung.JSON, Rung.ONE);
	}

	@Test
	void withoutACacheOnlyTheWidePoolHasAConnectionForEachUser() {
		assertThat(Rung.NONE.properties(64)).contains("spring.cache.type=none")
			.noneMatch((property) -> property.contains("pool"));
		assertThat(Rung.WIDE.properties(64)).containsAll(Rung.NONE.properties(64))
			.contains("spring.datasource.hikari.maximum-pool-size=64");
		assertThat(Rung.ONE.properties(64)).isEqualTo(Variant.WARMCACHE.properties());
	}

	@ParameterizedTest
	@ValueSource(strings = { "--rounds", "--rounds few", "--rounds 0", "--round 3", "--only two", "more" })
	void whatIsNotUnderstoodIsAnsweredWithWhatToWrite(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> LadderOptions.parse(line.split(" ")))
			.withMessageMatching("(?s).*(ladder \\[--rounds|takes a number|takes names).*");
	}

}
