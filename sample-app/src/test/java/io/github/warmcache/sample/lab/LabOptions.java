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
import java.util.stream.Stream;

/**
 * How the lab is to run.
 *
 * @param fleet whether to check what a fleet promises, instead of measuring rollouts
 * @param quick whether to be content with less
 * @param windowSeconds how long a new pod is watched, and how long the steady state is
 * @param settleSeconds how long the load goes on before the steady state is measured
 * @param rate requests in a second
 * @param databaseMillis how much later than it would the database answers
 * @param seed what random choices begin with
 * @param only names of the scenarios and variants to run; all if there is none
 */
record LabOptions(boolean fleet, boolean quick, int windowSeconds, int settleSeconds, int rate, int databaseMillis,
		long seed, List<String> only) {

	static final String USAGE = """
			run [fleet] [--quick] [--windows SECONDS] [--settle SECONDS] [--rate PER_SECOND] [--database-delay MILLIS]
			    [--seed NUMBER] [--only NAME,NAME...]

			  without fleet  measures rollouts: rolling, crash, scale-out, each with warmcache, cold, caffeine, redis
			  --quick        short windows, and warmcache and caffeine alone unless --only names others
			  fleet          checks what a fleet promises: together, leader, sigterm, heap, snapshot
			""";

	private static final List<String> QUICK_VARIANTS = List.of(Variant.WARMCACHE.id(), Variant.CAFFEINE.id());

	private static final int WINDOW = 30;

	private static final int QUICK_WINDOW = 8;

	private static final int SETTLE = 40;

	private static final int QUICK_SETTLE = 10;

	/**
	 * Read a command line.
	 * @throws IllegalArgumentException if it is not understood, with what to write
	 */
	static LabOptions parse(String... arguments) {
		List<String> left = new ArrayList<>(Arrays.asList(arguments));
		boolean fleet = left.remove("fleet");
		boolean quick = left.remove("--quick");
		int window = quick ? QUICK_WINDOW : WINDOW;
		int settle = quick ? QUICK_SETTLE : SETTLE;
		int rate = 200;
		int delay = 5;
		int seed = 2026;
		List<String> only = List.of();
		while (!left.isEmpty()) {
			String option = left.remove(0);
			if (left.isEmpty()) {
				throw new IllegalArgumentException("Not understood: " + option + "\n\n" + USAGE);
			}
			String value = left.remove(0);
			switch (option) {
				case "--windows" -> window = number(option, value, 1);
				case "--settle" -> settle = number(option, value, 0);
				case "--rate" -> rate = number(option, value, 1);
				case "--database-delay" -> delay = number(option, value, 0);
				case "--seed" -> seed = number(option, value, 0);
				case "--only" -> only = names(value);
				default -> throw new IllegalArgumentException("Not understood: " + option + "\n\n" + USAGE);
			}
		}
		if (quick && only.stream().noneMatch(Variant.ids()::contains)) {
			only = Stream.concat(only.stream(), QUICK_VARIANTS.stream()).toList();
		}
		return new LabOptions(fleet, quick, window, settle, rate, delay, seed, only);
	}

	private static List<String> names(String value) {
		List<String> known = Stream.of(Scenario.ids(), Variant.ids(), FleetScenario.ids())
			.flatMap(List::stream)
			.toList();
		List<String> names = List.of(value.toLowerCase(Locale.ROOT).split(","));
		if (!known.containsAll(names)) {
			throw new IllegalArgumentException("--only takes names out of " + String.join(", ", known));
		}
		return names;
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

	/**
	 * Whether to run one of several things, whose other names are given: all are run
	 * where none of them was named.
	 */
	boolean wants(String name, List<String> alternatives) {
		return this.only.stream().noneMatch(alternatives::contains) || this.only.contains(name);
	}

}
