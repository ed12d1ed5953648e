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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FloodGate}.
 */
class FloodGateTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final FloodGate gate = new FloodGate(this.nanos::get);

	@Test
	void soManyPassInASecond() {
		assertThat(admitted(FloodGate.MOST)).isEqualTo(FloodGate.MOST);
		assertThat(this.gate.isShedding()).isFalse();
		assertThat(this.gate.admits()).isFalse();
		assertThat(this.gate.isShedding()).isTrue();
	}

	@Test
	void theNextSecondBeginsAnew() {
		admitted(FloodGate.MOST + 1);
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(admitted(FloodGate.MOST + 7)).isEqualTo(FloodGate.MOST);
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
		assertThat(this.gate.isShedding()).isFalse();
	}

	private long admitted(int messages) {
		return IntStream.range(0, messages).filter((message) -> this.gate.admits()).count();
	}

}
