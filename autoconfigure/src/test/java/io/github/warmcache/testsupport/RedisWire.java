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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * As much of the Redis protocol as a test needs that looks after a server: one command,
 * one answer. Depends on none of the clients under test.
 */
final class RedisWire {

	private static final int CONNECT_MILLIS = 1000;

	private static final int READ_MILLIS = 5000;

	private RedisWire() {
	}

	static @Nullable String command(String host, int port, @Nullable String password, String... command) {
		return command(SocketFactory.getDefault(), host, port, password, command);
	}

	static @Nullable String command(SocketFactory sockets, String host, int port, @Nullable String password,
			String... command) {
		try (Socket socket = sockets.createSocket()) {
			socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
			socket.setSoTimeout(READ_MILLIS);
			InputStream in = new BufferedInputStream(socket.getInputStream());
			if (password != null) {
				socket.getOutputStream().write(encode("AUTH", password));
				read(in);
			}
			socket.getOutputStream().write(encode(command));
			return read(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Redis at %s:%d does not answer %s".formatted(host, port, command[0]), ex);
		}
	}

	private static byte[] encode(String... command) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
		for (String argument : command) {
			byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
			out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
			out.writeBytes(bytes);
			out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		return out.toByteArray();
	}

	private static @Nullable String read(InputStream in) throws IOException {
		String line = readLine(in);
		String rest = line.substring(1);
		return switch (line.charAt(0)) {
			case '+', ':' -> rest;
			case '$' -> readText(in, Integer.parseInt(rest));
			case '-' -> throw new IllegalStateException("Redis answered: " + rest);
			default -> throw new IllegalStateException("An answer that is a list is not read here");
		};
	}

	private static String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new IOException("Connection closed by the server");
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.UTF_8).stripTrailing();
	}

	private static @Nullable String readText(InputStream in, int length) throws IOException {
		if (length < 0) {
			return null;
		}
		String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
		readLine(in);
		return text;
	}

}
