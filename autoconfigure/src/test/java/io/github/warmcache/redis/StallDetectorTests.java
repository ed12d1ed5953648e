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

package io.github.warmcache.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StallDetector}.
 */
class StallDetectorTests {

	private static final long PATIENCE = Duration.ofMillis(50).toNanos();

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - PATIENCE);

	private final StallDetector gate = new StallDetector(Duration.ofNanos(PATIENCE), this.now::get);

	@Test
	void aSilentServerKeepsNoMoreThanAFewWaiting() {
		enter(8);
		this.now.addAndGet(PATIENCE);
		enter(1);
		this.now.addAndGet(1);
		assertThat(this.gate.enter()).isFalse();
		this.gate.leave(false);
		this.gate.leave(false);
		assertThat(this.gate.enter()).isTrue();
		assertThat(this.gate.enter()).isFalse();
	}

	@Test
	void anAnswerLetsCallsThroughAgain() {
		enter(8);
		this.now.addAndGet(PATIENCE + 1);
		assertThat(this.gate.enter()).isFalse();
		this.gate.leave(true);
		enter(100);
	}

	@Test
	void silenceWhileNobodyAsksSaysNothing() {
		enter(1);
		this.gate.leave(true);
		this.now.addAndGet(PATIENCE * 100);
		enter(100);
	}

	@Test
	void aBusyServerThatAnswersNowAndThenIsNotSilent() {
		enter(64);
		for (int i = 0; i < 1000; i++) {
			this.now.addAndGet(PATIENCE);
			this.gate.leave(true);
			enter(1);
		}
	}

	private void enter(int calls) {
		for (int i = 0; i < calls; i++) {
			assertThat(this.gate.enter()).isTrue();
		}
	}

}
