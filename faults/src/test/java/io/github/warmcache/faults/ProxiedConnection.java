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
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.faults.Exchanges.Exchange;

/**
 * One connection through a {@link TcpProxy}.
 */
final class ProxiedConnection {

	private final TcpProxy proxy;

	private final Socket client;

	private final Socket server;

	private final BlockingQueue<Chunk> downstream = new LinkedBlockingQueue<>();

	/** What waits for a reply, in the order of the replies. */
	private final Queue<Exchange> asked = new ConcurrentLinkedQueue<>();

	private volatile boolean silent;

	private volatile boolean subscriber;

	private volatile boolean truncating;

	private volatile boolean closed;

	ProxiedConnection(TcpProxy proxy, Socket client, Socket server) throws IOException {
		this.proxy = proxy;
		this.client = client;
		this.server = server;
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
	}

	void start(boolean silent) {
		this.silent = silent;
		TcpProxy.daemon(() -> closeAfter(this::forwardRequests), "proxy-up");
		TcpProxy.daemon(() -> closeAfter(this::receiveReplies), "proxy-in");
		TcpProxy.daemon(() -> closeAfter(this::forwardReplies), "proxy-down");
	}

	private void closeAfter(Pump pump) {
		try {
			pump.run();
		}
		catch (IOException ex) {
			// One end hung up, or this proxy did.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close();
	}

	private void forwardRequests() throws IOException {
		InputStream in = this.client.getInputStream();
		OutputStream out = this.server.getOutputStream();
		RespFrames frames = new RespFrames();
		byte[] buffer = new byte[1 << 14];
		for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
			if (!this.subscriber && isSubscription(buffer, length)) {
				this.subscriber = true;
			}
			if (!this.subscriber) {
				for (byte[] frame : frames.add(Arrays.copyOf(buffer, length))) {
					this.asked.add(this.proxy.exchanges().asked(frame));
				}
			}
			if (!this.silent) {
				out.write(buffer, 0, length);
			}
		}
	}

	private static boolean isSubscription(byte[] buffer, int length) {
		return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT)
			.contains("SUBSCRIBE\r\n");
	}

	private void receiveReplies() throws IOException {
		InputStream in = this.server.getInputStream();
		RespFrames frames = new RespFrames();
		byte[] buffer = new byte[1 << 14];
		for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
			long due = System.nanoTime() + this.proxy.delayNanos();
			for (byte[] frame : frames.add(Arrays.copyOf(buffer, length))) {
				boolean lost = this.proxy.isLost(frame);
				note(frame, lost);
				if (!lost) {
					this.downstream.add(new Chunk(frame, due));
				}
			}
		}
	}

	private void note(byte[] frame, boolean lost) {
		if (this.subscriber) {
			this.proxy.exchanges().told(frame, lost);
			return;
		}
		Exchange exchange = this.asked.poll();
		if (exchange != null) {
			exchange.replied(frame);
		}
	}

	private void forwardReplies() throws IOException, InterruptedException {
		OutputStream out = this.client.getOutputStream();
		while (!this.closed) {
			Chunk chunk = this.downstream.take();
			for (long wait = chunk.due - System.nanoTime(); wait > 0; wait = chunk.due - System.nanoTime()) {
				LockSupport.parkNanos(wait);
			}
			if (this.truncating) {
				out.write(chunk.bytes, 0, chunk.bytes.length / 2);
				out.flush();
				return;
			}
			if (!this.silent) {
				out.write(chunk.bytes);
			}
		}
	}

	boolean isSubscriber() {
		return this.subscriber;
	}

	boolean isSilent() {
		return this.silent;
	}

	void silence() {
		this.silent = true;
	}

	void truncate() {
		this.truncating = true;
	}

	void close() {
		this.closed = true;
		this.proxy.forget(this);
		this.downstream.add(new Chunk(new byte[0], 0));
		close(this.client);
		close(this.server);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is gone either way.
		}
	}

	private record Chunk(byte[] bytes, long due) {

	}

	private interface Pump {

		void run() throws IOException, InterruptedException;

	}

}
