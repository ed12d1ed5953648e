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

package io.github.warmcache.advice.check;

import java.time.Duration;

import io.github.warmcache.warmup.run.ProbeBudget;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartAdvice}.
 */
class StartAdviceTests {

	private final StartAdvice provider = new StartAdvice(() -> new ProbeBudget(Duration.ofSeconds(120)));

	@Test
	void aStartThatTheProbeAllowsGivesNone() {
		assertThat(this.provider.advice()).as("not over").isEmpty();
		this.provider.started(Duration.ofSeconds(120));
		assertThat(this.provider.advice()).isEmpty();
		this.provider.started(null);
		assertThat(this.provider.advice()).as("not known").isEmpty();
	}

	@Test
	void aStartThatTakesLongerIsNamedWithTheNumberForTheProbe() {
		this.provider.started(Duration.ofSeconds(133));
		assertThat(this.provider.advice()).singleElement().satisfies((advice) -> {
			assertThat(advice.id()).isEqualTo("start-exceeds-probe");
			assertThat(advice.cause())
				.isEqualTo("The start took 133 s, but the startup probe that fits the configuration allows 120 s");
			assertThat(advice.remedy()).startsWith("Set failureThreshold of the startup probe to 27 or more")
				.contains("periodSeconds 5");
		});
	}

	@Test
	void withoutAWarmupThereIsNone() {
		StartAdvice none = new StartAdvice(() -> null);
		none.started(Duration.ofHours(1));
		assertThat(none.advice()).isEmpty();
	}

}
