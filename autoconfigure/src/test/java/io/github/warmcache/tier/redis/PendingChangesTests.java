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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.github.warmcache.breaker.BreakerSettings;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.Resilience4jCallBreaker;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.redis.TierFixture.City;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what becomes of changes that Redis did not take.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class PendingChangesTests {

	private static final SharedRead.Miss DISTRUSTED = new SharedRead.Miss(MissCause.DISTRUSTED, null);

	private static final City ROME = SharedTierContract.ROME;

	private static final Duration HOUR = SharedTierContract.HOUR;

	private static final RedisTierTimeouts SHORT = new RedisTierTimeouts(Duration.ofMillis(200), Duration.ofSeconds(20),
			Duration.ofSeconds(10), Duration.ofMillis(50));

	private OwnRedisServer server;

	private TierFixture fixture;

	private CallBreaker breaker;

	private RedisSharedTierFactory factory;

	private SharedTier tier;

	private SharedTier other;

	@BeforeEach
	void start() {
		this.server = Servers.newRedis();
		this.fixture = new TierFixture(this.server);
		this.breaker = new Resilience4jCallBreaker("warmcache-redis", new BreakerSettings(5, Duration.ofMinutes(1)),
				this.fixture.clock);
		this.factory = this.fixture.pod(this.fixture.application, SHORT,
				new RedisTierSettings(Duration.ofSeconds(30), 7, 10, 4096, 500), this.breaker);
		this.tier = TierFixture.cities(this.factory);
		this.other = TierFixture.cities(this.fixture.pod());
		this.fixture.connections
			.forEach((connections) -> assertThat(connections.connect(Duration.ofSeconds(20))).isTrue());
		awaitAnswer(this.other);
		awaitAnswer(this.tier);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
		this.server.close();
	}

	@Test
	void whatIsPendingIsToldInOrderAndThenTrusted() {
		this.server.kill();
		List<Integer> keys = IntStream.rangeClosed(1, 450).boxed().toList();
		keys.forEach((key) -> assertThat(this.tier.invalidate(key)).isEqualTo(ChangeOutcome.QUEUED));
		assertThat(this.tier.update(7, ROME, HOUR)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
		assertThat(this.factory.pending()).isEqualTo(450);
		assertThat(this.factory.tellPending()).isFalse();
		assertThat(this.tier.read(3)).isEqualTo(DISTRUSTED);
		this.server.start();
		List<String> heard = new CopyOnWriteArrayList<>();
		try (RedisClient listener = subscribe(heard)) {
			await().until(this.factory::tellPending);
			assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
			await().until(() -> heard.size() >= 450);
		}
		assertThat(heard).filteredOn((message) -> message.startsWith("k1:"))
			.extracting(PendingChangesTests::key)
			.startsWith(1, 2, 3, 4, 5, 6, 8)
			.endsWith(449, 450, 7)
			.hasSize(450);
		assertThat(this.factory.pending()).isZero();
		assertThat(this.factory.tellPending()).isTrue();
		this.breaker.tryAgain();
		assertThat(SharedTierContract.miss(this.tier.read(3)).cause()).isEqualTo(MissCause.ABSENT);
		assertThat(SharedTierContract.fill(this.tier, 3, ROME)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void aChangeWhileTheBreakerIsOpenIsQueuedWithoutATry() {
		SharedTierContract.fill(this.other, 1, ROME);
		openBreaker();
		assertThat(this.tier.invalidate(1)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(SharedTierContract.hit(this.other, 1).value()).isEqualTo(ROME);
		assertThat(this.factory.tellPending()).isTrue();
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void aChangeThatTimedOutIsToldAgain() {
		SharedTierContract.fill(this.other, 1, ROME);
		SharedTierContract.fill(this.other, 2, ROME);
		this.server.pause();
		try {
			assertThat(this.tier.invalidate(1)).isEqualTo(ChangeOutcome.QUEUED);
			assertThat(this.tier.update(2, SharedTierContract.OSLO, HOUR)).isEqualTo(ChangeOutcome.QUEUED);
			assertThat(this.factory.pending()).isEqualTo(2);
			assertThat(this.factory.tellPending()).isFalse();
			assertThat(this.factory.pending()).isEqualTo(2);
		}
		finally {
			this.server.resume();
		}
		await().until(this.factory::tellPending);
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.other.read(2)).isInstanceOf(SharedRead.Miss.class);
		assertThat(SharedTierContract.miss(this.tier.read(1)).cause()).isEqualTo(MissCause.ABSENT);
	}

	@Test
	void moreThanTheJournalHoldsClearTheCache() {
		SharedTierContract.fill(this.other, 9999, ROME);
		openBreaker();
		for (int key = 0; key <= 500; key++) {
			assertThat(this.tier.invalidate(key)).isEqualTo(ChangeOutcome.QUEUED);
		}
		assertThat(this.factory.pending()).isOne();
		assertThat(this.tier.read(9999)).isEqualTo(DISTRUSTED);
		assertThat(SharedTierContract.hit(this.other, 9999).value()).isEqualTo(ROME);
		assertThat(this.factory.tellPending()).isTrue();
		assertThat(this.other.read(9999)).isInstanceOf(SharedRead.Miss.class);
		this.breaker.tryAgain();
		assertThat(SharedTierContract.miss(this.tier.read(9999)).cause()).isEqualTo(MissCause.ABSENT);
	}

	@Test
	void readsThatMayNotTellDoNotUndoWhatIsTold() throws Exception {
		SharedTier towns = towns();
		openBreaker();
		this.tier.invalidate(1);
		towns.clear();
		AtomicBoolean done = new AtomicBoolean();
		Thread reader = new Thread(() -> {
			while (!done.get()) {
				this.tier.read(1);
				towns.read("a");
			}
		});
		reader.start();
		try {
			assertThat(this.factory.tellPending()).isTrue();
		}
		finally {
			done.set(true);
			reader.join();
		}
	}

	@Test
	void aCacheThatIsMadeAgainDistrustsWhatIsPending() {
		openBreaker();
		this.tier.invalidate(1);
		this.breaker.tryAgain();
		SharedTier again = TierFixture.cities(this.factory);
		openBreaker();
		assertThat(again.read(1)).isEqualTo(DISTRUSTED);
		assertThat(this.factory.pending()).isOne();
	}

	@Test
	void theChangesOfAllCachesAreTold() {
		SharedTier towns = towns();
		openBreaker();
		this.tier.invalidate(1);
		towns.invalidate("a");
		towns.clear();
		assertThat(this.factory.pending()).isEqualTo(2);
		assertThat(this.factory.tellPending()).isTrue();
		assertThat(this.factory.pending()).isZero();
	}

	@Test
	void whatTakesTooLongIsToldLater() {
		openBreaker();
		IntStream.rangeClosed(1, 450).forEach(this.tier::invalidate);
		assertThat(this.factory.tellPending(Duration.ZERO)).isFalse();
		assertThat(this.factory.pending()).isEqualTo(450);
		assertThat(this.factory.tellPending(Duration.ofNanos(1))).isFalse();
		assertThat(this.factory.tellPending(Duration.ofMinutes(1))).isTrue();
		assertThat(this.factory.pending()).isZero();
	}

	@Test
	void theEndTellsWhatIsPending(CapturedOutput output) {
		SharedTierContract.fill(this.other, 1, ROME);
		openBreaker();
		this.tier.invalidate(1);
		this.factory.close();
		assertThat(this.other.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(output).doesNotContain("This pod shuts down");
	}

	@Test
	void afterTheEndChangesThatRedisDoesNotTakeFail(CapturedOutput output) {
		this.server.kill();
		for (int key = 1000; key < 1003; key++) {
			assertThat(this.tier.invalidate(key)).isEqualTo(ChangeOutcome.QUEUED);
		}
		this.factory.close();
		assertThat(output).containsOnlyOnce("This pod shuts down with 3 changes that Redis did not apply")
			.doesNotContain("1001");
		SharedTier towns = towns();
		assertThat(this.tier.invalidate(1)).isEqualTo(ChangeOutcome.FAILED);
		assertThat(this.tier.update(1, ROME, HOUR)).isEqualTo(ChangeOutcome.FAILED);
		assertThat(this.tier.clear()).isEqualTo(ChangeOutcome.FAILED);
		assertThat(towns.invalidate("a")).isEqualTo(ChangeOutcome.FAILED);
		assertThat(this.tier.read(1)).isEqualTo(DISTRUSTED);
	}

	@Test
	void theEndDoesNotWaitLongForAFrozenServer() {
		SharedTier towns = towns();
		openBreaker();
		this.tier.invalidate(1);
		towns.clear();
		this.server.pause();
		try {
			long start = System.nanoTime();
			this.factory.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
		}
		finally {
			this.server.resume();
		}
		assertThat(this.factory.pending()).isEqualTo(2);
	}

	private SharedTier towns() {
		return this.factory.create("towns", ResolvableType.forClass(String.class), ResolvableType.forClass(City.class),
				ValueVersion.NONE);
	}

	private void openBreaker() {
		for (int i = 0; i < 5; i++) {
			this.breaker.failed(1, null);
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	private RedisClient subscribe(List<String> heard) {
		RedisClient client = RedisClient.create(RedisURI.create(this.server.host(), this.server.port()));
		var connection = client.connectPubSub();
		connection.addListener(new RedisPubSubAdapter<String, String>() {

			@Override
			public void message(String pattern, String channel, String message) {
				heard.add(message);
			}

		});
		connection.sync().psubscribe("*:changes:v1");
		return client;
	}

	private static int key(String message) {
		String text = message.substring(message.lastIndexOf("cities") + "cities".length());
		return Integer.parseInt(text.replaceAll("\\D", ""));
	}

	private static void awaitAnswer(SharedTier tier) {
		await().until(() -> tier.read(0) instanceof SharedRead.Miss miss && miss.cause() == MissCause.ABSENT);
	}

}
