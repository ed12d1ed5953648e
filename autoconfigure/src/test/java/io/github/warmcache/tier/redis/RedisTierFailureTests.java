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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.redis.RedisUnavailableException;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.BulkFill;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.redis.TierFixture.City;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the shared tier while its server is down, frozen, full or otherwise of no
 * use.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class RedisTierFailureTests {

	private static final Duration HOUR = SharedTierContract.HOUR;

	private static final City ROME = SharedTierContract.ROME;

	private static final City OSLO = SharedTierContract.OSLO;

	private static final RedisTierTimeouts SHORT = new RedisTierTimeouts(Duration.ofMillis(500), Duration.ofMillis(700),
			Duration.ofMillis(250), Duration.ofMillis(100));

	private OwnRedisServer server;

	private TierFixture fixture;

	private SharedTier pod;

	private SharedTier patient;

	@BeforeEach
	void start() {
		this.server = Servers.newRedis();
		this.fixture = new TierFixture(this.server);
		this.pod = TierFixture.cities(this.fixture.pod(this.fixture.application, SHORT, TierFixture.SMALL));
		this.patient = TierFixture.cities(this.fixture.pod());
	}

	@AfterEach
	void stop() {
		this.fixture.close();
		this.server.close();
	}

	@Test
	void withoutAServerEveryOperationEndsWithoutAnException() {
		this.server.stop();
		assertNothingWorks();
	}

	@Test
	void aServerThatComesLaterIsUsed() {
		this.server.stop();
		assertThat(this.pod.read(1)).isEqualTo(new SharedRead.Miss(MissCause.UNAVAILABLE, null));
		this.server.start();
		await().untilAsserted(() -> assertThat(this.pod.read(1)).isInstanceOfSatisfying(SharedRead.Miss.class,
				(miss) -> assertThat(miss.cause()).isEqualTo(MissCause.ABSENT)));
		awaitAnswer(this.patient);
		assertThat(SharedTierContract.fill(this.patient, 1, ROME)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void manyThreadsDoNotWaitInLineForAServerThatIsDown() throws Exception {
		this.server.stop();
		ExecutorService threads = Executors.newFixedThreadPool(100);
		try {
			List<Callable<SharedRead>> reads = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				reads.add(() -> this.pod.readOrLease(1));
			}
			long start = System.nanoTime();
			for (Future<SharedRead> read : threads.invokeAll(reads)) {
				assertThat(read.get()).isEqualTo(new SharedRead.Miss(MissCause.UNAVAILABLE, null));
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void aFrozenServerCostsTheTimeoutAndNoException() {
		connect();
		this.server.pause();
		long start = System.nanoTime();
		assertNothingWorks();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
		this.server.resume();
		await().untilAsserted(() -> assertThat(this.pod.read(3)).isInstanceOfSatisfying(SharedRead.Miss.class,
				(miss) -> assertThat(miss.cause()).isEqualTo(MissCause.ABSENT)));
	}

	private void assertNothingWorks() {
		SharedRead.Miss unavailable = new SharedRead.Miss(MissCause.UNAVAILABLE, null);
		assertThat(this.pod.read(1)).isEqualTo(unavailable);
		assertThat(this.pod.readOrLease(1)).isEqualTo(unavailable);
		assertThat(this.pod.readAll(List.of(1, 2))).isEmpty();
		assertThat(this.pod.putIfAbsent(1, ROME, HOUR)).isEqualTo(unavailable);
		try (BulkFill fill = this.pod.beginFill()) {
			fill.add(1, ROME, HOUR);
			fill.close();
			assertThat(fill.stored()).isZero();
		}
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> TierFixture.stream(this.pod))
			.withMessageContaining("Redis");
		assertThat(this.pod.update(2, ROME, HOUR)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(this.pod.invalidate(1)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(this.pod.read(1)).isEqualTo(new SharedRead.Miss(MissCause.DISTRUSTED, null));
		assertThat(this.pod.readOrLease(2)).isEqualTo(new SharedRead.Miss(MissCause.DISTRUSTED, null));
		assertThat(this.pod.clear()).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(this.pod.read(3)).isEqualTo(new SharedRead.Miss(MissCause.DISTRUSTED, null));
		assertThat(this.pod.putIfAbsent(3, ROME, HOUR)).isEqualTo(new SharedRead.Miss(MissCause.DISTRUSTED, null));
		assertThat(this.pod.readAll(List.of(3))).isEmpty();
	}

	@Test
	void aTicketFromBeforeIsOfNoUseWhileTheServerIsGone() {
		connect();
		FillTicket ticket = SharedTierContract.ticket(this.pod.readOrLease(1));
		this.server.pause();
		assertThat(this.pod.fill(1, ROME, HOUR, ticket)).isEqualTo(FillOutcome.FAILED);
		this.pod.release(1, ticket);
		this.server.resume();
	}

	@Test
	void whatIsPendingIsNeitherFilledNorRead() throws Exception {
		connect();
		SharedTierContract.fill(this.patient, 1, ROME);
		SharedTierContract.fill(this.patient, 2, ROME);
		FillTicket ticket = SharedTierContract.ticket(this.pod.readOrLease(3));
		this.server.pause();
		assertThat(this.pod.invalidate(1)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(this.pod.invalidate(3)).isEqualTo(ChangeOutcome.QUEUED);
		this.server.resume();
		await().until(() -> !this.pod.readAll(List.of(2)).isEmpty());
		// What the frozen server had received it has done by now, so put a value in the
		// way.
		this.patient.update(1, ROME, HOUR);
		assertThat(this.pod.readAll(List.of(1))).isEmpty();
		assertThat(TierFixture.stream(this.pod)).containsOnlyKeys(2);
		assertThat(this.pod.fill(3, OSLO, HOUR, ticket)).isEqualTo(FillOutcome.REFUSED);
		try (BulkFill fill = this.pod.beginFill()) {
			fill.add(3, OSLO, HOUR);
			fill.close();
			assertThat(fill.stored()).isZero();
		}
		await().untilAsserted(() -> assertThat(this.pod.read(1)).isInstanceOfSatisfying(SharedRead.Miss.class,
				(miss) -> assertThat(miss.cause()).isEqualTo(MissCause.ABSENT)));
		assertThat(this.patient.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.pod.update(3, ROME, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.pod.readAll(List.of(3))).hasSize(1);
	}

	@Test
	void aClearThatWasQueuedIsMadeUpForBeforeTheNextRead() {
		connect();
		SharedTierContract.fill(this.patient, 1, ROME);
		this.server.pause();
		assertThat(this.pod.clear()).isEqualTo(ChangeOutcome.QUEUED);
		this.server.resume();
		await().untilAsserted(() -> assertThat(this.patient.update(2, OSLO, HOUR)).isEqualTo(ChangeOutcome.APPLIED));
		await().untilAsserted(() -> assertThat(this.pod.read(2)).isInstanceOfSatisfying(SharedRead.Miss.class,
				(miss) -> assertThat(miss.cause()).isEqualTo(MissCause.ABSENT)));
		assertThat(this.patient.read(1)).isInstanceOf(SharedRead.Miss.class);
	}

	@Test
	void tooManyQueuedInvalidationsClearTheCache() {
		connect();
		SharedTierContract.fill(this.patient, 1, ROME);
		SharedTierContract.fill(this.patient, 20_000, ROME);
		this.server.stop();
		await().until(() -> this.pod.invalidate(1) == ChangeOutcome.QUEUED);
		for (int key = 2; key < 10_100; key++) {
			assertThat(this.pod.invalidate(key)).isEqualTo(ChangeOutcome.QUEUED);
		}
		assertThat(this.pod.read(20_000)).isEqualTo(new SharedRead.Miss(MissCause.DISTRUSTED, null));
		this.server.start();
		await().untilAsserted(() -> assertThat(this.pod.read(20_000)).isInstanceOfSatisfying(SharedRead.Miss.class,
				(miss) -> assertThat(miss.cause()).isEqualTo(MissCause.ABSENT)));
		awaitAnswer(this.patient);
		assertThat(SharedTierContract.fill(this.patient, 1, ROME)).isEqualTo(FillOutcome.STORED);
	}

	@Test
	void aServerThatForgotTheScriptsHearsThemAgain() {
		connect();
		SharedTierContract.fill(this.patient, 1, ROME);
		this.server.command("SCRIPT", "FLUSH");
		assertThat(SharedTierContract.hit(this.patient, 1).value()).isEqualTo(ROME);
		this.server.command("SCRIPT", "FLUSH");
		assertThat(this.patient.clear()).isEqualTo(ChangeOutcome.APPLIED);
	}

	@Test
	void aLeaseThatNobodyHeardOfIsGivenBack() {
		connect();
		this.patient.read(1);
		this.server.pause();
		assertThat(this.pod.readOrLease(1)).isEqualTo(new SharedRead.Miss(MissCause.UNAVAILABLE, null));
		this.server.resume();
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(this.patient.readOrLease(1)).isInstanceOf(SharedRead.Miss.class));
	}

	@Test
	void aFullServerStillReadsAndInvalidates() {
		connect();
		SharedTierContract.fill(this.patient, 1, ROME);
		SharedTierContract.fill(this.patient, 2, ROME);
		SharedTierContract.fill(this.patient, 3, ROME);
		FillTicket ticket = SharedTierContract.ticket(this.patient.readOrLease(4));
		SharedTier untouched = this.fixture.pod()
			.create("towns", ResolvableType.NONE, ResolvableType.forClass(City.class), ValueVersion.NONE);
		this.server.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
		this.server.command("CONFIG", "SET", "maxmemory", "1");
		assertThat(SharedTierContract.hit(this.patient, 1).value()).isEqualTo(ROME);
		assertThat(this.patient.readAll(List.of(1, 2))).hasSize(2);
		assertThat(SharedTierContract.miss(this.patient.readOrLease(5)).cause()).isEqualTo(MissCause.ABSENT);
		assertThat(this.patient.fill(4, ROME, HOUR, ticket)).isEqualTo(FillOutcome.FAILED);
		assertThat(this.patient.invalidate(1)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.patient.read(1)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.patient.update(2, OSLO, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.patient.read(2)).isInstanceOf(SharedRead.Miss.class);
		assertThat(this.patient.putIfAbsent(6, ROME, HOUR)).isEqualTo(new SharedRead.Miss(MissCause.UNAVAILABLE, null));
		try (BulkFill fill = this.patient.beginFill()) {
			fill.add(7, ROME, HOUR);
			fill.close();
			assertThat(fill.stored()).isZero();
		}
		assertThat(this.patient.clear()).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(this.patient.read(3)).isInstanceOf(SharedRead.Miss.class);
		assertThat(untouched.read("a")).isInstanceOfSatisfying(SharedRead.Miss.class,
				(miss) -> assertThat(miss.cause()).isEqualTo(MissCause.ABSENT));
		assertThat(untouched.invalidate("a")).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(untouched.update("b", ROME, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
	}

	@Test
	void aUserWhoMayNotPublishStillInvalidates() {
		this.server.command("ACL", "SETUSER", "app", "on", ">secret", "~*", "+@all", "resetchannels");
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(this.server.host(),
				this.server.port());
		configuration.setUsername("app");
		configuration.setPassword("secret");
		LettuceConnectionFactory application = new LettuceConnectionFactory(configuration);
		SharedTier tier = TierFixture.cities(this.fixture.pod(application, TierFixture.PATIENT, TierFixture.SMALL));
		SharedTierContract.fill(tier, 1, ROME);
		assertThat(tier.invalidate(1)).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(tier.clear()).isEqualTo(ChangeOutcome.APPLIED);
		assertThat(tier.update(1, ROME, HOUR)).isEqualTo(ChangeOutcome.APPLIED);
	}

	@Test
	void theLogSaysOnceThatTheServerIsLostAndOnceThatItIsBack(CapturedOutput output) {
		connect();
		this.server.stop();
		for (int i = 0; i < 20; i++) {
			this.pod.read("some-key");
			this.pod.invalidate("some-key");
		}
		this.server.start();
		await().until(() -> this.pod.invalidate("some-key") == ChangeOutcome.APPLIED);
		assertThat(output).containsOnlyOnce("Redis is unavailable; continuing without the shared tier")
			.containsOnlyOnce("Redis is available again; the shared tier is back in use")
			.doesNotContain("some-key");
	}

	@Test
	void aWrongPasswordIsAMissAndNotInTheLog(CapturedOutput output) {
		connect();
		this.server.command("CONFIG", "SET", "requirepass", "right-one");
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(this.server.host(),
				this.server.port());
		configuration.setPassword("wrong-one");
		LettuceConnectionFactory application = new LettuceConnectionFactory(configuration);
		SharedTier tier = TierFixture.cities(this.fixture.pod(application, TierFixture.PATIENT, TierFixture.SMALL));
		assertThat(tier.read(1)).isEqualTo(new SharedRead.Miss(MissCause.UNAVAILABLE, null));
		assertThat(output).contains("(WRONGPASS)").doesNotContain("wrong-one");
	}

	/**
	 * The first connection loads classes, which takes longer than a request may wait.
	 */
	private void connect() {
		this.fixture.connections
			.forEach((connections) -> assertThat(connections.connect(Duration.ofSeconds(20))).isTrue());
		awaitAnswer(this.patient);
		awaitAnswer(this.pod);
	}

	private static void awaitAnswer(SharedTier tier) {
		await().until(() -> tier.read(0) instanceof SharedRead.Miss miss && miss.cause() == MissCause.ABSENT);
	}

}
