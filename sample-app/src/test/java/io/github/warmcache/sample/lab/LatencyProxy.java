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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * Stands before a server as if it were farther away, or busier: whatever is sent to it
 * arrives later, and its answers come back at once.
 */
final class LatencyProxy implements AutoCloseable {

	private static final int BUFFER = 1 << 16;

	private final ServerSocket socket;

	private final String host;

	private final int port;

	private final Duration delay;

	LatencyProxy(String host, int port, Duration delay) {
		this.host = host;
		this.port = port;
		this.delay = delay;
		try {
			this.socket = new ServerSocket(Ports.free(), 128, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen", ex);
		}
		daemon(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket client = this.socket.accept();
				daemon(() -> connect(client));
			}
			catch (IOException ex) {
				// Closed, or a client that went away while it came.
			}
		}
	}

	private void connect(Socket client) {
		try (client; Socket server = new Socket(this.host, this.port)) {
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			Thread answers = daemon(() -> pump(server, client, Duration.ZERO));
			pump(client, server, this.delay);
			answers.join();
		}
		catch (IOException ex) {
			// The server is away: the client finds its connection closed.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void pump(Socket from, Socket to, Duration delay) {
		byte[] buffer = new byte[BUFFER];
		try {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				Pauses.of(delay);
				out.write(buffer, 0, length);
			}
			to.shutdownOutput();
		}
		catch (IOException ex) {
			close(from);
			close(to);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is of no use any more.
		}
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "latency-proxy");
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
