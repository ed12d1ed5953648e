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

/**
 * How thoroughly is measured.
 */
enum Effort {

	/**
	 * All suites together within some minutes; only what is quick and hardly scatters.
	 */
	SHORT(3, 1.5),

	/**
	 * As long as it takes.
	 */
	WHOLE(5, 1);

	private final int rounds;

	private final double slack;

	Effort(int rounds, double slack) {
		this.rounds = rounds;
		this.slack = slack;
	}

	/**
	 * Return how often each subject is measured, of which the median counts.
	 */
	int rounds() {
		return this.rounds;
	}

	/**
	 * Return by how much a ratio may exceed its limit.
	 */
	double slack() {
		return this.slack;
	}

	boolean isShort() {
		return this == SHORT;
	}

}
