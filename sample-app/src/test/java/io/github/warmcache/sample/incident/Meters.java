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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The meters of a pod at one time, as Prometheus reads them.
 */
final class Meters {

	private static final Pattern LINE = Pattern.compile("([A-Za-z_:][A-Za-z0-9_:]*)(?:\\{(.*)})? (\\S+)");

	private static final Pattern LABEL = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	private final List<Series> series = new ArrayList<>();

	static Meters parse(String text) {
		Meters meters = new Meters();
		text.lines()
			.filter((line) -> !line.startsWith("#"))
			.map(LINE::matcher)
			.filter(Matcher::matches)
			.forEach((line) -> {
				Map<String, String> labels = new HashMap<>();
				if (line.group(2) != null) {
					LABEL.matcher(line.group(2))
						.results()
						.forEach((label) -> labels.put(label.group(1), label.group(2)));
				}
				meters.series.add(new Series(line.group(1), labels, value(line.group(3))));
			});
		return meters;
	}

	private static double value(String text) {
		return switch (text) {
			case "+Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text);
		};
	}

	/**
	 * Return the sum of all series of a meter that have some tags.
	 * @param meter the name as Micrometer has it, with dots
	 * @param tags names and values in turn
	 * @return the sum, or nothing if there is no such series
	 */
	OptionalDouble sum(String meter, String... tags) {
		String name = meter.replace('.', '_');
		double sum = 0;
		boolean found = false;
		for (Series each : this.series) {
			if ((each.name.equals(name) || each.name.equals(name + "_total")) && each.has(tags)) {
				sum += each.value;
				found = true;
			}
		}
		return found ? OptionalDouble.of(sum) : OptionalDouble.empty();
	}

	private record Series(String name, Map<String, String> labels, double value) {

		boolean has(String... tags) {
			for (int i = 0; i < tags.length; i += 2) {
				if (!tags[i + 1].equals(this.labels.get(tags[i]))) {
					return false;
				}
			}
			return true;
		}

	}

}
