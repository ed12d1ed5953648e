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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the incident is to be replayed.
 *
 * @param brief whether to be content with less
 * @param whole whether the results are to be shown in the documentation
 * @param rate requests in a second, to all pods together
 * @param seed what random choices begin with
 * @param settings what to replay
 */
record IncidentOptions(boolean brief, boolean whole, int rate, long seed, List<Setting> settings) {

	static final String USAGE = """
			run [--short] [--only NAME,NAME...] [--rate PER_SECOND] [--seed NUMBER]

			  --short  one pod, which is told what is usual, in a minute and a half
			  --only   some of as-it-was, as-recommended, no-eviction
			""";

	private static final int RATE = 300;

	private static final int SEED = 2026;

	/**
	 * Read a command line.
	 * @throws IllegalArgumentException if it is not understood, with what to write
	 */
	static IncidentOptions parse(String... arguments) {
		List<String> left = new ArrayList<>(Arrays.asList(arguments));
		boolean brief = left.remove("--short");
		int rate = RATE;
		int seed = SEED;
		List<Setting> settings = List.of(Setting.values());
		while (!left.isEmpty()) {
			String option = left.remove(0);
			if (left.isEmpty()) {
				throw notUnderstood(option);
			}
			String value = left.remove(0);
			switch (option) {
				case "--rate" -> rate = number(option, value);
				case "--seed" -> seed = number(option, value);
				case "--only" -> settings = settings(value);
				default -> throw notUnderstood(option);
			}
		}
		return new IncidentOptions(brief, arguments.length == 0, rate, seed, settings);
	}

	/**
	 * Return how many pods serve users.
	 */
	int pods() {
		return this.brief ? 1 : 3;
	}

	/**
	 * Return how long nothing happens before the tenant starts: where users are flagged,
	 * pods first learn for a minute and a half which answers are usual.
	 */
	int healthySeconds(Setting setting) {
		if (this.brief) {
			return 4;
		}
		return (setting == Setting.AS_IT_WAS) ? 100 : 30;
	}

	/**
	 * Return how long the tenant writes.
	 */
	int incidentSeconds(Setting setting) {
		if (this.brief) {
			return (setting == Setting.AS_IT_WAS) ? 20 : 12;
		}
		return 75;
	}

	/**
	 * Return what pods are configured with besides.
	 */
	List<String> properties() {
		String cache = "warmcache.caches." + PodReport.CACHE;
		return this.brief ? List.of(cache + ".max-absent-ratio=0.1", cache + ".shared.time-to-live=10s") : List.of();
	}

	private static List<Setting> settings(String names) {
		List<String> wanted = Stream.of(names.split(",")).toList();
		if (!Setting.ids().containsAll(wanted)) {
			throw new IllegalArgumentException("--only takes names out of " + String.join(", ", Setting.ids()));
		}
		return wanted.stream().map(Setting::of).distinct().sorted().toList();
	}

	private static int number(String option, String value) {
		try {
			int number = Integer.parseInt(value);
			if (number > 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Answered below, as a number that is too small is.
		}
		throw new IllegalArgumentException(option + " takes a number from 1, not " + value);
	}

	private static IllegalArgumentException notUnderstood(String option) {
		return new IllegalArgumentException("Not understood: " + option + "\n\n" + USAGE);
	}

}
