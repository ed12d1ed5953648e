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

package io.github.warmcache.faults.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StallWatch}.
 */
class StallWatchTests {

	private final List<String> stalls = new ArrayList<>();

	private long now;

	private long late;

	private final StallWatch watch = new StallWatch(() -> this.now, (nanos) -> this.now += nanos + this.late,
			(start, end) -> this.stalls.add(start / 1_000_000 + " to " + end / 1_000_000));

	@Test
	void whatRunsOnTimeOrALittleLateDidNotStall() {
		this.watch.tick();
		this.late = StallWatch.SHORTEST - TimeUnit.MILLISECONDS.toNanos(10);
		this.watch.tick();
		this.late = 0;
		for (int i = 0; i < 50; i++) {
			this.watch.tick();
		}
		assertThat(this.stalls).isEmpty();
	}

	@Test
	void aGapIsReportedFromItsBeginningToItsEnd() {
		this.watch.tick();
		this.late = TimeUnit.MILLISECONDS.toNanos(31);
		this.watch.tick();
		this.late = 0;
		this.watch.tick();
		assertThat(this.stalls).containsExactly("10 to 51");
	}

	@Test
	void aTimeOfWhichHalfWasLostInSmallGapsIsReportedAsAWhole() {
		this.late = TimeUnit.MILLISECONDS.toNanos(10);
		for (int i = 0; i < 10; i++) {
			this.watch.tick();
		}
		assertThat(this.stalls).containsExactly("0 to 200");
	}

	@Test
	void aTimeOfWhichLessWasLostIsNot() {
		this.late = TimeUnit.MILLISECONDS.toNanos(9);
		for (int i = 0; i < 50; i++) {
			this.watch.tick();
		}
		assertThat(this.stalls).isEmpty();
	}

	@Test
	void aLongGapIsReportedOnce() {
		this.watch.tick();
		this.late = TimeUnit.MILLISECONDS.toNanos(500);
		this.watch.tick();
		this.late = 0;
		for (int i = 0; i < 50; i++) {
			this.watch.tick();
		}
		assertThat(this.stalls).containsExactly("10 to 520");
	}

	@Test
	void whatWaitsForTheWatchWaitsForItsNextTick() {
		List<String> heard = new ArrayList<>();
		try (StallWatch running = StallWatch.start((start, end) -> heard.add("stall"))) {
			long before = System.nanoTime();
			running.await();
			assertThat(System.nanoTime()).isGreaterThan(before);
		}
	}

}
