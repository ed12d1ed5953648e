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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Users who ask for the next city as soon as they have one, as many at once as there are
 * connections: the load generator of the same name.
 */
final class Wrk {

	private static final Duration GRACE = Duration.ofSeconds(30);

	private final Path script;

	private final Path cities;

	private final Path log;

	private final int threads;

	private final int connections;

	/**
	 * Prepare a load.
	 * @param script what wrk runs for each request
	 * @param keys the cities in the order that they are asked for, and then again
	 * @param folder for what is written
	 */
	Wrk(Path script, long[] keys, int threads, int connections, Path folder) {
		this.script = script;
		this.cities = folder.resolve("cities.txt");
		this.log = folder.resolve("wrk.log");
		this.threads = threads;
		this.connections = connections;
		try {
			Files.writeString(this.cities,
					Arrays.stream(keys).mapToObj((key) -> key + "\n").collect(Collectors.joining()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + this.cities, ex);
		}
	}

	/**
	 * Ask for cities.
	 * @param port who is asked
	 * @throws IllegalStateException if wrk cannot do that
	 */
	Run run(int port, Duration duration) {
		try {
			Process process = new ProcessBuilder(List.of("wrk", "-t" + this.threads, "-c" + this.connections,
					"-d" + duration.toSeconds() + "s", "--latency", "-s", this.script.toString(),
					"http://127.0.0.1:" + port, "--", this.cities.toString()))
				.redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
			Duration[] used = { Duration.ZERO };
			boolean over = Pauses.until(duration.plus(GRACE), () -> {
				used[0] = process.info().totalCpuDuration().orElse(used[0]);
				return !process.isAlive();
			});
			if (!over) {
				process.destroyForcibly();
			}
			String text = Files.readString(this.log, StandardCharsets.UTF_8);
			if (!over || process.exitValue() != 0) {
				throw new IllegalStateException("wrk did not come to an end:\n" + text);
			}
			return new Run(WrkReport.parse(text), used[0]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run wrk", ex);
		}
	}

	/**
	 * What a load was like.
	 *
	 * @param report what wrk found
	 * @param cpuTime what wrk used of the processors
	 */
	record Run(WrkReport report, Duration cpuTime) {

	}

}
