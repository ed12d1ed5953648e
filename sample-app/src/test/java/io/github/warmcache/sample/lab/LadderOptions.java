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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the ladder is to be measured.
 *
 * @param rounds how often each rung is measured, with pods of its own each time
 * @param seconds how long it is measured
 * @param warmUpSeconds how long the same load goes on before that, for each pod
 * @param connections how many users ask at once
 * @param threads how many threads wrk has
 * @param databaseMillis how much later than it would the database answers
 * @param seed what the choice of cities begins with
 * @param profile whether to look at where the time goes in the pods, instead of how much
 * they do
 * @param only the rungs to measure
 */
record LadderOptions(int rounds, int seconds, int warmUpSeconds, int connections, int threads, int databaseMillis,
		long seed, boolean profile, List<Rung> only) {

	static final String USAGE = """
			ladder [--rounds NUMBER] [--seconds NUMBER] [--warm-up SECONDS] [--connections NUMBER] [--threads NUMBER]
			       [--database-delay MILLIS] [--seed NUMBER] [--only NAME,NAME...] [--profile]

			  --only     some of none, wide, redis, json, one, three
			  --profile  records where the time goes in redis, json and one, whose figures are worth less then
			""";

	/**
	 * Read a command line.
	 * @throws IllegalArgumentException if it is not understood, with what to write
	 */
	static LadderOptions parse(String... arguments) {
		List<String> left = new ArrayList<>(Arrays.asList(arguments));
		boolean profile = left.remove("--profile");
		int rounds = profile ? 1 : 3;
		int seconds = profile ? 20 : 8;
		int warmUp = 12;
		int connections = 64;
		int threads = 1;
		int delay = 20;
		int seed = 2026;
		List<Rung> only = profile ? List.of(Rung.REDIS, Rung.JSON, Rung.ONE) : List.of(Rung.values());
		while (!left.isEmpty()) {
			String option = left.remove(0);
			String value = left.isEmpty() ? "" : left.remove(0);
			switch (option) {
				case "--rounds" -> rounds = number(option, value, 1);
				case "--seconds" -> seconds = number(option, value, 1);
				case "--warm-up" -> warmUp = number(option, value, 1);
				case "--connections" -> connections = number(option, value, 1);
				case "--threads" -> threads = number(option, value, 1);
				case "--database-delay" -> delay = number(option, value, 0);
				case "--seed" -> seed = number(option, value, 0);
				case "--only" -> only = rungs(value);
				default -> throw new IllegalArgumentException("Not understood: " + option + "\n\n" + USAGE);
			}
		}
		return new LadderOptions(rounds, seconds, warmUp, connections, threads, delay, seed, profile, only);
	}

	private static List<Rung> rungs(String value) {
		List<String> names = List.of(value.toLowerCase(Locale.ROOT).split(","));
		if (!Rung.ids().containsAll(names)) {
			throw new IllegalArgumentException("--only takes names out of " + String.join(", ", Rung.ids()));
		}
		return Arrays.stream(Rung.values()).filter((rung) -> names.contains(rung.id())).toList();
	}

	private static int number(String option, String value, int least) {
		try {
			int number = Integer.parseInt(value);
			if (number >= least) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Answered below, as a number that is too small is.
		}
		throw new IllegalArgumentException(option + " takes a number from " + least + ", not " + value);
	}

}
