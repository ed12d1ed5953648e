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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.ChangeMark;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.stripe.KeySpace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the shared tier does for values with versions, and for loads ahead of their
 * expiry.
 */
abstract class VersionedTierContract {

	static final Duration HOUR = Duration.ofHours(1);

	static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

	static final Row V1 = new Row("one", 1L);

	static final Row V2 = new Row("two", 2L);

	static final Row UNVERSIONED = new Row("any", null);

	TierFixture fixture;

	SharedTier pod;

	SharedTier other;

	@BeforeEach
	void start() {
		this.fixture = fixture();
		this.pod = rows();
		this.other = rows();
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	TierFixture fixture() {
		return new TierFixture(Servers.redis());
	}

	RedisConnectionFactory connectionFactory(TierFixture fixture) {
		return fixture.application;
	}

	SharedTier rows() {
		return this.fixture.pod(connectionFactory(this.fixture), TierFixture.PATIENT, TierFixture.SMALL)
			.create("rows", ResolvableType.forClass(Integer.class), ResolvableType.forClass(Row.class),
					new RowVersion());
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MIN_VALUE + 1, -2, -1, 0, 1, 15, 16, Long.MAX_VALUE - 1 })
	void anOlderUpdateIsDroppedAndNotTold(long version) {
		Row newer = new Row("newer", version + 1);
		assertThat(this.pod.update(1, newer, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		String sequence = sequence(1);
		assertThat(this.other.update(1, new Row("older", version), HOUR)).isEqualTo(ChangeOutcome.SUPERSEDED);
		assertThat(value(this.pod, 1)).isEqualTo(newer);
		assertThat(value(this.other, 1)).isEqualTo(newer);
		assertThat(sequence(1)).isEqualTo(sequence);
		assertThat(this.other.update(1, new Row("equal", version + 1), HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(value(this.pod, 1)).isEqualTo(new Row("equal", version + 1));
	}

	@Test
	void aNewerUpdateReplaces() {
		this.pod.update(1, V1, HOUR);
		assertThat(this.other.update(1, V2, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(value(this.pod, 1)).isEqualTo(V2);
	}

	@Test
	void whatHasNoVersionReplacesAndIsReplaced() {
		this.pod.update(1, V2, HOUR);
		assertThat(this.pod.update(1, UNVERSIONED, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(value(this.other, 1)).isEqualTo(UNVERSIONED);
		assertThat(this.pod.update(1, null, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(value(this.other, 1)).isNull();
		assertThat(this.pod.update(1, V2, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(value(this.other, 1)).isEqualTo(V2);
	}

	@Test
	void theNewerVersionStandsWhateverComesBetween() {
		List<Runnable> changes = List.of(() -> this.other.invalidate(1), () -> this.other.clear(),
				() -> this.fixture.clock.advance(HOUR.plusSeconds(1)), () -> this.other.update(1, UNVERSIONED, HOUR));
		for (Runnable change : changes) {
			this.pod.update(1, V2, HOUR);
			change.run();
			assertThat(this.pod.update(1, V1, HOUR)).isEqualTo(ChangeOutcome.INVALIDATED);
			assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
			assertThat(this.other.update(1, V2, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		}
	}

	@Test
	void aPutThatBeganWhenNothingWasKnownIsLateAfterAChangeOrAClear() {
		assertThat(this.pod.update(1, V1, HOUR, ChangeMark.Vague.RECENT)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.pod.update(1, V2, HOUR, ChangeMark.Vague.RECENT)).isEqualTo(ChangeOutcome.INVALIDATED);
		assertThat(this.pod.update(2, V1, HOUR, ChangeMark.Vague.RECENT)).isEqualTo(ChangeOutcome.APPLIED);
		this.other.clear();
		assertThat(this.pod.update(3, V1, HOUR, ChangeMark.Vague.RECENT)).isEqualTo(ChangeOutcome.INVALIDATED);
		assertThat(this.pod.update(4, UNVERSIONED, HOUR, ChangeMark.Vague.RECENT)).isEqualTo(ChangeOutcome.INVALIDATED);
		assertThat(this.other.read(3)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void whatIsLoadedAfterAnInvalidationMayHaveAnyVersion() {
		this.pod.update(1, V2, HOUR);
		this.other.invalidate(1);
		fill(this.pod, 1, V1);
		assertThat(value(this.other, 1)).isEqualTo(V1);
		this.pod.update(2, V2, HOUR);
		this.other.clear();
		fill(this.pod, 2, V1);
		assertThat(value(this.other, 2)).isEqualTo(V1);
	}

	@Test
	void whatIsLoadedIsNotOlderThanAValueThatTheServerEvicted() {
		this.pod.update(1, V2, HOUR);
		redis((connection) -> connection.keyCommands().del(name(1)));
		assertThat(this.pod.fill(1, V1, HOUR, ticket(this.pod.readOrLease(1)))).isEqualTo(FillOutcome.SUPERSEDED);
		List<Object> superseded = new ArrayList<>();
		try (BulkFill fill = this.pod.beginFill(superseded::add)) {
			fill.add(1, V1, HOUR);
			fill.add(2, V1, HOUR);
		}
		assertThat(superseded).containsExactly(1);
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		fill(this.pod, 1, V2);
	}

	@Test
	void anOlderFillIsRefused() {
		FillTicket early = ticket(this.pod.read(1));
		FillTicket late = ticket(this.other.read(1));
		assertThat(this.other.fill(1, V2, HOUR, late)).isEqualTo(FillOutcome.STORED);
		assertThat(this.pod.fill(1, V1, HOUR, early)).isEqualTo(FillOutcome.SUPERSEDED);
		assertThat(value(this.pod, 1)).isEqualTo(V2);
		assertThat(this.pod.fill(1, V2, HOUR, early)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void aBulkFillNamesWhatItIsTooLateFor() {
		for (int key = 0; key < 100; key += 3) {
			this.other.update(key, V2, HOUR);
		}
		List<Object> superseded = new ArrayList<>();
		BulkFill fill = this.pod.beginFill(superseded::add);
		for (int key = 0; key < 100; key++) {
			fill.add(key, V1, HOUR);
		}
		fill.close();
		assertThat(superseded).hasSize(34).allMatch((key) -> (int) key % 3 == 0).doesNotHaveDuplicates();
		assertThat(fill.stored()).isEqualTo(66);
		assertThat(IntStream.range(0, 100))
			.allSatisfy((key) -> assertThat(value(this.pod, key)).isEqualTo((key % 3 == 0) ? V2 : V1));
	}

	@Test
	void aForgedVersionDoesNotKeepValuesOut() {
		this.pod.update(1, V1, HOUR);
		String stored = stored(1);
		String version = "8000000000000001";
		assertThat(stored).containsOnlyOnce(version + "p");
		for (String forged : List.of(stored.replace(version, "zzzzzzzzzzzzzzzz"),
				stored.replace(version, "FFFFFFFFFFFFFFFF"),
				stored.substring(0, stored.indexOf(version)) + "ffffffff")) {
			write(1, forged);
			assertThat(miss(this.pod.read(1)).cause()).isEqualTo(MissCause.UNREADABLE);
			assertThat(this.pod.update(1, V1, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		}
		write(1, stored.substring(0, stored.indexOf(version)) + "ffffffffffffffffp0000000{");
		SharedRead.Miss miss = miss(this.pod.readOrLease(1));
		assertThat(miss.cause()).isEqualTo(MissCause.UNREADABLE);
		assertThat(this.pod.fill(1, V1, HOUR, ticket(miss))).isEqualTo(FillOutcome.STORED);
		assertThat(value(this.other, 1)).isEqualTo(V1);
	}

	@Test
	void versionsOfAnotherSchemeAreOtherKeys() {
		SharedTier renamed = this.fixture.pod()
			.create("rows", ResolvableType.forClass(Integer.class), ResolvableType.forClass(Row.class),
					ValueVersion.NONE);
		this.pod.update(1, V2, HOUR);
		assertThat(renamed.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(renamed.update(1, V1, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.pod.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void onePodOfAllLoadsAheadAndTheValueStays() {
		half(V1);
		FillTicket ticket = ticket(this.pod.readAhead(1, HALF_AN_HOUR));
		assertThat(this.other.readAhead(1, HALF_AN_HOUR)).isInstanceOf(SharedRead.Busy.class);
		assertThat(this.pod.readAhead(1, HALF_AN_HOUR)).isInstanceOf(SharedRead.Busy.class);
		assertThat(value(this.other, 1)).isEqualTo(V1);
		assertThat(this.other.readOrLease(1)).isInstanceOf(SharedRead.Hit.class);
		assertThat(this.pod.fill(1, V2, HOUR, ticket)).isEqualTo(FillOutcome.STORED);
		assertThat(this.other.readAhead(1, HALF_AN_HOUR)).isInstanceOfSatisfying(SharedRead.Hit.class,
				(hit) -> assertThat(hit.value()).isEqualTo(V2));
		assertThat(exists(refresh(1))).isFalse();
	}

	@Test
	void aValueThatLivesLongEnoughIsAHit() {
		half(V1);
		assertThat(this.pod.readAhead(1, Duration.ofMinutes(10))).isInstanceOf(SharedRead.Hit.class);
		assertThat(exists(refresh(1))).isFalse();
	}

	@Test
	void aLeaseOfARefreshEndsByReleaseOrByItself() {
		half(V1);
		FillTicket ticket = ticket(this.pod.readAhead(1, HALF_AN_HOUR));
		Long remaining = redis((connection) -> connection.keyCommands().pTtl(refresh(1)));
		assertThat(remaining).isBetween(1L, 30_000L);
		this.pod.release(1, ticket);
		FillTicket next = ticket(this.other.readAhead(1, HALF_AN_HOUR));
		this.pod.release(1, ticket);
		assertThat(this.pod.readAhead(1, HALF_AN_HOUR)).isInstanceOf(SharedRead.Busy.class);
		assertThat(this.pod.fill(1, V2, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
		assertThat(this.other.fill(1, V2, HOUR, next)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void anOlderRefreshIsDroppedAndItsLeaseGivenBack() {
		half(V2);
		FillTicket ticket = ticket(this.pod.readAhead(1, HALF_AN_HOUR));
		assertThat(this.pod.fill(1, V1, HOUR, ticket)).isEqualTo(FillOutcome.SUPERSEDED);
		assertThat(value(this.other, 1)).isEqualTo(V2);
		assertThat(this.other.readAhead(1, HALF_AN_HOUR)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void aChangeOfTheKeyEndsTheLeaseOfARefresh() {
		List<Runnable> changes = List.of(() -> this.other.invalidate(1), () -> this.other.update(1, V1, HOUR),
				() -> this.other.clear());
		for (Runnable change : changes) {
			this.pod.invalidate(1);
			half(V1);
			FillTicket ticket = ticket(this.pod.readAhead(1, HALF_AN_HOUR));
			change.run();
			assertThat(this.pod.fill(1, V1, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
			assertThat(this.other.readOrLease(1)).isNotInstanceOf(SharedRead.Busy.class);
		}
	}

	@Test
	void aChangeOfAnotherKeyDoesNotEndIt() {
		half(V1);
		FillTicket ticket = ticket(this.pod.readAhead(1, HALF_AN_HOUR));
		int neighbour = IntStream.iterate(2, (key) -> key + 1)
			.filter((key) -> this.pod.stripe(key) == this.pod.stripe(1))
			.findFirst()
			.getAsInt();
		this.other.invalidate(neighbour);
		assertThat(this.pod.fill(1, V2, HOUR, ticket)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void nobodyElseLoadsAValueThatExpiresWhileItIsLoadedAhead() {
		half(V1);
		FillTicket ticket = ticket(this.pod.readAhead(1, HALF_AN_HOUR));
		this.fixture.clock.advance(HALF_AN_HOUR.plusSeconds(1));
		assertThat(this.other.readOrLease(1)).isInstanceOf(SharedRead.Busy.class);
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.pod.fill(1, V2, HOUR, ticket)).isEqualTo(FillOutcome.STORED);
		assertThat(this.other.readOrLease(1)).isInstanceOf(SharedRead.Hit.class);
	}

	@Test
	void aKeyWithoutAValueIsLeasedAsUsual() {
		FillTicket ticket = ticket(this.pod.readAhead(1, HALF_AN_HOUR));
		assertThat(this.other.readOrLease(1)).isInstanceOf(SharedRead.Busy.class);
		assertThat(this.other.readAhead(1, HALF_AN_HOUR)).isInstanceOf(SharedRead.Busy.class);
		assertThat(this.pod.fill(1, V1, HOUR, ticket)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void aLeaseWithoutAnEndIsNobodys() {
		half(V1);
		this.pod.readAhead(1, HALF_AN_HOUR);
		redis((connection) -> connection.keyCommands().persist(refresh(1)));
		assertThat(this.other.readAhead(1, HALF_AN_HOUR)).isInstanceOf(SharedRead.Miss.class);
		this.pod.invalidate(1);
		this.pod.readOrLease(1);
		redis((connection) -> connection.keyCommands().persist(name(1)));
		SharedRead.Miss miss = miss(this.other.readOrLease(1));
		assertThat(miss.cause()).isEqualTo(MissCause.UNREADABLE);
		assertThat(this.other.fill(1, V1, HOUR, ticket(miss))).isEqualTo(FillOutcome.STORED);
	}

	/**
	 * Store a value whose time is half over.
	 */
	private void half(Row value) {
		assertThat(this.pod.update(1, value, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		this.fixture.clock.advance(HALF_AN_HOUR);
	}

	private KeySpace keys() {
		return new KeySpace(this.fixture.namespace, "rows", TierFixture.schema(Row.class, new RowVersion()),
				ResolvableType.forClass(Integer.class));
	}

	private byte[] name(Object key) {
		return keys().locate(key).name();
	}

	private byte[] refresh(Object key) {
		return keys().refreshName(keys().locate(key), keys().schema());
	}

	private String sequence(Object key) {
		byte[] meta = keys().meta(this.pod.stripe(key));
		return new String(redis((connection) -> connection.hashCommands().hGet(meta, new byte[] { 's', 'e', 'q' })),
				StandardCharsets.US_ASCII);
	}

	private String stored(Object key) {
		return new String(redis((connection) -> connection.stringCommands().get(name(key))), StandardCharsets.UTF_8);
	}

	private void write(Object key, String bytes) {
		redis((connection) -> connection.stringCommands().set(name(key), bytes.getBytes(StandardCharsets.UTF_8)));
	}

	private boolean exists(byte[] name) {
		return Boolean.TRUE.equals(redis((connection) -> connection.keyCommands().exists(name)));
	}

	private <T> T redis(Function<RedisConnection, T> command) {
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			return command.apply(connection);
		}
	}

	static void fill(SharedTier tier, Object key, Row row) {
		assertThat(tier.fill(key, row, HOUR, ticket(tier.readOrLease(key)))).isEqualTo(FillOutcome.STORED);
	}

	private static @Nullable Object value(SharedTier tier, Object key) {
		return SharedTierContract.hit(tier, key).value();
	}

	private static SharedRead.Miss miss(SharedRead read) {
		return SharedTierContract.miss(read);
	}

	private static FillTicket ticket(SharedRead read) {
		return SharedTierContract.ticket(read);
	}

	/**
	 * A value with a version.
	 */
	record Row(String text, @Nullable Long version) {
	}

	/**
	 * The version of a row.
	 */
	static final class RowVersion implements ValueVersion {

		@Override
		public long of(@Nullable Object value) {
			return (value instanceof Row row && row.version() != null) ? row.version() : UNVERSIONED;
		}

		@Override
		public String scheme() {
			return "version number";
		}

	}

}
