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

package io.github.warmcache.breaker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Resilience4jCallBreaker}.
 */
@ExtendWith(OutputCaptureExtension.class)
class Resilience4jCallBreakerTests {

	private static final Duration WAIT = Duration.ofSeconds(60);

	private Instant now = Instant.EPOCH;

	private final InstantSource clock = () -> this.now;

	private final CallBreaker breaker = new Resilience4jCallBreaker("warmcache-test", new BreakerSettings(5, WAIT),
			this.clock);

	@Test
	void fiveFailuresOpenIt() {
		fail(4);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		fail(1);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
		assertThat(this.breaker.permits()).isFalse();
	}

	@Test
	void fiveFailuresAmongTenCallsOpenItAndFourDoNot() {
		for (int i = 0; i < 50; i++) {
			succeed(6);
			fail(4);
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		succeed(6);
		fail(5);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void callsThatSayNothingDoNotOpenIt() {
		for (int i = 0; i < 50; i++) {
			assertThat(this.breaker.permits()).isTrue();
			this.breaker.released();
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void slowSuccessesDoNotOpenIt() {
		for (int i = 0; i < 50; i++) {
			assertThat(this.breaker.permits()).isTrue();
			this.breaker.succeeded(Duration.ofMinutes(10).toNanos());
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void afterTheWaitTwoSuccessesCloseIt() {
		fail(5);
		pass(WAIT.minusMillis(1));
		assertThat(this.breaker.permits()).isFalse();
		pass(Duration.ofMillis(2));
		assertThat(this.breaker.permits()).isTrue();
		assertThat(this.breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
		assertThat(this.breaker.permits()).isTrue();
		assertThat(this.breaker.permits()).isFalse();
		this.breaker.succeeded(1);
		this.breaker.succeeded(1);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		fail(4);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		fail(1);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void oneFailureOnTrialOpensItAgain() {
		fail(5);
		pass(WAIT.plusMillis(1));
		succeed(1);
		fail(1);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
		assertThat(this.breaker.permits()).isFalse();
		pass(WAIT.plusMillis(1));
		succeed(2);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void aTrialThatSaysNothingMakesRoomForAnother() {
		fail(5);
		pass(WAIT.plusMillis(1));
		for (int i = 0; i < 5; i++) {
			assertThat(this.breaker.permits()).isTrue();
			this.breaker.released();
		}
		succeed(2);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void aSignOfLifeEndsTheWait() {
		this.breaker.tryAgain();
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
		fail(5);
		this.breaker.tryAgain();
		assertThat(this.breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
		this.breaker.tryAgain();
		succeed(2);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void noCallIsTriedWhileSilenceIsKnown() {
		this.breaker.holdTrials(Duration.ofSeconds(3));
		fail(5);
		pass(WAIT.plusSeconds(1));
		this.breaker.holdTrials(Duration.ofSeconds(3));
		assertThat(this.breaker.permits()).isFalse();
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
		this.breaker.tryAgain();
		succeed(2);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void whoeverHoldsTrialsHasToRepeatIt() {
		fail(5);
		pass(WAIT.minusSeconds(1));
		this.breaker.holdTrials(Duration.ofSeconds(3));
		pass(Duration.ofSeconds(3).minusMillis(1));
		assertThat(this.breaker.permits()).isFalse();
		pass(Duration.ofMillis(1));
		succeed(2);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void theLogSaysOnceThatItOpenedAndOnceThatItClosed(CapturedOutput output) {
		fail(5);
		for (int i = 0; i < 5; i++) {
			this.breaker.tryAgain();
			fail(2);
		}
		this.breaker.tryAgain();
		succeed(2);
		for (int i = 0; i < 5; i++) {
			fail(5);
			this.breaker.tryAgain();
			succeed(2);
		}
		assertThat(output)
			.containsOnlyOnce("Breaker 'warmcache-test' opened after 5 failures and rejects calls for 60000 ms")
			.containsOnlyOnce("Breaker 'warmcache-test' closed again");
		pass(Duration.ofSeconds(11));
		fail(5);
		assertThat(output.toString().split("opened after")).hasSize(3);
	}

	@Test
	void settingsArePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new BreakerSettings(0, WAIT))
			.withMessageContaining("threshold is 0");
		assertThatIllegalArgumentException().isThrownBy(() -> new BreakerSettings(1, Duration.ZERO))
			.withMessageContaining("wait duration is PT0S");
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	private void succeed(int calls) {
		for (int i = 0; i < calls; i++) {
			assertThat(this.breaker.permits()).isTrue();
			this.breaker.succeeded(1);
		}
	}

	private void fail(int calls) {
		for (int i = 0; i < calls; i++) {
			assertThat(this.breaker.permits()).isTrue();
			this.breaker.failed(1, (i % 2 == 0) ? new IllegalStateException("test") : null);
		}
	}

}
