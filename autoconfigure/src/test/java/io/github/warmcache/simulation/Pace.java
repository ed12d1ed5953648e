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

package io.github.warmcache.simulation;

import io.github.warmcache.simulation.engine.Stream;

/**
 * How long things take.
 */
final class Pace {

	static final long MILLI = 1_000_000L;

	static final long SECOND = 1000 * MILLI;

	private static final long[] STEPS = { 0, 1, 4, 15, 60, 250, 1000, 4000 };

	private static final int[][] STEP_WEIGHTS = { { 55, 15, 12, 10, 5, 2, 1, 0 }, { 35, 15, 17, 15, 9, 5, 3, 1 },
			{ 25, 10, 10, 15, 15, 10, 10, 5 } };

	private static final int[] QUICK_WEIGHTS = { 60, 15, 15, 10 };

	private static final long[] GAPS = { 0, 2, 10, 50, 200, 700, 2500, 9000, 70_000, 4_000_000 };

	private static final int[] GAP_WEIGHTS = { 25, 20, 20, 12, 8, 6, 4, 2, 3, 1 };

	private static final long[] SPELLS = { 500, 1500, 5000, 20_000, 90_000 };

	private static final long[] LATENESS = { 0, 20, 150, 900, 3000, 30_000 };

	private static final int[] LATENESS_WEIGHTS = { 35, 25, 20, 12, 6, 2 };

	private final int patience;

	Pace(int patience) {
		this.patience = patience;
	}

	/**
	 * Return how long a step takes.
	 */
	long step(Stream choices) {
		return STEPS[choices.weighted(STEP_WEIGHTS[this.patience])] * MILLI;
	}

	/**
	 * Return how long a step takes that is never slow.
	 */
	static long quickStep(Stream choices) {
		return STEPS[choices.weighted(QUICK_WEIGHTS)] * MILLI;
	}

	/**
	 * Return how long after one operation the next one begins.
	 */
	static long gap(Stream choices) {
		return GAPS[choices.weighted(GAP_WEIGHTS)] * MILLI;
	}

	/**
	 * Return how long a trouble lasts.
	 */
	static long spell(Stream choices) {
		return SPELLS[choices.below(SPELLS.length)] * MILLI;
	}

	/**
	 * Return how long after its commit a writer changes the cache.
	 */
	static long lateness(Stream choices) {
		return LATENESS[choices.weighted(LATENESS_WEIGHTS)] * MILLI;
	}

}
