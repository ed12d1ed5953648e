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

package io.github.warmcache.coherence;

import java.time.Duration;
import java.time.Instant;

import io.github.warmcache.coherence.CoherenceStatus.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoherenceStatus}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CoherenceStatusTests {

	private static final String DEAF = "does not receive invalidations from other pods";

	private Instant now = Instant.EPOCH;

	private final CoherenceStatus status = new CoherenceStatus(() -> this.now, (state) -> {
	});

	@Test
	void aSlowStartIsNotLogged(CapturedOutput output) {
		this.status.enter(CoherenceState.JOINING);
		this.status.degrade(Reason.NOT_ANSWERED);
		assertThat(this.status.current().state()).isEqualTo(CoherenceState.DEGRADED);
		this.status.enter(CoherenceState.COHERENT);
		assertThat(output).doesNotContain(DEAF, "Coherence restored");
	}

	@Test
	void aStartThatLeadsNowhereIsLogged(CapturedOutput output) {
		this.status.enter(CoherenceState.JOINING);
		this.status.degrade(Reason.NOT_ANSWERED);
		this.now = this.now.plus(Duration.ofSeconds(10));
		this.status.degrade(Reason.NOT_ANSWERED);
		this.status.degrade(Reason.NOT_ANSWERED);
		assertThat(output).containsOnlyOnce(DEAF);
	}

	@Test
	void aPodThatWasCoherentLogsAtOnce(CapturedOutput output) {
		this.status.enter(CoherenceState.COHERENT);
		this.status.degrade(Reason.DEAF);
		this.status.degrade(Reason.NOT_ANSWERED);
		assertThat(output).containsOnlyOnce(DEAF);
	}

	@Test
	void whatSomebodyHasToMendIsLoggedAtOnce(CapturedOutput output) {
		this.status.degrade(Reason.FORBIDDEN);
		assertThat(output).contains("may not use the channels of Warmcache");
	}

	@Test
	void theReasonIsThatOfTheMoment() {
		this.status.enter(CoherenceState.COHERENT);
		assertThat(this.status.current().reason()).isNull();
		this.status.degrade(Reason.DEAF);
		assertThat(this.status.current().reason()).contains("the channel is lost");
		this.now = this.now.plusSeconds(1);
		this.status.degrade(Reason.NOT_ANSWERED);
		assertThat(this.status.current().reason()).contains("Redis does not answer");
		assertThat(this.status.current().since()).isEqualTo(Instant.EPOCH);
	}

}
