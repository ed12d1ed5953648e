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

/**
 * What came of one scenario with one variant.
 *
 * @param scenario its id
 * @param variant the variant
 * @param requests how many were made while it lasted
 * @param errors how many of them failed
 * @param steady how long requests took before anything happened
 * @param fresh how long requests took that new pods answered in their first seconds
 * @param worstFreshP99 the 99th percentile of the new pod that had the highest
 * @param all how long requests took while it lasted, whoever answered
 * @param cold how many requests new pods could not answer from their memory; -1 where
 * nobody knows
 * @param figures what the servers had to do
 * @param readySeconds how long each new pod took from its start to its first request
 */
record ScenarioResult(Scenario scenario, Variant variant, long requests, long errors, Latencies steady, Latencies fresh,
		double worstFreshP99, Latencies all, long cold, ServerFigures figures, List<Double> readySeconds) {

	/**
	 * Return how many times as long the slowest hundredth of the requests takes at new
	 * pods.
	 */
	double slowdown() {
		return this.fresh.p99() / this.steady.p99();
	}

	double slowestReady() {
		return this.readySeconds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
	}

}
