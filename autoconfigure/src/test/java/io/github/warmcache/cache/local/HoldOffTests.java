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

package io.github.warmcache.cache.local;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.FakeSharedTier;
import io.github.warmcache.cache.FakeTicker;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.TestCaches;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what a source that lags behind answers after a change is not kept for long.
 */
class HoldOffTests {

	private static final Duration HOLD_OFF = Duration.ofSeconds(5);

	private static final Duration PAUSE = Duration.ofMillis(600);

	private final FakeTicker ticker = new FakeTicker();

	private final Replica replica = new Replica();

	private final FakeSharedTier shared = new FakeSharedTier();

	private final TieredCache cache = build(HOLD_OFF, null);

	@Test
	void anAnswerAfterAnEvictionIsKeptForAMomentOnly() {
		read();
		this.cache.evict("a");
		assertThat(read()).isEqualTo("old");
		assertThat(read()).isEqualTo("old");
		assertThat(this.replica.loads).hasValue(2);
		this.replica.value = "new";
		this.ticker.advance(PAUSE);
		assertThat(read()).isEqualTo("new");
		assertThat(this.replica.loads).hasValue(3);
	}

	@Test
	void anAnswerAfterTheHoldOffIsKept() {
		read();
		this.cache.evict("a");
		this.ticker.advance(HOLD_OFF);
		this.replica.value = "new";
		assertThat(read()).isEqualTo("new");
		this.ticker.advance(Duration.ofMinutes(5));
		read();
		assertThat(this.replica.loads).hasValue(2);
	}

	@Test
	void anAnswerThatComesAfterTheHoldOffWasAskedForBefore() {
		read();
		this.cache.evict("a");
		this.replica.onLoad = () -> this.ticker.advance(HOLD_OFF);
		assertThat(read()).isEqualTo("old");
		this.replica.onLoad = () -> {
		};
		this.replica.value = "new";
		this.ticker.advance(PAUSE);
		assertThat(read()).isEqualTo("new");
	}

