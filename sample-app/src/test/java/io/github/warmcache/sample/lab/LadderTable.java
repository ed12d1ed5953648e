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

import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

/**
 * The rungs in rows and columns.
 */
final class LadderTable {

	private static final String ROW = "%-23s | %10s %15s | %9s %9s | %8s %8s | %9s %6s | %9s %9s | %5s %5s %6s%n";

	private LadderTable() {
	}

	static String of(Map<Rung, RungFigures> figures) {
		StringBuilder table = new StringBuilder();
		table.append(row("", "requests", "least to", "ratio to", "ratio to", "p50", "p99", "", "", "queries",
				"commands", "cores", "cores", "cores"));
		table.append(row("", "/s", "most", "no cache", "Redis", "ms", "ms", "requests", "failed", "/request",
				"/request", "pods", "wrk", "others"));
		for (Entry<Rung, RungFigures> entry : figures.entrySet()) {
			RungFigures rung = entry.getValue();
			table.append(row(entry.getKey().title(), number("%.0f", rung.perSecond()),
					number("%.0f", rung.least()) + " - " + number("%.0f", rung.most()),
					ratio(rung, figures.get(Rung.NONE)), ratio(rung, figures.get(Rung.REDIS)),
					number("%.2f", rung.p50()), number("%.2f", rung.p99()), rung.requests(), rung.failed(),
					number("%.2f", rung.queries()), number("%.2f", rung.commands()),
					number("%.2f", rung.cores().pods()), number("%.2f", rung.cores().wrk()),
					number("%.2f", rung.cores().others())));
		}
		return table.toString();
	}

	private static String ratio(RungFigures rung, RungFigures base) {
		return (base != null) ? number("%.2f", rung.perSecond() / base.perSecond()) : "-";
	}

	private static String number(String format, double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
	}

	private static String row(Object... columns) {
		return String.format(Locale.ROOT, ROW, columns).replaceAll("(?m) +$", "");
	}

}
