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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import redis.embedded.core.ExecutableProvider;

import org.springframework.util.FileSystemUtils;

/**
 * A sentinel, which is the embedded Redis with another face.
 */
final class SentinelProcess {

	private static final String CONFIG = """
			port %1$d
			bind 127.0.0.1
			dir %2$s
			sentinel monitor %3$s 127.0.0.1 %4$d 2
			sentinel down-after-milliseconds %3$s 1000
			sentinel failover-timeout %3$s 4000
			""";

	private final int port;

	private final Path directory;

	private final Process process;

	SentinelProcess(int masterPort) {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = free.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		try {
			this.directory = Files.createTempDirectory("warmcache-sentinel-");
			Path config = this.directory.resolve("sentinel.conf");
			Files.writeString(config, CONFIG.formatted(this.port, this.directory, SentinelTopology.MASTER, masterPort));
			String binary = ExecutableProvider.newJarResourceProvider(this.directory.toFile()).get().getPath();
			this.process = new ProcessBuilder(binary, config.toString(), "--sentinel").redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("sentinel.log").toFile())
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start a sentinel", ex);
		}
	}

	int port() {
		return this.port;
	}

	/**
	 * The port of the server that this sentinel takes for the master.
	 */
	int masterPort() {
		List<String> address = ask("SENTINEL get-master-addr-by-name " + SentinelTopology.MASTER);
		return address.isEmpty() ? -1 : Integer.parseInt(address.get(address.size() - 1));
	}

	/**
	 * Whether it knows the replica and the other sentinels.
	 */
	boolean knowsEverybody() {
		List<String> master = ask("SENTINEL MASTER " + SentinelTopology.MASTER);
		return "1".equals(after(master, "num-slaves")) && "2".equals(after(master, "num-other-sentinels"))
				&& "master".equals(after(master, "flags"));
	}

	private static String after(List<String> words, String word) {
		int place = words.indexOf(word);
		return (place >= 0) ? words.get(place + 1) : "";
	}

	void failOver() {
		ask("SENTINEL FAILOVER " + SentinelTopology.MASTER);
	}

	/**
	 * Sends an inline command and returns the texts of its answer.
	 */
	private List<String> ask(String command) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(2000);
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			String first = String.valueOf(in.readLine());
			List<String> texts = new ArrayList<>();
			if (first.startsWith("*")) {
				for (int left = Integer.parseInt(first.substring(1)); left > 0; left--) {
					in.readLine();
					texts.add(String.valueOf(in.readLine()));
				}
			}
			return texts;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The sentinel does not answer", ex);
		}
	}

	void close() throws IOException {
		this.process.destroyForcibly();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
