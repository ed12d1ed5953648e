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

package io.github.warmcache.redis.watch;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Growth}.
 */
class GrowthTests {

	private final Growth growth = new Growth(false);

	@Test
	void theFirstCountIsWhatOthersAreComparedWith() {
		assertThat(since("run1", 70)).isZero();
		assertThat(since("run1", 75)).isEqualTo(5);
		assertThat(since("run1", 75)).isZero();
	}

	@Test
	void aCountThatWentBackBeginsAnew() {
		since("run1", 70);
		assertThat(since("run1", 3)).isZero();
		assertThat(since("run1", 10)).isEqualTo(7);
	}

	@Test
	void aRestartedServerBeginsAnew() {
		since("run1", 70);
		assertThat(since("run2", 100)).isZero();
		assertThat(since("run2", 101)).isOne();
	}

	@Test
	void aHistoryThatBeginsAtZeroCountsFromItsBeginning() {
		Growth canaries = new Growth(true);
		assertThat(canaries.since(Map.of("0", new Tally("a", 3)))).as("seen for the first time").isZero();
		assertThat(canaries.since(Map.of("0", new Tally("b", 1)))).isOne();
		assertThat(canaries.since(Map.of("0", new Tally("c", 0)))).isZero();
	}

	@Test
	void aCountThatIsNotKnownIsSkipped() {
		since("run1", 70);
		assertThat(since("-", ServerFigures.UNKNOWN)).isZero();
		assertThat(since("run1", 72)).isEqualTo(2);
	}

	@Test
	void countsOfSeveralServersAddUp() {
		this.growth.since(Map.of("a", new Tally("run1", 1), "b", new Tally("run2", 5)));
		assertThat(this.growth.since(Map.of("b", new Tally("run2", 6)))).isOne();
		assertThat(this.growth.since(Map.of("a", new Tally("run1", 4), "b", new Tally("run2", 7)))).isEqualTo(4);
	}

	private long since(String run, long count) {
		return this.growth.since(Map.of("server", new Tally(run, count)));
	}

}
