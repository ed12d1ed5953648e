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

import java.util.List;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param effort how thoroughly is measured
 * @param only names of the suites to run, or none for all
 * @param rounds how often each subject is measured
 */
record Options(Effort effort, Set<String> only, int rounds) {

	static final String USAGE = """
			benchmarks/run                     all of it; writes the table into docs/benchmarks.md
			benchmarks/run --short             the ratios in a few minutes, with generous limits
			benchmarks/run --only hits,storm   some suites
			benchmarks/run --rounds 9          how often each subject is measured, of which the median counts
			The exit code is 1 where a target is missed, and 2 where the command is not understood.""";

	Options {
		only = Set.copyOf(only);
	}

	/**
	 * Parse arguments.
	 * @throws InvalidOptionsException if they are none, with what to write instead
	 */
	static Options parse(List<String> arguments, Set<String> suites) {
		Effort effort = arguments.contains("--short") ? Effort.SHORT : Effort.WHOLE;
		Set<String> only = Set.of();
		int rounds = effort.rounds();
		for (int i = 0; i < arguments.size(); i++) {
			String argument = arguments.get(i);
			switch (argument) {
				case "--short" -> {
				}
				case "--only" -> only = suites(value(arguments, ++i, argument), suites);
				case "--rounds" -> rounds = positive(value(arguments, ++i, argument));
				default -> throw new InvalidOptionsException("'%s' is no option%n%s".formatted(argument, USAGE));
			}
		}
		return new Options(effort, only, rounds);
	}

	private static String value(List<String> arguments, int index, String option) {
		if (index >= arguments.size()) {
			throw new InvalidOptionsException("%s takes a value%n%s".formatted(option, USAGE));
		}
		return arguments.get(index);
	}

	private static Set<String> suites(String value, Set<String> suites) {
		Set<String> only = Set.of(value.split(","));
		only.stream().filter((name) -> !suites.contains(name)).findFirst().ifPresent((name) -> {
			throw new InvalidOptionsException("'%s' is no suite: name some of %s".formatted(name, suites));
		});
		return only;
	}

	private static int positive(String value) {
		if (!value.matches("[1-9]\\d{0,2}")) {
			throw new InvalidOptionsException("--rounds takes a number from 1 to 999, and not '%s'".formatted(value));
		}
		return Integer.parseInt(value);
	}

	/**
	 * Return whether what comes out is what the documentation shows.
	 */
	boolean isWhole() {
		return this.effort == Effort.WHOLE && this.only.isEmpty();
	}

	boolean includes(Suite suite) {
		return this.only.isEmpty() || this.only.contains(suite.name());
	}

}
