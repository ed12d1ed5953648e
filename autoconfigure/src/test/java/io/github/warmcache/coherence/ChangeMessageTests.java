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

package io.github.warmcache.coherence;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.github.warmcache.coherence.ChangeMessage.Kind;
import io.github.warmcache.tier.SharedTier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link ChangeMessage} and {@link BeatMessage}.
 */
class ChangeMessageTests {

	@Test
	void aChangeOfAKeyIsRead() {
		assertThat(parse("k1:7:12:-x1:y2:me:6:citiess:a:b"))
			.isEqualTo(new ChangeMessage(Kind.KEY, 7, 12, "-x1", "y2", "me", "cities", "s:a:b"));
		assertThat(parse("k1:0:1::y:me:4:südi:7"))
			.isEqualTo(new ChangeMessage(Kind.KEY, 0, 1, "", "y", "me", "süd", "i:7"));
	}

	@Test
	void aChangeOfAWholeCacheIsRead() {
		assertThat(parse("e1:31:1::y:me:3:a:b"))
			.isEqualTo(new ChangeMessage(Kind.CACHE, 31, 1, "", "y", "me", "a:b", null));
	}

	@Test
	void aLostHistoryIsRead() {
		assertThat(parse("r1:3:9:x:y:me")).isEqualTo(new ChangeMessage(Kind.ALL, 3, 9, "x", "y", "me", "", null));
	}

	@Test
	void aKeyThatIsTooLongStandsForItsStripe() {
		ChangeMessage change = parse("k1:7:12:x:y:me:6:citiess:" + "a".repeat(1 << 20));
		assertThat(change).isEqualTo(new ChangeMessage(Kind.CACHE, 7, 12, "x", "y", "me", "cities", null));
	}

	@Test
	void aBeatIsRead() {
		assertThat(BeatMessage.parse(bytes("h2:77:4:12:x:31:0::"))).isEqualTo(
				new BeatMessage(77, List.of(new BeatMessage.Stand(4, 12, "x"), new BeatMessage.Stand(31, 0, ""))));
		assertThat(BeatMessage.parse(bytes("h2:1:"))).isEqualTo(new BeatMessage(1, List.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", "k1", "k1:", "k2:7:12:x:y:me:6:citiess:a", "k1:32:12:x:y:me:6:citiess:a",
			"k1:-1:12:x:y:me:6:citiess:a", "k1:7:0:x:y:me:6:citiess:a", "k1:7:99999999999999999:x:y:me:6:citiess:a",
			"k1:7:9999999999999999:x:y:me:6:citiess:a", "k1:7:12:x::me:6:citiess:a", "k1:7:12:x:y:me:99:cities",
			"k1:7:12:x:y:me:0:s:a", "k1:7:12:x:y:me:-6:citiess:a", "k1:7:1e3:x:y:me:6:citiess:a",
			"e1:7:12:x:y:me:6:citiesX", "r1:7:12:x:y", "k1:7:12:x:y", "k1:7:12:x y:z:me:6:citiess:a", "h1:4:12:x:77" })
	void whatIsNoChangeIsLeftAside(String text) {
		assertThat(parse(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "h2", "h2:7", "h2:x:", "h2:7:4", "h2:7:4:12:x", "h2:7:4:12:", "h2:7:32:12:x:",
			"h2:7:4:12:x:5:", "h2:7:4:-1:x:", "k1:7:4:12:x:", "h1:4:12:x:7" })
	void whatIsNoBeatIsLeftAside(String text) {
		assertThat(BeatMessage.parse(bytes(text))).isNull();
	}

	@Test
	void aBeatOfMoreStripesThanThereAreIsLeftAside() {
		assertThat(BeatMessage.parse(bytes("h2:7:" + "4:12:x:".repeat(SharedTier.STRIPES)))).isNotNull();
		assertThat(BeatMessage.parse(bytes("h2:7:" + "4:12:x:".repeat(SharedTier.STRIPES + 1)))).isNull();
	}

	@Test
	void whatIsNotUtf8IsLeftAside() {
		byte[] message = bytes("k1:7:12:x:y:me:6:citiess:a");
		message[message.length - 1] = (byte) 0xC3;
		assertThat(ChangeMessage.parse(message)).isNull();
	}

	@Test
	void anyBytesAreAMessageOrNone() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		byte[] valid = bytes("k1:7:12:x:y:me:6:citiess:a");
		assertThatCode(() -> {
			for (int i = 0; i < 200_000; i++) {
				byte[] bytes = random.nextBoolean() ? new byte[random.nextInt(80)] : valid.clone();
				if (bytes.length != valid.length) {
					random.nextBytes(bytes);
				}
				else {
					for (int flips = random.nextInt(4); flips >= 0; flips--) {
						bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : ':');
					}
				}
				ChangeMessage change = ChangeMessage.parse(bytes);
				if (change != null) {
					assertThat(change.stripe()).isBetween(0, 31);
					assertThat(change.sequence()).isPositive();
				}
				BeatMessage.parse(bytes);
			}
		}).as("seed " + seed).doesNotThrowAnyException();
	}

	private static ChangeMessage parse(String text) {
		return ChangeMessage.parse(bytes(text));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
