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

import java.util.SplittableRandom;

/**
 * Keys as users ask for them: the one of rank r as often as 1/r says.
 */
public final class ZipfKeys {

	private final long[] byRank;

	private final double[] cumulated;

	private final long seed;

	/**
	 * Shuffles the keys over the ranks, and makes a choice that depends on the seed.
	 */
	public ZipfKeys(long[] keys, long seed) {
		this.seed = seed;
		this.byRank = keys.clone();
		SplittableRandom random = new SplittableRandom(seed);
		for (int i = this.byRank.length - 1; i > 0; i--) {
			int other = random.nextInt(i + 1);
			long key = this.byRank[i];
			this.byRank[i] = this.byRank[other];
			this.byRank[other] = key;
		}
		this.cumulated = new double[keys.length];
		double sum = 0;
		for (int rank = 1; rank <= keys.length; rank++) {
			sum += 1.0 / rank;
			this.cumulated[rank - 1] = sum;
		}
	}

	/**
	 * Return the key of the request of a number: always the same, whoever asks.
	 */
	public long of(int request) {
		double point = new SplittableRandom(this.seed * 31 + request).nextDouble()
				* this.cumulated[this.cumulated.length - 1];
		int low = 0;
		int high = this.cumulated.length - 1;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.cumulated[middle] < point) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return this.byRank[low];
	}

	/**
	 * Return the key of a rank.
	 * @param rank from 1, the most asked for
	 */
	long ofRank(int rank) {
		return this.byRank[rank - 1];
	}

}
