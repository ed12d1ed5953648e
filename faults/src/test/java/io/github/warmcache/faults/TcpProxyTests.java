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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TcpProxy}, in front of a Redis.
 */
@Tag("servers")
class TcpProxyTests {

	private final TcpProxy proxy = new TcpProxy(Servers.redis().port());

	@AfterEach
	void close() {
		this.proxy.close();
	}

	@Test
	void whatBothSidesSayArrives() throws IOException {
		try (Client client = new Client()) {
			assertThat(client.ask("ECHO hello")).isEqualTo("$5");
			assertThat(client.line()).isEqualTo("hello");
		}
	}

	@Test
	void repliesCanComeLate() throws IOException {
		try (Client client = new Client()) {
			client.ask("PING");
			this.proxy.delay(Duration.ofMillis(150));
			long start = System.nanoTime();
			assertThat(client.ask("PING")).isEqualTo("+PONG");
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(150).toNanos());
			this.proxy.heal();
			assertThat(client.ask("PING")).isEqualTo("+PONG");
		}
	}

	@Test
	void aHalfOpenConnectionIsSilentAndANewOneWorks() throws IOException {
		try (Client old = new Client()) {
			old.ask("PING");
			this.proxy.halfOpen();
			old.assertSilent("PING");
			try (Client fresh = new Client()) {
				assertThat(fresh.ask("PING")).isEqualTo("+PONG");
			}
			old.assertSilent("PING");
		}
	}

	@Test
	void subscriptionsAloneCanGoSilent() throws IOException {
		try (Client subscriber = new Client(); Client other = new Client()) {
			subscribe(subscriber, "app:changes:v1");
			other.ask("PING");
			this.proxy.halfOpenSubscriptions();
			assertThat(other.ask("PUBLISH app:changes:v1 lost")).isEqualTo(":1");
			subscriber.assertSilent();
		}
	}

	@Test
	void aBlackHoleSwallowsNewConnectionsTooUntilItHeals() throws IOException {
		try (Client old = new Client()) {
			old.ask("PING");
			this.proxy.blackHole();
			old.assertSilent("PING");
			try (Client fresh = new Client()) {
				fresh.assertSilent("PING");
			}
			this.proxy.heal();
			assertThat(old.line()).isEqualTo("null");
		}
		try (Client fresh = new Client()) {
			assertThat(fresh.ask("PING")).isEqualTo("+PONG");
		}
	}

	@Test
	void messagesOfOneChannelCanBeLostAndTheOthersArriveWhole() throws IOException {
		try (Client subscriber = new Client(); Client other = new Client()) {
			subscribe(subscriber, "app:changes:v1");
			subscribe(subscriber, "app:beat:v1");
			this.proxy.lose(":changes:");
			other.ask("PUBLISH app:changes:v1 lost");
			other.ask("PUBLISH app:beat:v1 heard");
			this.proxy.heal();
			other.ask("PUBLISH app:changes:v1 again");
			assertThat(subscriber.lines(14)).doesNotContain("lost").contains("heard").endsWith("again");
		}
	}

	@Test
	void aTruncatedReplyEndsItsConnection() throws IOException {
		try (Client client = new Client()) {
			client.ask("PING");
			this.proxy.truncate();
			assertThat(client.ask("PING")).isEqualTo("+PO");
			assertThat(client.line()).isEqualTo("null");
		}
	}

	@Test
	void connectionsCanBeDroppedAndRefused() throws IOException {
		try (Client client = new Client()) {
			client.ask("PING");
			this.proxy.refuse();
			assertThat(client.line()).isEqualTo("null");
			try (Client refused = new Client()) {
				assertThat(refused.line()).isEqualTo("null");
			}
			this.proxy.heal();
			try (Client fresh = new Client()) {
				assertThat(fresh.ask("PING")).isEqualTo("+PONG");
				this.proxy.drop();
				assertThat(fresh.line()).isEqualTo("null");
			}
		}
	}

	@Test
	void aServerThatIsDownHangsUp() throws IOException {
		try (TcpProxy lonely = new TcpProxy(1);
				Socket socket = new Socket(InetAddress.getLoopbackAddress(), lonely.port())) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	private static void subscribe(Client client, String channel) throws IOException {
		// Inline commands are no subscriptions as clients write them.
		assertThat(client.ask("*2\r\n$9\r\nSUBSCRIBE\r\n$" + channel.length() + "\r\n" + channel)).isEqualTo("*3");
		client.lines(5);
	}

	private final class Client implements AutoCloseable {

		private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), TcpProxyTests.this.proxy.port());

		private final BufferedReader in = new BufferedReader(
				new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));

		Client() throws IOException {
			this.socket.setSoTimeout(5000);
		}

		String ask(String command) throws IOException {
			this.socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			return line();
		}

		String line() throws IOException {
			try {
				return String.valueOf(this.in.readLine());
			}
			catch (SocketTimeoutException ex) {
				throw ex;
			}
			catch (IOException ex) {
				return "null";
			}
		}

		String lines(int count) throws IOException {
			StringBuilder lines = new StringBuilder();
			for (int i = 0; i < count; i++) {
				lines.append(' ').append(line());
			}
			return lines.toString();
		}

		void assertSilent(String command) throws IOException {
			this.socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			assertSilent();
		}

		void assertSilent() throws IOException {
			this.socket.setSoTimeout(200);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this::line);
			this.socket.setSoTimeout(5000);
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
