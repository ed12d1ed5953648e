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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Looks for a Docker engine where one usually listens. Testcontainers looks in more
 * places, and takes long and logs errors where there is none: it is asked only once an
 * engine answered here, or was demanded.
 */
final class DockerEngine {

	private static final long PING_SECONDS = 2;

	private DockerEngine() {
	}

	static boolean answers(UnaryOperator<String> environment) {
		return addresses(environment).stream().anyMatch(DockerEngine::answersAt);
	}

	private static List<SocketAddress> addresses(UnaryOperator<String> environment) {
		String host = environment.apply("DOCKER_HOST");
		if (host != null && !host.isBlank()) {
			URI uri = URI.create(host);
			return "unix".equals(uri.getScheme()) ? List.of(UnixDomainSocketAddress.of(uri.getPath()))
					: List.of(new InetSocketAddress(uri.getHost(), uri.getPort()));
		}
		Path home = Path.of(System.getProperty("user.home"));
		String runtime = environment.apply("XDG_RUNTIME_DIR");
		return Stream
			.of(Path.of("/var/run/docker.sock"), (runtime != null) ? Path.of(runtime, "docker.sock") : null,
					home.resolve(".docker/run/docker.sock"), home.resolve(".docker/desktop/docker.sock"))
			.filter(Objects::nonNull)
			.filter(Files::exists)
			.<SocketAddress>map(UnixDomainSocketAddress::of)
			.toList();
	}

	private static boolean answersAt(SocketAddress address) {
		CompletableFuture<Boolean> answer = new CompletableFuture<>();
		Thread thread = new Thread(() -> answer.complete(ping(address)), "docker-ping");
		thread.setDaemon(true);
		thread.start();
		try {
			return answer.get(PING_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			// Closes a channel that still waits.
			thread.interrupt();
		}
	}

	private static boolean ping(SocketAddress address) {
		try (SocketChannel channel = (address instanceof UnixDomainSocketAddress)
				? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open()) {
			channel.connect(address);
			channel.write(
					ByteBuffer.wrap("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
			// Any answer will do: an engine that speaks TLS answers with its complaint.
			return channel.read(ByteBuffer.allocate(16)) > 0;
		}
		catch (IOException | RuntimeException ex) {
			return false;
		}
	}

}
