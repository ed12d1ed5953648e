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

package io.github.warmcache.sample.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The load balancer before the pods. It asks each for its readiness as a kubelet does,
 * and is told which pods leave as Kubernetes tells by taking endpoints away.
 */
final class Haproxy implements AutoCloseable {

	/** What the names of pods begin with. */
	static final String POD = "pod";

	/** Stands in the place of a state in what HAProxy tells of a server. */
	private static final int STATUS_COLUMN = 17;

	private static final String CONFIG = """
			global
				nbthread 1
				stats socket %s mode 600 level admin
			defaults
				mode http
				timeout connect 1s
				timeout client 60s
				timeout server 10s
				timeout http-keep-alive 60s
				timeout check 2s
				retries 3
				option redispatch 1
				# What a service mesh repeats by default, too: what did not reach a pod, or was not answered by it.
				retry-on conn-failure empty-response
			frontend service
				bind 127.0.0.1:%d
				default_backend atlas
			backend atlas
				balance roundrobin
				option httpchk GET /actuator/health/readiness
				http-check expect status 200
				http-response set-header X-Pod %%s
				default-server check inter %dms fall 3 rise 1 maxconn 64 disabled
				server-template %s %d 127.0.0.1:1
			""";

	private final int port = Ports.free();

	private final Path folder;

	private final Path socket;

	private final Process process;

	/**
	 * Start the load balancer without pods.
	 * @param pods how many there will be, numbered from 1
	 * @param probePeriod how often each is asked whether it is ready
	 */
	Haproxy(int pods, Duration probePeriod, Path log) {
		try {
			// The path of a socket must be short.
			this.folder = Files.createTempDirectory("haproxy-");
			this.socket = this.folder.resolve("admin");
			Path config = this.folder.resolve("haproxy.cfg");
			Files.writeString(config,
					CONFIG.formatted(this.socket, this.port, probePeriod.toMillis(), POD, pods).replace("\t", "  "));
			this.process = new ProcessBuilder("haproxy", "-db", "-f", config.toString()).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroy));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start haproxy", ex);
		}
		if (!Pauses.until(Duration.ofSeconds(10), () -> Files.exists(this.socket) || !this.process.isAlive())
				|| !this.process.isAlive()) {
			throw new IllegalStateException("haproxy did not start, see " + log);
		}
	}

	int port() {
		return this.port;
	}

	/**
	 * Let a pod have requests as soon as it says that it is ready.
	 */
	void join(Pod pod) {
		String server = name(pod);
		tell("set server " + server + " addr 127.0.0.1 port " + pod.port());
		// A server that comes out of maintenance would be believed to be up.
		tell("set server " + server + " state drain");
		tell("set server " + server + " health down");
		tell("set server " + server + " state ready");
	}

	/**
	 * Give a pod no more requests.
	 */
	void leave(Pod pod) {
		tell("set server " + name(pod) + " state drain");
	}

	/**
	 * Give a pod no more requests until it says again that it is ready.
	 */
	void down(Pod pod) {
		tell("set server " + name(pod) + " health down");
	}

	boolean isUp(Pod pod) {
		return status(pod).equals("UP");
	}

	private String status(Pod pod) {
		return Arrays.stream(tell("show stat").split("\n"))
			.filter((line) -> line.startsWith("atlas," + POD + pod.number() + ","))
			.map((line) -> line.split(",")[STATUS_COLUMN])
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("haproxy knows no pod " + pod.number()));
	}

	private static String name(Pod pod) {
		return "atlas/" + POD + pod.number();
	}

	private synchronized String tell(String command) {
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			channel.connect(UnixDomainSocketAddress.of(this.socket));
			channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
			ByteBuffer answer = ByteBuffer.allocate(1 << 16);
			while (answer.hasRemaining() && channel.read(answer) >= 0) {
				continue;
			}
			String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
			if (command.startsWith("set") && !text.isBlank() && !text.contains("changed")) {
				throw new IllegalStateException("haproxy answered to '" + command + "': " + text.strip());
			}
			return text;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("haproxy does not listen to '" + command + "'", ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
			Files.deleteIfExists(this.folder.resolve("haproxy.cfg"));
			Files.deleteIfExists(this.socket);
			Files.deleteIfExists(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
