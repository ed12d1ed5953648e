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

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.stripe.KeySpace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a put which comes late is noticed though Redis has evicted what it
 * remembered of the changes of its key.
 */
@Tag("servers")
class EvictedRecordsTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private TierFixture fixture;

	private KeySpace keys;

	private SharedTier first;

	private SharedTier second;

	/**
	 * Keys of one stripe.
	 */
	private List<Integer> neighbours;

	@BeforeEach
	void start() {
		this.fixture = new TierFixture(Servers.redis());
		this.keys = new KeySpace(this.fixture.namespace, "towns", "any", ResolvableType.forClass(Integer.class));
		this.first = towns(ValueVersion.NONE);
		this.second = towns(ValueVersion.NONE);
		int stripe = this.keys.stripe(1);
		this.neighbours = IntStream.iterate(2, (key) -> key + 1)
			.filter((key) -> this.keys.stripe(key) == stripe)
			.limit(4)
			.boxed()
			.toList();
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void aPutThatCameAfterAnotherPodsIsLate() {
		this.first.update(1, "old", HOUR);
		ChangeMark mark = mark(this.first);
		this.second.update(1, "new", HOUR);
		evict();
		assertThat(this.first.update(1, "late", HOUR, mark)).isEqualTo(ChangeOutcome.INVALIDATED);
		assertThat(this.second.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void aPutThatCameAfterARemovalIsLate() {
		this.first.update(1, "old", HOUR);
		ChangeMark mark = mark(this.first);
		this.second.invalidate(1);
		evict();
		assertThat(this.first.update(1, "late", HOUR, mark)).isEqualTo(ChangeOutcome.INVALIDATED);
		assertThat(this.second.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void aPutIfAbsentThatCameAfterARemovalIsLate() {
		this.first.update(1, "old", HOUR);
		ChangeMark mark = mark(this.first);
		this.second.invalidate(1);
		evict();
		assertThat(this.first.putIfAbsent(1, "late", HOUR, mark)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.second.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void changesOfOtherKeysMeanwhileHideNothingAndMakeNothingLate() {
		this.first.update(1, "old", HOUR);
		ChangeMark mark = mark(this.first);
		this.second.invalidate(1);
		this.neighbours.subList(0, 3).forEach((key) -> this.second.update(key, "other", HOUR));
		evict();
		assertThat(this.first.update(1, "late", HOUR, mark)).isEqualTo(ChangeOutcome.INVALIDATED);
		ChangeMark next = mark(this.first);
		this.neighbours.forEach((key) -> this.second.update(key, "other", HOUR));
		evict();
		assertThat(this.first.update(1, "last", HOUR, next)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.second.read(1)).isInstanceOfSatisfying(SharedRead.Hit.class,
				(hit) -> assertThat(hit.value()).isEqualTo("last"));
	}

	@Test
	void aClearMeanwhileMakesAPutLateByItself() {
		this.first.update(1, "old", HOUR);
		ChangeMark mark = mark(this.first);
		this.second.invalidate(1);
		this.second.clear();
		evict();
		assertThat(this.first.update(1, "late", HOUR, mark)).isEqualTo(ChangeOutcome.INVALIDATED);
	}

	@Test
	void versionsOrderPutsButNoRemoval() {
		SharedTier writing = towns(new Length());
		SharedTier other = towns(new Length());
		writing.update(1, "1", HOUR);
		ChangeMark mark = mark(writing);
		other.update(1, "22", HOUR);
		evict();
		assertThat(writing.update(1, "333", HOUR, mark)).as("nobody remembers which is newer")
			.isEqualTo(ChangeOutcome.INVALIDATED);
		ChangeMark again = mark(writing);
		other.update(1, "4444", HOUR);
		assertThat(writing.update(1, "55555", HOUR, again)).isEqualTo(ChangeOutcome.APPLIED);
		ChangeMark next = mark(writing);
		other.invalidate(1);
		evict();
		assertThat(writing.update(1, "666666", HOUR, next)).isEqualTo(ChangeOutcome.INVALIDATED);
	}

	@Test
	void anOlderVersionIsLateWhereNobodyRemembersTheNewerOne() {
		SharedTier writing = towns(new Length());
		SharedTier other = towns(new Length());
		writing.update(1, "1", HOUR);
		ChangeMark mark = mark(writing);
		other.update(1, "333", HOUR);
		evict();
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			connection.keyCommands().del(this.keys.locate(1).name());
		}
		this.fixture.clock.advance(HOUR);
		assertThat(writing.update(1, "22", HOUR, mark)).isEqualTo(ChangeOutcome.INVALIDATED);
		assertThat(other.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	private static ChangeMark mark(SharedTier tier) {
		ChangeMark.Source marks = tier.changeMarks();
		assertThat(marks).isNotNull();
		return marks.mark();
	}

	private void evict() {
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			connection.keyCommands().del(this.keys.changeName(this.keys.locate(1)));
		}
	}

	private SharedTier towns(ValueVersion version) {
		return this.fixture.pod()
			.create("towns", ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class), version);
	}

	/**
	 * Version of a text that grows.
	 */
	private static final class Length implements ValueVersion {

		@Override
		public long of(@Nullable Object value) {
			return (value != null) ? ((String) value).length() : UNVERSIONED;
		}

		@Override
		public String scheme() {
			return "length";
		}

	}

}
