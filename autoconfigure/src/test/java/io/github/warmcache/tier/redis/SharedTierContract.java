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
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import io.github.warmcache.tier.redis.TierFixture.City;
import io.github.warmcache.tier.stripe.KeySpace;
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
 * What the shared tier does, whatever its scripts run through.
 */
abstract class SharedTierContract {

	static final Duration HOUR = Duration.ofHours(1);

	static final City ROME = new City("Rome", 2_800_000);

	static final City OSLO = new City("Oslo", 700_000);

	TierFixture fixture;

	SharedTier pod;

	SharedTier other;

	@BeforeEach
	void start() {
		this.fixture = fixture();
		this.pod = TierFixture.cities(factory());
		this.other = TierFixture.cities(factory());
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	RedisSharedTierFactory factory() {
		return this.fixture.pod(connectionFactory(this.fixture), TierFixture.PATIENT, TierFixture.SMALL);
	}

	TierFixture fixture() {
		return new TierFixture(Servers.redis());
	}

	abstract RedisConnectionFactory connectionFactory(TierFixture fixture);

	@Test
	void aFilledValueIsReadByEveryPod() {
		assertThat(fill(this.pod, 1, ROME)).isEqualTo(FillOutcome.STORED);
		assertThat(hit(this.pod, 1).value()).isEqualTo(ROME);
		assertThat(hit(this.other, 1).value()).isEqualTo(ROME);
		assertThat(this.other.readOrLease(1)).isInstanceOf(SharedRead.Hit.class);
	}

	@Test
	void aKnownAbsenceIsAValue() {
		assertThat(fill(this.pod, 1, null)).isEqualTo(FillOutcome.STORED);
		assertThat(hit(this.other, 1).value()).isNull();
	}

	@Test
	void theRemainingTimeIsThatOfTheValue() {
		fill(this.pod, 1, ROME);
		this.fixture.clock.advance(Duration.ofMinutes(40));
		assertThat(hit(this.other, 1).remaining()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
	}

	@Test
	void theRemainingTimeIsNoLongerThanRedisKeepsTheValue() {
		fill(this.pod, 1, ROME);
		redis((connection) -> connection.keyCommands().pExpire(valueKey(1), 5000));
		assertThat(hit(this.other, 1).remaining()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void aValueThatIsPastItsTimeByOurClockIsAbsent() {
		fill(this.pod, 1, ROME);
		this.fixture.clock.advance(HOUR);
		assertThat(miss(this.other.read(1)).cause()).isEqualTo(MissCause.ABSENT);
		assertThat(fill(this.other, 1, OSLO)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void redisForgetsAValueAtTheEndOfItsTime() {
		fill(this.pod, 1, ROME);
		assertThat(remaining(1)).isBetween(HOUR.toMillis() - 60_000, HOUR.toMillis());
	}

	@Test
	void oneOfManyGetsTheLease() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Callable<SharedRead>> readers = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				SharedTier tier = (i % 2 == 0) ? this.pod : this.other;
				readers.add(() -> tier.readOrLease(1));
			}
			int leases = 0;
			for (var read : threads.invokeAll(readers)) {
				leases += (read.get() instanceof SharedRead.Miss) ? 1 : 0;
			}
			assertThat(leases).isOne();
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void whileAnotherHoldsTheLeaseAPlainReadIsAMiss() {
		this.pod.readOrLease(1);
		assertThat(this.other.readOrLease(1)).isInstanceOf(SharedRead.Busy.class);
		assertThat(miss(this.other.read(1)).cause()).isEqualTo(MissCause.ABSENT);
	}

	@Test
	void aReleasedLeaseGoesToTheNext() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		this.pod.release(1, ticket);
		assertThat(miss(this.other.readOrLease(1)).ticket()).isNotNull();
		assertThat(this.pod.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
	}

	@Test
	void aLeaseOfAnotherIsNotReleased() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		redis((connection) -> connection.keyCommands().del(valueKey(1)));
		this.other.readOrLease(1);
		this.pod.release(1, ticket);
		assertThat(this.pod.readOrLease(1)).isInstanceOf(SharedRead.Busy.class);
	}

	@Test
	void aLeaseEndsByItself() {
		this.pod.readOrLease(1);
		assertThat(remaining(1)).isBetween(1L, 30_000L);
	}

	@Test
	void aFillUnderALeaseThatRanOutIsStoredIfNothingChanged() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		redis((connection) -> connection.keyCommands().del(valueKey(1)));
		assertThat(this.pod.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void aFillUnderALeaseThatRanOutIsRefusedIfAnotherTookIt() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		redis((connection) -> connection.keyCommands().del(valueKey(1)));
		FillTicket newer = ticket(this.other.readOrLease(1));
		assertThat(this.pod.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
		assertThat(this.other.fill(1, OSLO, HOUR, newer)).isEqualTo(FillOutcome.STORED);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFillIsRefusedAfterAnInvalidation(boolean leased) {
		FillTicket ticket = ticket(leased ? this.pod.readOrLease(1) : this.pod.read(1));
		assertThat(this.other.invalidate(1)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.pod.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
		assertThat(this.pod.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFillIsRefusedAfterAClear(boolean leased) {
		FillTicket ticket = ticket(leased ? this.pod.readOrLease(1) : this.pod.read(1));
		assertThat(this.other.clear()).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.pod.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
		assertThat(this.pod.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFillIsRefusedAfterAnUpdate(boolean leased) {
		FillTicket ticket = ticket(leased ? this.pod.readOrLease(1) : this.pod.read(1));
		assertThat(this.other.update(1, OSLO, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.pod.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
		assertThat(hit(this.pod, 1).value()).isEqualTo(OSLO);
	}

	@Test
	void aTicketOfAnotherKeyOrTierIsRefused() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		assertThat(this.pod.fill(2, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
		assertThat(this.other.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
	}

	@Test
	void anInvalidatedValueIsGoneForAllPods() {
		fill(this.pod, 1, ROME);
		assertThat(this.pod.invalidate(1)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.pod.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void clearingRemovesTheValuesOfThisCacheOnly() {
		SharedTier towns = factory().create("towns", ResolvableType.forClass(Integer.class),
				ResolvableType.forClass(City.class), ValueVersion.NONE);
		for (int key = 0; key < 100; key++) {
			fill(this.pod, key, ROME);
			fill(towns, key, OSLO);
		}
		assertThat(this.pod.clear()).isEqualTo(ChangeOutcome.APPLIED);
		List<Integer> keys = IntStream.range(0, 100).boxed().toList();
		assertThat(this.other.readAll(keys)).isEmpty();
		assertThat(keys).allSatisfy((key) -> assertThat(this.other.read(key)).isInstanceOf(SharedRead.Miss.class));
		assertThat(towns.readAll(keys)).hasSize(100);
		assertThat(fill(this.other, 1, OSLO)).isEqualTo(FillOutcome.STORED);
		assertThat(hit(this.pod, 1).value()).isEqualTo(OSLO);
	}

	@Test
	void anUpdateReplacesTheValueForAllPods() {
		fill(this.pod, 1, ROME);
		assertThat(this.other.update(1, OSLO, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(hit(this.pod, 1).value()).isEqualTo(OSLO);
	}

	@Test
	void anUpdateIsReadableBeforeAnythingElseWas() {
		assertThat(this.pod.update(1, OSLO, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(hit(this.other, 1).value()).isEqualTo(OSLO);
	}

	@Test
	void anUpdateThatHasNoBytesRemovesTheValue() {
		fill(this.pod, 1, ROME);
		assertThat(this.pod.update(1, new City("x".repeat(5000), 0), HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void aFillThatHasNoBytesGivesTheLeaseBack() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		assertThat(this.pod.fill(1, new City("x".repeat(5000), 0), HOUR, ticket)).isEqualTo(FillOutcome.FAILED);
		assertThat(this.other.readOrLease(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void aValueOfAnotherClassThanDeclaredIsNotKept() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		assertThat(this.pod.fill(1, "Rome", HOUR, ticket)).isEqualTo(FillOutcome.FAILED);
	}

	@Test
	void putIfAbsentStoresOnceAmongAllPods() {
		assertThat(miss(this.pod.putIfAbsent(1, ROME, HOUR)).cause()).isEqualTo(MissCause.ABSENT);
		assertThat(this.other.putIfAbsent(1, OSLO, HOUR)).isInstanceOfSatisfying(SharedRead.Hit.class, (found) -> {
			assertThat(found.value()).isEqualTo(ROME);
			assertThat(found.remaining()).isPositive().isLessThanOrEqualTo(HOUR);
		});
	}

	@Test
	void putIfAbsentFindsAKnownAbsence() {
		fill(this.pod, 1, null);
		assertThat(this.other.putIfAbsent(1, OSLO, HOUR)).isInstanceOfSatisfying(SharedRead.Hit.class,
				(found) -> assertThat(found.value()).isNull());
	}

	@Test
	void putIfAbsentTakesTheKeyFromAPodThatIsLoadingIt() {
		FillTicket ticket = ticket(this.pod.readOrLease(1));
		assertThat(miss(this.other.putIfAbsent(1, OSLO, HOUR)).cause()).isEqualTo(MissCause.ABSENT);
		assertThat(this.pod.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
	}

	@Test
	void putIfAbsentReplacesUnreadableBytes() {
		fill(this.pod, 1, ROME);
		String stored = text(valueKey(1));
		write(1, stored.substring(0, stored.indexOf('{')) + "{\"name\":");
		assertThat(miss(this.pod.putIfAbsent(1, OSLO, HOUR)).cause()).isEqualTo(MissCause.ABSENT);
		assertThat(hit(this.other, 1).value()).isEqualTo(OSLO);
	}

	@Test
	void putIfAbsentOfWhatHasNoBytesIsUndecided() {
		City large = new City("x".repeat(5000), 0);
		assertThat(miss(this.pod.putIfAbsent(1, large, HOUR)).cause()).isEqualTo(MissCause.UNAVAILABLE);
		fill(this.pod, 1, ROME);
		assertThat(this.pod.putIfAbsent(1, large, HOUR)).isInstanceOf(SharedRead.Hit.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "v", "v1", "v1:", "v2:x:1:j1", "l2:", "garbage", "\0\1\2", "v1:" })
	void foreignBytesAreAMissThatIsOverwritten(String bytes) {
		fill(this.pod, 1, ROME);
		write(1, bytes);
		assertThat(this.pod.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.pod.readAll(List.of(1))).isEmpty();
		assertThat(fill(this.other, 1, OSLO)).isEqualTo(FillOutcome.STORED);
		assertThat(hit(this.pod, 1).value()).isEqualTo(OSLO);
	}

	@Test
	void anyBytesWithTheRightHeaderAreAValueOrAMiss() {
		fill(this.pod, 1, ROME);
		String stored = text(valueKey(1));
		for (int length = 0; length < stored.length(); length++) {
			write(1, stored.substring(0, length));
			assertThat(this.pod.read(1)).isInstanceOf(SharedRead.Miss.class);
			assertThat(this.pod.readAll(List.of(1))).isEmpty();
		}
		String header = stored.substring(0, stored.indexOf('{'));
		write(1, header + "{\"name\":\"" + "x".repeat(5000) + "\"}");
		assertThat(miss(this.pod.read(1)).cause()).isEqualTo(MissCause.OVERSIZED);
		assertThat(miss(this.pod.readOrLease(1)).cause()).isEqualTo(MissCause.OVERSIZED);
		for (String json : List.of("null", "[]", "1", "{\"name\":[]}", "{} {}", "{\"population\":1e999}",
				"[".repeat(4000), "\uD83D")) {
			write(1, header + json);
			assertThat(miss(this.pod.read(1)).cause()).as(json).isEqualTo(MissCause.UNREADABLE);
			assertThat(miss(this.pod.readOrLease(1)).cause()).as(json).isEqualTo(MissCause.UNREADABLE);
		}
		assertThat(fill(this.pod, 1, OSLO)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void unreadableBytesAreOverwrittenByTheFillThatFoundThem() {
		fill(this.pod, 1, ROME);
		String stored = text(valueKey(1));
		write(1, stored.substring(0, stored.indexOf('{')) + "{\"name\":");
		SharedRead.Miss miss = miss(this.pod.readOrLease(1));
		assertThat(miss.cause()).isEqualTo(MissCause.UNREADABLE);
		assertThat(this.pod.fill(1, OSLO, HOUR, miss.ticket())).isEqualTo(FillOutcome.STORED);
		assertThat(hit(this.other, 1).value()).isEqualTo(OSLO);
	}

	@Test
	void aKeyOfAnotherTypeIsOverwritten() {
		redis((connection) -> connection.listCommands().lPush(valueKey(1), new byte[] { 1 }));
		assertThat(miss(this.pod.read(1)).cause()).isEqualTo(MissCause.UNREADABLE);
		assertThat(this.pod.readAll(List.of(1))).isEmpty();
		assertThat(fill(this.pod, 1, ROME)).isEqualTo(FillOutcome.STORED);
		assertThat(hit(this.other, 1).value()).isEqualTo(ROME);
	}

	@Test
	void aMetaOfAnotherTypeIsReplaced() {
		KeySpace keys = keys();
		List<Runnable> operations = List.of(() -> this.pod.read(1), () -> this.pod.invalidate(1),
				() -> this.pod.update(1, ROME, HOUR), () -> this.pod.clear(), () -> this.pod.putIfAbsent(1, ROME, HOUR),
				() -> this.pod.beginFill().close());
		for (Runnable operation : operations) {
			for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
				byte[] meta = keys.meta(stripe);
				redis((connection) -> connection.stringCommands().set(meta, new byte[] { 1 }));
			}
			operation.run();
			assertThat(this.pod.update(1, OSLO, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
			assertThat(hit(this.other, 1).value()).isEqualTo(OSLO);
		}
	}

	@Test
	void whatTheServerForgotIsForgottenAltogether() {
		fill(this.pod, 1, ROME);
		FillTicket ticket = ticket(this.pod.readOrLease(2));
		KeySpace keys = keys();
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			byte[] meta = keys.meta(stripe);
			redis((connection) -> connection.keyCommands().del(meta));
		}
		assertThat(this.pod.readAll(List.of(1))).isEmpty();
		assertThat(this.pod.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.pod.fill(2, ROME, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
	}

	/**
	 * As a replica does that connections lead to, or a server that went back.
	 */
	@Test
	void aServerThatLacksChangesIsNotBelieved() throws Exception {
		this.pod.update(1, ROME, HOUR);
		this.pod.update(1, ROME, HOUR);
		byte[] meta = keys().meta(this.pod.stripe(1));
		redis((connection) -> connection.hashCommands().hIncrBy(meta, "seq".getBytes(StandardCharsets.UTF_8), -1));
		assertThat(this.pod.read(1)).isEqualTo(new SharedRead.Miss(MissCause.DISTRUSTED, null));
		assertThat(this.pod.readAll(List.of(1))).isEmpty();
		assertThat(TierFixture.stream(this.pod)).isEmpty();
		assertThat(this.pod.putIfAbsent(1, OSLO, HOUR)).isEqualTo(new SharedRead.Miss(MissCause.DISTRUSTED, null));
		assertThat(hit(this.other, 1).value()).isEqualTo(ROME);
		redis((connection) -> connection.hashCommands().hIncrBy(meta, "seq".getBytes(StandardCharsets.UTF_8), 1));
		assertThat(hit(this.pod, 1).value()).isEqualTo(ROME);
		assertThat(this.pod.readAll(List.of(1))).hasSize(1);
	}

	@Test
	void anotherShapeOfTheValueIsAnotherKey() {
		SharedTier newer = factory().create("cities", ResolvableType.forClass(Integer.class),
				ResolvableType.forClass(NewCity.class), ValueVersion.NONE);
		fill(this.pod, 1, ROME);
		assertThat(newer.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(fill(newer, 1, new NewCity("Oslo", 1, "NO"))).isEqualTo(FillOutcome.STORED);
		assertThat(hit(this.other, 1).value()).isEqualTo(ROME);
		assertThat(newer.clear()).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.other.read(1)).as("both releases share their epochs").isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void aChangeByOneReleaseReachesTheValuesOfAnother() {
		SharedTier newer = newerRelease();
		List<Runnable> changes = List.of(() -> this.pod.invalidate(1), () -> this.pod.update(1, OSLO, HOUR), () -> {
			this.pod.invalidate(1);
			fill(newer, 1, new NewCity("Rome", 1, "IT"));
			this.pod.putIfAbsent(1, OSLO, HOUR);
		}, () -> this.other.putIfAbsent(1, OSLO, HOUR), () -> this.pod.clear());
		for (Runnable change : changes) {
			this.pod.invalidate(1);
			fill(newer, 1, new NewCity("Rome", 1, "IT"));
			assertThat(newer.read(1)).isInstanceOf(SharedRead.Hit.class);
			change.run();
			assertThat(newer.read(1)).isInstanceOf(SharedRead.Miss.class);
			assertThat(newer.readAll(List.of(1))).isEmpty();
		}
	}

	@Test
	void aLeaseOfANewReleaseEndsWithAnInvalidationByAnOldOne() {
		SharedTier newer = newerRelease();
		FillTicket ticket = ticket(newer.readOrLease(1));
		this.pod.invalidate(1);
		assertThat(newer.fill(1, new NewCity("Rome", 1, "IT"), HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
	}

	@Test
	void aBulkFillOfANewReleaseIsReachedByTheInvalidationsOfAnOldOne() {
		SharedTier newer = newerRelease();
		try (BulkFill fill = newer.beginFill()) {
			fill.add(1, new NewCity("Rome", 1, "IT"), HOUR);
		}
		assertThat(newer.read(1)).isInstanceOf(SharedRead.Hit.class);
		this.pod.invalidate(1);
		assertThat(newer.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void theServerRemembersTheLatestReleases() {
		List<Class<?>> shapes = List.of(int[][].class, long[][].class, String[].class, City[].class, int[].class,
				long[].class, short[].class, NewCity.class, City.class);
		List<SharedTier> releases = new ArrayList<>();
		for (Class<?> shape : shapes) {
			releases.add(factory().create("cities", ResolvableType.forClass(Integer.class),
					ResolvableType.forClass(shape), ValueVersion.NONE));
		}
		releases.forEach((release) -> fill(release, 1, null));
		this.pod.invalidate(1);
		assertThat(releases.subList(1, releases.size()))
			.allSatisfy((release) -> assertThat(release.read(1)).isInstanceOf(SharedRead.Miss.class));
	}

	private SharedTier newerRelease() {
		return factory().create("cities", ResolvableType.forClass(Integer.class),
				ResolvableType.forClass(NewCity.class), ValueVersion.NONE);
	}

	@Test
	void manyKeysAreReadAtOnce() {
		for (int key = 0; key < 100; key += 2) {
			fill(this.pod, key, new City("c" + key, key));
		}
		fill(this.pod, 1000, null);
		List<Object> keys = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
		keys.add(1000);
		Map<Object, SharedRead.Hit> hits = this.other.readAll(keys);
		assertThat(hits).hasSize(51);
		assertThat(hits.get(42).value()).isEqualTo(new City("c42", 42));
		assertThat(hits.get(42).remaining()).isPositive().isLessThanOrEqualTo(HOUR);
		assertThat(hits.get(1000).value()).isNull();
		assertThat(this.other.readAll(List.of())).isEmpty();
	}

	@Test
	void manyLargeValuesAreReadInSeveralAnswers() {
		RedisSharedTierFactory factory = this.fixture.pod(connectionFactory(this.fixture), TierFixture.PATIENT,
				new RedisTierSettings(Duration.ofSeconds(30), 1000, 1000, 1 << 20, 10_000));
		SharedTier tier = TierFixture.cities(factory);
		String name = "x".repeat(100_000);
		for (int key = 0; key < 200; key++) {
			tier.update(key, new City(name, key), HOUR);
		}
		Map<Object, SharedRead.Hit> hits = tier.readAll(IntStream.range(0, 200).boxed().toList());
		assertThat(hits).hasSize(200)
			.allSatisfy((key, hit) -> assertThat(hit.value()).isEqualTo(new City(name, (int) key)));
	}

	@Test
	void aBulkFillStoresWhatDidNotChangeMeanwhile() throws Exception {
		int changed = 17;
		long sameStripe = IntStream.range(0, 1000)
			.filter((key) -> this.pod.stripe(key) == this.pod.stripe(changed))
			.count();
		try (BulkFill fill = this.pod.beginFill()) {
			this.other.update(changed, OSLO, HOUR);
			for (int key = 0; key < 1000; key++) {
				fill.add(key, new City("c" + key, key), HOUR);
			}
			fill.close();
			assertThat(fill.stored()).isEqualTo(1000 - sameStripe);
		}
		assertThat(hit(this.pod, changed).value()).isEqualTo(OSLO);
		assertThat(TierFixture.stream(this.other)).hasSize((int) (1000 - sameStripe + 1));
	}

	@Test
	void aBulkFillIsRefusedAfterAClear() {
		try (BulkFill fill = this.pod.beginFill()) {
			this.other.clear();
			for (int key = 0; key < 100; key++) {
				fill.add(key, ROME, HOUR);
			}
			fill.close();
			assertThat(fill.stored()).isZero();
		}
	}

	@Test
	void aBulkFillLeavesOutWhatHasNoBytes() {
		try (BulkFill fill = this.pod.beginFill()) {
			fill.add(1, new City("x".repeat(5000), 0), HOUR);
			fill.add(2, null, HOUR);
			fill.close();
			assertThat(fill.stored()).isOne();
		}
		assertThat(hit(this.other, 2).value()).isNull();
	}

	@Test
	void theStreamHandsOverEveryReadableValueOfThisCache() throws Exception {
		SharedTier towns = factory().create("towns", ResolvableType.forClass(Integer.class),
				ResolvableType.forClass(City.class), ValueVersion.NONE);
		for (int key = 0; key < 300; key++) {
			this.pod.update(key, new City("c" + key, key), HOUR);
			towns.update(key, OSLO, HOUR);
		}
		this.pod.invalidate(7);
		this.pod.readOrLease(1000);
		write(8, "garbage");
		byte[] forged = (new String(valueKey(9), StandardCharsets.UTF_8) + "x").getBytes(StandardCharsets.UTF_8);
		redis((connection) -> connection.stringCommands().set(forged, new byte[] { 1 }));
		Map<Object, SharedRead.Hit> found = TierFixture.stream(this.other);
		assertThat(found).hasSize(298).doesNotContainKeys(7, 8, 1000);
		assertThat(found.get(42).value()).isEqualTo(new City("c42", 42));
		assertThat(found.get(42).remaining()).isPositive().isLessThanOrEqualTo(HOUR);
		this.pod.clear();
		assertThat(TierFixture.stream(this.other)).isEmpty();
	}

	@Test
	void aKeyWithoutATextIsSharedByNobody() {
		Object key = new Object();
		this.pod.update(1, new City("Rome", 1), HOUR);
		assertThat(this.pod.stripe(key)).isBetween(0, SharedTier.STRIPES - 1);
		SharedRead.Miss miss = new SharedRead.Miss(MissCause.NOT_SHARED, null);
		assertThat(this.pod.read(key)).isEqualTo(miss);
		assertThat(this.pod.readOrLease(key)).isEqualTo(miss);
		assertThat(this.pod.readAhead(key, HOUR)).isEqualTo(miss);
		assertThat(this.pod.putIfAbsent(key, new City("Rome", 1), HOUR)).isEqualTo(miss);
		assertThat(this.pod.readAll(List.of(key, 1))).containsOnlyKeys(1);
		try (BulkFill fill = this.pod.beginFill()) {
			fill.add(key, new City("Rome", 1), HOUR);
			assertThat(fill.stored()).isZero();
		}
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Hit.class);
	}

	@Test
	void aChangeOfAKeyWithoutATextIsOneOfTheWholeCache() {
		this.pod.update(1, new City("Rome", 1), HOUR);
		assertThat(this.pod.invalidate(new Object())).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		this.pod.update(1, new City("Rome", 1), HOUR);
		assertThat(this.pod.update(new Object(), new City("Rome", 1), HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.pod.update(new Object(), new City("Rome", 1), HOUR, ChangeMark.Vague.UNKNOWN))
			.isEqualTo(ChangeOutcome.INVALIDATED);
	}

	@Test
	void theStripeIsThatOfTheKeyInRedis() {
		assertThat(IntStream.range(0, 200).map((key) -> this.pod.stripe(key)).distinct().count())
			.isEqualTo(SharedTier.STRIPES);
		assertThat(new String(valueKey(5), StandardCharsets.UTF_8)).contains(":" + this.pod.stripe(5) + "}");
	}

	KeySpace keys() {
		return new KeySpace(this.fixture.namespace, "cities", TierFixture.schema(City.class, ValueVersion.NONE),
				ResolvableType.forClass(Integer.class));
	}

	byte[] valueKey(Object key) {
		return keys().locate(key).name();
	}

	String text(byte[] key) {
		return new String(redis((connection) -> connection.stringCommands().get(key)), StandardCharsets.UTF_8);
	}

	void write(Object key, String bytes) {
		redis((connection) -> connection.stringCommands().set(valueKey(key), bytes.getBytes(StandardCharsets.UTF_8)));
	}

	long remaining(Object key) {
		Long remaining = redis((connection) -> connection.keyCommands().pTtl(valueKey(key)));
		return remaining;
	}

	<T> T redis(Function<RedisConnection, T> command) {
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			return command.apply(connection);
		}
	}

	static FillOutcome fill(SharedTier tier, Object key, Object value) {
		return tier.fill(key, value, HOUR, ticket(tier.readOrLease(key)));
	}

	static SharedRead.Hit hit(SharedTier tier, Object key) {
		SharedRead read = tier.read(key);
		assertThat(read).isInstanceOf(SharedRead.Hit.class);
		return (SharedRead.Hit) read;
	}

	static SharedRead.Miss miss(SharedRead read) {
		assertThat(read).isInstanceOf(SharedRead.Miss.class);
		return (SharedRead.Miss) read;
	}

	static FillTicket ticket(SharedRead read) {
		FillTicket ticket = miss(read).ticket();
		assertThat(ticket).isNotNull();
		return ticket;
	}

	record NewCity(String name, long population, String country) {
	}

}
