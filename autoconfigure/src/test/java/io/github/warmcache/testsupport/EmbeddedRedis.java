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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.testsupport.FreePorts.PortTakenException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis process from the binaries of embedded-redis. The process is ours rather than
 * that library's, because freezing it takes its id.
 */
final class EmbeddedRedis implements Backend {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

	private static final long STOP_SECONDS = 10;

	private final int port;

	private final RedisConfig config;

	private final Path directory;

	private final Path log;

	private final List<String> command = new ArrayList<>();

	private final Thread hook;

	private @Nullable Process process;

	EmbeddedRedis(int port, RedisConfig config) {
		this.port = port;
		this.config = config;
		try {
			this.directory = Files.createTempDirectory("warmcache-redis-");
			this.log = this.directory.resolve("redis.log");
			File binary = ExecutableProvider.newJarResourceProvider(this.directory.toFile()).get();
			this.command.addAll(List.of(binary.getPath(), "--bind", host(), "--dir", this.directory.toString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot unpack the embedded Redis", ex);
		}
		this.command.addAll(config.arguments(port));
		this.hook = LocalProcesses.closeAtExit(this);
		try {
			start();
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	@Override
	public String host() {
		return "127.0.0.1";
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public synchronized void start() {
		if (this.process != null && LocalProcesses.runs(this.process.toHandle())) {
			return;
		}
		Process started = Awaitility.await()
			.atMost(START_TIMEOUT)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.until(this::launch, Optional::isPresent)
			.orElseThrow();
		this.process = started;
		awaitAnswer(started);
	}

	/**
	 * Start the process, unless another thread's child still has the binary open for
	 * writing: it inherited that between its fork and its exec.
	 */
	private Optional<Process> launch() {
		try {
			return Optional.of(new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start());
		}
		catch (IOException ex) {
			if (String.valueOf(ex.getMessage()).contains("error=26")) {
				return Optional.empty();
			}
			throw new UncheckedIOException("Cannot start the embedded Redis", ex);
		}
	}

	private void awaitAnswer(Process started) {
		try {
			Awaitility.await()
				.atMost(START_TIMEOUT)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(10))
				.until(() -> !LocalProcesses.runs(started.toHandle()) || answers(started));
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("The embedded Redis does not answer:\n" + LocalProcesses.tail(this.log),
					ex);
		}
		if (!LocalProcesses.runs(started.toHandle())) {
			String tail = LocalProcesses.tail(this.log);
			if (tail.contains("Address already in use")) {
				throw new PortTakenException(this.port);
			}
			throw new IllegalStateException("The embedded Redis did not start:\n" + tail);
		}
	}

	/**
	 * Asks for the process id too: on a port that was lost, somebody else's Redis
	 * answers.
	 */
	private boolean answers(Process started) {
		try {
			String info = RedisWire.command(this.config.sockets(), host(), this.port, this.config.password(), "INFO",
					"server");
			return info != null && info.contains("process_id:" + started.pid() + "\r\n");
		}
		catch (UncheckedIOException | IllegalStateException ex) {
			return false;
		}
	}

	@Override
	public synchronized void stop() {
		if (this.process == null || !LocalProcesses.runs(this.process.toHandle())) {
			return;
		}
		resume();
		this.process.destroy();
		try {
			if (!this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
				kill();
			}
		}
		catch (InterruptedException ex) {
			kill();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized void kill() {
		if (this.process != null) {
			LocalProcesses.kill(this.process.toHandle());
		}
	}

	@Override
	public synchronized void pause() {
		if (this.process == null || !LocalProcesses.runs(this.process.toHandle())) {
			throw new IllegalStateException("The embedded Redis is down and cannot be frozen");
		}
		LocalProcesses.freeze(this.process.toHandle());
	}

	@Override
	public synchronized void resume() {
		if (this.process != null && LocalProcesses.runs(this.process.toHandle())) {
			LocalProcesses.thaw(this.process.toHandle());
		}
	}

	@Override
	public synchronized void close() {
		kill();
		LocalProcesses.delete(this.directory);
		LocalProcesses.forget(this.hook);
	}

}
