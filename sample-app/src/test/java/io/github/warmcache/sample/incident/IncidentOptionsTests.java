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

package io.github.warmcache.sample.incident;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link IncidentOptions}.
 */
class IncidentOptionsTests {

	@Test
	void withoutOptionsAllSettingsAreReplayedAndShown() {
		IncidentOptions options = IncidentOptions.parse();
		assertThat(options.whole()).isTrue();
		assertThat(options.pods()).isEqualTo(3);
		assertThat(options.settings()).containsExactly(Setting.values());
	}

	@Test
	void whatIsShortOrNarrowIsNotShown() {
		assertThat(IncidentOptions.parse("--short").whole()).isFalse();
		assertThat(IncidentOptions.parse("--rate", "100").whole()).isFalse();
		IncidentOptions options = IncidentOptions.parse("--only", "no-eviction,as-it-was");
		assertThat(options.whole()).isFalse();
		assertThat(options.settings()).containsExactly(Setting.AS_IT_WAS, Setting.NO_EVICTION);
	}

	@Test
	void aShortRunTellsPodsWhatTheyHaveNoTimeToLearn() {
		assertThat(IncidentOptions.parse("--short").properties())
			.anyMatch((property) -> property.contains("max-absent-ratio"));
		assertThat(IncidentOptions.parse().properties()).isEmpty();
		assertThat(IncidentOptions.parse().healthySeconds(Setting.AS_IT_WAS)).isGreaterThan(90);
	}

	@Test
	void anIncidentLastsLongEnoughToBeNoticedInTime() {
		assertThat(IncidentOptions.parse().incidentSeconds(Setting.AS_IT_WAS)).isGreaterThan(IncidentChecks.NOTICED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--rate", "--rate fast", "--rate 0", "--pods 30", "--only nothing", "short", "--help" })
	void whatIsNotUnderstoodIsAnsweredWithWhatToWrite(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> IncidentOptions.parse(line.split(" ")))
			.withMessageMatching("(?s).*(run \\[--short\\]|takes a number|takes names).*");
	}

}
