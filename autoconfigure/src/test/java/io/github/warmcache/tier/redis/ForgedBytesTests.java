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

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.stripe.KeySpace;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that any bytes found in Redis end as a value or a miss: never as an exception, a
 * class that is loaded, or memory without bounds. Set {@code warmcache.seed} to see a
 * failure again.
 */
@Tag("servers")
class ForgedBytesTests {

	private static final Log logger = LogFactory.getLog(ForgedBytesTests.class);

	private static final int ROUNDS = 3000;

	private static final int LONGEST = 1 << 20;

	private static final AtomicBoolean TRAPPED = new AtomicBoolean();

	private static final Node NODE = new Node("R\u00f6me \uD834\uDD1E", 2_800_000, new BigDecimal("1.50"),
			Instant.parse("2026-01-02T03:04:05Z"), List.of(new Node("a", 1, null, null, List.of(), Map.of())),
			Map.of("k", 1));

	private final TierFixture fixture = new TierFixture(Servers.redis());

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private SharedTier tier;

	private byte[] name;

	private byte[] stored;

	private int body;

	@BeforeEach
	void store() {
		this.tier = this.fixture
			.pod(this.fixture.application, TierFixture.PATIENT,
					new RedisTierSettings(Duration.ofSeconds(30), 7, 10, LONGEST, 100))
			.create("nodes", ResolvableType.forClass(Integer.class), ResolvableType.forClass(Node.class),
					ValueVersion.NONE);
		this.name = new KeySpace(this.fixture.namespace, "nodes", TierFixture.schema(Node.class, ValueVersion.NONE),
				ResolvableType.forClass(Integer.class))
			.locate(1)
			.name();
		this.tier.update(1, NODE, Duration.ofHours(1));
		assertThat(SharedTierContract.hit(this.tier, 1).value()).isEqualTo(NODE);
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			this.stored = connection.stringCommands().get(this.name);
		}
		this.body = new String(this.stored, StandardCharsets.ISO_8859_1).indexOf('{');
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void forgedBodiesAreUnreadable() {
		String trap = Trap.class.getName();
		Stream<String> bodies = Stream.of("[".repeat(500_000), "{\"children\":[".repeat(60_000),
				"{\"map\":" + "{\"a\":".repeat(100_000), "{\"name\":" + "[".repeat(300_000) + "]".repeat(300_000) + "}",
				"{\"count\":1e400}", "{\"count\":" + "9".repeat(100_000) + "}",
				"{\"price\":" + "1".repeat(100_000) + "}", "{\"count\":\"" + "9".repeat(100_000) + "\"}",
				"{\"name\":[]}", "{\"children\":{}}", "{\"map\":[1]}", "{\"at\":\"" + "x".repeat(100_000) + "\"}",
				"{\"at\":1e1000000000}", "[]", "null", "true", "7", "\"text\"", "", "{", "{}{}", "{\"name\":\"\\uD8",
				"[\"" + trap + "\",{}]", "{\"children\":[\"" + trap + "\"]}", "{\"children\":[[\"" + trap + "\",{}]]}",
				"\0", "\uFEFF{");
		bodies.forEach((json) -> assertUnreadable(concat(header(), json.getBytes(StandardCharsets.UTF_8)), json));
		assertThat(TRAPPED).isFalse();
	}

	@Test
	void namesOfClassesAreNothing() {
		for (String property : List.of("@class", "class", "@type", "@c", "$type")) {
			write(concat(header(),
					("{\"" + property + "\":\"" + Trap.class.getName() + "\",\"name\":\"a\",\"count\":1}")
						.getBytes(StandardCharsets.UTF_8)));
			assertThat(this.tier.read(1)).isInstanceOfSatisfying(SharedRead.Hit.class,
					(hit) -> assertThat(hit.value()).isExactlyInstanceOf(Node.class));
		}
		assertThat(TRAPPED).isFalse();
	}

	@Test
	void textThatIsCutIsUnreadable() {
		for (int end = this.body; end < this.stored.length; end++) {
			assertUnreadable(Arrays.copyOf(this.stored, end), "cut at " + end);
		}
		byte[] cut = "{\"name\":\"".getBytes(StandardCharsets.UTF_8);
		for (byte[] broken : List.of(new byte[] { (byte) 0xC3, '"', '}' }, new byte[] { (byte) 0xF0, (byte) 0x9D },
				new byte[] { (byte) 0xFF, '"', '}' }, new byte[] { (byte) 0xC0, (byte) 0x80, 7, '"' })) {
			assertUnreadable(concat(header(), concat(cut, broken)), Arrays.toString(broken));
		}
	}

