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
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.Signer;
import io.github.warmcache.tier.key.Digests;
import io.github.warmcache.tier.stripe.KeySpace;
import io.github.warmcache.tier.stripe.RedisKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what Redis holds in the place of a value and is of no use: it is too large,
 * not decodable, or not signed by a pod of the application.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class UnusableValuesTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String NEXT_SECRET = "fedcba9876543210fedcba9876543210";

	private static final int LONGEST = TierFixture.SMALL.longestValue();

	private TierFixture fixture;

	@BeforeEach
	void start() {
		this.fixture = new TierFixture(Servers.redis());
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void aValueThatIsTooLongStaysInRedis(CapturedOutput output) throws Exception {
		SharedTier tier = texts("texts");
		fill(tier, "key", "small");
		byte[] name = nameOf("texts", "key");
		byte[] stored = redis((connection) -> connection.stringCommands().get(name));
		byte[] grown = new String(stored, StandardCharsets.ISO_8859_1).replace("small", "x".repeat(8 * 1024 * 1024))
			.getBytes(StandardCharsets.ISO_8859_1);
		redis((connection) -> connection.stringCommands().set(name, grown));
		long sent = bytesSent();
		assertThat(SharedTierContract.miss(tier.read("key")).cause()).isEqualTo(MissCause.OVERSIZED);
		assertThat(tier.readAll(List.of("key"))).isEmpty();
		assertThat(TierFixture.stream(tier)).isEmpty();
		assertThat(bytesSent() - sent).isLessThan(1024 * 1024);
		SharedRead.Miss miss = SharedTierContract.miss(tier.readOrLease("key"));
		assertThat(miss.cause()).isEqualTo(MissCause.OVERSIZED);
		assertThat(tier.fill("key", "again", HOUR, SharedTierContract.ticket(miss))).isEqualTo(FillOutcome.STORED);
		assertThat(SharedTierContract.hit(tier, "key").value()).isEqualTo("again");
		assertThat(output.getAll()).containsOnlyOnce("larger than 'warmcache.shared.maximum-value-size' allows")
			.contains("digest " + digest("key"));
	}

	@Test
	void aValueOfTheLargestSizeIsRead() {
		SharedTier tier = texts("texts");
		fill(tier, "key", "small");
		byte[] name = nameOf("texts", "key");
		byte[] stored = redis((connection) -> connection.stringCommands().get(name));
		String text = new String(stored, StandardCharsets.ISO_8859_1);
		for (int length : List.of(LONGEST, LONGEST + 1)) {
			byte[] grown = text.replace("small", "x".repeat(length - stored.length + 5))
				.getBytes(StandardCharsets.ISO_8859_1);
			assertThat(grown).hasSize(length);
			redis((connection) -> connection.stringCommands().set(name, grown));
			if (length == LONGEST) {
				assertThat(tier.read("key")).isInstanceOf(SharedRead.Hit.class);
				assertThat(tier.readAll(List.of("key"))).hasSize(1);
			}
			else {
				assertThat(SharedTierContract.miss(tier.read("key")).cause()).isEqualTo(MissCause.OVERSIZED);
				assertThat(tier.readAll(List.of("key"))).isEmpty();
			}
		}
	}

	@Test
	void aValueThatCannotBeDecodedIsLoggedByTheDigestOfItsKeyOnceInFiveMinutes(CapturedOutput output) {
		SharedTier tier = texts("texts");
		for (String key : List.of("secret-key", "another-key")) {
			fill(tier, key, "value");
			byte[] name = nameOf("texts", key);
			byte[] stored = redis((connection) -> connection.stringCommands().get(name));
			stored[stored.length - 1] = '{';
			redis((connection) -> connection.stringCommands().set(name, stored));
			assertThat(SharedTierContract.miss(tier.read(key)).cause()).isEqualTo(MissCause.UNREADABLE);
		}
		assertThat(output.getAll()).containsOnlyOnce("is not a value of this cache")
			.contains("digest " + digest("secret-key"))
			.doesNotContain("secret-key");
		this.fixture.clock.advance(Duration.ofMinutes(5));
		tier.read("another-key");
		assertThat(output.getAll()).contains("digest " + digest("another-key"));
	}

	@Test
	void podsShareSignedValues() throws Exception {
		SharedTier pod = texts("texts", SECRET);
		SharedTier other = texts("texts", SECRET);
		fill(pod, "a", "text");
		pod.update("b", "another", HOUR);
		fill(pod, "absent", null);
		assertThat(SharedTierContract.hit(other, "a").value()).isEqualTo("text");
		assertThat(other.readAll(List.of("a", "b", "absent"))).hasSize(3);
		assertThat(TierFixture.stream(other)).hasSize(3);
		assertThat(other.putIfAbsent("a", "late", HOUR)).isInstanceOf(SharedRead.Hit.class);
	}

	@Test
	void everyByteOfASignedValueCounts() {
		SharedTier tier = texts("texts", SECRET);
		fill(tier, "key", "value");
		byte[] name = onlyName();
		byte[] stored = redis((connection) -> connection.stringCommands().get(name));
		for (int i = endOfHeader(stored); i < stored.length; i++) {
			byte[] forged = stored.clone();
			forged[i] ^= 1;
			redis((connection) -> connection.stringCommands().set(name, forged));
			assertThat(tier.read("key")).as("byte " + i).isInstanceOf(SharedRead.Miss.class);
			assertThat(tier.readAll(List.of("key"))).as("byte " + i).isEmpty();
		}
		redis((connection) -> connection.stringCommands().set(name, stored));
		assertThat(SharedTierContract.hit(tier, "key").value()).isEqualTo("value");
	}

	@Test
	void aForgedValueIsAMissOfItsOwnCauseAndIsReplaced(CapturedOutput output) {
		SharedTier tier = texts("texts", SECRET);
		fill(tier, "key", "value");
		byte[] name = onlyName();
		byte[] stored = redis((connection) -> connection.stringCommands().get(name));
		byte[] forged = new String(stored, StandardCharsets.ISO_8859_1).replace("value", "money")
			.getBytes(StandardCharsets.ISO_8859_1);
		redis((connection) -> connection.stringCommands().set(name, forged));
		SharedRead.Miss miss = SharedTierContract.miss(tier.readOrLease("key"));
		assertThat(miss.cause()).isEqualTo(MissCause.UNVERIFIED);
		assertThat(tier.fill("key", "again", HOUR, SharedTierContract.ticket(miss))).isEqualTo(FillOutcome.STORED);
		assertThat(SharedTierContract.hit(tier, "key").value()).isEqualTo("again");
		assertThat(output.getAll()).containsOnlyOnce("not signed with any of 'warmcache.signing-keys'")
			.doesNotContain(SECRET)
			.doesNotContain("money");
	}

	@Test
	void aSignedValueCannotTakeThePlaceOfAnotherOne() {
		SharedTier texts = texts("texts", SECRET);
		SharedTier others = texts("others", SECRET);
		fill(texts, "a", "of a");
		byte[] nameOfA = onlyName();
		byte[] ofA = redis((connection) -> connection.stringCommands().get(nameOfA));
		fill(texts, "b", "of b");
		fill(others, "a", "of others");
		for (byte[] name : redis((connection) -> connection.keyCommands().keys(pattern()))) {
			byte[] payload = Arrays.copyOfRange(ofA, endOfHeader(ofA), ofA.length);
			byte[] own = redis((connection) -> connection.stringCommands().get(name));
			byte[] moved = Arrays.copyOf(own, endOfHeader(own) + payload.length);
			System.arraycopy(payload, 0, moved, endOfHeader(own), payload.length);
			redis((connection) -> connection.stringCommands().set(name, moved));
		}
		assertThat(SharedTierContract.hit(texts, "a").value()).isEqualTo("of a");
		assertThat(SharedTierContract.miss(texts.read("b")).cause()).isEqualTo(MissCause.UNVERIFIED);
		assertThat(SharedTierContract.miss(others.read("a")).cause()).isEqualTo(MissCause.UNVERIFIED);
	}

	@Test
	void aSecretIsReplacedWithoutALoss() {
		SharedTier before = texts("texts", SECRET);
		SharedTier both = texts("texts", SECRET, NEXT_SECRET);
		SharedTier turned = texts("texts", NEXT_SECRET, SECRET);
		fill(before, "a", "by the first");
		assertThat(SharedTierContract.hit(both, "a").value()).isEqualTo("by the first");
		assertThat(SharedTierContract.hit(turned, "a").value()).isEqualTo("by the first");
		fill(turned, "b", "by the second");
		assertThat(SharedTierContract.hit(both, "b").value()).isEqualTo("by the second");
		assertThat(SharedTierContract.miss(before.read("b")).cause()).isEqualTo(MissCause.UNVERIFIED);
	}

	@Test
	void podsThatSignAndPodsThatDoNotLeaveEachOthersValuesAloneAndHearOfChanges() {
		SharedTier unsigned = texts("texts");
		SharedTier signed = texts("texts", SECRET);
		fill(unsigned, "a", "plain");
		assertThat(SharedTierContract.miss(signed.read("a")).cause()).isEqualTo(MissCause.ABSENT);
		fill(signed, "a", "signed");
		assertThat(SharedTierContract.hit(unsigned, "a").value()).isEqualTo("plain");
		assertThat(SharedTierContract.hit(signed, "a").value()).isEqualTo("signed");
		unsigned.invalidate("a");
		assertThat(signed.read("a")).isInstanceOf(SharedRead.Miss.class);
		assertThat(unsigned.read("a")).isInstanceOf(SharedRead.Miss.class);
	}

	private SharedTier texts(String cacheName, String... secrets) {
		RedisSharedTierFactory pod = this.fixture.pod();
		if (secrets.length > 0) {
			pod.sign(new Signer(List.of(secrets)));
		}
		return pod.create(cacheName, ResolvableType.forClass(String.class), ResolvableType.forClass(String.class),
				ValueVersion.NONE);
	}

	private static void fill(SharedTier tier, Object key, Object value) {
		assertThat(tier.fill(key, value, HOUR, SharedTierContract.miss(tier.read(key)).ticket()))
			.isEqualTo(FillOutcome.STORED);
	}

	private static int endOfHeader(byte[] stored) {
		return new String(stored, StandardCharsets.ISO_8859_1).indexOf(':', 3) + 1;
	}

	private String digest(String key) {
		return Digests.id(new String(located("texts", key).text(), StandardCharsets.UTF_8));
	}

	private byte[] nameOf(String cacheName, String key) {
		return located(cacheName, key).name();
	}

	private RedisKey located(String cacheName, String key) {
		return new KeySpace(this.fixture.namespace, cacheName, TierFixture.schema(String.class, ValueVersion.NONE),
				ResolvableType.forClass(String.class))
			.locate(key);
	}

	/**
	 * Return the name of the only value in Redis.
	 */
	private byte[] onlyName() {
		return redis((connection) -> connection.keyCommands().keys(pattern())).iterator().next();
	}

	private byte[] pattern() {
		// The name has an escaped blank.
		return ("*" + this.fixture.namespace.substring("test ".length()) + ":*}:v1:*").getBytes(StandardCharsets.UTF_8);
	}

	private long bytesSent() {
		return Long.parseLong(
				redis((connection) -> connection.serverCommands().info("stats")).getProperty("total_net_output_bytes"));
	}

	private <T> T redis(Function<RedisConnection, T> command) {
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			return command.apply(connection);
		}
	}

}
