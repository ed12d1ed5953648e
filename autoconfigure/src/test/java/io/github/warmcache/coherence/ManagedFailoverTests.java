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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TcpRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of a failover as services that run Redis for others do it: the former primary
 * becomes a replica, the name leads to the new one, and connections stay where they are.
 */
@Tag("servers")
class ManagedFailoverTests {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration BOUND = Duration.ofSeconds(5);

	private final String namespace = "test-" + UUID.randomUUID();

	private final Map<Integer, String> database = new ConcurrentHashMap<>(Map.of(1, "old", 2, "old"));

	private final List<TestPod> pods = new ArrayList<>();

	private final OwnRedisServer primary = Servers.newEmbeddedRedis("repl-diskless-sync-delay 0");

	private final OwnRedisServer replica = Servers.newEmbeddedRedis("repl-diskless-sync-delay 0");

	private final TcpRelay name = new TcpRelay(this.primary.port());

	@BeforeEach
	void replicate() {
		follow(this.replica, this.primary);
	}

	private static void follow(OwnRedisServer replica, OwnRedisServer primary) {
		replica.command("REPLICAOF", "127.0.0.1", String.valueOf(primary.port()));
		await().atMost(Duration.ofSeconds(10))
			.until(() -> String.valueOf(replica.command("INFO", "replication")).contains("master_link_status:up"));
	}

	@AfterEach
	void stop() throws IOException {
		this.pods.forEach(TestPod::close);
		this.name.close();
		this.primary.close();
		this.replica.close();
	}

	private TestPod pod() {
		LettuceConnectionFactory application = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.name.port()),
				LettuceClientConfiguration.defaultConfiguration());
		application.afterPropertiesSet();
		TestPod pod = new TestPod(application, this.namespace, this.database, INTERVAL).start();
		this.pods.add(pod);
		await().until(() -> pod.coherence.state() == CoherenceState.COHERENT);
		return pod;
	}

	private void failOver() {
		this.replica.command("REPLICAOF", "NO", "ONE");
		this.name.lead(this.replica.port());
		this.primary.command("REPLICAOF", "127.0.0.1", String.valueOf(this.replica.port()));
	}

	@Test
	void podsGoWhereTheNameLeads() {
		TestPod first = pod();
		TestPod second = pod();
		first.write(2, "newer");
		assertThat(first.read(1)).isEqualTo("old");
		assertThat(second.read(1)).isEqualTo("old");
		failOver();
		first.write(1, "new");
		assertThat(first.read(1)).isEqualTo("new");
		await().atMost(BOUND).until(() -> second.read(1).equals("new"));
		await().atMost(BOUND)
			.until(() -> this.pods.stream().allMatch((pod) -> pod.coherence.state() == CoherenceState.COHERENT));
		assertThat(first.factory.pending()).isZero();
		second.write(1, "newest");
		await().atMost(Duration.ofSeconds(2)).until(() -> first.read(1).equals("newest"));
		assertThat(second.cities().statistics().count(CacheEvent.CHANGE_APPLIED)).isPositive();
	}

	@Test
	void noPodIsCoherentThatIsLedToAReplica() {
		TestPod pod = pod();
		this.primary.command("REPLICAOF", "127.0.0.1", String.valueOf(this.replica.port()));
		await().atMost(Duration.ofSeconds(3)).until(() -> pod.coherence.state() == CoherenceState.DEGRADED);
		assertThat(pod.read(1)).isEqualTo("old");
		this.primary.command("REPLICAOF", "NO", "ONE");
		await().atMost(BOUND).until(() -> pod.coherence.state() == CoherenceState.COHERENT);
	}

}
