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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.warmcache.coherence.ChangeMessage.Kind;
import io.github.warmcache.tier.stripe.StripeState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a {@link StripeChain} makes of a position of an earlier run.
 */
class StripeAdoptionTests {

	private static final List<String> CACHES = List.of("cities", "countries", "rivers");

	private final List<String> drops = new ArrayList<>();

	private final StripeChain chain = new StripeChain(5, new StripeChain.Drops() {

		@Override
		public void drop(ChangeMessage change) {
			StripeAdoptionTests.this.drops.add(String.valueOf(change.key()));
		}

		@Override
		public void dropStripe(int stripe, Predicate<String> caches) {
			CACHES.stream().filter(caches).forEach(StripeAdoptionTests.this.drops::add);
		}

	}, new CoherenceStatistics());

	@Test
	void whereTheStripeStandsAtThePositionItIsTrusted() {
		settle(state(3, "t3", "run"));
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.adopt("cities", state(2, "t2", "run"))).isFalse();
		assertThat(this.chain.adopt("cities", state(4, "t4", "run"))).isFalse();
		assertThat(this.chain.adopt("cities", state(3, "of another history", "run"))).isFalse();
		assertThat(this.chain.adopt("cities", state(3, "t3", "another run"))).isFalse();
	}

	@Test
	void beforeTheServerAnswersAPositionIsBelievedAndKeptIfTheServerAgrees() {
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.position()).isEqualTo(state(3, "t3", "run"));
		settle(state(3, "t3", "run"));
		assertThat(this.drops).isEmpty();
		hear(4, "t3", "t4");
		assertThat(this.drops).containsExactly("4");
		assertThat(this.chain.position()).isEqualTo(state(4, "t4", "run"));
	}

	@Test
	void whatWasBelievedIsDroppedIfTheServerDisagrees() {
		for (StripeState server : List.of(state(4, "t4", "run"), state(2, "t2", "run"), state(3, "x", "run"),
				state(3, "t3", "run2"), StripeState.UNTOUCHED, new StripeState(3, "t3", "run", true))) {
			StripeAdoptionTests fresh = new StripeAdoptionTests();
			assertThat(fresh.chain.adopt("cities", state(3, "t3", "run"))).isTrue();
			fresh.settle(server);
			assertThat(fresh.drops).as(server.toString()).containsExactlyElementsOf(CACHES);
			assertThat(fresh.chain.known().isAt(server)).isTrue();
		}
	}

	@Test
	void theServerIsNotAskedToResetAStripeForAPositionThatIsOnlyBelieved() {
		this.chain.adopt("cities", state(30, "t30", "run"));
		assertThat(this.chain.ask()).isEqualTo(StripeState.UNTOUCHED);
	}

	@Test
	void aQuestionThatWasUnderWayIsAnsweredForThePositionAsWell() {
		StripeState asked = this.chain.ask();
		this.chain.adopt("cities", state(3, "t3", "run"));
		this.chain.settle(asked, state(4, "t4", "run"));
		assertThat(this.drops).containsExactlyElementsOf(CACHES);
	}

	@Test
	void aPositionIsNotBelievedAfterAChangeThatMayFollowIt() {
		StripeState asked = this.chain.ask();
		hear(4, "t3", "t4");
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isFalse();
		this.chain.settle(asked, state(3, "t3", "run"));
		assertThat(this.chain.known().isAt(state(4, "t4", "run"))).isTrue();
	}

	@Test
	void ofTwoPositionsAtMostOneCanBeRightSoNothingIsKept() {
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.adopt("cities", state(4, "t4", "run"))).isTrue();
		assertThat(this.chain.position()).isNull();
		settle(state(3, "t3", "run"));
		assertThat(this.drops).containsExactlyElementsOf(CACHES);
	}

	@Test
	void twoCachesMayHavePositionsOfTheirOwnAndEachIsComparedForItself() {
		assertThat(this.chain.adopt("cities", state(2, "t2", "run"))).isTrue();
		assertThat(this.chain.adopt("countries", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.position()).isNull();
		settle(state(3, "t3", "run"));
		assertThat(this.drops).containsExactly("cities");
	}

	@Test
	void whereOnlyOtherCachesWereClearedThePositionIsTrusted() {
		settle(state(2, "t2", "run").after("t3", "cities").after("t4", "rivers"));
		assertThat(this.chain.adopt("countries", state(2, "t2", "run"))).isTrue();
		assertThat(this.chain.adopt("countries", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.adopt("cities", state(2, "t2", "run"))).isFalse();
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.adopt("rivers", state(3, "t3", "run"))).isFalse();
		assertThat(this.chain.adopt("rivers", state(4, "t4", "run"))).isTrue();
	}

	@Test
	void aPositionThatIsNotAmongTheClearsIsNotTrusted() {
		settle(state(2, "t2", "run").after("t3", "cities").after("t4", "rivers"));
		for (StripeState position : List.of(state(1, "t1", "run"), state(5, "t5", "run"), state(2, "x", "run"),
				state(3, "x", "run"), state(4, "x", "run"), state(2, "t2", "run2"), state(2, "", "run"))) {
			assertThat(this.chain.adopt("countries", position)).as(position.toString()).isFalse();
		}
	}

	@Test
	void clearsThatAreHeardCountAsThoseThatTheServerTellsOf() {
		settle(state(2, "t2", "run").after("t3", "cities"));
		this.chain.heard(clear(4, "t3", "t4", "rivers"), false);
		this.chain.heard(clear(5, "t4", "t5", "rivers"), true);
		assertThat(this.chain.adopt("countries", state(2, "t2", "run"))).isTrue();
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.adopt("rivers", state(4, "t4", "run"))).isFalse();
		hear(6, "t5", "t6");
		assertThat(this.chain.adopt("countries", state(5, "t5", "run"))).isFalse();
		this.chain.heard(clear(7, "t6", "t7", "rivers"), false);
		assertThat(this.chain.adopt("countries", state(5, "t5", "run"))).isFalse();
		assertThat(this.chain.adopt("countries", state(6, "t6", "run"))).isTrue();
	}

	@Test
	void ofWhatWasBelievedOnlyTheCachesThatWereClearedAreDropped() {
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.adopt("countries", state(3, "t3", "run"))).isTrue();
		StripeState asked = this.chain.ask();
		this.chain.heard(clear(4, "t3", "t4", "cities"), false);
		assertThat(this.drops).containsExactly("null");
		this.drops.clear();
		this.chain.settle(asked, state(3, "t3", "run").after("t4", "cities"));
		assertThat(this.drops).containsExactly("cities");
		assertThat(this.chain.adopt("countries", state(3, "t3", "run"))).isTrue();
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isFalse();
	}

	@Test
	void whatWasLoadedSinceTheStartIsDroppedIfItsCacheMayHaveBeenCleared() {
		this.chain.adopt("cities", state(3, "t3", "run"));
		settle(state(3, "t3", "run").after("t4", "rivers"));
		assertThat(this.drops).containsExactly("rivers");
	}

	@Test
	void anAnswerThatComesAfterMoreWasHeardTakesNothingBack() {
		settle(state(2, "t2", "run").after("t3", "cities"));
		this.chain.doubt();
		StripeState asked = this.chain.ask();
		this.chain.heard(clear(4, "t3", "t4", "rivers"), false);
		this.chain.settle(asked, state(2, "t2", "run").after("t3", "cities"));
		assertThat(this.chain.adopt("countries", state(2, "t2", "run"))).isTrue();
		assertThat(this.chain.adopt("rivers", state(2, "t2", "run"))).isFalse();
	}

	@Test
	void aResetLeavesNothingOfAnyCache() {
		this.chain.adopt("countries", state(3, "t3", "run"));
		StripeState cleared = state(3, "t3", "run").after("t4", "cities");
		settle(new StripeState(4, "t4", "run", true, cleared.clears()));
		assertThat(this.drops).containsExactlyElementsOf(CACHES);
	}

	@Test
	void afterManyClearsTheOldestOneIsForgotten() {
		StripeState state = state(0, "t0", "run");
		for (int i = 1; i <= 33; i++) {
			state = state.after("t" + i, "cities");
		}
		settle(state);
		assertThat(this.chain.adopt("countries", state(0, "t0", "run"))).isFalse();
		assertThat(this.chain.adopt("countries", state(1, "t1", "run"))).isTrue();
	}

	@Test
	void nothingIsBelievedOfAStripeThatLostItsHistory() {
		settle(state(3, "t3", "run"));
		hear(7, "t6", "t7");
		this.drops.clear();
		assertThat(this.chain.position()).isNull();
		assertThat(this.chain.adopt("cities", state(3, "t3", "run"))).isFalse();
	}

	@Test
	void anyTextIsReadAsAPositionOrNone() {
		StripeState state = state(3, "a.b-c", "run");
		assertThat(StripeState.parse(state.text())).isEqualTo(state);
		assertThat(StripeState.parse("")).isNull();
		assertThat(StripeState.parse("-1::")).isNull();
		assertThat(StripeState.parse("1:a")).isNull();
		assertThat(StripeState.parse("99999999999999999999:a:b")).isNull();
	}

	private void settle(StripeState server) {
		this.chain.settle(this.chain.ask(), server);
	}

	private void hear(long sequence, String previous, String token) {
		this.chain.heard(
				new ChangeMessage(Kind.KEY, 5, sequence, previous, token, "other", "cities", Long.toString(sequence)),
				false);
	}

	private static ChangeMessage clear(long sequence, String previous, String token, String cache) {
		return new ChangeMessage(Kind.CACHE, 5, sequence, previous, token, "other", cache, null);
	}

	private static StripeState state(long sequence, String token, String run) {
		return new StripeState(sequence, token, run, false);
	}

}
