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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
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
 * Tests that Redis knows of the changes that a lagging source may not know of, whether or
 * not a pod has heard of them. Time passes by what Redis remembers being shortened.
 */
@Tag("servers")
class HeldOffLoadsTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration HOLD_OFF = Duration.ofSeconds(40);

	private static final Duration LEFT = SharedTier.CHANGES_REMEMBERED.minus(HOLD_OFF);

	private TierFixture fixture;

	private KeySpace keys;

	private SharedTier changing;

	private SharedTier loading;

	@BeforeEach
	void start() {
		this.fixture = new TierFixture(Servers.redis());
		this.keys = new KeySpace(this.fixture.namespace, "towns", "any", ResolvableType.forClass(Integer.class));
		this.changing = towns(HOLD_OFF);
		this.loading = towns(HOLD_OFF);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void aKeyThatWasNotChangedIsLoadedAsEver() {
		this.changing.invalidate(2);
		FillTicket ticket = ticket(1);
		assertThat(ticket.isHeldOff()).isFalse();
		assertThat(this.loading.fill(1, "loaded", HOUR, ticket)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void anInvalidationHoldsOffForItsTime() {
		this.changing.invalidate(1);
		assertThat(ticket(1).isHeldOff()).isTrue();
		shorten(this.keys.changeName(this.keys.locate(1)), LEFT);
		assertThat(ticket(1).isHeldOff()).isFalse();
	}

	@Test
	void aPutThatIsGoneHoldsOff() {
		this.changing.update(1, "put", HOUR);
		assertThat(this.loading.read(1)).isInstanceOf(SharedRead.Hit.class);
		this.changing.update(1, "put", Duration.ofMillis(1));
		this.fixture.clock.advance(HOUR);
		assertThat(ticket(1).isHeldOff()).isTrue();
	}

	@Test
	void aRefreshIsHeldOff() {
		this.changing.update(1, "put", HOUR);
		SharedRead read = this.loading.readAhead(1, HOUR.multipliedBy(2));
		assertThat(read).isInstanceOfSatisfying(SharedRead.Miss.class,
				(miss) -> assertThat(miss.ticket()).matches(FillTicket::isHeldOff));
	}

	@Test
	void aClearHoldsOffAllKeysForItsTime() {
		this.changing.clear();
		for (int key = 0; key < 100; key++) {
			assertThat(ticket(key).isHeldOff()).isTrue();
			shorten(this.keys.clearName(this.keys.stripe(key)), LEFT);
			assertThat(ticket(key).isHeldOff()).isFalse();
			shorten(this.keys.clearName(this.keys.stripe(key)), SharedTier.CHANGES_REMEMBERED);
		}
	}

	@Test
	void aLongHoldOffIsOneOfTheTimeThatChangesAreRemembered() {
		SharedTier slow = towns(HOUR);
		slow.invalidate(1);
		shorten(this.keys.changeName(this.keys.locate(1)), Duration.ofSeconds(10));
		assertThat(ticket(slow, 1).isHeldOff()).isTrue();
		redis((connection) -> connection.keyCommands().del(this.keys.changeName(this.keys.locate(1))));
		assertThat(ticket(slow, 1).isHeldOff()).isFalse();
	}

	@Test
	void withoutHoldOffNothingIsHeldOff() {
		SharedTier plain = towns(null);
		plain.invalidate(1);
		plain.clear();
		assertThat(ticket(plain, 1).isHeldOff()).isFalse();
		Boolean cleared = redis((connection) -> connection.keyCommands().exists(this.keys.clearName(0)));
		assertThat(cleared).isFalse();
	}

	@Test
	void ofManyThoseThatWereChangedAreLeftOut() {
		this.changing.invalidate(1);
		this.changing.invalidate(2);
		shorten(this.keys.changeName(this.keys.locate(2)), LEFT);
		List<Object> superseded = new ArrayList<>();
		BulkFill fill = this.loading.beginFill(superseded::add);
		fill.add(1, "before", HOUR);
		fill.add(2, "after", HOUR);
		fill.add(3, "ever", HOUR);
		fill.close();
		assertThat(superseded).containsExactly(1);
		assertThat(fill.stored()).isEqualTo(2);
		assertThat(this.loading.readAll(List.of(1, 2, 3))).containsOnlyKeys(2, 3);
	}

	@Test
	void manyAreAsOldAsTheBeginningOfTheirLoad() {
		this.changing.invalidate(1);
		List<Object> superseded = new ArrayList<>();
		BulkFill fill = this.loading.beginFill(superseded::add);
		this.fixture.clock.advance(HOLD_OFF);
		shorten(this.keys.changeName(this.keys.locate(1)), LEFT);
		fill.add(1, "before", HOUR);
		fill.close();
		assertThat(superseded).containsExactly(1);
	}

	private FillTicket ticket(int key) {
		return ticket(this.loading, key);
	}

	private FillTicket ticket(SharedTier tier, int key) {
		SharedRead.Miss miss = (SharedRead.Miss) tier.readOrLease(key);
		FillTicket ticket = miss.ticket();
		assertThat(ticket).isNotNull();
		tier.release(key, ticket);
		return ticket;
	}

	private SharedTier towns(@Nullable Duration holdOff) {
		RedisSharedTierFactory factory = this.fixture.pod();
		factory.holdOff((cacheName) -> holdOff);
		return factory.create("towns", ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class),
				ValueVersion.NONE);
	}

	private void shorten(byte[] name, Duration left) {
		Boolean shortened = redis((connection) -> connection.keyCommands().pExpire(name, left.toMillis()));
		assertThat(shortened).isTrue();
	}

	private <T> T redis(Function<RedisConnection, T> call) {
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			return call.apply(connection);
		}
	}

}
