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

package io.github.warmcache.tier.redis;

import io.github.warmcache.tier.redis.PendingInvalidations.Mark;
import io.github.warmcache.tier.redis.PendingInvalidations.Snapshot;
import io.github.warmcache.tier.stripe.RedisKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PendingInvalidations}.
 */
class PendingInvalidationsTests {

	private final PendingInvalidations pending = new PendingInvalidations(3);

	private static RedisKey key(Object key) {
		return new RedisKey(key, 0, new byte[0], new byte[0]);
	}

	@Test
	void nothingIsPendingAtFirst() {
		assertThat(this.pending.contains(1)).isFalse();
		assertThat(this.pending.mark(1)).isNull();
		assertThat(this.pending.markOfAll()).isNull();
	}

	@Test
	void aKeyIsPendingUntilALaterInvalidationSucceeded() {
		this.pending.add(key(1), "");
		Mark mark = this.pending.mark(1);
		assertThat(this.pending.contains(1)).isTrue();
		assertThat(this.pending.contains(2)).isFalse();
		this.pending.remove(1, mark);
		assertThat(this.pending.contains(1)).isFalse();
	}

	@Test
	void aSuccessThatBeganBeforeAFailureDoesNotStandForIt() {
		Mark none = this.pending.mark(1);
		this.pending.add(key(1), "");
		this.pending.remove(1, none);
		assertThat(this.pending.contains(1)).isTrue();
		Mark first = this.pending.mark(1);
		this.pending.add(key(1), "");
		this.pending.remove(1, first);
		assertThat(this.pending.contains(1)).isTrue();
	}

	@Test
	void keysStandInTheOrderOfTheirLastFailures() {
		this.pending.add(key(1), "");
		this.pending.add(key(2), "");
		this.pending.add(key(3), "");
		this.pending.add(key(1), "");
		assertThat(this.pending.oldest(2)).extracting((mark) -> mark.key().key()).containsExactly(2, 3);
		assertThat(this.pending.oldest(9)).extracting((mark) -> mark.key().key()).containsExactly(2, 3, 1);
		assertThat(this.pending.size()).isEqualTo(3);
		this.pending.remove(3, this.pending.mark(3));
		assertThat(this.pending.oldest(9)).extracting((mark) -> mark.key().key()).containsExactly(2, 1);
	}

	@Test
	void theWholeCacheCountsAsOne() {
		this.pending.add(key(1), "");
		this.pending.addAll();
		assertThat(this.pending.size()).isOne();
		assertThat(this.pending.oldest(9)).isEmpty();
		this.pending.removeAll(this.pending.snapshot());
		assertThat(this.pending.size()).isZero();
	}

	@Test
	void tooManyKeysAreTheWholeCache() {
		for (int key = 0; key < 4; key++) {
			this.pending.add(key(key), "");
		}
		assertThat(this.pending.markOfAll()).isNotNull();
		assertThat(this.pending.contains(99)).isTrue();
		this.pending.removeAll(this.pending.snapshot());
		assertThat(this.pending.contains(0)).isFalse();
		assertThat(this.pending.contains(99)).isFalse();
	}

	@Test
	void aClearStandsForWhatWasPendingBeforeIt() {
		this.pending.add(key(1), "");
		this.pending.add(key(2), "");
		Snapshot before = this.pending.snapshot();
		this.pending.add(key(2), "");
		this.pending.add(key(3), "");
		this.pending.removeAll(before);
		assertThat(this.pending.contains(1)).isFalse();
		assertThat(this.pending.contains(2)).isTrue();
		assertThat(this.pending.contains(3)).isTrue();
	}

	@Test
	void aClearDoesNotStandForAFailureDuringIt() {
		this.pending.addAll();
		Snapshot before = this.pending.snapshot();
		this.pending.add(key(1), "");
		this.pending.removeAll(before);
		assertThat(this.pending.contains(1)).isTrue();
	}

}