	@Test
	void everyKindOfChangeBeginsIt() {
		assertHeldOff(() -> this.cache.clear());
		assertHeldOff(() -> this.cache.put("a", "put"));
		assertHeldOff(() -> this.cache.localCopies().drop("a"));
		assertHeldOff(() -> this.cache.localCopies().dropReplaced("a"));
		assertHeldOff(() -> {
			for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
				this.cache.localCopies().clearStripe(stripe);
			}
		});
	}

	private void assertHeldOff(Runnable change) {
		this.ticker.advance(Duration.ofHours(1));
		read();
		change.run();
		this.ticker.advance(Duration.ofSeconds(1));
		this.cache.getNativeCache().invalidate("a");
		read();
		int loads = this.replica.loads.get();
		this.ticker.advance(PAUSE);
		read();
		assertThat(this.replica.loads).hasValue(loads + 1);
	}

	@Test
	void otherKeysAreKept() {
		read();
		this.cache.evict("a");
		this.cache.get("b", () -> "method");
		this.ticker.advance(Duration.ofMinutes(5));
		int loads = this.replica.loads.get();
		this.cache.get("b", () -> "method");
		assertThat(this.replica.loads).hasValue(loads);
	}

	@Test
	void messagesThatMayHaveBeenLostDoNotBeginIt() {
		read();
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			this.cache.localCopies().dropStripe(stripe);
		}
		read();
		this.ticker.advance(Duration.ofMinutes(5));
		read();
		assertThat(this.replica.loads).hasValue(2);
	}

	@Test
	void whatWasPutIsNotLoadedAheadOfItsExpiry() {
		LoadPolicy policy = new LoadPolicy(Duration.ofSeconds(10), 64, null, 0.5, TestCaches.TTL);
		TieredCache ahead = TestCaches.loading(policy, null)
			.ticker(this.ticker)
			.source(this.replica)
			.executor(Runnable::run)
			.build();
		ahead.put("a", "put");
		this.ticker.advance(Duration.ofMinutes(6));
		ahead.get("a", () -> "method");
		assertThat(ahead.get("a", () -> "method")).isEqualTo("put");
		assertThat(this.replica.loads).hasValue(0);
	}

	@Test
	void anAnswerIsNotServedForLongIfTheSourceFails() {
		TieredCache stale = stale();
		stale.get("a", () -> "method");
		stale.evict("a");
		assertThat(stale.<String>get("a", () -> "method")).isEqualTo("old");
		assertFailsAfterThePause(stale);
	}

	@Test
	void whatAWarmUpKeptForAMomentIsNotServedForLongIfTheSourceFails() {
		TieredCache stale = stale();
		stale.evict("a");
		this.ticker.advance(HOLD_OFF.minus(PAUSE));
		try (CacheFill fill = stale.beginFill(false)) {
			fill.put("a", "old");
		}
		assertThat(stale.localContents().holds("a")).isTrue();
		assertFailsAfterThePause(stale);
	}

	@Test
	void whatWasLoadedAfterItIsServedIfTheSourceFails() {
		TieredCache stale = stale();
		stale.evict("a");
		this.ticker.advance(HOLD_OFF);
		stale.get("a", () -> "method");
		this.replica.fail();
		this.ticker.advance(TestCaches.TTL);
		assertThat(stale.<String>get("a", HoldOffTests::failingMethod)).isEqualTo("old");
	}

	private void assertFailsAfterThePause(TieredCache stale) {
		this.replica.fail();
		this.ticker.advance(PAUSE);
		assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> stale.get("a", HoldOffTests::failingMethod));
	}

	private TieredCache stale() {
		return TestCaches.loading(new LoadPolicy(Duration.ofSeconds(10), 64, Duration.ofHours(2), null, HOLD_OFF), null)
			.ticker(this.ticker)
			.source(this.replica)
			.build();
	}

	private static String failingMethod() {
		throw new IllegalStateException("The database is down");
	}

	@Test
	void withoutItAnAnswerIsKept() {
		TieredCache plain = build(null, null);
		plain.get("a", () -> "method");
		plain.evict("a");
		plain.get("a", () -> "method");
		this.ticker.advance(Duration.ofMinutes(5));
		plain.get("a", () -> "method");
		assertThat(this.replica.loads).hasValue(2);
	}

	@Test
	void theSharedTierIsNotGivenTheAnswer() {
		TieredCache sharing = build(HOLD_OFF, this.shared);
		sharing.get("a", () -> "method");
		assertThat(this.shared.calls).contains("fill");
		sharing.evict("a");
		this.shared.calls.clear();
		assertThat(sharing.get("a", () -> "method")).isEqualTo("old");
		assertThat(this.shared.calls).doesNotContain("fill").contains("release");
		this.ticker.advance(HOLD_OFF);
		sharing.get("a", () -> "method");
		assertThat(this.shared.calls).contains("fill");
	}

	@Test
	void aWarmUpKeepsWhatWasChangedUntilTheEnd() {
		read();
		this.cache.evict("a");
		this.ticker.advance(Duration.ofSeconds(1));
		try (CacheFill fill = this.cache.beginFill(false)) {
			fill.put("a", "old");
			fill.put("b", "old");
		}
		this.ticker.advance(HOLD_OFF.minusMillis(1100));
		assertThat(this.cache.localContents().holds("a")).isTrue();
		this.ticker.advance(Duration.ofMillis(200));
		assertThat(this.cache.localContents().holds("a")).isFalse();
		assertThat(this.cache.localContents().holds("b")).isTrue();
	}

	@Test
	void whatAWarmUpReadBeforeTheEndIsOldAfterIt() {
		read();
		this.cache.evict("a");
		try (CacheFill fill = this.cache.beginFill(false)) {
			this.ticker.advance(HOLD_OFF.multipliedBy(2));
			fill.put("a", "old");
			fill.put("b", "old");
		}
		assertThat(this.cache.localContents().holds("a")).isTrue();
		this.ticker.advance(PAUSE);
		assertThat(this.cache.localContents().holds("a")).isFalse();
		assertThat(this.cache.localContents().holds("b")).isTrue();
	}

	@Test
	void theSharedTierMayKnowOfAChangeBeforeThisPodDoes() {
		TieredCache sharing = build(HOLD_OFF, this.shared);
		this.shared.nextRead = new SharedRead.Miss(MissCause.ABSENT, new HeldOff());
		sharing.get("a", () -> "method");
		assertThat(this.shared.calls).doesNotContain("fill").contains("release");
		this.replica.value = "new";
		this.ticker.advance(PAUSE);
		assertThat(sharing.<String>get("a", () -> "method")).isEqualTo("new");
	}

	@Test
	void whatWasPutIsNotLoadedAheadIfTheSharedTierKnows() {
		LoadPolicy policy = new LoadPolicy(Duration.ofSeconds(10), 64, null, 0.5, HOLD_OFF);
		TieredCache ahead = TestCaches.loading(policy, Duration.ofHours(1))
			.ticker(this.ticker)
			.source(this.replica)
			.sharedTier(this.shared)
			.executor(Runnable::run)
			.build();
		ahead.get("a", () -> "method");
		this.ticker.advance(Duration.ofMinutes(6));
		this.shared.nextRead = new SharedRead.Miss(MissCause.ABSENT, new HeldOff());
		ahead.get("a", () -> "method");
		assertThat(this.shared.calls).contains("ahead", "release");
		assertThat(this.replica.loads).hasValue(1);
	}

	private String read() {
		return this.cache.get("a", () -> "method");
	}

	private TieredCache build(@Nullable Duration holdOff, @Nullable SharedTier shared) {
		LoadPolicy policy = new LoadPolicy(Duration.ofSeconds(10), 64, null, null, holdOff);
		return TestCaches.loading(policy, (shared != null) ? Duration.ofHours(1) : null)
			.ticker(this.ticker)
			.source(this.replica)
			.sharedTier(shared)
			.build();
	}

	/**
	 * Source that has what is written to it later than its reader.
	 */
	private static final class Replica implements CacheSource<String, String> {

		private final AtomicInteger loads = new AtomicInteger();

		private volatile String value = "old";

		private volatile Runnable onLoad = () -> {
		};

		void fail() {
			this.onLoad = () -> {
				throw new IllegalStateException("The replica is down");
			};
		}

		@Override
		public String load(String key) {
			this.loads.incrementAndGet();
			String read = this.value;
			this.onLoad.run();
			return read;
		}

	}

	/**
	 * Ticket of a key that this pod has not heard the last change of.
	 */
	private static final class HeldOff implements FillTicket {

		@Override
		public boolean isHeldOff() {
			return true;
		}

	}

}
