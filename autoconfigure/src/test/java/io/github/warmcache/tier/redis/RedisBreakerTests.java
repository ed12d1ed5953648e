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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.warmcache.breaker.BreakerSettings;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.Resilience4jCallBreaker;
import io.github.warmcache.redis.RedisTierTimeouts;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.redis.TierFixture.City;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what Redis may cost a call: the breaker and the gate before it.
 */
@Tag("servers")
class RedisBreakerTests {

	private static final SharedRead.Miss UNAVAILABLE = new SharedRead.Miss(MissCause.UNAVAILABLE, null);

	private static final City ROME = SharedTierContract.ROME;

	private static final Duration HOUR = SharedTierContract.HOUR;

	private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(64);

	private OwnRedisServer server;

	private TierFixture fixture;

	private CallBreaker breaker;

	private RedisSharedTierFactory factory;

	@BeforeEach
	void start() {
		this.server = Servers.newRedis();
		this.fixture = new TierFixture(this.server);
		this.breaker = new Resilience4jCallBreaker("warmcache-redis", new BreakerSettings(5, Duration.ofMinutes(1)),
				this.fixture.clock);
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.fixture.close();
		this.server.close();
	}

	@Test
	void fiveFailuresOpenItAndThenNothingReachesTheServer() {
		SharedTier tier = connected(Duration.ofMillis(500), this.breaker);
		FillTicket ticket = SharedTierContract.ticket(tier.readOrLease(1));
		this.server.kill();
		for (int i = 0; i < 5; i++) {
			assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
			assertThat(tier.read(1)).isEqualTo(UNAVAILABLE);
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
		this.server.start();
		// Its own connection is back, and yet it is not used.
		await().until(() -> clients() >= 2);
		for (int i = 0; i < 100; i++) {
			assertThat(tier.readOrLease(i)).isEqualTo(UNAVAILABLE);
		}
		tier.release(1, ticket);
		assertThat(tier.readAll(List.of(1, 2))).isEmpty();
		assertThat(tier.putIfAbsent(3, ROME, HOUR)).isEqualTo(UNAVAILABLE);
		assertThat(tier.invalidate(1)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(tier.update(2, ROME, HOUR)).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(tier.clear()).isEqualTo(ChangeOutcome.QUEUED);
		assertThat(tier.read(9)).isEqualTo(new SharedRead.Miss(MissCause.DISTRUSTED, null));
		assertThat(this.server.command("INFO", "commandstats")).doesNotContain("eval");
	}

	@Test
	void aSignOfLifeLetsTwoCallsTryAndClosesIt() {
		SharedTier tier = connected(Duration.ofSeconds(5), this.breaker);
		this.server.kill();
		await().until(() -> tier.read(1).equals(UNAVAILABLE) && this.breaker.state() == BreakerState.OPEN);
		startAgain(tier);
		this.breaker.tryAgain();
		assertThat(SharedTierContract.miss(tier.read(1)).cause()).isEqualTo(MissCause.ABSENT);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
		assertThat(SharedTierContract.miss(tier.read(1)).cause()).isEqualTo(MissCause.ABSENT);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void theWaitEndsByItself() {
		SharedTier tier = connected(Duration.ofSeconds(5), this.breaker);
		this.server.kill();
		await().until(() -> tier.read(1).equals(UNAVAILABLE) && this.breaker.state() == BreakerState.OPEN);
		startAgain(tier);
		this.fixture.clock.advance(Duration.ofSeconds(61));
		tier.read(1);
		tier.read(1);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void aServerThatIsDownFromTheStartOpensIt() {
		this.server.stop();
		SharedTier tier = TierFixture.cities(this.fixture.pod(this.fixture.application,
				timeouts(Duration.ofMillis(500)), TierFixture.SMALL, this.breaker));
		for (int i = 0; i < 5; i++) {
			assertThat(tier.read(1)).isEqualTo(UNAVAILABLE);
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void repliesWithAnErrorAreAnswers() {
		SharedTier tier = connected(Duration.ofSeconds(5), this.breaker);
		this.server.command("CONFIG", "SET", "maxmemory", "1");
		for (int i = 0; i < 20; i++) {
			assertThat(tier.putIfAbsent(1, ROME, HOUR)).isEqualTo(UNAVAILABLE);
		}
		this.server.command("CONFIG", "SET", "maxmemory", "0");
		this.server.command("REPLICAOF", "127.0.0.1", "1");
		for (int i = 0; i < 20; i++) {
			assertThat(tier.update(1, ROME, HOUR)).isEqualTo(ChangeOutcome.QUEUED);
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void repliesOfAServerThatCannotWorkAreFailures() {
		SharedTier tier = connected(Duration.ofSeconds(5), this.breaker);
		this.server.command("CONFIG", "SET", "replica-serve-stale-data", "no");
		this.server.command("REPLICAOF", "127.0.0.1", "1");
		for (int i = 0; i < 5; i++) {
			assertThat(tier.read(1)).isEqualTo(UNAVAILABLE);
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
	}

	@Test
	void anInterruptedCallerSaysNothingOfTheServer() {
		SharedTier tier = connected(Duration.ofSeconds(5), this.breaker);
		for (int i = 0; i < 20; i++) {
			Thread.currentThread().interrupt();
			tier.read(1);
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	@Test
	void aFrozenServerCostsAFewCallsTheirTimeout() throws Exception {
		CountingBreaker counting = new CountingBreaker(this.breaker);
		SharedTier tier = connected(Duration.ofMillis(200), counting);
		counting.permitted.set(0);
		this.server.pause();
		List<Future<SharedRead>> reads = new ArrayList<>();
		try {
			// 200 a second.
			for (int i = 0; i < 300; i++) {
				int key = i;
				reads.add(this.threads.schedule(() -> tier.readOrLease(key), 5L * i, TimeUnit.MILLISECONDS));
			}
			for (Future<SharedRead> read : reads) {
				assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(UNAVAILABLE);
			}
		}
		finally {
			this.server.resume();
		}
		assertThat(counting.permitted.get()).isBetween(5, 20);
		assertThat(this.breaker.state()).isEqualTo(BreakerState.OPEN);
		// The server got to all of them, also to those that it opened in front of.
		await().untilAsserted(() -> assertThat(reads()).isGreaterThanOrEqualTo(counting.permitted.get()));
		await().untilAsserted(() -> assertThat(leases()).isZero());
	}

	@Test
	void withoutABreakerOnlyAFewCallsWaitForAFrozenServer() throws Exception {
		SharedTier tier = connected(Duration.ofSeconds(4), CallBreaker.NONE);
		this.server.pause();
		List<Future<SharedRead>> reads = new ArrayList<>();
		try {
			await().atMost(Duration.ofSeconds(3)).pollInterval(Duration.ofMillis(50)).until(() -> {
				reads.add(this.threads.submit(() -> tier.read(1)));
				return reads.stream().filter(Future::isDone).count() >= 3;
			});
		}
		finally {
			this.server.resume();
		}
		int answered = 0;
		for (Future<SharedRead> read : reads) {
			answered += read.get(20, TimeUnit.SECONDS).equals(UNAVAILABLE) ? 0 : 1;
		}
		assertThat(answered).isGreaterThanOrEqualTo(8);
		assertThat(SharedTierContract.miss(tier.read(1)).cause()).isEqualTo(MissCause.ABSENT);
	}

	@Test
	void aBusyServerIsNotTakenForASilentOne() throws Exception {
		SharedTier tier = connected(Duration.ofSeconds(2), this.breaker);
		ExecutorService many = Executors.newFixedThreadPool(64);
		try {
			List<Future<Integer>> workers = new ArrayList<>();
			for (int worker = 0; worker < 64; worker++) {
				int first = worker * 1000;
				workers.add(many.submit(() -> {
					int refused = 0;
					for (int i = 0; i < 100; i++) {
						refused += tier.readOrLease(first + i).equals(UNAVAILABLE) ? 1 : 0;
					}
					return refused;
				}));
			}
			for (Future<Integer> worker : workers) {
				assertThat(worker.get(60, TimeUnit.SECONDS)).isZero();
			}
		}
		finally {
			many.shutdownNow();
		}
		assertThat(this.breaker.state()).isEqualTo(BreakerState.CLOSED);
	}

	private SharedTier connected(Duration command, CallBreaker before) {
		this.factory = this.fixture.pod(this.fixture.application, timeouts(command), TierFixture.SMALL, before);
		SharedTier tier = TierFixture.cities(this.factory);
		this.fixture.connections
			.forEach((connections) -> assertThat(connections.connect(Duration.ofSeconds(20))).isTrue());
		await().until(() -> tier.read(0) instanceof SharedRead.Miss miss && miss.cause() == MissCause.ABSENT);
		for (int i = 0; i < 10; i++) {
			tier.read(0);
		}
		return tier;
	}

	/**
	 * What is told past the breaker shows when the connection is of use again.
	 */
	private void startAgain(SharedTier tier) {
		assertThat(tier.invalidate(1)).isEqualTo(ChangeOutcome.QUEUED);
		this.server.start();
		await().until(this.factory::tellPending);
	}

	private static RedisTierTimeouts timeouts(Duration command) {
		return new RedisTierTimeouts(command, Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMillis(50));
	}

	/**
	 * How many scripts the server has run by their digests.
	 */
	private int reads() {
		Matcher calls = Pattern.compile("cmdstat_evalsha:calls=(\\d+)")
			.matcher(String.valueOf(this.server.command("INFO", "commandstats")));
		return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
	}

	private int leases() {
		return Integer.parseInt(String.valueOf(this.server.command("EVAL", """
				local leases = 0
				for _, key in ipairs(redis.call('KEYS', '*')) do
				  local value = redis.pcall('GET', key)
				  if type(value) == 'string' and string.sub(value, 1, 3) == 'l1:' then
				    leases = leases + 1
				  end
				end
				return leases""", "0")));
	}

	/**
	 * One for commands and one for batches, besides the one that asks.
	 */
	private int clients() {
		return String.valueOf(this.server.command("CLIENT", "LIST")).split("\n").length - 1;
	}

	/**
	 * Counts the calls that went through.
	 */
	private static final class CountingBreaker implements CallBreaker {

		private final CallBreaker breaker;

		private final AtomicInteger permitted = new AtomicInteger();

		CountingBreaker(CallBreaker breaker) {
			this.breaker = breaker;
		}

		@Override
		public boolean permits() {
			boolean permits = this.breaker.permits();
			if (permits) {
				this.permitted.incrementAndGet();
			}
			return permits;
		}

		@Override
		public void succeeded(long nanos) {
			this.breaker.succeeded(nanos);
		}

		@Override
		public void failed(long nanos, Throwable failure) {
			this.breaker.failed(nanos, failure);
		}

		@Override
		public void released() {
			this.breaker.released();
		}

		@Override
		public BreakerState state() {
			return this.breaker.state();
		}

	}

}
