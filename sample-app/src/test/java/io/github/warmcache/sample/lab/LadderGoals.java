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
import java.util.Map;

/**
 * How far above the others a pod with Warmcache has to be, and what has to hold so that
 * the rungs compare.
 */
final class LadderGoals {

	/** What the documents claim of a cache in Redis, beside no cache. */
	static final double NO_CACHE = 21;

	static final double REDIS = 2;

	/**
	 * For each request: what pods tell each other, and what was still under way at the
	 * end.
	 */
	private static final double ALMOST_NONE = 0.05;

	private LadderGoals() {
	}

	/**
	 * Hold the figures against the goals, as far as the rungs that one needs were
	 * measured.
	 */
	static List<Check> of(Map<Rung, RungFigures> figures) {
		List<Check> checks = new ArrayList<>();
		RungFigures one = figures.get(Rung.ONE);
		if (one != null && figures.containsKey(Rung.NONE)) {
			checks.add(atLeast(Rung.NONE, NO_CACHE, one, figures.get(Rung.NONE)));
		}
		for (Rung redis : List.of(Rung.REDIS, Rung.JSON)) {
			if (one != null && figures.containsKey(redis)) {
				checks.add(atLeast(redis, REDIS, one, figures.get(redis)));
			}
		}
		figures.forEach((rung, found) -> {
			checks.add(Check.that(rung.title() + ": no request failed", found.failed() == 0, "%d of %d", found.failed(),
					found.requests()));
			checks.add(asItShould(rung, found));
		});
		return checks;
	}

	private static Check atLeast(Rung base, double limit, RungFigures one, RungFigures other) {
		double ratio = one.perSecond() / other.perSecond();
		return Check.that("%s: requests/s at least %.0f x %s".formatted(Rung.ONE.title(), limit, base.title()),
				ratio >= limit, "%.2f x, %.0f beside %.0f", ratio, one.perSecond(), other.perSecond());
	}

	private static Check asItShould(Rung rung, RungFigures found) {
		return switch (rung) {
			case NONE, WIDE -> Check.that(rung.title() + ": each request asks the database",
					Math.abs(found.queries() - 1) < ALMOST_NONE, "%.3f queries for each", found.queries());
			case REDIS,
					JSON ->
				Check.that(rung.title() + ": each request asks Redis, and none the database",
						found.queries() < ALMOST_NONE && Math.abs(found.commands() - 1) < ALMOST_NONE,
						"%.3f queries and %.3f commands for each", found.queries(), found.commands());
			case ONE,
					THREE ->
				Check.that(rung.title() + ": no request asks the database or Redis",
						found.queries() < ALMOST_NONE && found.commands() < ALMOST_NONE,
						"%.3f queries and %.3f commands for each", found.queries(), found.commands());
		};
	}

	/**
	 * Return a line for each.
	 */
	static String lines(List<Check> checks) {
		StringBuilder lines = new StringBuilder();
		for (Check check : checks) {
			lines.append(check.passed() ? "PASS    " : "MISSED  ")
				.append(check.name())
				.append(": ")
				.append(check.found())
				.append('\n');
		}
		return lines.toString();
	}

}
