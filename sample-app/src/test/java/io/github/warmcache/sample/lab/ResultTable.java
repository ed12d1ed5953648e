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

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The results in rows and columns.
 */
final class ResultTable {

	private static final String HEADER = String.format(Locale.ROOT,
			"%-23s %8s %6s | %8s %8s | %8s %8s %8s %7s %8s | %8s" + " | %6s %7s %8s %9s | %7s%n", "", "requests",
			"errors", "steady", "steady", "new pods", "new pods", "new pods", "p99", "worst", "all", "cold", "db", "db",
			"redis", "ready")
			+ String.format(Locale.ROOT,
					"%-23s %8s %6s | %8s %8s | %8s %8s %8s %7s %8s | %8s | %6s %7s %8s %9s | %7s%n", "", "", "",
					"p50 ms", "p99 ms", "p50 ms", "p99 ms", "p99.9 ms", "/steady", "pod p99", "p99 ms", "misses",
					"queries", "rows", "commands", "s");

	private ResultTable() {
	}

	static String of(List<ScenarioResult> results) {
		StringBuilder table = new StringBuilder();
		for (Scenario scenario : Scenario.values()) {
			List<ScenarioResult> rows = results.stream().filter((result) -> result.scenario() == scenario).toList();
			if (!rows.isEmpty()) {
				table.append(scenario.title())
					.append('\n')
					.append(HEADER)
					.append(rows.stream().map(ResultTable::row).collect(Collectors.joining()))
					.append('\n');
			}
		}
		return table.toString();
	}

	private static String row(ScenarioResult result) {
		Latencies fresh = result.fresh();
		ServerFigures figures = result.figures();
		return String.format(Locale.ROOT,
				"%-23s %8d %6d | %8.2f %8.2f | %8.2f %8.2f %8.2f %7.2f %8.2f | %8.2f | %6s %7d %8d %9d | %7.1f%n",
				result.variant().title(), result.requests(), result.errors(), result.steady().p50(),
				result.steady().p99(), fresh.p50(), fresh.p99(), fresh.p999(), result.slowdown(),
				result.worstFreshP99(), result.all().p99(), (result.cold() < 0) ? "-" : Long.toString(result.cold()),
				figures.queries(), figures.rows(), figures.redisCommands(), result.slowestReady());
	}

}
