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
import java.util.Locale;
import java.util.Optional;

import io.github.warmcache.benchmarks.Figures.Series;

/**
 * Medians as text: each row with its subjects, beside ours and beside the limit.
 */
final class ResultTable {

	private static final String LINE = "  %-46s %14s %-10s %10s %10s %7s %7s%n";

	private final Figures figures;

	ResultTable(Figures figures) {
		this.figures = figures;
	}

	String text() {
		StringBuilder text = new StringBuilder();
		text.append(String.format(LINE, "", "median", "", "least", "most", "/ ours", "/ limit"));
		for (String row : this.figures.rows()) {
			List<String> subjects = this.figures.subjects(row);
			Optional<Series> ours = this.figures.find(row, Figures.OURS);
			Optional<Series> limit = subjects.stream()
				.filter((subject) -> subject.startsWith(Figures.LIMIT))
				.findFirst()
				.flatMap((subject) -> this.figures.find(row, subject));
			text.append(row).append(System.lineSeparator());
			for (String subject : subjects) {
				Series series = this.figures.find(row, subject).orElseThrow();
				text.append(String.format(LINE, subject, number(series.median()), series.unit(), number(series.least()),
						number(series.most()), ratio(series, ours), ratio(series, limit)));
			}
		}
		return text.toString();
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (Math.abs(value) < 100) ? "%,.2f" : "%,.0f", value);
	}

	private static String ratio(Series series, Optional<Series> other) {
		return other.filter((of) -> of.unit().equals(series.unit()) && of.median() != 0)
			.map((of) -> String.format(Locale.ROOT, "%.2f", series.median() / of.median()))
			.orElse("");
	}

}
