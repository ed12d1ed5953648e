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

package io.github.warmcache.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.warmcache.benchmarks.Target.Verdict;

/**
 * Measures everything, prints one table, and tells which targets are met.
 */
public final class BenchmarkRun {

	private final Options options;

	private final List<Suite> suites;

	private final PrintStream output;

	private final Instant begin = Instant.now();

	private final Figures figures = new Figures();

	BenchmarkRun(Options options, List<Suite> suites, PrintStream output) {
		this.options = options;
		this.suites = suites.stream().filter(options::includes).toList();
		this.output = output;
	}

	public static void main(String[] args) throws Exception {
		PrintStream output = Console.output();
		int status = 2;
		try {
			List<Suite> suites = Suites.all();
			Options options = Options.parse(List.of(args),
					suites.stream().map(Suite::name).collect(Collectors.toSet()));
			status = run(new BenchmarkRun(options, suites, output));
		}
		catch (InvalidOptionsException ex) {
			output.println(ex.getMessage());
		}
		// Clients of servers leave threads behind.
		System.exit(status);
	}

	private static int run(BenchmarkRun run) throws Exception {
		String result = run.run();
		if (run.options.isWhole()) {
			new ResultPage(Path.of("docs", "benchmarks.md")).write(result);
		}
		return run.verdicts().stream().allMatch(Verdict::met) ? 0 : 1;
	}

	/**
	 * Measure, and return what the run has to say.
	 */
	String run() throws Exception {
		List<String> machine = Machine.describe();
		machine.forEach(this.output::println);
		List<Suite> prepared = new ArrayList<>();
		try {
			for (Suite suite : this.suites) {
				progress("prepares " + suite.name());
				prepared.add(suite);
				suite.prepare(this.options.effort());
			}
			for (int round = 1; round <= this.options.rounds(); round++) {
				for (Suite suite : this.suites) {
					progress("round %d of %d: %s".formatted(round, this.options.rounds(), suite.name()));
					suite.measure(this.figures, this.options.effort());
				}
			}
			measureLarge();
		}
		catch (Exception ex) {
			// Of half an hour of measurements, not all are lost.
			this.output.println(new ResultTable(this.figures).text());
			throw ex;
		}
		finally {
			for (Suite suite : prepared) {
				suite.close();
			}
		}
		String result = result(machine);
		this.output.println();
		this.output.println(result);
		return result;
	}

	private void measureLarge() throws Exception {
		if (!this.options.effort().isShort()) {
			for (Suite suite : this.suites) {
				progress("what takes long of " + suite.name());
				suite.measureLarge(this.figures);
			}
		}
	}

	private String result(List<String> machine) {
		String newLine = System.lineSeparator();
		return String.join(newLine, machine) + newLine
				+ "Medians of %d rounds; %s; the run took %s".formatted(this.options.rounds(),
						Machine.load().toLowerCase(Locale.ROOT), minutes())
				+ newLine + newLine + new ResultTable(this.figures).text() + newLine
				+ verdicts().stream().map(Verdict::line).collect(Collectors.joining(newLine));
	}

	/**
	 * Judge the targets of what was measured, those that are missed last.
	 */
	List<Verdict> verdicts() {
		return this.suites.stream()
			.flatMap((suite) -> suite.targets().stream())
			.filter((target) -> target.isJudged(this.options.effort()))
			.map((target) -> target.judge(this.figures, this.options.effort()))
			.sorted(Comparator.comparing((Verdict verdict) -> !verdict.met()))
			.toList();
	}

	private String minutes() {
		return String.format(Locale.ROOT, "%.1f minutes",
				Duration.between(this.begin, Instant.now()).toMillis() / 60e3);
	}

	private void progress(String text) {
		this.output.printf("%6.1f s  %s%n", Duration.between(this.begin, Instant.now()).toMillis() / 1e3, text);
	}

}
