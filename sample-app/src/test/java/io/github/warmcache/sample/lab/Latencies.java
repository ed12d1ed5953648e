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

import java.util.Arrays;
import java.util.List;

/**
 * How long some requests took, from when they were due to their last byte.
 */
public final class Latencies {

	private final int[] sortedMicros;

	Latencies(int[] micros) {
		this.sortedMicros = micros.clone();
		Arrays.sort(this.sortedMicros);
	}

	/**
	 * Return several as one.
	 */
	public static Latencies of(List<Latencies> several) {
		return new Latencies(several.stream().flatMapToInt((each) -> Arrays.stream(each.sortedMicros)).toArray());
	}

	int count() {
		return this.sortedMicros.length;
	}

	/**
	 * Return the time that a share of the requests did not exceed, which is one of the
	 * times that were measured.
	 * @param share above 0 and up to 1
	 * @return milliseconds, or NaN if there was no request
	 */
	double quantile(double share) {
		if (this.sortedMicros.length == 0) {
			return Double.NaN;
		}
		int rank = (int) Math.ceil(share * this.sortedMicros.length);
		return this.sortedMicros[Math.max(rank, 1) - 1] / 1000.0;
	}

	double p50() {
		return quantile(0.5);
	}

	public double p99() {
		return quantile(0.99);
	}

	double p999() {
		return quantile(0.999);
	}

}
