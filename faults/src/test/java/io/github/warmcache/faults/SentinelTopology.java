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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import org.awaitility.Awaitility;

/**
 * A master with a replica, and three sentinels that watch them.
 */
final class SentinelTopology implements Topology {

	static final String MASTER = "faults";

	private static final int SENTINELS = 3;

	private final List<OwnRedisServer> servers = new ArrayList<>();

	private final List<SentinelProcess> sentinels;

	SentinelTopology() {
		OwnRedisServer first = Servers.newRedis();
		this.servers.add(first);
		this.servers.add(Servers.newRedis("replicaof 127.0.0.1 " + first.port(), "repl-diskless-sync-delay 0"));
		this.sentinels = IntStream.range(0, SENTINELS).mapToObj((i) -> new SentinelProcess(first.port())).toList();
		awaitReplica();
	}

	@Override
	public List<String> properties(int pod) {
		return List.of("spring.data.redis.sentinel.master=" + MASTER,
				"spring.data.redis.sentinel.nodes=" + this.sentinels.stream()
					.map((sentinel) -> "127.0.0.1:" + sentinel.port())
					.collect(Collectors.joining(",")));
	}

	@Override
	public List<String> look(String cache, int key) {
		return this.servers.stream().flatMap((server) -> RedisLook.of(server, cache, key).stream()).toList();
	}

	/**
	 * The server that all sentinels take for the master, and that takes itself for it.
	 */
	OwnRedisServer master() {
		return Awaitility.await("a master")
			.atMost(Duration.ofSeconds(120))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.servers.stream().filter(this::isMaster).findFirst(), (found) -> found.isPresent())
			.orElseThrow();
	}

	private boolean isMaster(OwnRedisServer server) {
		try {
			return this.sentinels.stream().allMatch((sentinel) -> sentinel.masterPort() == server.port())
					&& String.valueOf(server.command("INFO", "replication")).contains("role:master");
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * Waits until another server is the master.
	 */
	void awaitFailover(OwnRedisServer former) {
		Awaitility.await("a failover")
			.atMost(Duration.ofSeconds(120))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.servers.stream().filter((server) -> server != former).anyMatch(this::isMaster));
	}

	/**
	 * Waits until there is a replica to fail over to.
	 */
	void awaitReplica() {
		Awaitility.await("a replica")
			.atMost(Duration.ofSeconds(120))
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptions()
			.until(() -> {
				OwnRedisServer master = master();
				return String.valueOf(master.command("INFO", "replication")).contains("state=online")
						&& this.sentinels.stream().allMatch(SentinelProcess::knowsEverybody);
			});
	}

	/**
	 * Asks for a failover without a need.
	 */
	void failOver() {
		this.sentinels.get(0).failOver();
	}

	@Override
	public void heal() {
		this.servers.forEach((server) -> {
			server.resume();
			server.start();
		});
	}

	@Override
	public void close() {
		this.sentinels.forEach((sentinel) -> {
			try {
				sentinel.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		this.servers.forEach(OwnRedisServer::close);
	}

}
