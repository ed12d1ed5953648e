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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Coherence} with several pods on a real Redis.
 */
@Tag("servers")
class CoherenceTests {

	private static final Log logger = LogFactory.getLog(CoherenceTests.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final String namespace = "test " + UUID.randomUUID();

	private final Map<Integer, String> database = new ConcurrentHashMap<>();

	private final List<TestPod> pods = new ArrayList<>();

	private OwnRedisServer server;

	private TestPod first;

	private TestPod second;

	@BeforeEach
	void startPods() {
		this.server = Servers.newRedis();
		this.first = pod();
		this.second = pod();
		for (int key = 0; key < 100; key++) {
			this.database.put(key, "old");
		}
	}

	@AfterEach
	void stopPods() {
		this.server.resume();
		this.pods.forEach(TestPod::close);
		this.server.close();
	}

	private TestPod pod() {
		return pod(INTERVAL);
	}

	private TestPod pod(Duration interval) {
		TestPod pod = new TestPod(TestPod.application(this.server), this.namespace, this.database, interval).start();
		this.pods.add(pod);
		return pod;
	}

	@Test
	void aPodHasJoinedWhenItIsStarted() {
		assertThat(this.first.coherence.state()).isEqualTo(CoherenceState.COHERENT);
		assertThat(this.first.coherence.isRunning()).isTrue();
		assertThat(this.first.count(CoherenceEvent.GAP)).isZero();
	}

	@Test
	void anEvictionReachesTheOtherPods() {
		readEverywhere(1);
		readEverywhere(2);
		this.first.write(1, "new");
		await().until(() -> !this.second.holds(1));
		assertThat(this.second.read(1)).isEqualTo("new");
		assertThat(this.first.read(1)).isEqualTo("new");
		assertThat(this.second.holds(2)).isTrue();
		assertThat(this.second.count(CoherenceEvent.RECEIVED)).isOne();
		await().until(() -> this.first.count(CoherenceEvent.OWN) == 1);
		assertThat(this.second.count(CoherenceEvent.GAP)).isZero();
	}

	@Test
	void aPutReachesTheOtherPodsAndStaysInItsOwn() {
		readEverywhere(1);
		this.first.cities().put(1, "new");
		await().until(() -> !this.second.holds(1));
		await().until(() -> this.first.count(CoherenceEvent.OWN) == 1);
		assertThat(this.first.holds(1)).isTrue();
		assertThat(this.second.read(1)).isEqualTo("new");
	}

	@Test
	void aClearReachesTheOtherPodsAndTheOneCacheOnly() {
		readEverywhere(1);
		this.second.caches.getCache("countries").get(1, () -> "kept");
		this.first.cities().clear();
		await().until(() -> this.second.count(CoherenceEvent.RECEIVED) == 32);
		this.database.put(1, "new");
		assertThat(this.second.read(1)).isEqualTo("new");
		assertThat(this.second.caches.getCache("countries").get(1, () -> "loaded")).isEqualTo("kept");
	}

	@Test
	void changesOfCachesThatAPodDoesNotHaveAreNoGaps() {
		for (int key = 0; key < 100; key++) {
			this.first.caches.getCache("rivers").evict(key);
		}
		await().until(() -> this.second.count(CoherenceEvent.RECEIVED) == 100);
		awaitCheck(this.second);
		assertThat(this.second.count(CoherenceEvent.GAP)).isZero();
	}

	@Test
	void aLoadUnderWayIsNotKeptWhenItsKeyChanges() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CompletableFuture<String> load = CompletableFuture.supplyAsync(() -> this.second.cities().get(1, () -> {
			loading.countDown();
			go.await();
			return "old";
		}));
		loading.await();
		this.first.write(1, "new");
		await().until(() -> this.second.count(CoherenceEvent.RECEIVED) == 1);
		go.countDown();
		assertThat(load.get(5, TimeUnit.SECONDS)).isEqualTo("old");
		assertThat(this.second.read(1)).isEqualTo("new");
	}

	@Test
	void aChangeWhoseMessageWasLostIsFoundByTheNextCheck() {
		readEverywhere(1);
		int stripe = this.first.cities().sharedTier().stripe(1);
		this.database.put(1, "new");
		// What a change does, without the message.
		this.server.command("DEL", valueOf(1));
		this.server.command("HINCRBY", meta(stripe), "seq", "1");
		this.server.command("HSET", meta(stripe), "last", "lost");
		await().atMost(Duration.ofSeconds(2)).until(() -> this.second.read(1).equals("new"));
		await().atMost(Duration.ofSeconds(2)).until(() -> this.first.read(1).equals("new"));
		assertThat(this.second.count(CoherenceEvent.GAP)).isOne();
		await().until(() -> this.second.coherence.state() == CoherenceState.COHERENT);
	}

