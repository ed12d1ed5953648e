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

import java.time.Duration;

import io.github.warmcache.warmup.WarmupPlan.Retries;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Retries}.
 */
class RetriesTests {

	private final Retries settings = new Retries(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 3);

	@Test
	void theWaitDoublesUpToTheLongest() {
		assertThat(this.settings.delayAfter(1, 0)).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.settings.delayAfter(2, 0)).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.settings.delayAfter(5, 0)).isEqualTo(Duration.ofSeconds(16));
		assertThat(this.settings.delayAfter(6, 0)).isEqualTo(Duration.ofSeconds(30));
		assertThat(this.settings.delayAfter(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void chanceShortensTheWaitByUpToHalf() {
		assertThat(this.settings.delayAfter(2, 0.5)).isEqualTo(Duration.ofMillis(1500));
		assertThat(this.settings.longestDelay(0.999)).isBetween(Duration.ofSeconds(15), Duration.ofMillis(15100));
	}

	@Test
	void attemptsRunOutOnlyWhereTheyAreCounted() {
		assertThat(this.settings.isExhausted(2)).isFalse();
		assertThat(this.settings.isExhausted(3)).isTrue();
		Retries endless = new Retries(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), null);
		assertThat(endless.isExhausted(Integer.MAX_VALUE)).isFalse();
	}

	@Test
	void settingsThatMakeNoSenseAreRejected() {
		Duration second = Duration.ofSeconds(1);
		assertThatIllegalArgumentException().isThrownBy(() -> new Retries(Duration.ZERO, 2, second, null))
			.withMessage("initialDelay must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> new Retries(second, 0.5, second, null))
			.withMessage("multiplier must be at least 1");
		assertThatIllegalArgumentException().isThrownBy(() -> new Retries(second, 2, Duration.ofMillis(1), null))
			.withMessage("maxDelay must not be below initialDelay");
		assertThatIllegalArgumentException().isThrownBy(() -> new Retries(second, 2, second, 0))
			.withMessage("maxAttempts must be positive");
	}

}
