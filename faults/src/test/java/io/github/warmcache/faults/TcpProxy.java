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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Stands between a pod and a server on this machine, and can be a bad network.
 */
final class TcpProxy implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

	private final Exchanges exchanges = new Exchanges();

	private volatile long delayNanos;

	private volatile boolean silent;

	private volatile boolean refusing;

	private volatile @Nullable String lostChannel;

	TcpProxy(int target) {
		this.target = target;
		try {
			this.server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept, "proxy");
	}

	static void daemon(Runnable task, String name) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.server.getLocalPort();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				if (this.refusing) {
					client.close();
				}
				else {
					connect(client);
				}
			}
			catch (IOException ex) {
				// The proxy is closed, or a client was gone at once.
			}
		}
	}

	private void connect(Socket client) throws IOException {
		try {
			ProxiedConnection connection = new ProxiedConnection(this, client,
					new Socket(InetAddress.getLoopbackAddress(), this.target));
			this.connections.add(connection);
			connection.start(this.silent);
		}
		catch (IOException ex) {
			client.close();
		}
	}

	/**
	 * Makes everything that the server sends arrive later, in its order.
	 */
	void delay(Duration delay) {
		this.delayNanos = delay.toNanos();
	}

	/**
	 * Forwards nothing any more on the connections there are, without closing them; new
	 * ones work.
	 */
	void halfOpen() {
		this.connections.forEach(ProxiedConnection::silence);
	}

	/**
	 * Forwards nothing any more on the connections that listen to messages; the others
	 * and new ones work.
	 */
	void halfOpenSubscriptions() {
		this.connections.stream().filter(ProxiedConnection::isSubscriber).forEach(ProxiedConnection::silence);
	}

	/**
	 * Forwards nothing at all any more, on new connections neither, until it is
	 * {@linkplain #heal() healed}.
	 */
	void blackHole() {
		this.silent = true;
		halfOpen();
	}

	/**
	 * Loses the messages of the channels whose names contain a text, and nothing else.
	 */
	void lose(String channel) {
		this.lostChannel = channel;
	}

	/**
	 * Breaks all connections and lets nobody in.
	 */
	void refuse() {
		this.refusing = true;
		drop();
	}

	/**
	 * Breaks all connections.
	 */
	void drop() {
		this.connections.forEach(ProxiedConnection::close);
	}

	/**
	 * Breaks each connection in the middle of the next thing that the server says on it.
	 */
	void truncate() {
		this.connections.forEach(ProxiedConnection::truncate);
	}

	/**
	 * Is a good network again, which breaks connections that went silent.
	 */
	void heal() {
		this.delayNanos = 0;
		this.lostChannel = null;
		this.refusing = false;
		this.silent = false;
		this.connections.stream().filter(ProxiedConnection::isSilent).forEach(ProxiedConnection::close);
	}

	/**
	 * Return what went through it.
	 */
	Exchanges exchanges() {
		return this.exchanges;
	}

	long delayNanos() {
		return this.delayNanos;
	}

	boolean isLost(byte[] frame) {
		String channel = this.lostChannel;
		return channel != null && RespFrames.isMessage(frame, channel);
	}

	void forget(ProxiedConnection connection) {
		this.connections.remove(connection);
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		drop();
	}

}
