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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StripeChain}.
 */
class StripeChainTests {

	private static final int STRIPE = 5;

	private final List<String> drops = new ArrayList<>();

	private final CoherenceStatistics statistics = new CoherenceStatistics();

	private StripeChain chain;

	private StripeState knownWhenDropped;

	@BeforeEach
	void knowTheThirdChange() {
		this.chain = new StripeChain(STRIPE, new StripeChain.Drops() {

			@Override
			public void drop(ChangeMessage change) {
				StripeChainTests.this.drops.add(String.valueOf(change.key()));
			}

			@Override
			public void dropStripe(int stripe, Predicate<String> caches) {
				assertThat(stripe).isEqualTo(STRIPE);
				StripeChainTests.this.knownWhenDropped = StripeChainTests.this.chain.known();
				StripeChainTests.this.drops.add("stripe");
			}

		}, this.statistics);
		settle(3, "t3");
		this.drops.clear();
	}

	@Test
	void theNextChangeDropsItsKeyOnly() {
		hear(4, "t3", "t4");
		hear(5, "t4", "t5");
		assertThat(this.drops).containsExactly("4", "5");
		assertKnown(5, "t5");
		assertThat(this.chain.isUnsettled()).isFalse();
	}

	@Test
	void aChangeOfOnesOwnDropsNothingAndIsKnown() {
		this.chain.heard(change(4, "t3", "t4"), true);
		assertThat(this.drops).isEmpty();
		assertKnown(4, "t4");
	}

	@Test
	void aChangeThatWasHeardBeforeIsNoGap() {
		hear(2, "t1", "t2");
		hear(3, "t2", "t3");
		assertThat(this.drops).containsExactly("2", "3");
		assertKnown(3, "t3");
		assertThat(this.statistics.count(CoherenceEvent.GAP)).isZero();
	}

	@Test
	void aMissingChangeDropsTheStripeBeforeAnythingIsKnown() {
		hear(5, "t4", "t5");
		assertThat(this.drops).containsExactly("5", "stripe");
		assertThat(this.knownWhenDropped.sequence()).isEqualTo(3);
		assertThat(this.chain.isUnsettled()).isTrue();
		assertThat(this.statistics.count(CoherenceEvent.GAP)).isOne();
		assertKnown(3, "t3");
	}

	@Test
	void aMissingChangeIsNoticedOfOnesOwnChangeToo() {
		this.chain.heard(change(5, "t4", "t5"), true);
		assertThat(this.drops).containsExactly("stripe");
	}

	@Test
	void theNextNumberAfterAnotherPastIsAGap() {
		hear(4, "other", "t4");
		assertThat(this.drops).containsExactly("4", "stripe");
	}

	@Test
	void theSameNumberWithAnotherNameIsAGap() {
		hear(3, "other", "another");
		assertThat(this.drops).containsExactly("3", "stripe");
	}

	@Test
	void afterAGapTheServerSaysWhereTheStripeStands() {
		hear(5, "t4", "t5");
		this.drops.clear();
		hear(6, "t5", "t6");
		hear(7, "t6", "t7");
		assertThat(this.drops).containsExactly("6", "7");
		settle(6, "t6");
		assertThat(this.drops).containsExactly("6", "7", "stripe");
		assertThat(this.knownWhenDropped.sequence()).isEqualTo(3);
		// The seventh was heard meanwhile.
		assertKnown(7, "t7");
		assertThat(this.chain.isUnsettled()).isFalse();
	}

	@Test
	void manyChangesAfterAGapAreRemembered() {
		hear(5, "t4", "t5");
		for (int i = 6; i < 1000; i++) {
			hear(i, "t" + (i - 1), "t" + i);
		}
		settle(990, "t990");
		assertKnown(999, "t999");
	}

	@Test
	void aForgedGapIsHealedByTheServer() {
		hear(1L << 52, "x", "y");
		this.drops.clear();
		settle(3, "t3");
		assertThat(this.drops).isEmpty();
		assertKnown(3, "t3");
		hear(4, "t3", "t4");
		assertThat(this.drops).containsExactly("4");
	}

	@Test
	void theFirstChangeOfAnotherHistoryIsAGap() {
		hear(1, "", "another");
		assertThat(this.drops).containsExactly("1", "stripe");
	}

	@Test
	void aLostHistoryDropsTheStripeAndAsksTheServer() {
		this.chain.heard(new ChangeMessage(Kind.ALL, STRIPE, 9, "x", "t9", "other", "", null), false);
		assertThat(this.drops).containsExactly("stripe");
		assertThat(this.chain.isUnsettled()).isTrue();
		settle(9, "t9");
		assertKnown(9, "t9");
		assertThat(this.statistics.count(CoherenceEvent.GAP)).isZero();
	}

	@Test
	void aLostHistoryThatIsKnownDropsNothing() {
		settle(9, "t9");
		this.drops.clear();
		this.chain.heard(new ChangeMessage(Kind.ALL, STRIPE, 9, "x", "t9", "me", "", null), true);
		assertThat(this.drops).isEmpty();
	}

