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

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Times calls of several subjects in turns of a few calls each. A round trip over
 * loopback takes 60 or 100 us, by how the cores sleep at the moment: subjects that are
 * measured one after the other differ by more than they do.
 */
final class Interleaved {

	private static final int FIRST = 3;

	/**
	 * After two seconds the calls of a subject took twice what they took after five: much
	 * was not compiled yet.
	 */
	private static final double WARM_UP_SECONDS = 6;

	private final Map<String, Subject> subjects = new LinkedHashMap<>();

	private final Map<String, List<Double>> micros = new LinkedHashMap<>();

	private final int turn;

	private final int keys;

	private final Random random = new Random(1);

	private Object last = "";

	/**
	 * Create it.
	 * @param turn how many calls a subject makes in its turn, of which the first ones, in
	 * which it finds the processor's caches used by others, do not count
	 * @param keys how many keys there are, more than are read in a turn
	 */
	Interleaved(int turn, int keys) {
		this.turn = turn;
		this.keys = keys;
	}

	void add(String name, Subject subject) {
		this.subjects.put(name, subject);
		this.micros.put(name, new ArrayList<>());
	}

	/**
	 * Call all subjects for some time, after others that do not count.
	 * @param results takes the median of each subject's calls, in microseconds
	 */
	void run(double seconds, BiConsumer<String, Double> results) throws Exception {
		callAll(WARM_UP_SECONDS);
		this.micros.values().forEach(List::clear);
		callAll(seconds);
		this.micros.forEach((name, values) -> {
			Collections.sort(values);
			results.accept(name, values.get(values.size() / 2));
		});
	}

	private void callAll(double seconds) throws Exception {
		long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
		List<String> order = new ArrayList<>(this.subjects.keySet());
		while (System.nanoTime() - end < 0) {
			Collections.shuffle(order, this.random);
			for (String name : order) {
				turn(this.subjects.get(name), this.micros.get(name));
			}
		}
	}

	private void turn(Subject subject, List<Double> timings) throws Exception {
		int from = this.random.nextInt(this.keys - this.turn);
		subject.prepare(from, this.turn);
		for (int i = 0; i < this.turn; i++) {
			long start = System.nanoTime();
			this.last = subject.call(from + i);
			double taken = (System.nanoTime() - start) / 1000.0;
			if (i >= FIRST) {
				timings.add(taken);
			}
		}
	}

	/**
	 * Return what the last call returned, so that no call is for nothing.
	 */
	Object last() {
		return this.last;
	}

	/**
	 * Something that is called with the number of a key.
	 */
	@FunctionalInterface
	interface Subject {

		Object call(int number) throws Exception;

		/**
		 * Forget locally what the next calls are for. Not timed.
		 */
		default void prepare(int from, int count) {
		}

	}

}