	@Test
	void forgedHeadersAreUnreadable() {
		String text = new String(this.stored, StandardCharsets.ISO_8859_1);
		String epoch = text.substring(0, text.indexOf(':', 3) + 1);
		String rest = text.substring(epoch.length() + 13);
		for (String expiry : List.of("9999999999999", "6999999999999", "17x0000000000", "-999999999999",
				"0x99999999999", "99999999.9999", "1e12         ", "             ", "\0\0\0\0\0\0\0\0\0\0\0\0\0")) {
			write((epoch + expiry + rest).getBytes(StandardCharsets.ISO_8859_1));
			assertThat(SharedTierContract.miss(this.tier.read(1)).cause()).as(expiry).isEqualTo(MissCause.UNREADABLE);
			assertThat(this.tier.readAll(List.of(1))).isEmpty();
		}
		String expiry = text.substring(epoch.length(), epoch.length() + 13);
		for (String letter : List.of("n", "x", "J", "\0", "")) {
			assertUnreadable((epoch + expiry + "0".repeat(16) + letter + text.substring(this.body))
				.getBytes(StandardCharsets.ISO_8859_1), letter);
		}
		// Without an end it is no lease.
		assertUnreadable(("l1:" + epoch.substring(3) + "token").getBytes(StandardCharsets.ISO_8859_1), "lease");
		assertMiss(MissCause.OVERSIZED, new byte[LONGEST + 1], "long");
	}

	@Test
	void mutatedValuesAreAValueOrAMiss() throws Exception {
		long seed = Long.getLong("warmcache.seed", System.nanoTime());
		logger.info("-Dwarmcache.seed=" + seed);
		Random random = new Random(seed);
		int hits = 0;
		for (int round = 0; round < ROUNDS; round++) {
			byte[] mutated = mutate(this.stored, random);
			write(mutated);
			long before = this.threads.getCurrentThreadAllocatedBytes();
			SharedRead read = this.tier.read(1);
			assertThat(this.threads.getCurrentThreadAllocatedBytes() - before).as("seed " + seed + ", round " + round)
				.isLessThan(4L << 20);
			assertThat(read).as("seed " + seed + ", round " + round)
				.matches((it) -> it instanceof SharedRead.Hit || (it instanceof SharedRead.Miss miss
						&& (miss.cause() == MissCause.UNREADABLE || miss.cause() == MissCause.ABSENT)));
			hits += (read instanceof SharedRead.Hit) ? 1 : 0;
			assertThat(this.tier.readAll(List.of(1))).hasSizeLessThanOrEqualTo(1);
			if (round % 50 == 0) {
				assertThat(TierFixture.stream(this.tier)).hasSizeLessThanOrEqualTo(1);
				assertThat(this.tier.readOrLease(1)).isNotInstanceOf(SharedRead.Busy.class);
			}
		}
		assertThat(hits).as("some mutations leave a value").isBetween(1, ROUNDS - 1);
	}

	private static byte[] mutate(byte[] original, Random random) {
		byte[] bytes = original.clone();
		int times = 1 + random.nextInt(3);
		for (int i = 0; i < times && bytes.length > 0; i++) {
			int at = random.nextInt(bytes.length);
			switch (random.nextInt(7)) {
				case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
				case 1 -> bytes[at] = (byte) random.nextInt(256);
				case 2 -> bytes = Arrays.copyOf(bytes, at);
				case 3 -> bytes = insert(bytes, at, random.ints(random.nextInt(20), 0, 256).toArray());
				case 4 -> bytes = insert(bytes, at,
						"[{\":,}]0123456789eE+-.".repeat(1 + random.nextInt(50)).chars().toArray());
				case 5 -> bytes = concat(Arrays.copyOf(bytes, at),
						Arrays.copyOfRange(bytes, Math.min(bytes.length, at + random.nextInt(10)), bytes.length));
				default -> bytes = insert(bytes, at, "[".repeat(random.nextInt(5000)).chars().toArray());
			}
		}
		return bytes;
	}

	private static byte[] insert(byte[] bytes, int at, int[] inserted) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		all.write(bytes, 0, at);
		Arrays.stream(inserted).forEach(all::write);
		all.write(bytes, at, bytes.length - at);
		return all.toByteArray();
	}

	private void assertUnreadable(byte[] forged, String what) {
		assertMiss(MissCause.UNREADABLE, forged, what);
	}

	private void assertMiss(MissCause cause, byte[] forged, String what) {
		String description = what.substring(0, Math.min(what.length(), 40));
		write(forged);
		assertThat(SharedTierContract.miss(this.tier.read(1)).cause()).as(description).isEqualTo(cause);
		assertThat(this.tier.readAll(List.of(1))).as(description).isEmpty();
		SharedRead.Miss miss = SharedTierContract.miss(this.tier.readOrLease(1));
		assertThat(miss.cause()).as(description).isEqualTo(cause);
		assertThat(this.tier.fill(1, NODE, Duration.ofHours(1), SharedTierContract.ticket(miss))).as(description)
			.isEqualTo(FillOutcome.STORED);
		assertThat(SharedTierContract.hit(this.tier, 1).value()).isEqualTo(NODE);
	}

	private byte[] header() {
		return Arrays.copyOf(this.stored, this.body);
	}

	private void write(byte[] bytes) {
		try (RedisConnection connection = this.fixture.application.getConnection()) {
			connection.stringCommands().set(this.name, bytes);
		}
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

	record Node(String name, long count, BigDecimal price, Instant at, List<Node> children, Map<String, Integer> map) {
	}

	/**
	 * Tells when it is loaded.
	 */
	static final class Trap {

		static {
			TRAPPED.set(true);
		}

	}

}
