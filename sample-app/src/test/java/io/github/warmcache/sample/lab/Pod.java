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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.sample.lab.HttpLine.Answer;

/**
 * An instance of an application in a JVM of its own.
 */
public final class Pod implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 5000;

	private final int number;

	private final int port;

	private final Path log;

	private final long startNanos = System.nanoTime();

	private final Process process;

	private Pod(int number, int port, Path log, List<String> command) {
		this.number = number;
		this.port = port;
		this.log = log;
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start a pod", ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
	}

	/**
	 * Begin to start a pod of the atlas.
	 * @param image what it runs
	 * @param number by which the load balancer knows it
	 * @param jvm the options of its JVM
	 * @param properties the configuration of the application
	 */
	static Pod launch(AtlasImage image, int number, int port, Path log, List<String> jvm, List<String> properties) {
		return launch(image.command(jvm), number, port, log, properties);
	}

	/**
	 * Begin to start a pod.
	 * @param command starts the application
	 * @param number by which it is told from the others
	 * @param properties the configuration of the application
	 */
	public static Pod launch(List<String> command, int number, int port, Path log, List<String> properties) {
		List<String> all = new ArrayList<>(command);
		all.add("--server.port=" + port);
		properties.forEach((property) -> all.add("--" + property));
		return new Pod(number, port, log, all);
	}

	public int number() {
		return this.number;
	}

	public int port() {
		return this.port;
	}

	long startNanos() {
		return this.startNanos;
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Return how much of the processors the pod has used so far, nothing once it ended.
	 */
	Duration cpuTime() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	boolean isReady() {
		return status("/actuator/health/readiness") == 200;
	}

	/**
	 * Ask the pod itself.
	 * @return the code of the answer, or 0 if there is none
	 */
	int status(String path) {
		try {
			return get(path).status();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	public Answer get(String path) throws IOException {
		try (HttpLine line = new HttpLine(this.port, TIMEOUT_MILLIS)) {
			return line.get(path);
		}
	}

	Answer put(String path, String json) throws IOException {
		try (HttpLine line = new HttpLine(this.port, TIMEOUT_MILLIS)) {
			return line.put(path, json);
		}
	}

	/**
	 * Wait until the pod is ready.
	 * @return the seconds since it was started
	 * @throws IllegalStateException if it is not in time, or ends
	 */
	public double awaitReady(Duration atMost) {
		if (!Pauses.until(atMost, () -> isReady() || !isAlive()) || !isAlive()) {
			throw new IllegalStateException(
					"Pod " + this.number + (isAlive() ? " is not ready" : " has ended") + ", see " + this.log);
		}
		return (System.nanoTime() - this.startNanos) / 1e9;
	}

	/**
	 * Return what the pod wrote to its log.
	 */
	public String log() {
		try {
			return Files.readString(this.log, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void kill() {
		this.process.destroyForcibly();
		awaitEnd(Duration.ofSeconds(10));
	}

	/**
	 * Have the pod end as a kubelet does.
	 * @return the seconds that took
	 */
	public double terminate(Duration grace) {
		long start = System.nanoTime();
		this.process.destroy();
		if (!awaitEnd(grace)) {
			kill();
		}
		return (System.nanoTime() - start) / 1e9;
	}

	private boolean awaitEnd(Duration atMost) {
		try {
			return this.process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void close() {
		if (isAlive()) {
			kill();
		}
	}

}
