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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.RedisCluster;
import io.github.warmcache.testsupport.RedisSentinel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Coherence} on a Redis Cluster and with Sentinel.
 */
@Tag("servers")
class CoherenceTopologyTests {

	private static final Log logger = LogFactory.getLog(CoherenceTopologyTests.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final int KEYS = 100;

	private final String namespace = "test-" + UUID.randomUUID();

	private final Map<Integer, String> database = new ConcurrentHashMap<>();

	@Test
	void podsAgreeOnAClusterOfThreeMasters() {
		try (RedisCluster cluster = new RedisCluster();
				TestPod first = pod(cluster::application);
				TestPod second = pod(cluster::application)) {
			awaitCoherent(first, second);
			writeAndReadAll(first, second, "a");
			assertThat(second.count(CoherenceEvent.RECEIVED)).isEqualTo(KEYS);
			assertThat(second.count(CoherenceEvent.GAP)).isZero();
			// What one master lost is found, wherever the subscription leads to.
			for (OwnRedisServer master : cluster.masters()) {
				master.command("FLUSHALL");
			}
			await().until(() -> first.count(CoherenceEvent.RESET) + second.count(CoherenceEvent.RESET) >= 1);
			awaitCoherent(first, second);
			writeAndReadAll(first, second, "b");
			cluster.masters().forEach((master) -> master.command("CLIENT", "KILL", "TYPE", "pubsub"));
			writeAndReadAll(first, second, "c");
		}
	}

	@Test
	void podsAgreeAgainAfterAFailover() {
		try (RedisSentinel sentinel = new RedisSentinel();
				TestPod first = pod(sentinel::application);
				TestPod second = pod(sentinel::application)) {
			awaitCoherent(first, second);
			writeAndReadAll(first, second, "a");
			sentinel.master().kill();
			sentinel.awaitFailover();
			long failedOver = System.nanoTime();
			await().atMost(Duration.ofSeconds(30))
				.until(() -> first.coherence.state() == CoherenceState.DEGRADED
						|| System.nanoTime() - failedOver > INTERVAL.toNanos());
			this.database.replaceAll((key, value) -> "b");
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				first.cities().clear();
				assertThat(first.cities().statistics().count(CacheEvent.CHANGE_APPLIED)).isGreaterThan(KEYS);
			});
			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				for (int key = 0; key < KEYS; key++) {
					assertThat(second.read(key)).isEqualTo("b");
					assertThat(first.read(key)).isEqualTo("b");
				}
			});
			awaitCoherent(first, second);
			Duration took = Duration.ofNanos(System.nanoTime() - failedOver);
			logger.info("Pods agree " + took.toMillis() + " ms after the failover");
			assertThat(took).isLessThan(Duration.ofSeconds(5));
			writeAndReadAll(first, second, "c");
		}
	}

	private TestPod pod(Supplier<LettuceConnectionFactory> application) {
		return new TestPod(application.get(), this.namespace, this.database, INTERVAL).start();
	}

	private static void awaitCoherent(TestPod... pods) {
		for (TestPod pod : pods) {
			await().until(() -> pod.coherence.state() == CoherenceState.COHERENT);
		}
	}

	private void writeAndReadAll(TestPod writer, TestPod reader, String value) {
		for (int key = 0; key < KEYS; key++) {
			this.database.putIfAbsent(key, "old");
			reader.read(key);
		}
		for (int key = 0; key < KEYS; key++) {
			writer.write(key, value);
		}
		await().untilAsserted(() -> {
			for (int key = 0; key < KEYS; key++) {
				assertThat(reader.read(key)).isEqualTo(value);
				assertThat(writer.read(key)).isEqualTo(value);
			}
		});
	}

}
