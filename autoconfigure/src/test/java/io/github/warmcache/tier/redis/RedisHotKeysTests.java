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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.HotKeys;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.stripe.KeySpace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisHotKeys} on a real server.
 */
@Tag("servers")
class RedisHotKeysTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final TierFixture fixture = new TierFixture(Servers.redis());

	private final HotKeys pod = TierFixture.cities(this.fixture.pod()).hotKeys();

	private final HotKeys other = TierFixture.cities(this.fixture.pod()).hotKeys();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void nobodyToldAnything() {
		assertThat(this.pod.hottest(10)).isEmpty();
	}

	@Test
	void theOrderIsThatOfThePod() {
		assertThat(this.pod.publish(List.of(3, 1, 2), 10, HOUR)).isTrue();
		assertThat(this.other.hottest(10)).containsExactly(3, 1, 2);
		assertThat(this.other.hottest(2)).containsExactly(3, 1);
		assertThat(this.other.hottest(0)).isEmpty();
	}

	@Test
	void whatSeveralPodsReadIsHotter() {
		this.pod.publish(List.of(1, 2, 3), 10, HOUR);
		this.other.publish(List.of(4, 2, 5), 10, HOUR);
		assertThat(this.pod.hottest(10)).startsWith(2).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
	}

	@Test
	void noMoreThanAskedForAreKept() {
		this.pod.publish(List.of(1, 2, 3, 4), 3, HOUR);
		assertThat(this.pod.hottest(10)).containsExactly(1, 2, 3);
		this.other.publish(List.of(4, 3), 3, HOUR);
		assertThat(this.pod.hottest(10)).hasSize(3).contains(3, 4, 1);
	}

	@Test
	void manyKeysKeepTheirOrder() {
		List<Integer> keys = IntStream.range(0, 2500).boxed().toList();
		assertThat(this.pod.publish(keys, 2400, HOUR)).isTrue();
		assertThat(this.pod.hottest(5000)).isEqualTo(List.copyOf(keys.subList(0, 2400)));
	}

	@Test
	void whatWasToldLongAgoCountsLess() {
		for (int i = 0; i < 20; i++) {
			this.pod.publish(List.of(1), 10, HOUR);
		}
		this.other.publish(List.of(2), 10, HOUR);
		assertThat(this.pod.hottest(10)).containsExactly(1, 2);
		passed(HOUR.multipliedBy(5));
		// 20 / 2^5 is below one.
		this.other.publish(List.of(3), 10, HOUR);
		assertThat(this.pod.hottest(10)).containsExactly(3, 1, 2);
	}

	@Test
	void weightsAreScaledDownLongBeforeTheyOverflow() {
		this.pod.publish(List.of(1, 2), 10, HOUR);
		passed(HOUR.multipliedBy(70));
		this.pod.publish(List.of(3), 10, HOUR);
		assertThat(this.pod.hottest(10)).containsExactly(3, 1, 2);
		assertThat(score("i:3")).isEqualTo(1);
		passed(HOUR.multipliedBy(5000));
		this.pod.publish(List.of(4), 10, HOUR);
		assertThat(this.pod.hottest(10)).as("what weighs nothing any more is gone").containsExactly(4);
	}

	@Test
	void anotherHalfLifeBeginsWithTheWeightsOfNow() {
		this.pod.publish(List.of(1), 10, HOUR);
		passed(HOUR.multipliedBy(2));
		this.pod.publish(List.of(2), 10, Duration.ofMinutes(1));
		assertThat(score("i:1")).isBetween(0.2, 0.3);
		assertThat(score("i:2")).isEqualTo(1);
	}

	@Test
	void aClockThatWentBackIsNoReasonToFail() {
		this.pod.publish(List.of(1), 10, HOUR);
		passed(HOUR.negated().multipliedBy(3));
		assertThat(this.pod.publish(List.of(2), 10, HOUR)).isTrue();
		assertThat(this.pod.hottest(10)).containsExactly(2);
	}

	@Test
	void everythingIsForgottenAfterSomeHalfLives() {
		this.pod.publish(List.of(1), 10, HOUR);
		for (String kind : List.of("keys", "since")) {
			long remaining = redis((connection) -> connection.keyCommands().pTtl(name(kind)));
			assertThat(remaining).isBetween(HOUR.multipliedBy(47).toMillis(), HOUR.multipliedBy(48).toMillis());
		}
	}

	@Test
	void anotherShapeOfTheValuesHasTheSameHotKeys() {
		this.pod.publish(List.of(1), 10, HOUR);
		SharedTier newer = this.fixture.pod()
			.create("cities", ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class),
					ValueVersion.NONE);
		assertThat(newer.hotKeys().hottest(10)).containsExactly(1);
	}

	@Test
	void otherCachesHaveOthers() {
		this.pod.publish(List.of(1), 10, HOUR);
		SharedTier countries = this.fixture.pod()
			.create("countries", ResolvableType.forClass(Integer.class), ResolvableType.forClass(String.class),
					ValueVersion.NONE);
		assertThat(countries.hotKeys().hottest(10)).isEmpty();
	}

	@Test
	void keysWithoutATextAreLeftOut() {
		assertThat(this.pod.publish(List.of(new Object(), 1, "x".repeat(2000)), 10, HOUR)).isTrue();
		assertThat(this.pod.hottest(10)).containsExactly(1);
	}

	@Test
	void foreignBytesAreNoKeys() {
		this.pod.publish(List.of(1), 10, HOUR);
		redis((connection) -> connection.zSetCommands().zAdd(name("keys"), 1000, new byte[] { (byte) 0xFF, 0 }));
		redis((connection) -> connection.zSetCommands().zAdd(name("keys"), 1000, bytes("i:01")));
		assertThat(this.pod.hottest(10)).containsExactly(1);
	}

	@Test
	void anotherTypeInThePlaceOfEitherIsReplaced() {
		redis((connection) -> connection.stringCommands().set(name("keys"), bytes("x")));
		assertThat(this.pod.hottest(10)).isEmpty();
		assertThat(this.pod.publish(List.of(1), 10, HOUR)).isTrue();
		redis((connection) -> connection.stringCommands().set(name("since"), bytes("x")));
		assertThat(this.pod.publish(List.of(2), 10, HOUR)).isTrue();
		redis((connection) -> connection.hashCommands().hSet(name("since"), bytes("at"), bytes("never")));
		assertThat(this.pod.publish(List.of(3), 10, HOUR)).isTrue();
		assertThat(this.pod.hottest(10)).containsExactly(3);
	}

	@Test
	void aValueIsNotTakenForTheList() throws Exception {
		this.pod.publish(List.of(1), 10, HOUR);
		assertThat(TierFixture.stream(TierFixture.cities(this.fixture.pod()))).isEmpty();
	}

	@Test
	void withoutAServerNothingIsToldOrKnown() {
		try (OwnRedisServer server = Servers.newRedis(); TierFixture own = new TierFixture(server)) {
			HotKeys keys = TierFixture.cities(own.pod()).hotKeys();
			assertThat(keys.publish(List.of(1), 10, HOUR)).isTrue();
			server.stop();
			assertThat(keys.publish(List.of(1), 10, HOUR)).isFalse();
			assertThat(keys.hottest(10)).isNull();
		}
	}

	@Test
	void aServerThatIsFullTakesNothing() {
		try (OwnRedisServer server = Servers.newRedis("maxmemory 1"); TierFixture own = new TierFixture(server)) {
			HotKeys keys = TierFixture.cities(own.pod()).hotKeys();
			assertThat(keys.publish(List.of(1), 10, HOUR)).isFalse();
			assertThat(keys.hottest(10)).isEmpty();
		}
	}

	/**
	 * Let the server believe that what was told was told so long ago.
	 */
	private void passed(Duration time) {
		byte[] at = redis((connection) -> connection.hashCommands().hGet(name("since"), bytes("at")));
		long before = Long.parseLong(new String(at, StandardCharsets.UTF_8)) - time.toMillis();
		redis((connection) -> {
			connection.hashCommands().hMSet(name("since"), Map.of(bytes("at"), bytes(Long.toString(before))));
			return before;
		});
	}

	private double score(String text) {
		return redis((connection) -> connection.zSetCommands().zScore(name("keys"), bytes(text)));
	}

	private byte[] name(String kind) {
		return new KeySpace(this.fixture.namespace, "cities", "any", ResolvableType.forClass(Integer.class))
			.hotName(kind);
	}

	private <T> T redis(Function<RedisConnection, T> operation) {
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			return operation.apply(connection);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