	@Test
	void whatDidNotChangeSurvivesTheLossOfTheSubscription() {
		for (int key = 0; key < 100; key++) {
			readEverywhere(key);
		}
		this.first.write(50, "new");
		await().until(() -> !this.second.holds(50));
		long resyncs = this.second.count(CoherenceEvent.RESYNC);
		this.server.command("CLIENT", "KILL", "TYPE", "pubsub");
		await().until(() -> this.second.count(CoherenceEvent.RESYNC) > resyncs);
		await().until(() -> this.second.count(CoherenceEvent.RECONNECT) == 1);
		this.first.write(51, "new");
		await().until(() -> !this.second.holds(51));
		assertThat(this.second.cities().statistics().count(CacheEvent.STRIPE_DROPPED)).isZero();
		assertThat(this.second.count(CoherenceEvent.GAP)).isZero();
	}

	@Test
	void aChangeDuringTheLossOfTheSubscriptionIsFoundAtTheNextOne() {
		readEverywhere(1);
		this.server.command("CLIENT", "KILL", "TYPE", "pubsub");
		this.first.write(1, "new");
		await().atMost(Duration.ofSeconds(2)).until(() -> this.second.read(1).equals("new"));
		assertThat(this.first.read(1)).isEqualTo("new");
	}

	@Test
	void everythingFlushedIsStartedAnew() {
		for (int round = 0; round < 5; round++) {
			this.first.write(1, "x" + round);
		}
		readEverywhere(1);
		readEverywhere(2);
		this.server.flush();
		this.database.put(1, "new");
		// Whose message was lost together with the data.
		await().atMost(Duration.ofSeconds(3)).until(() -> this.second.read(1).equals("new"));
		await().until(() -> this.first.count(CoherenceEvent.RESET) + this.second.count(CoherenceEvent.RESET) >= 1);
		await().until(this::allCoherent);
		readEverywhere(3);
		this.first.write(3, "newer");
		await().until(() -> !this.second.holds(3));
		assertThat(this.second.read(3)).isEqualTo("newer");
	}

	@Test
	void aMetaThatWasEvictedIsStartedAnew() {
		this.first.write(1, "x");
		readEverywhere(1);
		int stripe = this.first.cities().sharedTier().stripe(1);
		this.server.command("DEL", meta(stripe));
		this.database.put(1, "new");
		await().atMost(Duration.ofSeconds(2)).until(() -> this.second.read(1).equals("new"));
		await().until(() -> String.valueOf(this.server.command("HGET", meta(stripe), "seq")).equals("2"));
	}

	@Test
	void messagesThatAreNoneNeitherStallNorKillTheListener() {
		readEverywhere(1);
		int stripe = this.first.cities().sharedTier().stripe(1);
		String changes = "{" + this.namespace.replace(" ", "%20") + "}:changes:v1";
		String beats = "{" + this.namespace.replace(" ", "%20") + "}:beat:v1:" + this.second.factory.stripes().origin();
		List<String> forged = List.of("", "k1", "x".repeat(1 << 20),
				"k1:" + stripe + ":1:z:t:o:6:citiess:" + "x".repeat(1 << 20),
				"k1:" + stripe + ":4503599627370496:a:b:o:6:citiesi:1", "r1:" + stripe + ":9007199254740991:a:b:o",
				"k1:" + stripe + ":9:a:b:o:6:citiesr:99999999:" + "1:".repeat(5000),
				"k1:" + stripe + ":9:a:b:o:6:citiesa:1:" + "a:1:".repeat(3000));
		forged.forEach((message) -> this.server.command("PUBLISH", changes, message));
		this.server.command("PUBLISH", beats, "h2:1:" + stripe + ":4503599627370496:x:");
		this.server.command("PUBLISH", beats, "y".repeat(1 << 20));
		await().until(() -> this.second.count(CoherenceEvent.MALFORMED) == 4);
		await().until(this::allCoherent);
		this.first.write(1, "new");
		await().until(() -> !this.second.holds(1));
		awaitCheck(this.second);
		assertThat(this.second.count(CoherenceEvent.RESET)).isZero();
		assertThat(this.server.command("HGET", meta(stripe), "seq")).isEqualTo("1");
	}

	@Test
	void anErrorDoesNotEndTheChecks() {
		AtomicInteger calls = new AtomicInteger();
		Coherence coherence = new Coherence(this.first.caches, Duration.ofMillis(200), InstantSource.system());
		coherence.join(this.first.factory.stripes(), new CallPending(() -> {
			if (calls.incrementAndGet() == 2) {
				throw new InternalError("not really");
			}
		}, () -> 0), () -> {
		}, () -> {
		});
		coherence.start();
		try {
			await().until(() -> calls.get() > 3);
			await().until(() -> coherence.state() == CoherenceState.COHERENT);
		}
		finally {
			coherence.stop();
		}
	}

