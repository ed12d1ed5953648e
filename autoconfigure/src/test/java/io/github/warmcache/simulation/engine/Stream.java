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

package io.github.warmcache.simulation.engine;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * Choices that are made one after the other.
 */
public final class Stream {

	private static final int FIRST_ROOM = 16;

	private final @Nullable SplittableRandom random;

	private int[] values;

	private final int given;

	private int next;

	Stream(@Nullable SplittableRandom random, int[] given) {
		this.random = random;
		this.values = given;
		this.given = given.length;
	}

	/**
	 * Choose one of some equally likely numbers.
	 * @param bound how many there are
	 * @return a number from 0 to below the bound
	 */
	public int below(int bound) {
		return note((this.random != null) ? this.random.nextInt(bound) : given(bound));
	}

	/**
	 * Choose one of some numbers that are not equally likely.
	 * @param weights how likely each is
	 * @return the number of a weight
	 */
	public int weighted(int... weights) {
		if (this.random == null) {
			return note(given(weights.length));
		}
		int sum = 0;
		for (int weight : weights) {
			sum += weight;
		}
		int left = this.random.nextInt(sum);
		int chosen = 0;
		while (left >= weights[chosen]) {
			left -= weights[chosen];
			chosen++;
		}
		return note(chosen);
	}

	/**
	 * Choose yes or no.
	 * @param percent how likely yes is
	 * @return the choice, no in the simplest case
	 */
	public boolean flip(int percent) {
		return weighted(100 - percent, percent) == 1;
	}

	private int given(int bound) {
		return (this.next < this.given) ? Math.max(0, Math.min(this.values[this.next], bound - 1)) : 0;
	}

	private int note(int value) {
		if (this.next == this.values.length) {
			this.values = Arrays.copyOf(this.values, Math.max(FIRST_ROOM, 2 * this.values.length));
		}
		if (this.next >= this.given) {
			this.values[this.next] = value;
		}
		this.next++;
		return value;
	}

	/**
	 * Return the choices made, without simplest ones at the end.
	 */
	int[] record() {
		int length = this.next;
		while (length > 0 && this.values[length - 1] == 0) {
			length--;
		}
		return Arrays.copyOf(this.values, length);
	}

}
