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

import java.util.Arrays;
import java.util.List;

import io.github.warmcache.testsupport.ServerSettings.Kind;

import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * Real Redis, PostgreSQL and MariaDB servers, for tests and for the sample's development
 * run. They run in containers where a Docker engine answers and as processes from
 * embedded binaries elsewhere; {@code -Dservers=docker} or {@code -Dservers=embedded}
 * decides by hand. The images are {@code -Dservers.redis-image} and
 * {@code -Dservers.postgres-image}. Each of these may also be an environment variable,
 * such as {@code SERVERS_REDIS_IMAGE}.
 * <p>
 * Where a server cannot be had, methods throw {@link IllegalStateException}: a test that
 * needs it fails, and is never skipped. All servers end with this JVM. Safe for use by
 * several threads. <pre class="code">
 * &#64;DynamicPropertySource
 * static void servers(DynamicPropertyRegistry registry) {
 *     Servers.register(registry, Servers.redis(), Servers.postgres().newDatabase());
 * }
 *
 * contextRunner.withPropertyValues(Servers.properties(Servers.redis()))
 * </pre>
 */
public final class Servers {

	private static final Once<ServerSettings> SETTINGS = new Once<>(
			() -> ServerSettings.read(System::getProperty, System::getenv, () -> DockerEngine.answers(System::getenv)));

	private static final Once<OwnRedisServer> REDIS = new Once<>(Servers::newRedis);

	private static final Once<OwnPostgresServer> POSTGRES = new Once<>(Servers::newPostgres);

	private static final Once<MariaDbServer> MARIADB = new Once<>(() -> FreePorts.start(MariaDbServer::new));

	private Servers() {
	}

	/**
	 * The Redis that all tests of this JVM share. A test that needs it empty calls
	 * {@link RedisServerHandle#flush()}; one that stops, freezes or configures it uses
	 * {@link #newRedis}.
	 * @return always the same server
	 */
	public static RedisServerHandle redis() {
		return REDIS.get();
	}

	/**
	 * Starts a Redis for one test, which closes it: always embedded, for servers that
	 * connect to each other.
	 * @param config lines of its configuration
	 * @return the server
	 */
	public static OwnRedisServer newEmbeddedRedis(String... config) {
		RedisConfig lines = new RedisConfig(List.of(config));
		return new OwnRedisServer(FreePorts.start((port) -> new EmbeddedRedis(port, lines)), lines);
	}

	/**
	 * Starts a Redis for one test, which closes it. With {@code cluster-enabled yes} it
	 * is a cluster of one node, which owns all slots and is as strict about them as any.
	 * @param config lines as in a {@code redis.conf}, such as {@code maxmemory 10mb}
	 * @return a new, empty server that answers
	 */
	public static OwnRedisServer newRedis(String... config) {
		RedisConfig lines = new RedisConfig(List.of(config));
		ServerSettings settings = SETTINGS.get();
		Backend backend = FreePorts.start((port) -> (settings.kind() == Kind.DOCKER)
				? ContainerBackend.redis(port, settings.redisImage(), lines) : new EmbeddedRedis(port, lines));
		OwnRedisServer redis = new OwnRedisServer(backend, lines);
		return lines.isCluster() ? redis.ownAllSlots() : redis;
	}

	/**
	 * The PostgreSQL that all tests of this JVM share, each with a
	 * {@linkplain PostgresServerHandle#newDatabase() database of its own}.
	 * @return always the same server
	 */
	public static PostgresServerHandle postgres() {
		return POSTGRES.get();
	}

	/**
	 * The MariaDB that all tests of this JVM share, each with a
	 * {@linkplain MariaDbServer#newDatabase() database of its own}. It is always the
	 * embedded one.
	 * @return always the same server
	 */
	public static MariaDbServer mariaDb() {
		return MARIADB.get();
	}

	/**
	 * Starts a PostgreSQL for one test, which closes it.
	 * @return a new server that answers
	 */
	public static OwnPostgresServer newPostgres() {
		ServerSettings settings = SETTINGS.get();
		Backend backend = FreePorts.start((port) -> (settings.kind() == Kind.DOCKER)
				? ContainerBackend.postgres(port, settings.postgresImage()) : new EmbeddedPostgresql(port));
		return new OwnPostgresServer(backend);
	}

	/**
	 * The properties that lead a Spring Boot application to servers, for the
	 * {@code withPropertyValues} of a context runner.
	 * @param connections servers and databases
	 * @return pairs such as {@code spring.data.redis.port=6379}
	 */
	public static String[] properties(ConnectionProperties... connections) {
		return Arrays.stream(connections)
			.flatMap((connection) -> connection.springProperties().entrySet().stream())
			.map((property) -> property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	/**
	 * Leads the application of a Spring test to servers.
	 * @param registry where a {@code DynamicPropertySource} method registers properties
	 * @param connections servers and databases
	 */
	public static void register(DynamicPropertyRegistry registry, ConnectionProperties... connections) {
		for (ConnectionProperties connection : connections) {
			connection.springProperties().forEach((name, value) -> registry.add(name, () -> value));
		}
	}

}
