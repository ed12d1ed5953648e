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

package io.github.warmcache.sample.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.warmcache.sample.lab.Check;
import io.github.warmcache.sample.lab.Console;
import io.github.warmcache.sample.lab.Program;
import io.github.warmcache.sample.lab.ResultPage;
import io.github.warmcache.testsupport.OwnPostgresServer;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;

import org.springframework.util.FileSystemUtils;

/**
 * Replays the incident and tells what the business and what on-call see of it. Started by
 * {@code incident/run}.
 */
public final class Incident {

	private final IncidentOptions options;

	private final Console console = Console.standardOutput();

	private final Path logs = Path.of(System.getProperty("lab.logs", "target/incident"));

	private Incident(IncidentOptions options) {
		this.options = options;
	}

	/**
	 * Replay the incident, and end this JVM as {@link Program} says.
	 * @param args see {@link IncidentOptions#USAGE}
	 */
	public static void main(String[] args) {
		Program.run("replay", () -> new Incident(IncidentOptions.parse(args)).run());
	}

	private boolean run() {
		empty(this.logs);
		List<Course> courses = new ArrayList<>();
		try (OwnPostgresServer postgres = Servers.newPostgres()) {
			TestDatabase database = postgres.newDatabase();
			Users.fill(database);
			for (Setting setting : this.options.settings()) {
				this.console.tell("%s", setting.description());
				try (Replay replay = new Replay(this.options, setting, database, this.console, this.logs)) {
					courses.add(replay.run());
				}
			}
		}
		List<Check> checks = courses.stream().flatMap((course) -> IncidentChecks.of(course).stream()).toList();
		report(courses, checks);
		return checks.stream().allMatch(Check::passed);
	}

	private void report(List<Course> courses, List<Check> checks) {
		String text = conditions() + "\n\n" + courses.stream().map(IncidentText::of).collect(Collectors.joining("\n"))
				+ "\n" + checks.stream().map((check) -> check + "\n").collect(Collectors.joining())
				+ String.format(Locale.ROOT, "%nThe whole run took %.1f minutes.%n", this.console.seconds() / 60);
		this.console.print("\n" + text);
		String chart = IncidentChart.of(courses, "What users get, and what on-call sees, " + conditions());
		courses.forEach((course) -> write(this.logs.resolve(course.setting().id() + ".csv"), IncidentText.csv(course)));
		write(this.logs.resolve("timeline.txt"), text);
		write(this.logs.resolve("incident.svg"), chart);
		if (this.options.whole()) {
			Path docs = Path.of(System.getProperty("lab.docs", this.logs.toString()));
			write(docs.resolve("incident.svg"), chart);
			new ResultPage(docs.resolve("incident.md")).put("incident", text);
		}
	}

	private String conditions() {
		return String.format(Locale.ROOT,
				"%d requests/s, pods: %d, users: %d, Redis with 40 MB, a tenant that writes 8 MB/s, %d cores, seed %d",
				this.options.rate(), this.options.pods(), Users.COUNT, Runtime.getRuntime().availableProcessors(),
				this.options.seed());
	}

	/**
	 * Leave no log of an earlier run, which would be read as if it were of this one.
	 */
	private static void empty(Path folder) {
		try {
			FileSystemUtils.deleteRecursively(folder);
			Files.createDirectories(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot empty " + folder, ex);
		}
	}

	private void write(Path file, String text) {
		try {
			Files.writeString(file, text);
			this.console.print("Written: " + file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + file, ex);
		}
	}

}
