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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ValueVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what a lagging replica answers stays neither in pods nor in Redis. The time
 * of the pods stands still unless it is moved; that of Redis is longer than a test takes.
 */
@Tag("servers")
class HoldOffOnRealServersTests {

	private static final Duration HOLD_OFF = Duration.ofMinutes(1);

	private static final Duration PAUSE = Duration.ofSeconds(6);

	private final String namespace = "test " + UUID.randomUUID();

	private final Map<Integer, String> replica = new ConcurrentHashMap<>(Map.of(1, "old"));

	private final AtomicLong nanos = new AtomicLong();

	private final List<TestPod> pods = new ArrayList<>();

	@AfterEach
	void stopPods() {
		this.pods.forEach(TestPod::close);
	}

	@Test
	void anEvictionHoldsOffBothPods() {
		TestPod first = pod().start();
		TestPod second = pod().start();
		assertReads("old", first, second);
		first.cities().evict(1);
		awaitDrop(second);
		assertCatchesUp(second, first);
	}

	@Test
	void aClearHoldsOffBothPods() {
		TestPod first = pod().start();
		TestPod second = pod().start();
		assertReads("old", first, second);
		first.cities().clear();
		awaitDrop(second);
		assertCatchesUp(second, first);
	}

	@Test
	void aPodThatHasNotHeardOfAnEvictionDoesNotShareWhatWasBefore() {
		TestPod first = pod().start();
		TestPod second = deaf();
		assertReads("old", first);
		first.cities().evict(1);
		assertCatchesUp(second, first);
	}

	@Test
	void aPodThatHasNotHeardOfAClearDoesNotShareWhatWasBefore() {
		TestPod first = pod().start();
		TestPod second = deaf();
		assertReads("old", first);
		first.cities().clear();
		assertCatchesUp(second, first);
	}

	@Test
	void aPodThatHasNotHeardOfAnEvictionDoesNotFillManyWithWhatWasBefore() {
		TestPod first = pod().start();
		TestPod second = deaf();
		assertReads("old", first);
		first.cities().evict(1);
		try (CacheFill fill = second.cities().beginFill(true)) {
			fill.put(1, "old");
			fill.put(2, "ever");
		}
		assertThat(second.holds(1)).isFalse();
		assertThat(second.holds(2)).isTrue();
		assertCatchesUp(second, first);
	}

	/**
	 * Wait until a pod has dropped what it held of the key, for whatever reason: what it
	 * has not heard of then, Redis knows.
	 */
	private static void awaitDrop(TestPod pod) {
		await().atMost(HOLD_OFF).until(() -> !pod.cities().localContents().holds(1));
	}

	/**
	 * Read what the replica still has in both pods, let it catch up, and see that its
	 * answer of before is gone.
	 */
	private void assertCatchesUp(TestPod loading, TestPod other) {
		assertReads("old", loading, other);
		this.replica.put(1, "new");
		this.nanos.addAndGet(PAUSE.toNanos());
		assertReads("new", loading, other);
	}

	private void assertReads(String expected, TestPod... readers) {
		for (TestPod reader : readers) {
			assertThat(reader.read(1)).isEqualTo(expected);
		}
	}

	/**
	 * A pod whose messages have not come so far.
	 */
	private TestPod deaf() {
		TestPod pod = pod();
		pod.connections.connect(Duration.ofSeconds(2));
		return pod;
	}

	private TestPod pod() {
		TestPod pod = new TestPod(TestPod.application(Servers.redis()), this.namespace, this.replica,
				Duration.ofMinutes(1), ValueVersion.NONE,
				new LoadPolicy(Duration.ofSeconds(10), 64, null, null, HOLD_OFF), this.nanos::get);
		this.pods.add(pod);
		return pod;
	}

}
