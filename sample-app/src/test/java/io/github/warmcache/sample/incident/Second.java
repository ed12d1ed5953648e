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

import java.util.List;

import io.github.warmcache.sample.incident.Signal.Reading;
import org.jspecify.annotations.Nullable;

/**
 * One second of a replay.
 *
 * @param at the number of the second, from 0
 * @param pods those that serve users
 * @param newPod what a pod says that was started meanwhile, if it answers
 * @param evicted how many keys Redis has evicted so far
 * @param refused how many writes of the tenant Redis has refused so far
 */
record Second(int at, List<PodSecond> pods, @Nullable PodReport newPod, long evicted, long refused) {

	long requests() {
		return this.pods.stream().mapToLong(PodSecond::requests).sum();
	}

	long wrong() {
		return this.pods.stream().mapToLong(PodSecond::wrong).sum();
	}

	long failed() {
		return this.pods.stream().mapToLong(PodSecond::failed).sum();
	}

	/**
	 * Return which share of the answers is wrong.
	 */
	double wrongShare() {
		return (requests() > 0) ? (double) wrong() / requests() : 0;
	}

	/**
	 * Return the slowest p99 of a pod, in milliseconds.
	 */
	double p99() {
		return this.pods.stream().mapToDouble(PodSecond::p99).filter((p99) -> !Double.isNaN(p99)).max().orElse(0);
	}

	/**
	 * Return the largest value of a meter of the cache at any pod.
	 * @return the value, or NaN if no pod has one
	 */
	double largest(String meter) {
		return this.pods.stream()
			.filter((pod) -> pod.report() != null)
			.mapToDouble((pod) -> pod.report().meters().sum(meter, "cache", PodReport.CACHE).orElse(Double.NaN))
			.filter((value) -> !Double.isNaN(value))
			.max()
			.orElse(Double.NaN);
	}

	/**
	 * Return what is to be seen of a signal at any pod.
	 * @param before the second that pods are compared with
	 */
	Reading read(Signal signal, Second before) {
		Reading seen = Reading.NOT_THERE;
		for (int i = 0; i < this.pods.size(); i++) {
			PodReport now = this.pods.get(i).report();
			PodReport then = before.pods.get(i).report();
			if (now != null && then != null) {
				Reading reading = signal.read(now, then);
				seen = (reading.compareTo(seen) > 0) ? reading : seen;
			}
		}
		return seen;
	}

	/**
	 * What one pod did in a second.
	 *
	 * @param requests how many users asked
	 * @param wrong how many got a wrong answer
	 * @param failed how many got none
	 * @param p99 in milliseconds, NaN without requests
	 * @param report what it said at the end, or {@code null} if it did not answer
	 */
	record PodSecond(long requests, long wrong, long failed, double p99, @Nullable PodReport report) {

	}

}
