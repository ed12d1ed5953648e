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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Measures what the packaged atlas takes with Warmcache, and with what would be used
 * instead, while it serves nobody. Started by {@code footprint/run}.
 */
public final class FootprintLab {

	private static final int ROUNDS = 3;

	private static final Duration SETTLED = Duration.ofSeconds(10);

	private static final Duration IDLE = Duration.ofSeconds(30);

	/**
	 * Commands that clients send. Redis also counts those that scripts run.
	 */
	private static final Set<String> CALLS = Set.of("evalsha", "eval", "info", "ping", "client", "hello", "subscribe",
			"get", "scan");

	private final Console console = Console.standardOutput();

	private final Path logs = Path.of(System.getProperty("lab.logs", "target/footprint"));

	/**
	 * Run the lab and end this JVM.
	 * @param args none
	 */
	public static void main(String[] args) {
		Program.run("lab", () -> new FootprintLab().run());
	}

	private static Map<String, List<String>> subjects() {
		Map<String, List<String>> subjects = new LinkedHashMap<>();
		subjects.put("Spring Boot, no cache", List.of("warmcache.enabled=false", "spring.cache.type=none"));
		subjects.put(Variant.CAFFEINE.title(), Variant.CAFFEINE.properties());
		subjects.put(Variant.REDIS.title(), Variant.REDIS.properties());
		subjects.put(Variant.COLD.title(), Variant.COLD.properties());
		subjects.put("Warmcache, warm", Variant.COMMON);
		return subjects;
	}

	private boolean run() {
		try {
			Files.createDirectories(this.logs);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create " + this.logs, ex);
		}
		AtlasImage image = new AtlasImage(Path.of(System.getProperty("atlas.jar")), this.logs);
		try (LabServers servers = new LabServers(image, Duration.ZERO)) {
			servers.migrate(this.logs.resolve("migration.log"));
			Map<String, List<Footprint>> runs = new LinkedHashMap<>();
			for (int round = 1; round <= ROUNDS; round++) {
				int number = round;
				subjects().forEach((title, properties) -> {
					this.console.tell("round %d: %s", number, title);
					runs.computeIfAbsent(title, (any) -> new ArrayList<>()).add(measure(servers, title, properties));
				});
			}
			report(runs);
			return true;
		}
	}

	private Footprint measure(LabServers servers, String title, List<String> own) {
		servers.emptyRedis();
		List<String> properties = new ArrayList<>(own);
		properties.addAll(servers.properties());
		Path log = this.logs.resolve(title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-") + ".log");
		try (Pod pod = Pod.launch(servers.image(), 0, Ports.free(), log, List.of("-Xmx512m", "-XX:+UseSerialGC"),
				properties)) {
			double start = pod.awaitReady(Duration.ofMinutes(2));
			Pauses.of(SETTLED);
			long calls = calls(servers);
			Duration processor = pod.cpuTime();
			long begin = System.nanoTime();
			Pauses.of(IDLE);
			double seconds = (System.nanoTime() - begin) / 1e9;
			double idle = pod.cpuTime().minus(processor).toMillis() / seconds;
			double redis = (calls(servers) - calls) / seconds;
			double heap = Footprint.heap(pod.pid());
			return new Footprint(start, heap, Footprint.ofProcess(pod.pid(), "VmRSS") / 1024.0,
					Footprint.classes(pod.pid()), Footprint.ofProcess(pod.pid(), "Threads"), idle, redis);
		}
	}

	private static long calls(LabServers servers) {
		return String.valueOf(servers.redis().command("INFO", "commandstats"))
			.lines()
			.filter((line) -> CALLS.contains(line.replaceAll("^cmdstat_|[|:].*$", "")))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("^.*:calls=|,.*$", "")))
			.sum();
	}

	private void report(Map<String, List<Footprint>> runs) {
		StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%-24s %8s %8s %9s %8s %8s %11s %9s%n",
				"idle, medians of " + ROUNDS, "ready", "heap", "resident", "classes", "threads", "processor", "Redis"));
		runs.forEach((title, each) -> {
			Footprint median = Footprint.median(each);
			table
				.append(String.format(Locale.ROOT, "%-24s %6.1f s %4.1f MiB %5.0f MiB %8.0f %8.0f %6.1f ms/s %7.1f/s%n",
						title, median.startSeconds(), median.heapMebibytes(), median.residentMebibytes(),
						median.classes(), median.threads(), median.idleProcessorMillis(), median.redisCalls()));
		});
		this.console.print("\n" + table);
		new ResultPage(Path.of(System.getProperty("lab.docs", this.logs.toString())).resolve("benchmarks.md"))
			.put("footprint", table.toString());
	}

}
