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

package io.github.warmcache.cache.local;

import java.util.List;
import java.util.Map;

import io.github.warmcache.cache.ReadOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link AnswerRule}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AnswerRuleTests {

	@Test
	void emptyContainersAreEmpty() {
		AnswerRule rule = new AnswerRule("cities", AnswerRule.EMPTY_CONTAINERS);
		assertThat(List.of(List.of(), Map.of(), new int[0], new String[0])).allSatisfy((value) -> {
			assertThat(rule.of(value)).isEqualTo(ReadOutcome.EMPTY);
			assertThat(rule.isNothing(value)).isTrue();
		});
		assertThat(List.of(List.of(1), Map.of(1, 2), new int[1], "", 0)).allSatisfy((value) -> {
			assertThat(rule.of(value)).isEqualTo(ReadOutcome.VALUE);
			assertThat(rule.isNothing(value)).isFalse();
		});
		assertThat(rule.of(null)).isEqualTo(ReadOutcome.ABSENT);
		assertThat(rule.isNothing(null)).isTrue();
	}

	@Test
	void valueForWhichTheRuleThrowsIsAValueAndIsToldOnce(CapturedOutput output) {
		AnswerRule rule = new AnswerRule("cities", (value) -> {
			throw new IllegalStateException("secret " + value);
		});
		assertThat(rule.of("a")).isEqualTo(ReadOutcome.VALUE);
		assertThat(rule.of("a")).isEqualTo(ReadOutcome.VALUE);
		assertThat(output).containsOnlyOnce("cache 'cities'").doesNotContain("secret");
	}

}