	@Test
	void aBeatThatAgreesDropsNothing() {
		this.chain.heard(new BeatMessage.Stand(STRIPE, 3, "t3"));
		hear(4, "t3", "t4");
		this.chain.heard(new BeatMessage.Stand(STRIPE, 4, "t4"));
		assertThat(this.drops).containsExactly("4");
	}

	@Test
	void aBeatThatOvertookAChangeDropsTheStripe() {
		this.chain.heard(new BeatMessage.Stand(STRIPE, 4, "t4"));
		assertThat(this.drops).containsExactly("stripe");
		assertThat(this.chain.isUnsettled()).isTrue();
	}

	@Test
	void aBeatOfAnotherPastDropsTheStripe() {
		this.chain.heard(new BeatMessage.Stand(STRIPE, 3, "other"));
		assertThat(this.drops).containsExactly("stripe");
	}

	@Test
	void theAnswerFindsWhatTheChannelDidNotBring() {
		StripeState before = this.chain.known();
		this.chain.check(before, state(4, "t4"));
		assertThat(this.drops).containsExactly("stripe");
		assertThat(this.statistics.count(CoherenceEvent.GAP)).isOne();
	}

	@Test
	void theAnswerMayBeOlderThanWhatWasHeardSince() {
		StripeState before = this.chain.known();
		hear(4, "t3", "t4");
		hear(5, "t4", "t5");
		this.chain.check(before, state(4, "t4"));
		assertThat(this.drops).containsExactly("4", "5");
	}

	@Test
	void anAnswerFromBeforeWhatWasKnownIsALostHistory() {
		this.chain.check(this.chain.known(), state(2, "t2"));
		assertThat(this.drops).containsExactly("stripe");
		assertThat(this.chain.isUnsettled()).isTrue();
		// What was known is what the server has to be asked with.
		assertKnown(3, "t3");
	}

	@Test
	void aSubscriptionThatMissedNothingDropsNothing() {
		this.chain.doubt();
		assertThat(this.chain.isUnsettled()).isTrue();
		settle(3, "t3");
		assertThat(this.drops).isEmpty();
		assertThat(this.chain.isUnsettled()).isFalse();
	}

	@Test
	void aSubscriptionThatMissedAChangeDropsTheStripe() {
		this.chain.doubt();
		settle(4, "t4");
		assertThat(this.drops).containsExactly("stripe");
		assertThat(this.knownWhenDropped.sequence()).isEqualTo(3);
	}

	@Test
	void whatIsHeardWhileTheServerIsAskedIsNotDroppedOnceMore() {
		this.chain.doubt();
		StripeState asked = this.chain.ask();
		hear(4, "t3", "t4");
		hear(5, "t4", "t5");
		this.chain.settle(asked, state(4, "t4"));
		assertThat(this.drops).containsExactly("4", "5");
		assertKnown(5, "t5");
	}

	@Test
	void aDoubtThatComesWhileTheServerIsAskedStays() {
		this.chain.doubt();
		StripeState asked = this.chain.ask();
		this.chain.doubt();
		this.chain.settle(asked, state(3, "t3"));
		assertThat(this.chain.isUnsettled()).isTrue();
	}

	@Test
	void aResetDropsTheStripe() {
		this.chain.doubt();
		this.chain.settle(this.chain.ask(), new StripeState(4, "fresh", "run2", true));
		assertThat(this.drops).containsExactly("stripe");
		assertKnown(4, "fresh");
		assertThat(this.chain.known().run()).isEqualTo("run2");
		assertThat(this.statistics.count(CoherenceEvent.RESET)).isOne();
	}

	@Test
	void anAnswerThatNeverCameIsAskedForAgain() {
		this.chain.doubt();
		this.chain.ask();
		this.chain.unanswered();
		assertThat(this.chain.isUnsettled()).isTrue();
	}

	@Test
	void aNewPodIsUnsettledAndDropsNothingForAnUntouchedStripe() {
		StripeChain fresh = new StripeChain(STRIPE, new StripeChain.Drops() {

			@Override
			public void drop(ChangeMessage change) {
				StripeChainTests.this.drops.add("key");
			}

			@Override
			public void dropStripe(int stripe, Predicate<String> caches) {
				StripeChainTests.this.drops.add("stripe");
			}

		}, this.statistics);
		assertThat(fresh.isUnsettled()).isTrue();
		fresh.heard(change(1, "", "t1"), false);
		fresh.settle(fresh.ask(), StripeState.UNTOUCHED);
		assertThat(this.drops).containsExactly("key");
		assertThat(fresh.known().sequence()).isOne();
		assertThat(fresh.isUnsettled()).isFalse();
	}

	private void hear(long sequence, String previous, String token) {
		this.chain.heard(change(sequence, previous, token), false);
	}

	private void settle(long sequence, String token) {
		this.chain.settle(this.chain.ask(), state(sequence, token));
	}

	private void assertKnown(long sequence, String token) {
		assertThat(this.chain.known().isAt(state(sequence, token))).isTrue();
	}

	private static StripeState state(long sequence, String token) {
		return new StripeState(sequence, token, "run", false);
	}

	private static ChangeMessage change(long sequence, String previous, String token) {
		return new ChangeMessage(Kind.KEY, STRIPE, sequence, previous, token, "other", "cities",
				Long.toString(sequence));
	}

}
