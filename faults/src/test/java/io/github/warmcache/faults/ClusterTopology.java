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

package io.github.warmcache.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.awaitility.Awaitility;

/**
 * A Redis Cluster of three masters.
 */
final class ClusterTopology implements Topology {

	private static final int MASTERS = 3;

	private static final int SLOTS = 16384;

	private final List<OwnRedisServer> masters;

	ClusterTopology() {
		// Each takes seconds before it calls itself a cluster.
		this.masters = IntStream.range(0, MASTERS)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> Servers.newRedis("cluster-enabled yes",
					"cluster-node-timeout 1000", "cluster-require-full-coverage no"),
					(task) -> new Thread(task).start()))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.toList();
		for (int i = 0; i < MASTERS; i++) {
			OwnRedisServer master = this.masters.get(i);
			master.command("CLUSTER", "FLUSHSLOTS");
			List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
			IntStream.range(i * SLOTS / MASTERS, (i + 1) * SLOTS / MASTERS)
				.forEach((slot) -> command.add(Integer.toString(slot)));
			master.command(command.toArray(String[]::new));
			for (OwnRedisServer other : this.masters.subList(0, i)) {
				master.command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()));
			}
		}
		awaitWhole();
		this.masters.forEach((master) -> master.command("CONFIG", "SET", "cluster-node-timeout", "5000"));
	}

	/**
	 * Waits until all masters agree that all slots are served.
	 */
	void awaitWhole() {
		Awaitility.await("a cluster")
			.atMost(Duration.ofSeconds(120))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.masters.stream().allMatch(ClusterTopology::isWhole));
	}

	private static boolean isWhole(OwnRedisServer master) {
		String info = String.valueOf(master.command("CLUSTER", "INFO"));
		return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS)
				&& info.contains("cluster_slots_ok:" + SLOTS);
	}

	@Override
	public List<String> look(String cache, int key) {
		return this.masters.stream().flatMap((master) -> RedisLook.of(master, cache, key).stream()).toList();
	}

	List<OwnRedisServer> masters() {
		return this.masters;
	}

	@Override
	public List<String> properties(int pod) {
		return List.of("spring.data.redis.cluster.nodes="
				+ this.masters.stream().map((master) -> "127.0.0.1:" + master.port()).collect(Collectors.joining(",")));
	}

	@Override
	public void heal() {
		this.masters.forEach((master) -> {
			master.resume();
			master.start();
		});
	}

	@Override
	public void close() {
		this.masters.forEach(OwnRedisServer::close);
	}

}