	@Test
	void gapsWithoutEndOnOneStripeDoNotKeepThePodFromCheckingOthers() throws Exception {
		readEverywhere(1);
		int stripe = this.first.cities().sharedTier().stripe(1);
		String changes = "{" + this.namespace.replace(" ", "%20") + "}:changes:v1";
		AtomicBoolean done = new AtomicBoolean();
		byte[] message = ("k1:" + (stripe + 1) % 32 + ":4503599627370496:a:b:o:6:citiesi:2")
			.getBytes(StandardCharsets.UTF_8);
		Thread forger = new Thread(() -> {
			try (RedisConnection connection = this.first.application.getConnection()) {
				while (!done.get()) {
					connection.publish(changes.getBytes(StandardCharsets.UTF_8), message);
				}
			}
		});
		forger.start();
		try {
			await().until(() -> this.second.count(CoherenceEvent.GAP) > 10);
			long resyncs = this.second.count(CoherenceEvent.RESYNC);
			await().until(() -> this.second.count(CoherenceEvent.RESYNC) > resyncs + 10);
			this.database.put(1, "new");
			this.server.command("DEL", valueOf(1));
			this.server.command("HINCRBY", meta(stripe), "seq", "1");
			this.server.command("HSET", meta(stripe), "last", "lost");
			await().atMost(Duration.ofSeconds(5)).until(() -> this.second.read(1).equals("new"));
		}
		finally {
			done.set(true);
			forger.join();
		}
	}

	@Test
	void manyForgedMessagesDoNotKeepThePodFromHearingTrueOnes() {
		String changes = "{" + this.namespace.replace(" ", "%20") + "}:changes:v1";
		this.server.command("EVAL", "for i = 1, 20000 do redis.call('PUBLISH', ARGV[1], 'k1:' .. (i % 32) .. ':'"
				+ " .. (i + 7) .. ':a:b:o:6:citiesi:' .. i) end return 1", "0", changes);
		readEverywhere(1);
		this.first.write(1, "new");
		await().atMost(Duration.ofSeconds(2)).until(() -> !this.second.holds(1) || this.second.read(1).equals("new"));
		await().atMost(Duration.ofSeconds(30)).until(this::allCoherent);
	}

	@Test
	void aFrozenServerDegradesThePodUntilItIsBack() {
		readEverywhere(1);
		this.server.pause();
		await().until(() -> this.first.coherence.state() == CoherenceState.DEGRADED);
		assertThat(this.second.holds(1)).isTrue();
		this.server.resume();
		await().atMost(Duration.ofSeconds(3)).until(this::allCoherent);
	}

	@Test
	void aPodThatWasStoppedHearsNothingUntilItIsStartedAgain() {
		readEverywhere(1);
		this.second.coherence.stop();
		assertThat(this.second.coherence.state()).isEqualTo(CoherenceState.OFF);
		this.first.write(1, "new");
		awaitCheck(this.first);
		assertThat(this.second.holds(1)).isTrue();
		this.second.coherence.start();
		assertThat(this.second.read(1)).isEqualTo("new");
	}

	@Test
	void propagationIsFast() {
		long[] nanos = new long[500];
		TestPod third = pod();
		for (int i = 0; i < nanos.length; i++) {
			int key = i % 100;
			this.second.read(key);
			long heard = this.second.count(CoherenceEvent.RECEIVED);
			long begin = System.nanoTime();
			this.first.write(key, "v" + i);
			while (this.second.count(CoherenceEvent.RECEIVED) == heard || this.second.holds(key)) {
				assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(2));
				Thread.onSpinWait();
			}
			nanos[i] = System.nanoTime() - begin;
			assertThat(this.second.read(key)).isEqualTo("v" + i);
		}
		Arrays.sort(nanos);
		await().until(() -> third.coherence.statistics().lag(0.5) != null);
		logger.info("Propagation between two pods, call included: p50 %d us, p99 %d us, max %d us; lag p50 %s, p99 %s"
			.formatted(nanos[250] / 1000, nanos[494] / 1000, nanos[499] / 1000, third.coherence.statistics().lag(0.5),
					third.coherence.statistics().lag(0.99)));
		assertThat(Duration.ofNanos(nanos[494])).isLessThan(Duration.ofMillis(500));
		assertThat(this.second.count(CoherenceEvent.GAP)).isZero();
		assertThat(third.coherence.statistics().lag(0.5)).isPositive();
	}

	private void readEverywhere(int key) {
		this.pods.forEach((pod) -> pod.read(key));
	}

	private boolean allCoherent() {
		return this.pods.stream().allMatch((pod) -> pod.coherence.state() == CoherenceState.COHERENT);
	}

	/**
	 * Wait until a pod has checked its stripes at least once from now on.
	 */
	private static void awaitCheck(TestPod pod) {
		long now = System.nanoTime();
		await().until(() -> System.nanoTime() - now > 2 * INTERVAL.toNanos());
		assertThat(pod.coherence.isRunning()).isTrue();
	}

	private String meta(int stripe) {
		return "{" + this.namespace.replace(" ", "%20") + ":" + stripe + "}:meta";
	}

	private String valueOf(int key) {
		int stripe = this.first.cities().sharedTier().stripe(key);
		String script = "local found = redis.call('KEYS', ARGV[1]) return found[1]";
		return String.valueOf(this.server.command("EVAL", script, "0",
				"{" + this.namespace.replace(" ", "%20") + ":" + stripe + "}:v1:6:cities:*:i:" + key));
	}

}
