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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures how many requests the packaged atlas answers without a cache, with Spring's
 * cache in Redis, and with Warmcache. Started by {@code benchmarks/ladder}.
 */
public final class Ladder {

	/** Requests before the same cities are asked for again. */
	private static final int KEYS = 50_000;

	private final LadderOptions options;

	private final Console console = Console.standardOutput();

	private final Path logs = Path.of(System.getProperty("lab.logs", "target/ladder"));

	private final Path script = Path.of(System.getProperty("lab.home", "rollout-lab"), "cities.lua");

	private Ladder(LadderOptions options) {
		this.options = options;
	}

	/**
	 * Measure, and end this JVM: with 0 if every goal is met, with 1 if one is missed or
	 * a request failed, and with 2 if the arguments are not understood.
	 * @param args see {@link LadderOptions#USAGE}
	 */
	public static void main(String[] args) {
		Program.run("ladder", () -> new Ladder(LadderOptions.parse(args)).run());
	}

	private boolean run() {
		create(this.logs);
		AtlasImage image = new AtlasImage(Path.of(System.getProperty("atlas.jar")), this.logs);
		Duration delay = Duration.ofMillis(this.options.databaseMillis());
		try (LabServers servers = new LabServers(image, delay)) {
			servers.migrate(this.logs.resolve("migration.log"));
			ZipfKeys zipf = new ZipfKeys(servers.cityIds(), this.options.seed());
			long[] keys = IntStream.range(0, KEYS).mapToLong(zipf::of).toArray();
			Wrk wrk = new Wrk(this.script, keys, this.options.threads(), this.options.connections(), this.logs);
			Climb climb = new Climb(this.options, servers, wrk, keys, this.logs);
			this.console.tell("%d requests, then the same ones again", keys.length);
			this.options.only()
				.stream()
				.filter(Rung::asksRedis)
				.forEach((rung) -> this.console.tell("%s: %d cities are in it", rung.title(), climb.fillRedis(rung)));
			List<Visit> visits = visits(climb);
			return this.options.profile() ? profiled(climb, visits) : report(visits);
		}
	}

	private List<Visit> visits(Climb climb) {
		List<Visit> visits = new ArrayList<>();
		for (int round = 1; round <= this.options.rounds(); round++) {
			for (Rung rung : this.options.only()) {
				Visit visit = climb.visit(rung, round);
				visits.add(visit);
				this.console.tell("round %d, %s: %.0f requests/s, p50 %.2f ms, p99 %.2f ms, %d failed", round,
						rung.title(), visit.report().perSecond(), visit.report().p50(), visit.report().p99(),
						visit.failed());
			}
		}
		return visits;
	}

	private boolean report(List<Visit> visits) {
		Map<Rung, RungFigures> figures = RungFigures.of(visits);
		List<Check> checks = LadderGoals.of(figures);
		show("table.txt",
				conditions() + "\n\n" + LadderTable.of(figures) + "\n" + LadderGoals.lines(checks) + duration());
		return checks.stream().allMatch(Check::passed);
	}

	/**
	 * Tell what the first pod of each rung did. Figures of pods that are looked into are
	 * not held against the goals.
	 */
	private boolean profiled(Climb climb, List<Visit> visits) {
		StringBuilder text = new StringBuilder(conditions()).append('\n');
		for (Visit visit : visits) {
			text.append('\n')
				.append(visit.rung().title())
				.append(": ")
				.append(Profile.of(climb.recording(visit.rung(), 1), visit.window()));
		}
		show("profile.txt", text + duration());
		return visits.stream().allMatch((visit) -> visit.failed() == 0);
	}

	private String conditions() {
		return String.format(Locale.ROOT,
				"""
						wrk -t%d -c%d on the machine of the pods, %d x %d s after %d s of the same load for each pod, pods of their own each time,
						zipf over the cities, PostgreSQL %d ms away, %d cores, Java %s, seed %d""",
				this.options.threads(), this.options.connections(), this.options.rounds(), this.options.seconds(),
				this.options.warmUpSeconds(), this.options.databaseMillis(), Runtime.getRuntime().availableProcessors(),
				Runtime.version(), this.options.seed());
	}

	private String duration() {
		return String.format(Locale.ROOT, "%nThe whole run took %.1f minutes.%n", this.console.seconds() / 60);
	}

	private static void create(Path folder) {
		try {
			Files.createDirectories(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create " + folder, ex);
		}
	}

	private void show(String name, String text) {
		this.console.print("\n" + text);
		Path file = this.logs.resolve(name);
		try {
			Files.writeString(file, text);
			this.console.print("Written: " + file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + file, ex);
		}
	}

}
