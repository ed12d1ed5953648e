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
import java.util.stream.Collectors;

/**
 * Runs rollouts of the packaged atlas and tells what they cost. Started by
 * {@code rollout-lab/run}.
 */
public final class RolloutLab {

	private final LabOptions options;

	private final Console console = Console.standardOutput();

	private final Path logs = Path.of(System.getProperty("lab.logs", "target/rollout-lab"));

	private RolloutLab(LabOptions options) {
		this.options = options;
	}

	/**
	 * Run the lab and end this JVM: with 0 if everything is as it should be, with 1 if
	 * something is not, and with 2 if the arguments are not understood.
	 * @param args see {@link LabOptions#USAGE}
	 */
	public static void main(String[] args) {
		Program.run("lab", () -> new RolloutLab(LabOptions.parse(args)).run());
	}

	private boolean run() {
		create(this.logs);
		Duration delay = Duration.ofMillis(this.options.fleet() ? 0 : this.options.databaseMillis());
		AtlasImage image = new AtlasImage(Path.of(System.getProperty("atlas.jar")), this.logs);
		try (LabServers servers = new LabServers(image, delay)) {
			servers.migrate(this.logs.resolve("migration.log"));
			this.console.tell("%d cities in PostgreSQL", servers.cityIds().length);
			List<Check> checks = this.options.fleet() ? fleet(servers) : rollouts(servers);
			this.console.tell("done");
			return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
		}
	}

	private List<Check> rollouts(LabServers servers) {
		ZipfKeys keys = new ZipfKeys(servers.cityIds(), this.options.seed());
		List<ScenarioResult> results = new ArrayList<>();
		List<Timeline> timelines = new ArrayList<>();
		for (Variant variant : Variant.values()) {
			if (this.options.wants(variant.id(), Variant.ids())) {
				this.console.tell("%s: starts", variant.title());
				try (Rollout rollout = new Rollout(this.options, servers, keys, variant, this.console, this.logs)) {
					results.addAll(rollout.run());
					timelines.add(rollout.timeline());
				}
			}
		}
		report(results, timelines);
		return goals(results);
	}

	private void report(List<ScenarioResult> results, List<Timeline> timelines) {
		String text = conditions() + "\n\n" + ResultTable.of(results) + lines(goals(results)) + duration();
		this.console.print("\n" + text);
		write("rollout-table.txt", text);
		write("rollout.svg", RolloutChart.of(timelines, "Response times of all pods, " + conditions()));
		if (isWhole()) {
			page().put("rollouts", text);
		}
	}

	private List<Check> fleet(LabServers servers) {
		List<Check> checks = new FleetLab(this.options, servers, this.console, this.logs).run();
		String text = lines(checks) + duration();
		this.console.print("\n" + text);
		if (isWhole()) {
			page().put("fleet", text);
		}
		return checks;
	}

	private static String lines(List<Check> checks) {
		return checks.stream().map((check) -> check + "\n").collect(Collectors.joining());
	}

	private String duration() {
		return String.format(Locale.ROOT, "%nThe whole run took %.1f minutes.%n", this.console.seconds() / 60);
	}

	/**
	 * Whether the run is one to be shown.
	 */
	private boolean isWhole() {
		return !this.options.quick() && this.options.only().isEmpty();
	}

	private Path docs() {
		return Path.of(System.getProperty("lab.docs", this.logs.toString()));
	}

	private ResultPage page() {
		return new ResultPage(docs().resolve("rollout.md"));
	}

	private List<Check> goals(List<ScenarioResult> results) {
		return Goals.of(results, !this.options.quick());
	}

	private String conditions() {
		return String.format(Locale.ROOT,
				"%d requests/s, zipf over the cities, PostgreSQL %d ms away, windows of %d s, %d cores, seed %d",
				this.options.rate(), this.options.databaseMillis(), this.options.windowSeconds(),
				Runtime.getRuntime().availableProcessors(), this.options.seed());
	}

	private static void create(Path folder) {
		try {
			Files.createDirectories(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create " + folder, ex);
		}
	}

	private void write(String name, String text) {
		Path file = (isWhole() ? docs() : this.logs).resolve(name);
		try {
			Files.writeString(file, text);
			this.console.print("Written: " + file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + file, ex);
		}
	}

}
