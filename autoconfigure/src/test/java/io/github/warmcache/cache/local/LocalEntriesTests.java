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

import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalEntries}.
 */
class LocalEntriesTests {

	private static final LocalTierSettings BY_SIZE = new LocalTierSettings(10L, null, Duration.ofMinutes(1), 0,
			Duration.ofMinutes(1));

	private static final LocalTierSettings BY_WEIGHT = new LocalTierSettings(null, DataSize.ofKilobytes(1),
			Duration.ofMinutes(1), 0, Duration.ofMinutes(1));

	@Test
	void entriesHaveNoFieldThatTheirCacheHasNoUseFor() {
		LocalEntry plain = entry(BY_SIZE, loads(null, null), ValueVersion.NONE);
		assertThat(plain.getClass()).isSameAs(LocalEntry.class);
		assertThat(new ObjectLayouts().of(LocalEntry.class).shallow()).isEqualTo(32);
		assertThat(entry(BY_WEIGHT, loads(null, null), ValueVersion.NONE).weight()).isEqualTo(7);
		assertThat(entry(BY_SIZE, loads(null, null), (value) -> 5).version()).isEqualTo(5);
		assertThat(entry(BY_SIZE, loads(null, 0.5), ValueVersion.NONE).isDue(Duration.ofSeconds(30).toNanos()))
			.isTrue();
		LocalEntry stale = entry(BY_SIZE, loads(Duration.ofHours(1), null), ValueVersion.NONE);
		stale.pauseUntil(Duration.ofSeconds(61).toNanos());
		assertThat(stale.isPaused(Duration.ofSeconds(60).toNanos())).isTrue();
	}

	@Test
	void plainEntryIsDueWhenItExpiresAndIsNeitherPausedNorClaimed() {
		LocalEntry plain = entry(BY_SIZE, loads(null, null), ValueVersion.NONE);
		long end = Duration.ofMinutes(1).toNanos();
		assertThat(plain.isDue(end - 1_000_000)).isFalse();
		assertThat(plain.isDue(end)).isTrue();
		plain.pauseUntil(2 * end);
		assertThat(plain.isPaused(end)).isFalse();
		assertThat(plain.claim(end, 2 * end)).isFalse();
		assertThat(plain.weight()).isOne();
		assertThat(plain.isOlderThan(entry(BY_SIZE, loads(null, null), (value) -> 5))).isFalse();
	}

	private static LoadPolicy loads(@Nullable Duration staleIfError, @Nullable Double refreshAhead) {
		return new LoadPolicy(Duration.ofSeconds(1), 1, staleIfError, refreshAhead);
	}

	private static LocalEntry entry(LocalTierSettings settings, LoadPolicy loads, ValueVersion version) {
		return new LocalEntries(settings, loads, () -> 0, () -> 0, (key, value) -> 7, version,
				new AnswerRule("cities", AnswerRule.EMPTY_CONTAINERS))
			.create("key", "value", Provenance.SOURCE, Deadline.UNLIMITED,
					new Fence(new CallMarks(() -> 0)).mark("key", 0));
	}

}
