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

package io.github.warmcache.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * How the suite is to run.
 *
 * @param seed what random choices begin with
 * @param only parts of the names of the faults to run; all if there is none
 * @param seconds how long each fault lasts
 * @param mixSeconds how long random faults follow each other
 * @param settle how long load goes on before and after a fault
 * @param small whether it is the small run of every build
 */
record Options(long seed, List<String> only, double seconds, double mixSeconds, double settle, boolean small) {

	/** What four minutes have room for. */
	private static final String SMALL = String.join(",", "control", "x 64 threads", "postgres down", "redis killed",
			"redis frozen (", "subscriptions killed", "flushall", "older dump", "postgres killed",
			"half-open subscriptions", "messages lost", "random mix", "becomes a replica");

	static Options read(UnaryOperator<@Nullable String> properties) {
		boolean small = !"".equals(text(properties, "faults.short", ""));
		return new Options(
				Long.parseLong(text(properties, "faults.seed",
						Integer.toString(ThreadLocalRandom.current().nextInt(1, 1_000_000)))),
				Arrays.stream(text(properties, "faults.only", small ? SMALL : "").toLowerCase(Locale.ROOT).split(","))
					.map(String::strip)
					.filter((part) -> !part.isEmpty())
					.toList(),
				Double.parseDouble(text(properties, "faults.seconds", small ? "2" : "3.5")),
				Double.parseDouble(text(properties, "faults.mix-seconds", small ? "60" : "225")), small ? 0.5 : 1,
				small);
	}

	private static String text(UnaryOperator<@Nullable String> properties, String name, String otherwise) {
		String value = properties.apply(name);
		return (value == null || value.isBlank()) ? otherwise : value.strip();
	}

	boolean wants(String name) {
		return this.only.isEmpty() || this.only.stream().anyMatch(name.toLowerCase(Locale.ROOT)::contains);
	}

}
