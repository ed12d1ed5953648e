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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Coherence} while a real Redis goes down and comes back, with what it
 * had, with less, or with nothing.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class CoherenceRestartTests {

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private final String namespace = "test-" + UUID.randomUUID();

	private final Map<Integer, String> database = new ConcurrentHashMap<>();

	private final List<TestPod> pods = new ArrayList<>();

	private final OwnRedisServer server = Servers.newRedis();

	@BeforeEach
	void fillDatabase() {
		for (int key = 0; key < 100; key++) {
			this.database.put(key, "old");
		}
	}

	@AfterEach
	void stopPods() {
		this.pods.forEach(TestPod::close);
		this.server.close();
	}

	private TestPod pod() {
		TestPod pod = new TestPod(TestPod.application(this.server), this.namespace, this.database, INTERVAL).start();
		this.pods.add(pod);
		return pod;
	}

	@Test
	void aPodThatStartsWithoutRedisJoinsWhenItComes(CapturedOutput output) {
		this.server.stop();
		long begin = System.nanoTime();
		TestPod first = pod();
		TestPod second = pod();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(12));
		assertThat(first.coherence.state()).isEqualTo(CoherenceState.DEGRADED);
		assertThat(first.read(1)).isEqualTo("old");
		assertThat(second.read(1)).isEqualTo("old");
		this.server.start();
		await().atMost(Duration.ofSeconds(5)).until(this::allCoherent);
		first.write(1, "new");
		await().until(() -> second.read(1).equals("new"));
		assertThat(output).as("of a start that may only be slow")
			.doesNotContain("This pod does not receive invalidations from other pods");
	}

	@Test
	void aRestartWithAllDataDropsNothing() {
		this.server.command("CONFIG", "SET", "appendonly", "yes");
		this.server.command("CONFIG", "SET", "appendfsync", "always");
		await().until(
				() -> String.valueOf(this.server.command("INFO", "persistence")).contains("aof_rewrite_in_progress:0"));
		TestPod first = pod();
		TestPod second = pod();
		first.write(1, "newer");
		await().until(() -> second.count(CoherenceEvent.RECEIVED) == 1);
		second.read(1);
		second.read(2);
		this.server.command("SAVE");
		this.server.kill();
		await().until(() -> first.coherence.state() == CoherenceState.DEGRADED);
		this.server.start();
		await().atMost(Duration.ofSeconds(5)).until(this::allCoherent);
		assertThat(second.count(CoherenceEvent.RESET)).isZero();
		assertThat(second.holds(1)).isTrue();
		assertThat(second.cities().statistics().count(CacheEvent.STRIPE_DROPPED)).isZero();
	}

	@Test
	void valuesOfAnOlderDumpAreUnreadable() {
		TestPod first = pod();
		TestPod second = pod();
		first.write(1, "v1");
		first.read(1);
		this.server.command("SAVE");
		first.write(1, "v2");
		second.read(1);
		restart();
		await().atMost(Duration.ofSeconds(5)).until(this::allCoherent);
		await().until(() -> first.count(CoherenceEvent.RESET) + second.count(CoherenceEvent.RESET) > 0);
		first.cities().getNativeCache().invalidateAll();
		second.cities().getNativeCache().invalidateAll();
		assertThat(first.read(1)).isEqualTo("v2");
		assertThat(second.read(1)).isEqualTo("v2");
	}

	@Test
	void valuesOfAnOlderDumpAreUnreadableAlsoWhenTheCountHasGrownBeyondIt() {
		TestPod first = pod();
		int stripe = stripe(first, 1);
		first.write(1, "v1");
		first.read(1);
		this.server.command("SAVE");
		first.write(1, "v2");
		await().until(() -> first.count(CoherenceEvent.OWN) == 2);
		this.server.kill();
		await().until(() -> first.coherence.state() == CoherenceState.DEGRADED);
		first.cities().getNativeCache().invalidateAll();
		first.coherence.stop();
		this.server.start();
		// Somebody who knew nothing of it counts on.
		for (int i = 0; i < 5; i++) {
			this.server.command("HINCRBY", meta(stripe), "seq", "1");
			this.server.command("HSET", meta(stripe), "last", "other" + i);
		}
		first.coherence.start();
		await().atMost(Duration.ofSeconds(5)).until(this::allCoherent);
		assertThat(first.count(CoherenceEvent.RESET)).isOne();
		assertThat(first.read(1)).isEqualTo("v2");
		// Another pod with the same past finds that it was done.
		TestPod second = pod();
		second.read(1);
		assertThat(second.count(CoherenceEvent.RESET)).isZero();
	}

	@Test
	void anEmptyRestartIsStartedAnew() {
		TestPod first = pod();
		TestPod second = pod();
		for (int i = 0; i < 10; i++) {
			first.write(i, "v" + i);
		}
		second.read(1);
		restart();
		await().atMost(Duration.ofSeconds(5)).until(this::allCoherent);
		first.write(1, "newer");
		await().until(() -> second.read(1).equals("newer"));
	}

	@Test
	void silenceIsSaidAgainAndAgainAndTheServerThatIsBackOnceAndToldAfterwards(CapturedOutput output) {
		TestPod pod = new TestPod(TestPod.application(this.server), this.namespace, this.database, INTERVAL);
		this.pods.add(pod);
		List<String> calls = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger pending = new AtomicInteger(7);
		Coherence coherence = new Coherence(pod.caches, INTERVAL, InstantSource.system());
		coherence.join(pod.factory.stripes(), new CallPending(() -> calls.add("tell"), pending::get),
				() -> calls.add("back"), () -> calls.add("silent"));
		coherence.start();
		try {
			await().until(() -> calls.contains("tell"));
			assertThat(calls).doesNotContain("back", "silent");
			this.server.kill();
			await().until(() -> coherence.state() == CoherenceState.DEGRADED);
			assertThat(coherence.pendingChanges()).isEqualTo(7);
			await().until(() -> Collections.frequency(calls, "silent") > 2);
			this.server.start();
			await().until(() -> calls.contains("back"));
			await().until(() -> {
				List<String> now = List.copyOf(calls);
				return Collections.frequency(now.subList(now.indexOf("back"), now.size()), "tell") > 2;
			});
			assertThat(coherence.state()).as("with changes that nobody takes").isEqualTo(CoherenceState.DEGRADED);
			pending.set(0);
			await().until(() -> coherence.state() == CoherenceState.COHERENT);
			assertThat(calls).containsOnlyOnce("back");
			await().until(() -> output.getOut().contains("receive each other's invalidations at once again"));
			assertThat(output).containsOnlyOnce("This pod does not receive invalidations from other pods");
		}
		finally {
			coherence.stop();
		}
	}

	private void restart() {
		this.server.kill();
		await().until(() -> this.pods.stream().noneMatch((pod) -> pod.coherence.state() == CoherenceState.COHERENT));
		this.server.start();
	}

	private boolean allCoherent() {
		return this.pods.stream().allMatch((pod) -> pod.coherence.state() == CoherenceState.COHERENT);
	}

	private int stripe(TestPod pod, int key) {
		return pod.cities().sharedTier().stripe(key);
	}

	private String meta(int stripe) {
		return "{" + this.namespace + ":" + stripe + "}:meta";
	}

}
