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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * Chromium without a window, which a test drives by the DevTools protocol. The browser is
 * that of the machine: the system property {@code chromium} names its program, else it is
 * looked for on the path. A test that needs it fails without it.
 */
public final class Chromium implements AutoCloseable {

	private static final List<String> PROGRAMS = List.of("chromium", "chromium-browser", "google-chrome",
			"google-chrome-stable");

	private static final Duration START = Duration.ofSeconds(60);

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path directory;

	private final Process process;

	private final int port;

	private Chromium(Path program) {
		try {
			this.directory = Files.createTempDirectory("chromium");
			Path log = this.directory.resolve("log");
			this.process = new ProcessBuilder(command(program)).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			this.port = awaitPort(log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + program, ex);
		}
	}

	/**
	 * Start a browser with a profile of its own.
	 * @return a browser that answers
	 * @throws IllegalStateException if there is none on this machine
	 */
	public static Chromium start() {
		return new Chromium(find(System.getProperty("chromium"), System.getenv("PATH")));
	}

	/**
	 * Find the program of the browser.
	 * @param named the program that the user names, or {@code null}
	 * @param path the folders to search
	 * @return the program
	 */
	static Path find(@Nullable String named, String path) {
		Optional<Path> found = (named != null) ? Optional.of(Path.of(named)).filter(Files::isExecutable)
				: Arrays.stream(path.split(File.pathSeparator))
					.flatMap((folder) -> PROGRAMS.stream().map((program) -> Path.of(folder, program)))
					.filter(Files::isExecutable)
					.findFirst();
		return found.orElseThrow(() -> new IllegalStateException("The tests of the console need Chromium, and "
				+ ((named != null) ? "-Dchromium=" + named + " is no program"
						: "none of " + String.join(", ", PROGRAMS) + " is on the PATH")
				+ ". Install it (on Debian: apt-get install chromium), or name it with -Dchromium=<program>."));
	}

	private List<String> command(Path program) {
		List<String> command = new ArrayList<>(List.of(program.toString(), "--headless=new",
				"--remote-debugging-port=0", "--user-data-dir=" + this.directory.resolve("profile"), "--no-first-run",
				"--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
				"--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-lcd-text",
				"--mute-audio", "--hide-scrollbars", "--lang=en"));
		if ("root".equals(System.getProperty("user.name"))) {
			// Chromium refuses to run its sandbox for this user.
			command.add("--no-sandbox");
		}
		command.add("about:blank");
		return command;
	}

	private int awaitPort(Path log) {
		Path file = this.directory.resolve("profile/DevToolsActivePort");
		try {
			return Awaitility.await("Chromium listens")
				.atMost(START)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(20))
				.failFast("Chromium ended", () -> !this.process.isAlive())
				.until(() -> Files.exists(file) ? Files.readAllLines(file) : List.<String>of(),
						(lines) -> lines.size() > 1)
				.stream()
				.findFirst()
				.map(Integer::parseInt)
				.orElseThrow();
		}
		catch (RuntimeException ex) {
			String said = read(log);
			close();
			throw new IllegalStateException("Chromium does not start. It says: " + said, ex);
		}
	}

	private static String read(Path log) {
		try {
			return Files.readString(log);
		}
		catch (IOException ex) {
			return "nothing that could be read (" + ex.getMessage() + ")";
		}
	}

	/**
	 * Open an empty page.
	 * @return the page, which is 1280 pixels wide
	 */
	public BrowserPage open() {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/json/new?about:blank"))
			.PUT(HttpRequest.BodyPublishers.noBody())
			.build();
		try {
			String target = this.http.send(request, HttpResponse.BodyHandlers.ofString()).body();
			return new BrowserPage(this.http,
					URI.create(new JsonMapper().readTree(target).get("webSocketDebuggerUrl").asString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * End the browser with all its processes, and delete its profile.
	 */
	@Override
	public void close() {
		List<ProcessHandle> all = Stream.concat(Stream.of(this.process.toHandle()), this.process.descendants())
			.toList();
		all.forEach(ProcessHandle::destroyForcibly);
		Awaitility.await("Chromium ends")
			.atMost(START)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> all.stream().noneMatch((one) -> one.isAlive() && one.info().command().isPresent()));
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
