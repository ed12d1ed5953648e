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
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link DockerEngine}.
 */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class DockerEngineTests {

	@TempDir
	Path directory;

	@Test
	void nothingAnswersWhereThereIsNoSocket() {
		assertThat(answersAt(this.directory.resolve("none"))).isFalse();
	}

	@Test
	void engineThatAnswersIsFound() throws IOException {
		Path path = this.directory.resolve("engine");
		try (ServerSocketChannel server = listen(path)) {
			CompletableFuture<Void> engine = CompletableFuture.runAsync(() -> answerOnce(server));
			assertThat(answersAt(path)).isTrue();
			engine.join();
		}
	}

	@Test
	void engineThatNeverAnswersIsGivenUpSoon() throws IOException {
		Path path = this.directory.resolve("frozen");
		try (ServerSocketChannel server = listen(path)) {
			assertThat(server.isOpen()).isTrue();
			assertThat(answersAt(path)).isFalse();
		}
	}

	private static boolean answersAt(Path socket) {
		return DockerEngine.answers(Map.of("DOCKER_HOST", "unix://" + socket)::get);
	}

	private static ServerSocketChannel listen(Path path) throws IOException {
		return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
	}

	private static void answerOnce(ServerSocketChannel server) {
		try (SocketChannel client = server.accept()) {
			client.read(ByteBuffer.allocate(256));
			client.write(ByteBuffer.wrap("HTTP/1.0 200 OK\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII)));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
