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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A connection that stays open, as a client of a service has it: as much of HTTP/1.1 as
 * takes least from the machine that the service runs on. For one thread.
 */
public final class HttpLine implements AutoCloseable {

	private final Socket socket = new Socket();

	private final InputStream in;

	private final int port;

	HttpLine(int port, int timeoutMillis) throws IOException {
		this.port = port;
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
		this.socket.setSoTimeout(timeoutMillis);
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	Answer get(String path) throws IOException {
		return exchange("GET " + path + " HTTP/1.1\r\nHost: localhost:" + this.port + "\r\n\r\n");
	}

	Answer put(String path, String json) throws IOException {
		return exchange("PUT " + path + " HTTP/1.1\r\nHost: localhost:" + this.port
				+ "\r\nContent-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
	}

	private Answer exchange(String request) throws IOException {
		this.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		String status = line();
		Map<String, String> headers = new HashMap<>();
		for (String header = line(); !header.isEmpty(); header = line()) {
			int colon = header.indexOf(':');
			headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
		}
		byte[] body = "chunked".equals(headers.get("transfer-encoding")) ? chunks()
				: bytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
		return new Answer(Integer.parseInt(status.split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
	}

	private byte[] chunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
			body.writeBytes(bytes(size));
			line();
		}
		line();
		return body.toByteArray();
	}

	private byte[] bytes(int size) throws IOException {
		byte[] bytes = this.in.readNBytes(size);
		if (bytes.length < size) {
			throw new IOException("The connection was closed within an answer");
		}
		return bytes;
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new IOException("The connection was closed");
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// Nobody needs it any more.
		}
	}

	/**
	 * What came back.
	 *
	 * @param status the code
	 * @param headers by name in lower case
	 * @param body as text
	 */
	public record Answer(int status, Map<String, String> headers, String body) {

		public String header(String name) {
			return this.headers.getOrDefault(name, "");
		}

	}

}
