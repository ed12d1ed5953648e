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
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.tier.ValueOrigin;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntryTime}.
 */
class EntryTimeTests {

	private static final long MILLI = 1_000_000;

	private final Random random = new Random(1);

	@Test
	void expiryIsNeverLateAndHardlyEarly() {
		for (int i = 0; i < 100_000; i++) {
			// A ticker may begin anywhere.
			long expiresAt = this.random.nextLong();
			long packed = pack(expiresAt, this.random.nextLong() >>> this.random.nextInt(1, 64));
			assertThat(expiresAt - packed).isBetween(0L, 530_000L);
		}
	}

	@Test
	void nothingAndOriginAreKept() {
		for (ValueOrigin origin : ValueOrigin.values()) {
			for (boolean nothing : new boolean[] { true, false }) {
				for (long life : new long[] { -1, 0, 60_000 * MILLI, Long.MAX_VALUE }) {
					long packed = EntryTime.pack(this.random.nextLong(), life, origin, nothing);
					assertThat(EntryTime.origin(packed)).isEqualTo(origin);
					assertThat(EntryTime.isNothing(packed)).isEqualTo(nothing);
				}
			}
		}
	}

	@Test
	void ageIsTooShortByLessThanATwoThousandthOfTheLife() {
		for (int i = 0; i < 100_000; i++) {
			long madeAt = this.random.nextLong();
			long life = this.random.nextLong(1, TimeUnit.DAYS.toNanos(36_500) >>> this.random.nextInt(50));
			long age = this.random.nextLong(life);
			long packed = EntryTime.pack(madeAt + life, life, ValueOrigin.SOURCE, false);
			long most = life / 2048 + MILLI;
			assertThat(age - EntryTime.age(packed, madeAt + age)).isBetween(-1_530_000L, most);
		}
	}

	@Test
	void ageOfAnHourIsExactToTheSecond() {
		long life = Duration.ofHours(1).toNanos();
		long packed = EntryTime.pack(life, life, ValueOrigin.METHOD, false);
		assertThat(EntryTime.age(packed, 0)).isZero();
		assertThat(EntryTime.age(packed, life / 2)).isBetween(life / 2 - 1000 * MILLI, life / 2 + MILLI);
		// Also once it has expired and is served stale.
		assertThat(EntryTime.age(packed, 2 * life)).isBetween(2 * life - 2000 * MILLI, 2 * life + MILLI);
	}

	@Test
	void ageThatDoesNotFitOrIsNotKnownIsUnknown() {
		assertThat(EntryTime.age(pack(0, -1), 0)).isNegative();
		assertThat(EntryTime.age(pack(0, ((1L << 42) - 1) * MILLI), 0)).isPositive();
		assertThat(EntryTime.age(pack(0, (1L << 42) * MILLI), 0)).isNegative();
		assertThat(EntryTime.age(pack(0, Long.MAX_VALUE), 0)).isNegative();
		assertThat(EntryTime.age(pack(0, 0), 0)).isNotNegative();
	}

	private static long pack(long expiresAt, long life) {
		return EntryTime.pack(expiresAt, life, ValueOrigin.SOURCE, false);
	}

}
