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

package io.github.warmcache.invalidation;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.testsupport.RedisServerHandle;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.tier.ValueVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what a lagging replica answers stays neither in pods nor in Redis.
 */
class HoldOffOnRealServersTests {

	/**
	 * Longer than a test takes on a machine that is busy with others.
	 */
	private static final Duration HOLD_OFF = Duration.ofSeconds(30);

	private final String namespace = "test " + UUID.randomUUID();

	private final Map<Integer, String> replica = new ConcurrentHashMap<>();

	private TestPod first;

	private TestPod second;

	@BeforeEach
	void startPods() {
		RedisServerHandle server = Servers.redis();
		this.first = pod(server);
		this.second = pod(server);
		this.replica.put(1, "old");
		assertThat(this.first.read(1)).isEqualTo("old");
		assertThat(this.second.read(1)).isEqualTo("old");
	}

	@AfterEach
	void stopPods() {
		this.first.close();
		this.second.close();
	}

	@Test
	void anEvictionHoldsOffBothPods() {
		this.first.cities().evict(1);
		await().until(() -> !this.second.holds(1));
		assertCatchesUp();
	}

	@Test
	void aClearHoldsOffBothPods() {
		this.first.cities().clear();
		await().until(() -> this.second.cities().localCopies().outdated() > 0);
		assertCatchesUp();
	}

	/**
	 * Read what the replica still has in both pods, let it catch up, and see that its
	 * answer of before is gone.
	 */
	private void assertCatchesUp() {
		assertThat(this.second.read(1)).isEqualTo("old");
		assertThat(this.first.read(1)).isEqualTo("old");
		this.replica.put(1, "new");
		await().atMost(HOLD_OFF).until(() -> "new".equals(this.first.read(1)) && "new".equals(this.second.read(1)));
	}

	private TestPod pod(RedisServerHandle server) {
		return new TestPod(TestPod.application(server), this.namespace, this.replica, Duration.ofMinutes(1),
				ValueVersion.NONE, new LoadPolicy(Duration.ofSeconds(10), 64, null, null, HOLD_OFF))
			.start();
	}

}
