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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.warmcache.faults.pod.RotatedCredentials;
import io.github.warmcache.testsupport.OwnRedisServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TcpRelay;
import org.awaitility.Awaitility;

/**
 * Redis as a service of others: a primary and a replica behind one name, and a password
 * that changes now and then.
 */
final class ManagedTopology implements Topology {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final List<OwnRedisServer> servers;

	private final TcpRelay name;

	private final Path credentials;

	private OwnRedisServer primary;

	private int passwords;

	ManagedTopology() {
		this.primary = Servers.newRedis("repl-diskless-sync-delay 0");
		OwnRedisServer replica = Servers.newRedis("replicaof 127.0.0.1 " + this.primary.port(),
				"repl-diskless-sync-delay 0");
		this.servers = List.of(this.primary, replica);
		this.name = new TcpRelay(this.primary.port());
		try {
			this.credentials = Files.createTempFile("warmcache-credentials-", ".txt");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		changePassword();
		awaitReplica();
	}

	@Override
	public List<String> properties(int pod) {
		return List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + this.name.port(),
				RotatedCredentials.FILE + "=" + this.credentials);
	}

	@Override
	public List<String> look(String cache, int key) {
		return this.servers.stream().flatMap((server) -> RedisLook.of(server, cache, key).stream()).toList();
	}

	OwnRedisServer primary() {
		return this.primary;
	}

	/**
	 * Makes the replica the primary, which has all changes then, and the name lead to it.
	 * All connections stay.
	 */
	void switchOver() {
		OwnRedisServer former = this.primary;
		OwnRedisServer next = this.servers.get(1 - this.servers.indexOf(former));
		Topology.command(former, "FAILOVER", "TO", "127.0.0.1", Integer.toString(next.port()));
		Awaitility.await("a switch")
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> isPrimary(next) && !isPrimary(former));
		this.primary = next;
		this.name.lead(next.port());
	}

	/**
	 * Changes the password of the pods, who can look it up, and ends their connections.
	 */
	void changePassword() {
		this.passwords++;
		String password = "password-" + this.passwords;
		try {
			Files.writeString(this.credentials, password);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.servers.forEach((server) -> {
			Topology.command(server, "ACL", "SETUSER", RotatedCredentials.USER, "on", "resetpass", ">" + password, "~*",
					"&*", "+@all");
			Topology.command(server, "CLIENT", "KILL", "USER", RotatedCredentials.USER);
		});
	}

	/**
	 * Has the primary refuse changes, or take them again. It reads and publishes all the
	 * same.
	 */
	void refuseChanges(boolean refuse) {
		Topology.command(this.primary, "CONFIG", "SET", "min-replicas-to-write", refuse ? "2" : "0");
	}

	void awaitReplica() {
		Awaitility.await("a replica")
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptionsInstanceOf(UncheckedIOException.class)
			.until(() -> String.valueOf(this.primary.command("INFO", "replication")).contains("state=online"));
	}

	private static boolean isPrimary(OwnRedisServer server) {
		try {
			return String.valueOf(server.command("INFO", "replication")).contains("role:master");
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	@Override
	public void heal() {
		this.servers.forEach((server) -> {
			server.resume();
			server.start();
		});
		refuseChanges(false);
	}

	@Override
	public void close() {
		try {
			this.name.close();
			Files.delete(this.credentials);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.servers.forEach(OwnRedisServer::close);
		}
	}

}
