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

package io.github.warmcache.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A master, a replica and the sentinel that watches them. Always embedded: a sentinel
 * tells clients the addresses that it knows itself.
 */
public final class RedisSentinel implements AutoCloseable {

	private static final String MASTER = "atlas";

	private static final String HOST = "127.0.0.1";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final OwnRedisServer master;

	private final OwnRedisServer replica;

	private final Path directory;

	private final Process sentinel;

	private final int port;

	public RedisSentinel() {
		this.master = Servers.newEmbeddedRedis("repl-diskless-sync-delay 0");
		this.replica = Servers.newEmbeddedRedis("repl-diskless-sync-delay 0",
				"replicaof " + HOST + " " + this.master.port());
		this.port = FreePorts.start((candidate) -> candidate);
		try {
			this.directory = Files.createTempDirectory("warmcache-sentinel-");
			File binary = ExecutableProvider.newJarResourceProvider(this.directory.toFile()).get();
			Path config = this.directory.resolve("sentinel.conf");
			Files.write(config,
					List.of("port " + this.port, "bind " + HOST, "dir " + this.directory,
							"sentinel monitor " + MASTER + " " + HOST + " " + this.master.port() + " 1",
							"sentinel down-after-milliseconds " + MASTER + " 500",
							"sentinel failover-timeout " + MASTER + " 3000"));
			this.sentinel = new ProcessBuilder(binary.getPath(), config.toString(), "--sentinel")
				.redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("sentinel.log").toFile())
				.start();
		}
		catch (IOException ex) {
			this.master.close();
			this.replica.close();
			throw new UncheckedIOException("Cannot start a sentinel", ex);
		}
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptions()
			.until(() -> String.valueOf(RedisWire.command(HOST, this.port, null, "INFO", "sentinel"))
				.contains("status=ok,address=" + HOST + ":" + this.master.port() + ",slaves=1"));
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptionsInstanceOf(UncheckedIOException.class)
			.until(() -> String.valueOf(this.replica.command("INFO", "replication")).contains("master_link_status:up"));
	}

	/**
	 * The master at the start.
	 */
	public OwnRedisServer master() {
		return this.master;
	}

	/**
	 * The replica at the start.
	 */
	public OwnRedisServer replica() {
		return this.replica;
	}

	/**
	 * Wait until the replica has been made the master. It closes connections meanwhile.
	 */
	public void awaitFailover() {
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptionsInstanceOf(UncheckedIOException.class)
			.until(() -> String.valueOf(this.replica.command("INFO", "replication")).contains("role:master"));
	}

	public LettuceConnectionFactory application() {
		RedisSentinelConfiguration configuration = new RedisSentinelConfiguration().master(MASTER)
			.sentinel(HOST, this.port);
		LettuceConnectionFactory application = new LettuceConnectionFactory(configuration,
				LettuceClientConfiguration.defaultConfiguration());
		application.afterPropertiesSet();
		return application;
	}

	@Override
	public void close() {
		LocalProcesses.kill(this.sentinel.toHandle());
		this.master.close();
		this.replica.close();
		LocalProcesses.delete(this.directory);
	}

}
