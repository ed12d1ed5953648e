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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured: for each row of the table some subjects, and of each of them one
 * value a round. Not thread-safe.
 */
final class Figures {

	/**
	 * Name of what all of this is about.
	 */
	static final String OURS = "Warmcache";

	/**
	 * How the names of subjects begin that nothing can be better than.
	 */
	static final String LIMIT = "limit: ";

	private final Map<String, Map<String, Series>> rows = new LinkedHashMap<>();

	/**
	 * Note what one round measured.
	 * @param row what was done
	 * @param subject who did it
	 * @param value the value
	 * @param unit what it is a number of
	 */
	void add(String row, String subject, double value, String unit) {
		Series series = this.rows.computeIfAbsent(row, (name) -> new LinkedHashMap<>())
			.computeIfAbsent(subject, (name) -> new Series(unit));
		if (!series.unit.equals(unit)) {
			throw new IllegalArgumentException(
					"'%s' of '%s' is measured in %s, and was given in %s".formatted(subject, row, series.unit, unit));
		}
		series.values.add(value);
	}

	List<String> rows() {
		return List.copyOf(this.rows.keySet());
	}

	List<String> subjects(String row) {
		return List.copyOf(this.rows.getOrDefault(row, Map.of()).keySet());
	}

	Optional<Series> find(String row, String subject) {
		return Optional.ofNullable(this.rows.getOrDefault(row, Map.of()).get(subject));
	}

	/**
	 * One value a round.
	 */
	static final class Series {

		private final String unit;

		private final List<Double> values = new ArrayList<>();

		private Series(String unit) {
			this.unit = unit;
		}

		String unit() {
			return this.unit;
		}

		int size() {
			return this.values.size();
		}

		double median() {
			double[] sorted = sorted();
			int middle = sorted.length / 2;
			return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		}

		double least() {
			return sorted()[0];
		}

		double most() {
			double[] sorted = sorted();
			return sorted[sorted.length - 1];
		}

		private double[] sorted() {
			return this.values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		}

	}

}
