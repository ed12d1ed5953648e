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
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LatencyProxy}.
 */
class LatencyProxyTests {

	@Test
	void whatIsSentArrivesLaterAndTheAnswerComesBack() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				LatencyProxy proxy = new LatencyProxy("localhost", server.getLocalPort(), Duration.ofMillis(80))) {
			CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(server));
			try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
				long start = System.nanoTime();
				client.getOutputStream().write("question".getBytes(StandardCharsets.US_ASCII));
				client.shutdownOutput();
				assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("question");
				assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(80).toNanos());
			}
			echo.join();
		}
	}

	private static void echo(ServerSocket server) {
		try (Socket socket = server.accept(); InputStream in = socket.getInputStream()) {
			socket.getOutputStream().write(in.readAllBytes());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
