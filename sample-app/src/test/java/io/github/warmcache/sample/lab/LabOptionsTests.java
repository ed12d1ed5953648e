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
 * Tests for {@link LabOptions}.
 */
class LabOptionsTests {

	@Test
	void withoutOptionsTheWholeLabIsRun() {
		LabOptions options = LabOptions.parse();
		assertThat(options.fleet()).isFalse();
		assertThat(options.windowSeconds()).isEqualTo(30);
		assertThat(Scenario.ids()).hasSize(3).allMatch((id) -> options.wants(id, Scenario.ids()));
		assertThat(Variant.ids()).hasSize(4).allMatch((id) -> options.wants(id, Variant.ids()));
	}

	@Test
	void namesOfOneKindDoNotNarrowTheOther() {
		LabOptions options = LabOptions.parse("--only", "rolling", "--windows", "7");
		assertThat(options.windowSeconds()).isEqualTo(7);
		assertThat(Scenario.ids().stream().filter((id) -> options.wants(id, Scenario.ids()))).containsOnly("rolling");
		assertThat(Variant.ids()).allMatch((id) -> options.wants(id, Variant.ids()));
		LabOptions both = LabOptions.parse("--quick", "--only", "scale-out,crash,Redis");
		assertThat(Scenario.ids().stream().filter((id) -> both.wants(id, Scenario.ids()))).containsOnly("scale-out",
				"crash");
		assertThat(Variant.ids().stream().filter((id) -> both.wants(id, Variant.ids()))).containsOnly("redis");
	}

	@Test
	void aQuickRunComparesTwoVariantsUnlessOthersAreNamed() {
		LabOptions options = LabOptions.parse("--quick", "--only", "crash");
		assertThat(options.windowSeconds()).isLessThan(30);
		assertThat(Variant.ids().stream().filter((id) -> options.wants(id, Variant.ids()))).containsOnly("warmcache",
				"caffeine");
		assertThat(Scenario.ids().stream().filter((id) -> options.wants(id, Scenario.ids()))).containsOnly("crash");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--rate", "--rate fast", "--rate 0", "--window 30", "--only nothing", "fleets" })
	void whatIsNotUnderstoodIsAnsweredWithWhatToWrite(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> LabOptions.parse(line.split(" ")))
			.withMessageMatching("(?s).*(run \\[fleet\\]|takes a number|takes names).*");
	}

}
