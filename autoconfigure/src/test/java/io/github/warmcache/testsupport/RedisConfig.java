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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * Lines of a {@code redis.conf}, to be handed to a server as arguments. With a
 * {@code tls-cert-file} its port is for TLS alone.
 *
 * @param lines a directive and its values each, such as {@code maxmemory 10mb}
 */
record RedisConfig(List<String> lines) {

	RedisConfig {
		for (String line : lines) {
			if (line.isBlank() || line.startsWith("-")) {
				throw new IllegalArgumentException(
						"'%s' is no line of a redis.conf: write for example 'maxmemory 10mb'".formatted(line));
			}
		}
		lines = List.copyOf(lines);
	}

	List<String> arguments(int port) {
		List<String> arguments = new ArrayList<>(List.of("--protected-mode", "no", "--save", ""));
		arguments.addAll(isEncrypted() ? List.of("--port", "0", "--tls-port", Integer.toString(port))
				: List.of("--port", Integer.toString(port)));
		for (String line : this.lines) {
			List<String> words = Arrays.asList(line.strip().split("\\s+"));
			arguments.add("--" + words.get(0));
			words.subList(1, words.size()).forEach((word) -> arguments.add(word.equals("\"\"") ? "" : word));
		}
		return arguments;
	}

	@Nullable String password() {
		return value("requirepass");
	}

	/**
	 * Return what opens sockets to such a server.
	 */
	SocketFactory sockets() {
		String authority = value("tls-ca-cert-file");
		return (isEncrypted() && authority != null) ? TestAuthority.sockets(Path.of(authority))
				: SocketFactory.getDefault();
	}

	private boolean isEncrypted() {
		return value("tls-cert-file") != null;
	}

	boolean isCluster() {
		return "yes".equals(value("cluster-enabled"));
	}

	private @Nullable String value(String directive) {
		return this.lines.stream()
			.filter((line) -> line.startsWith(directive + " "))
			.map((line) -> line.substring(directive.length()).strip())
			.findFirst()
			.orElse(null);
	}

}
