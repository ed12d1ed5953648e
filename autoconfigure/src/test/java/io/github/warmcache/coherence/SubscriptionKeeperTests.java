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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubscriptionKeeper}.
 */
class SubscriptionKeeperTests {

	private final List<FakeSubscription> opened = new ArrayList<>();

	private final CoherenceStatistics statistics = new CoherenceStatistics();

	private int acknowledged;

	private final SubscriptionKeeper keeper = new SubscriptionKeeper((acknowledged) -> {
		FakeSubscription subscription = new FakeSubscription(acknowledged);
		this.opened.add(subscription);
		return subscription;
	}, () -> this.acknowledged++, this.statistics);

	@Test
	void itHearsOnceTheServerAcknowledged() {
		this.keeper.keepOpen();
		assertThat(this.keeper.isHearing()).isFalse();
		this.opened.get(0).acknowledged.run();
		assertThat(this.keeper.isHearing()).isTrue();
		assertThat(this.acknowledged).isOne();
		this.keeper.keepOpen();
		assertThat(this.opened).hasSize(1);
	}

	@Test
	void aSubscriptionThatHearsNothingIsReplacedAfterThreeRounds() {
		open();
		this.keeper.round(false);
		this.keeper.round(false);
		assertThat(this.opened.get(0).closed).isFalse();
		assertThat(this.keeper.isHearing()).isTrue();
		this.keeper.round(false);
		assertThat(this.opened.get(0).closed).isTrue();
		assertThat(this.keeper.isHearing()).isFalse();
		open();
		assertThat(this.opened).hasSize(2);
		// Only a round that is heard proves that the new one is better.
		assertThat(this.keeper.isHearing()).isFalse();
		this.keeper.round(true);
		assertThat(this.keeper.isHearing()).isTrue();
		assertThat(this.statistics.count(CoherenceEvent.BEAT_MISSED)).isEqualTo(3);
		assertThat(this.statistics.count(CoherenceEvent.RECONNECT)).isOne();
	}

	@Test
	void aRoundThatIsHeardBringsBackThePatience() {
		open();
		this.keeper.round(false);
		this.keeper.round(false);
		this.keeper.round(true);
		this.keeper.round(false);
		this.keeper.round(false);
		assertThat(this.opened.get(0).closed).isFalse();
	}

	@Test
	void whereReplacingDoesNotHelpItHappensMoreRarely() {
		for (int round = 0; round < 48; round++) {
			open();
			this.keeper.round(false);
		}
		// After 3, 6, 12, 24 and 48 rounds.
		assertThat(this.opened.stream().filter((subscription) -> subscription.closed)).hasSize(5);
	}

	@Test
	void aSubscriptionThatEndedIsReplaced() {
		this.keeper.keepOpen();
		this.opened.get(0).over = true;
		this.keeper.keepOpen();
		assertThat(this.opened).hasSize(2);
		assertThat(this.opened.get(0).closed).isTrue();
	}

	@Test
	void aDriverThatSubscribesAgainByItselfIsCounted() {
		open();
		this.opened.get(0).acknowledged.run();
		assertThat(this.statistics.count(CoherenceEvent.RECONNECT)).isZero();
		this.opened.get(0).acknowledged.run();
		this.opened.get(0).acknowledged.run();
		assertThat(this.statistics.count(CoherenceEvent.RECONNECT)).isOne();
		assertThat(this.acknowledged).isEqualTo(4);
	}

	private void open() {
		this.keeper.keepOpen();
		this.opened.get(this.opened.size() - 1).acknowledged.run();
	}

	/**
	 * A subscription that does what the test says.
	 */
	private static final class FakeSubscription implements Subscription {

		private final Runnable acknowledged;

		private boolean over;

		private boolean closed;

		FakeSubscription(Runnable acknowledged) {
			this.acknowledged = acknowledged;
		}

		@Override
		public boolean isOver() {
			return this.over;
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
