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

package io.github.warmcache.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of two pods as the manifests start them, next to the Redis of the manifests: the
 * packaged service with the environment of the container and the files of its volumes.
 * What differs is where a volume is, which ports this machine has, and the name of Redis,
 * which is also in its certificate: no name of a Service leads anywhere on this machine.
 * Run by Failsafe, after the jar is there.
 */
@Tag("servers")
class ManifestsJarTests {

	private static final Duration LONG = Duration.ofMinutes(3);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final String HERE = "localhost";

	private static final Path BASE = Path.of("k8s/base");

	private static final Manifest CONTAINER = Manifest.read(BASE.resolve("deployment.yaml"))
		.at("spec", "template", "spec", "containers", 0);

	@TempDir
	private static Path directory;

	private static ManifestRedis redis;

	private static Pod first;

	private static Pod second;

	@BeforeAll
	static void startPods() throws IOException {
		redis = new ManifestRedis(Files.createDirectory(directory.resolve("redis-pod")), "redis", HERE);
		TestDatabase database = Servers.postgres().newDatabase();
		Path config = Files.createDirectory(directory.resolve("config"));
		Files.writeString(config.resolve("application-kubernetes.yml"),
				Files.readString(BASE.resolve("application-kubernetes.yml"))
					.replace("/etc/redis-tls/ca.crt", redis.authority().toString()));
		first = new Pod("first", config, database);
		first.await("Redis has what it loaded", () -> first.is("/readyz", 200));
		second = new Pod("second", config, database);
		second.await("warm", () -> second.is("/readyz", 200));
	}

	@AfterAll
	static void stop() {
		if (first != null) {
			first.close();
		}
		if (second != null) {
			second.close();
		}
		if (redis != null) {
			redis.close();
		}
	}

	@Test
	void podsAreWarmAndCoherentByTls() {
		assertThat(first.traffic().city(3169070).tier()).isEqualTo("local");
		assertThat(second.traffic().city(3169070).tier()).isEqualTo("local");
		second.await("coherent",
				() -> "COHERENT".equals(second.operations()
					.get("/actuator/health")
					.json()
					.at("/components/cacheCoherence/details/state")
					.asString()));
		assertThat(second.operations().readiness().warmup("cities", "from").asString()).isEqualTo("shared");
		assertThat(redis.answersWithoutTls()).isFalse();
	}

	@Test
	void aChangeOfACityIsHeardByTheOtherPod() {
		int population = first.traffic().city(2950159).json().get("population").asInt();
		assertThat(second.traffic().city(2950159).tier()).isEqualTo("local");
		assertThat(first.traffic().put("/cities/2950159", "{\"population\": " + (population + 1) + "}").status())
			.isBetween(200, 299);
		second.await("the change",
				() -> second.traffic().city(2950159).json().get("population").asInt() == population + 1);
	}

	@Test
	void theEndpointsAreAtThePortOfTheirOwn() {
		for (String path : List.of("/actuator", "/actuator/health", "/actuator/health/readiness",
				"/actuator/prometheus", "/actuator/cachewarmup", "/actuator/cacheconsole")) {
			assertThat(first.traffic().get(path).status()).as(path).isEqualTo(404);
			assertThat(first.operations().get(path).status()).as(path).isEqualTo(200);
		}
		for (String path : List.of("/actuator/caches", "/actuator/metrics", "/actuator/env")) {
			assertThat(first.operations().get(path).status()).as(path).isEqualTo(404);
		}
		assertThat(first.traffic().get("/").status()).as("no way to the console").isEqualTo(404);
	}

	@Test
	void theProbesAtThePortOfTheTrafficTellNothingElse() {
		assertThat(first.traffic().get("/readyz").json()).hasToString("{\"status\":\"UP\"}");
		assertThat(first.traffic().get("/livez").json()).hasToString("{\"status\":\"UP\"}");
	}

	/**
	 * A pod, whose ports are in its log.
	 */
	private static final class Pod implements AutoCloseable {

		private final Path log;

		private final Process process;

		Pod(String name, Path config, TestDatabase database) throws IOException {
			Path folder = Files.createDirectory(directory.resolve(name));
			this.log = folder.resolve("log");
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-jar", System.getProperty("atlas.jar")));
			command.addAll(List.of("--server.port=0", "--management.server.port=0", "--spring.data.redis.host=" + HERE,
					"--spring.data.redis.port=" + redis.port(), "--spring.datasource.url=" + database.jdbcUrl(),
					"--warmcache.snapshots.directory=" + folder.resolve("snapshots")));
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.log.toFile());
			builder.environment().putAll(environment(config, database));
			this.process = builder.start();
			Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
			await("two ports", () -> ports().size() == 2);
		}

		/**
		 * Return the environment of the container, with the keys of the Secrets.
		 */
		private static Map<String, String> environment(Path config, TestDatabase database) {
			Map<String, String> secrets = Map.of("atlas-database/username", database.username(),
					"atlas-database/password", database.password(), "atlas-redis/password", ManifestRedis.PASSWORD);
			Map<String, String> environment = new HashMap<>();
			for (Manifest variable : CONTAINER.at("env").items()) {
				Map<String, String> fields = variable.map();
				String value;
				if (fields.containsKey("value")) {
					value = variable.at("value").text().replace("/etc/atlas/", config + "/");
				}
				else {
					Manifest key = variable.at("valueFrom", "secretKeyRef");
					value = secrets.get(key.at("name").text() + "/" + key.at("key").text());
				}
				assertThat(value).as(variable.at("name").text()).isNotNull();
				environment.put(variable.at("name").text(), value);
			}
			return environment;
		}

		private List<Integer> ports() {
			return PORT.matcher(log()).results().map((MatchResult found) -> Integer.valueOf(found.group(1))).toList();
		}

		/**
		 * Return a client of the first server to start, which is that of the traffic.
		 */
		AtlasClient traffic() {
			return new AtlasClient(ports().get(0));
		}

		AtlasClient operations() {
			return new AtlasClient(ports().get(1));
		}

		boolean is(String path, int status) {
			return traffic().get(path).status() == status;
		}

		void await(String what, BooleanSupplier condition) {
			try {
				Awaitility.await(what)
					.atMost(LONG)
					.failFast("the pod ended", () -> !this.process.isAlive())
					.until(condition::getAsBoolean);
			}
			catch (RuntimeException ex) {
				throw new IllegalStateException("The log of the pod:\n" + log(), ex);
			}
		}

		private String log() {
			try {
				return Files.readString(this.log);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
			this.process.onExit().join();
		}

	}

}
