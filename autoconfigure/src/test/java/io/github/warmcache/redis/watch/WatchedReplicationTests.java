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

package io.github.warmcache.redis.watch;

import java.time.Duration;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.RedisCluster;
import io.github.warmcache.testsupport.Servers;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link RedisWatcher} finds out about the replication of real servers,
 * which are always embedded, because they have to reach each other.
 */
@Tag("servers")
@ExtendWith(OutputCaptureExtension.class)
class WatchedReplicationTests {

	private static final String LOST = "Redis has lost its replicas: ";

	@Test
	void aReplicaIsCountedAndMissed(CapturedOutput output) {
		try (OwnRedisServer master = Servers.newEmbeddedRedis("repl-diskless-sync-delay 0");
				WatchingPod first = pod(master, "first");
				WatchingPod second = pod(master, "second")) {
			await().until(() -> isKnown(first) && isKnown(second));
			assertThat(replication(first).replicas()).isZero();
			assertThat(replication(first).lag()).isNull();
			try (OwnRedisServer replica = replicaOf(master)) {
				await().until(() -> replicas(first) == 1 && replicas(second) == 1);
				await().untilAsserted(() -> {
					assertThat(replication(first).lag()).isLessThan(Duration.ofSeconds(3));
					assertThat(replication(first).pending()).isBetween(0L, 1_000_000L);
				});
				assertThat(first.status().invisible()).isNull();
				replica.stop();
				await().untilAsserted(
						() -> assertThat(replication(first).troubles()).containsOnly(ReplicationTrouble.NO_REPLICA));
				await().untilAsserted(
						() -> assertThat(replication(second).troubles()).containsOnly(ReplicationTrouble.NO_REPLICA));
				assertThat(first.state()).isEqualTo(RedisWatchState.WELL);
				replica.start();
				await().until(() -> replicas(first) == 1 && replicas(second) == 1);
				first.pass(Duration.ofMinutes(1));
				second.pass(Duration.ofMinutes(1));
				await().untilAsserted(() -> assertThat(replication(first).troubles()).isEmpty());
				await().until(() -> lines(output, "The replication of Redis is well again") == 1);
				assertThat(lines(output, LOST)).as("by the pod that watches").isEqualTo(1);
			}
		}
	}

	@Test
	void aReplicaThatIsFrozenIsBehind(CapturedOutput output) {
		try (OwnRedisServer master = Servers.newEmbeddedRedis("repl-diskless-sync-delay 0", "repl-backlog-size 16kb");
				OwnRedisServer replica = replicaOf(master);
				WatchingPod pod = pod(master, "first")) {
			await().until(() -> isKnown(pod) && replicas(pod) == 1);
			replica.pause();
			master.command("SET", "neighbour", "x".repeat(200_000));
			await()
				.untilAsserted(() -> assertThat(replication(pod).troubles()).containsOnly(ReplicationTrouble.BEHIND));
			assertThat(replication(pod).pending()).isGreaterThan(200_000);
			assertThat(lines(output, "A replica of Redis is behind its master")).isEqualTo(1);
			replica.resume();
			await().untilAsserted(() -> assertThat(replication(pod).pending()).isLessThan(16_000));
		}
	}

	@Test
	void aPodThatReachesAReplicaSaysSo(CapturedOutput output) {
		try (OwnRedisServer master = Servers.newEmbeddedRedis("repl-diskless-sync-delay 0");
				OwnRedisServer replica = replicaOf(master);
				WatchingPod pod = pod(replica, "first")) {
			await().until(() -> isKnown(pod));
			assertThat(pod.state()).isEqualTo(RedisWatchState.UNKNOWN);
			assertThat(pod.status().reason())
				.isEqualTo("The Redis that this pod reaches is a replica and takes no changes");
			assertThat(replication(pod).linked()).isTrue();
			assertThat(replication(pod).replicas()).isNull();
			master.stop();
			await().untilAsserted(
					() -> assertThat(replication(pod).troubles()).containsOnly(ReplicationTrouble.LINK_DOWN));
			assertThat(replication(pod).linked()).isFalse();
			replica.command("REPLICAOF", "NO", "ONE");
			await().until(() -> pod.state() == RedisWatchState.WELL);
			assertThat(lines(output, "is a replica that has lost its master")).isEqualTo(1);
		}
	}

	@Test
	void everyMasterOfAClusterTells() {
		try (RedisCluster cluster = new RedisCluster();
				WatchingPod pod = new WatchingPod(cluster.application(), "watched", "first")) {
			await().until(() -> isKnown(pod));
			assertThat(replication(pod).replicas()).isZero();
			assertThat(pod.status().invisible()).isNull();
		}
	}

	private static OwnRedisServer replicaOf(OwnRedisServer master) {
		OwnRedisServer replica = Servers.newEmbeddedRedis("replicaof 127.0.0.1 " + master.port());
		await().until(() -> String.valueOf(replica.command("INFO", "replication")).contains("master_link_status:up"));
		return replica;
	}

	private static WatchingPod pod(OwnRedisServer server, String name) {
		return new WatchingPod(WatchingPod.application(server, null, null), "watched", name);
	}

	/**
	 * Return what the pod knows, which is nothing while a busy server does not answer.
	 */
	private static RedisReplication replication(WatchingPod pod) {
		RedisReplication replication = pod.status().replication();
		assertThat(replication).isNotNull();
		return replication;
	}

	private static boolean isKnown(WatchingPod pod) {
		return pod.status().replication() != null;
	}

	private static long replicas(WatchingPod pod) {
		RedisReplication replication = pod.status().replication();
		return (replication != null && replication.replicas() != null) ? replication.replicas() : -1;
	}

	private static long lines(CapturedOutput output, String text) {
		return output.getAll().lines().filter((line) -> line.contains(text)).count();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
	}

}
