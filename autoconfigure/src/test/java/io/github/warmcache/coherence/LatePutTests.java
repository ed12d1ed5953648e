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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.tiered.CachedPut;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ValueVersion;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for puts that reach the caches in another order than their rows were committed,
 * from three pods on a real Redis. A value is the number of its commit.
 */
@Tag("servers")
class LatePutTests {

	private static final Log logger = LogFactory.getLog(LatePutTests.class);

	private static final ValueVersion NUMBER = new ValueVersion() {

		@Override
		public long of(@Nullable Object value) {
			return (value != null) ? Long.parseLong((String) value) : UNVERSIONED;
		}

		@Override
		public String scheme() {
			return "number";
		}

	};

	private final Map<Integer, String> database = new ConcurrentHashMap<>();

	private final List<TestPod> pods = new ArrayList<>();

	private void start(ValueVersion version) {
		String namespace = "late-" + UUID.randomUUID();
		for (int i = 0; i < 3; i++) {
			this.pods.add(new TestPod(TestPod.application(Servers.redis()), namespace, this.database,
					Duration.ofMillis(500), version)
				.start());
		}
		await().until(() -> this.pods.stream().allMatch((pod) -> pod.coherence.state() == CoherenceState.COHERENT));
	}

	@AfterEach
	void stop() {
		this.pods.forEach(TestPod::close);
	}

	private TestPod a() {
		return this.pods.get(0);
	}

	private TestPod b() {
		return this.pods.get(1);
	}

	private TestPod c() {
		return this.pods.get(2);
	}

	private void put(TestPod pod, int number) {
		pod.cities().put(1, Integer.toString(number));
	}

	private void assertAllRead(String expected) {
		this.database.put(1, expected);
		await().during(Duration.ofMillis(100))
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(
					() -> assertThat(this.pods).allSatisfy((pod) -> assertThat(pod.read(1)).isEqualTo(expected)));
	}

	@Test
	void threeWritersWhosePutsArriveInAnotherOrder() {
		start(NUMBER);
		this.database.put(1, "12");
		put(a(), 12);
		assertThat(b().read(1)).isEqualTo("12");
		put(b(), 10);
		put(c(), 11);
		assertAllRead("12");
	}

	@Test
	void evictionBetweenTheNewerAndTheOlderPut() {
		start(NUMBER);
		put(a(), 12);
		b().cities().evict(1);
		put(c(), 11);
		assertAllRead("12");
	}

	@Test
	void clearBetweenTheNewerAndTheOlderPut() {
		start(NUMBER);
		put(a(), 12);
		b().cities().clear();
		put(c(), 11);
		assertAllRead("12");
	}

	@Test
	void twoPodsAreEnough() {
		start(NUMBER);
		put(a(), 5);
		put(a(), 2);
		put(b(), 3);
		assertAllRead("5");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void rowWhoseDeletionWasEvictedDoesNotComeBack(boolean versioned) {
		start(versioned ? NUMBER : ValueVersion.NONE);
		put(a(), 2);
		Cache update = CachedPut.views(List.of(b().cities())).get(0);
		a().cities().evict(1);
		update.put(1, "3");
		await().during(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(this.pods)
				.allSatisfy((pod) -> assertThat(pod.cities().get(1, String.class)).isNull()));
	}

	@Test
	void rowThatIsMadeAnewAfterItsDeletionIsPut() {
		start(NUMBER);
		put(a(), 12);
		b().cities().evict(1);
		await().until(() -> !a().holds(1));
		CachedPut.views(List.of(c().cities())).get(0).put(1, "1");
		assertAllRead("1");
		assertThat(a().cities().get(1, String.class)).isEqualTo("1");
	}

	/**
	 * Random histories of late puts, each of a key of its own.
	 */
	@ParameterizedTest
	@EnumSource
	void whateverOrderPutsArriveInTheLastCommitStands(Histories histories) {
		start(histories.versioned ? NUMBER : ValueVersion.NONE);
		long seed = System.nanoTime();
		logger.info(histories + ", seed " + seed);
		Random random = new Random(seed);
		int count = 400;
		for (int key = 0; key < count; key++) {
			run(key, histories, random);
			if (histories.flushes && random.nextInt(20) == 0) {
				flush();
			}
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(wrong(count)).isEmpty());
	}

	private Map<Integer, String> wrong(int count) {
		Map<Integer, String> wrong = new TreeMap<>();
		for (int key = 0; key < count; key++) {
			for (TestPod pod : this.pods) {
				String read = pod.cities().get(key, String.class);
				if (read != null && !read.equals(this.database.get(key))) {
					wrong.put(key, read + " instead of " + this.database.get(key));
				}
			}
		}
		return wrong;
	}

	/**
	 * Begin and commit some changes of a row, tell the caches in any order, and read in
	 * between.
	 */
	private void run(int key, Histories histories, Random random) {
		List<Runnable> waiting = new ArrayList<>();
		int commits = 2 + random.nextInt(4);
		for (int number = 1; number <= commits || !waiting.isEmpty();) {
			int step = random.nextInt(4);
			if (step == 0) {
				pod(random).read(key);
			}
			else if (step == 1 && number <= commits) {
				waiting.add(commit(key, number++, histories, random));
			}
			else if (step > 1 && !waiting.isEmpty()) {
				waiting.remove(random.nextInt(waiting.size())).run();
			}
		}
	}

	private Runnable commit(int key, int number, Histories histories, Random random) {
		Cache cache = CachedPut.views(List.of(pod(random).cities())).get(0);
		boolean deletes = histories.evicts && random.nextInt(histories.puts ? 3 : 1) == 0;
		if (histories.puts && !deletes) {
			this.database.put(key, Integer.toString(number));
			return () -> cache.put(key, Integer.toString(number));
		}
		if (histories.puts) {
			this.database.remove(key);
		}
		else {
			this.database.put(key, Integer.toString(number));
		}
		return () -> cache.evict(key);
	}

	private TestPod pod(Random random) {
		return this.pods.get(random.nextInt(this.pods.size()));
	}

	private void flush() {
		try (RedisConnection connection = a().application.getConnection()) {
			connection.serverCommands().flushAll();
		}
	}

	enum Histories {

		PUTS_WITH_VERSIONS(true, true, false, false), PUTS_WITH_VERSIONS_AND_A_FLUSH(true, true, false, true),

		PUTS_AND_EVICTIONS_WITH_VERSIONS(true, true, true, false), PUTS(false, true, false, false),

		PUTS_AND_EVICTIONS(false, true, true, false), PUTS_AND_EVICTIONS_AND_A_FLUSH(false, true, true, true),

		EVICTIONS(false, false, true, false), EVICTIONS_AND_A_FLUSH(false, false, true, true);

		private final boolean versioned;

		private final boolean puts;

		private final boolean evicts;

		private final boolean flushes;

		Histories(boolean versioned, boolean puts, boolean evicts, boolean flushes) {
			this.versioned = versioned;
			this.puts = puts;
			this.evicts = evicts;
			this.flushes = flushes;
		}

	}

}
