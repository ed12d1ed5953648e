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
import java.util.List;

/**
 * What a rolling restart with a warm-up must not cost.
 */
final class Goals {

	/** How many times as slow as at others the slowest hundredth may be at new pods. */
	static final double SLOWDOWN = 1.2;

	private Goals() {
	}

	/**
	 * Hold results against the goals.
	 * @param longWindows whether new pods were watched for long enough to have a 99th
	 * percentile that means something
	 */
	static List<Check> of(List<ScenarioResult> results, boolean longWindows) {
		List<Check> checks = new ArrayList<>();
		for (ScenarioResult result : results) {
			String title = result.scenario().title();
			if (result.variant() != Variant.WARMCACHE) {
				long queries = result.figures().queries();
				checks.add(Check.that(title + ": " + result.variant().title() + " caches at all, so that it compares",
						queries < result.requests() * 0.9, "%d queries for %d requests", queries, result.requests()));
				continue;
			}
			checks.add(Check.that(title + ": no errors", result.errors() == 0, "%d of %d requests", result.errors(),
					result.requests()));
			checks.add(Check.that(title + ": no cold misses", result.cold() == 0, "%d", result.cold()));
			if (result.scenario() == Scenario.ROLLING && longWindows) {
				checks.add(Check.that(title + ": p99 of new pods at most " + SLOWDOWN + " x steady",
						result.slowdown() <= SLOWDOWN, "%.2f ms, steady %.2f ms, x %.2f", result.fresh().p99(),
						result.steady().p99(), result.slowdown()));
			}
		}
		return checks;
	}

}
