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
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import redis.embedded.core.ExecutableProvider;

/**
 * The Redis of the manifests: its container's own command, configuration, users and
 * probe, with the paths and the port of a test in the place of those of the container,
 * and with certificates as {@code k8s/certificates} makes them. The program is that of
 * embedded-redis. The probe needs {@code redis-cli} and the certificates {@code openssl}
 * on the path; without them, a test fails.
 */
final class ManifestRedis implements AutoCloseable {

	/** Of the Secret {@code atlas-redis}. */
	static final String PASSWORD = "not-a-secret";

	private static final Path FOLDER = Path.of("k8s");

	private static final Duration START = Duration.ofSeconds(30);

	private final Manifest container = Manifest.read(FOLDER.resolve("redis/redis.yaml"))
		.at("spec", "template", "spec", "containers", 0);

	private final Path directory;

	private final int port;

	private final String program;

	private final Process process;

	/**
	 * Start the server.
	 * @param directory an empty directory for all of its files
	 * @param names the names that its certificate is for; none for that of the Service
	 */
	ManifestRedis(Path directory, String... names) {
		this.directory = directory;
		try {
			this.program = ExecutableProvider
				.newJarResourceProvider(Files.createDirectory(directory.resolve("bin")).toFile())
				.get()
				.getPath();
			this.port = freePort();
			certificates(directory.resolve("tls"), names);
			Path config = Files.createDirectory(directory.resolve("redis"));
			Files.createDirectory(directory.resolve("run"));
			for (String file : List.of("redis.conf", "users.acl")) {
				Files.writeString(config.resolve(file), here(Files.readString(FOLDER.resolve("redis").resolve(file))));
			}
			this.process = start("command");
			Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
			Awaitility.await("the probe of Redis")
				.atMost(START)
				.failFast(() -> !this.process.isAlive())
				.until(() -> start("readinessProbe", "exec", "command").waitFor() == 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("The Redis of the manifests is not ready. It says: " + log(), ex);
		}
	}

	int port() {
		return this.port;
	}

	/**
	 * Return the file that the Secret has for the pods.
	 */
	Path authority() {
		return this.directory.resolve("tls/ca.crt");
	}

	/**
	 * Return the properties that lead a pod of this machine here by one of the names of
	 * the certificate.
	 */
	List<String> properties(String name) {
		return List.of("spring.data.redis.host=" + name, "spring.data.redis.port=" + this.port,
				"spring.data.redis.username=atlas", "spring.data.redis.password=" + PASSWORD,
				"spring.ssl.bundle.pem.redis.truststore.certificate=file:" + authority());
	}

	/**
	 * Ask the server, by TLS and as the user of the atlas.
	 * @return what {@code redis-cli} prints
	 */
	String cli(String... command) {
		List<String> all = new ArrayList<>(List.of("redis-cli", "--tls", "--cacert", authority().toString(), "-p",
				Integer.toString(this.port), "--user", "atlas"));
		all.addAll(List.of(command));
		return output(builder(all));
	}

	/**
	 * Ask the server without TLS.
	 * @return whether it answers
	 */
	boolean answersWithoutTls() {
		Process process = start(List.of("redis-cli", "-p", Integer.toString(this.port), "PING"));
		return process.onExit().join().exitValue() == 0;
	}

	/**
	 * Make certificates as a user does.
	 * @param target where to
	 * @param names the names that the certificate is for; none for that of the Service
	 */
	static void certificates(Path target, String... names) {
		List<String> command = new ArrayList<>(
				List.of(FOLDER.resolve("certificates").toAbsolutePath().toString(), target.toString()));
		command.addAll(List.of(names));
		output(new ProcessBuilder(command));
	}

	/**
	 * Return whether a certificate is from the authority beside it, and for a name.
	 * @param target where they were made
	 */
	static boolean isFor(Path target, String name) {
		try {
			return new ProcessBuilder("openssl", "verify", "-CAfile", target.resolve("ca.crt").toString(),
					"-verify_hostname", name, target.resolve("tls.crt").toString())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run openssl (on Debian: apt-get install openssl)", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private Process start(String... path) {
		return start(this.container.at((Object[]) path).items().stream().map(Manifest::text).map(this::here).toList());
	}

	private Process start(List<String> command) {
		try {
			return builder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log").toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + command, ex);
		}
	}

	/**
	 * Has a command what the container's environment has.
	 */
	private ProcessBuilder builder(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile());
		builder.environment().putAll(Map.of("REDIS_PASSWORD", PASSWORD, "REDISCLI_AUTH", PASSWORD));
		return builder;
	}

	private String here(String text) {
		return text.replace("/etc/redis-tls/", this.directory.resolve("tls") + "/")
			.replace("/etc/redis/", this.directory.resolve("redis") + "/")
			.replace("/run/redis/", this.directory.resolve("run") + "/")
			.replace("exec redis-server ", "exec " + this.program + " ")
			.replace("tls-port 6379", "tls-port " + this.port)
			.replace("-p 6379", "-p " + this.port);
	}

	private static String output(ProcessBuilder builder) {
		try {
			Process process = builder.redirectErrorStream(true).start();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException(builder.command() + " failed: " + said);
			}
			return said;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Cannot run " + builder.command().get(0) + " (on Debian: apt-get install redis-tools openssl)", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private String log() {
		try {
			return Files.readString(this.directory.resolve("log"));
		}
		catch (IOException ex) {
			return "nothing that can be read (" + ex.getMessage() + ")";
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.process.onExit().join();
	}

}
