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

package io.github.warmcache.tier.stripe;

import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.stripe.StripePositions.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StripePositions}.
 */
class StripePositionsTests {

	private final StripePositions positions = new StripePositions();

	@Test
	void markIsWhereTheStripesStoodWhenItWasTaken() {
		ChangeMark nothing = this.positions.mark();
		heard(3, "h", 5, "t5");
		ChangeMark mark = this.positions.mark();
		heard(3, "h", 6, "t6");
		assertThat(this.positions.at(3, mark)).isEqualTo(new Position("h", 5, "t5"));
		assertThat(this.positions.at(3, nothing)).isEqualTo(Position.RECENT);
		assertThat(this.positions.at(4, mark)).isEqualTo(Position.RECENT);
		assertThat(this.positions.at(3, null)).isEqualTo(Position.NONE);
		assertThat(this.positions.at(3, ChangeMark.Vague.RECENT)).isEqualTo(Position.RECENT);
		assertThat(this.positions.at(3, ChangeMark.Vague.UNKNOWN)).isEqualTo(Position.UNKNOWN);
		assertThat(new StripePositions().at(3, mark)).as("of another server").isEqualTo(Position.UNKNOWN);
	}

	@Test
	void markOfAnotherHistorySaysNothing() {
		heard(3, "h", 5, "t5");
		ChangeMark mark = this.positions.mark();
		heard(3, "other", 1, "other");
		assertThat(this.positions.at(3, mark)).isEqualTo(Position.UNKNOWN);
	}

	@Test
	void olderNewsOfTheSameHistoryIsIgnored() {
		heard(3, "h", 5, "t5");
		heard(3, "h", 4, "t4");
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("h", 5, "t5"));
		heard(3, "other", 1, "other");
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("other", 1, "other"));
	}

	@Test
	void changeCountsIfItFollowsTheLastOne() {
		heard(3, "h", 5, "t5");
		this.positions.followed(3, 6, "another", "t6");
		this.positions.followed(3, 7, "t5", "t7");
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("h", 5, "t5"));
		this.positions.followed(3, 6, "t5", "t6");
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("h", 6, "t6"));
		this.positions.followed(3, 6, "t5", "t6");
		assertThat(this.positions.known().get(3)).as("told twice").isEqualTo(new Position("h", 6, "t6"));
	}

	@Test
	void twoChangesOfOneCountAreOfALostHistory() {
		heard(3, "h", 5, "t5");
		ChangeMark mark = this.positions.mark();
		this.positions.followed(3, 5, "t4", "other");
		assertThat(this.positions.at(3, mark)).isEqualTo(Position.UNKNOWN);
	}

	@Test
	void firstChangeNamesTheHistory() {
		heard(3, "", 0, "");
		this.positions.followed(3, 1, "", "first");
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("first", 1, "first"));
	}

	@Test
	void beatDoesNotReplaceAHistory() {
		this.positions.answered(3, new Position("h", 5, "t5"));
		this.positions.answered(3, new Position("other", 9, "t9"));
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("h", 5, "t5"));
		this.positions.answered(3, new Position("h", 6, "t6"));
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("h", 6, "t6"));
	}

	@Test
	void comparisonReplacesWhatWasKnownBeforeItOnly() {
		heard(3, "h", 5, "t5");
		Position before = this.positions.known().get(3);
		heard(3, "h", 6, "t6");
		this.positions.compared(3, before, new Position("other", 1, "t1"), false);
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("h", 6, "t6"));
		this.positions.compared(3, before, new Position("other", 1, "t1"), true);
		assertThat(this.positions.known().get(3)).isEqualTo(new Position("other", 1, "t1"));
	}

	@Test
	void serverIsBehindIfItCountsLess() {
		Position known = new Position("h", 5, "t5");
		assertThat(this.positions.isBehind(known, "4", "h")).isTrue();
		assertThat(this.positions.isBehind(known, "5", "h")).isFalse();
		assertThat(this.positions.isBehind(known, "12", "h")).isFalse();
		assertThat(this.positions.isBehind(null, "4", "h")).isFalse();
		assertThat(this.positions.isBehind(new Position("", 0, ""), "0", "h")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "1e9", ":", "/", "12345678901234567" })
	void whatIsNoCountIsBehind(String count) {
		assertThat(this.positions.isBehind(new Position("h", 1, "t"), count, "h")).isTrue();
		assertThat(this.positions.isBehind(new Position("h", 1, "t"), "1234567890123456", "h")).isFalse();
	}

	@Test
	void anotherHistoryIsBehindWhileThisPodAsksForNews() {
		Position known = new Position("h", 5, "t5");
		assertThat(this.positions.isBehind(known, "9", "other")).isFalse();
		this.positions.asks();
		assertThat(this.positions.isBehind(known, "9", "other")).isTrue();
	}

	@Test
	void countOfAMarkTellsWhetherItWasOvertaken() {
		assertThat(new Position("h", 5, "t5").count()).isEqualTo("5:t5");
		assertThat(new Position("h", 5, "t5", true).count()).isEqualTo("5+:t5");
	}

	private void heard(int stripe, String history, long sequence, String token) {
		this.positions.heard(stripe, new Position(history, sequence, token));
	}

}
