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

import io.github.warmcache.tier.stripe.StripePositions.Position;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerWord}.
 */
class ServerWordTests {

	private final ServerWord word = ServerWord.NONE.then(at("first", 3, "t3"));

	@Test
	void nothingSaidAllowsAnything() {
		assertThat(ServerWord.NONE.allows(at("", 0, ""))).isTrue();
		assertThat(ServerWord.NONE.allows(at("first", 7, "t7"))).isTrue();
	}

	@Test
	void whatFollowsIsAllowed() {
		assertThat(this.word.allows(at("first", 3, "t3"))).isTrue();
		assertThat(this.word.allows(at("first", 4, "t4"))).isTrue();
		assertThat(this.word.allows(at("second", 4, "s4"))).isTrue();
	}

	@Test
	void whatWasLostIsNotAllowed() {
		assertThat(this.word.allows(at("first", 2, "t2"))).isFalse();
		assertThat(this.word.allows(at("first", 3, "another"))).isFalse();
		assertThat(this.word.allows(at("second", 1, "s1"))).isFalse();
	}

	@Test
	void answersInAnotherOrderTakeNothingBack() {
		assertThat(this.word.then(at("first", 2, "t2"))).isEqualTo(this.word);
	}

	@Test
	void historyThatAnotherOneFollowedIsOver() {
		ServerWord next = this.word.then(at("second", 9, "s9"));
		assertThat(next.allows(at("second", 9, "s9"))).isTrue();
		assertThat(next.allows(at("first", 50, "t50"))).isFalse();
		assertThat(next.then(at("first", 50, "t50"))).isEqualTo(next);
	}

	@Test
	void historyThatCountsNoFurtherBeginsAnew() {
		ServerWord next = this.word.then(at("second", 1, "s1"));
		assertThat(next.allows(at("second", 1, "s1"))).isFalse();
		assertThat(next.allows(at("second", 3, "s3"))).isFalse();
		assertThat(next.allows(at("third", 4, "third"))).isTrue();
	}

	@Test
	void historyInWhichAChangeCountsWhatWasCountedIsOver() {
		ServerWord next = this.word.thenChanged(this.word, at("first", 2, "other"));
		assertThat(next.allows(at("first", 3, "t3"))).isFalse();
		assertThat(next.allows(at("first", 9, "t9"))).isFalse();
		assertThat(next.then(at("third", 4, "third")).allows(at("third", 4, "third"))).isTrue();
	}

	@Test
	void changeThatWasSentEarlierIsNoWayBack() {
		ServerWord later = this.word.thenChanged(this.word, at("first", 5, "t5"));
		assertThat(later.thenChanged(this.word, at("first", 4, "t4"))).isEqualTo(later);
	}

	@Test
	void changeOfAServerThatWentBackIsMissingInWhatItWentBackFrom() {
		ServerWord next = this.word.then(at("second", 4, "second"));
		ServerWord changed = next.thenChanged(next, at("first", 3, "other"));
		assertThat(changed.allows(at("second", 4, "second"))).isFalse();
		assertThat(changed.allows(at("second", 9, "s9"))).isFalse();
		assertThat(changed.allows(at("first", 3, "other"))).isFalse();
		assertThat(changed.then(at("third", 5, "third")).allows(at("third", 5, "third"))).isTrue();
	}

	@Test
	void changeThatWasSentBeforeTheServerWentOnIsMissingNowhere() {
		ServerWord next = this.word.then(at("second", 4, "second"));
		assertThat(next.thenChanged(this.word, at("first", 4, "t4"))).isEqualTo(next);
	}

	@Test
	void fewHistoriesAreRemembered() {
		ServerWord many = this.word;
		for (int i = 0; i < 100; i++) {
			many = many.then(at("h" + i, 10 + i, "t"));
		}
		assertThat(many.over()).hasSize(8).startsWith("h98", "h97");
	}

	@Test
	void noHistoryHasAnEmptyName() {
		assertThat(ServerWord.NONE.then(at("", 0, "")).then(at("first", 1, "first")).over()).isEmpty();
	}

	private static Position at(String history, long sequence, String token) {
		return new Position(history, sequence, token);
	}

}
