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

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All choices of one run, in streams: the first one is for the settings, and each
 * operation has one of its own, so that a run without some operation leaves the others as
 * they are. A choice is a small number, of which 0 is always the simplest.
 */
public final class Choices {

	private static final long STREAM_STEP = 0x9E3779B97F4A7C15L;

	private final long seed;

	private final boolean random;

	private final List<Stream> streams = new ArrayList<>();

	private Choices(long seed, boolean random, List<int[]> given) {
		this.seed = seed;
		this.random = random;
		given.forEach((values) -> this.streams.add(new Stream(null, values)));
	}

	/**
	 * Choose at random.
	 * @param seed what everything follows from
	 * @return the choices
	 */
	public static Choices random(long seed) {
		return new Choices(seed, true, List.of());
	}

	/**
	 * Choose as in a recorded run. What was not recorded is the simplest.
	 * @param recorded the choices of the streams
	 * @return the choices
	 */
	public static Choices recorded(List<int[]> recorded) {
		return new Choices(0, false, recorded);
	}

	/**
	 * Return choices that are all the simplest.
	 * @return a stream that is not recorded
	 */
	public static Stream simplest() {
		return new Stream(null, new int[0]);
	}

	/**
	 * Return a stream.
	 * @param number its number, from 0
	 * @return the stream
	 */
	public Stream stream(int number) {
		while (this.streams.size() <= number) {
			long streamSeed = this.seed * 31 + (this.streams.size() + 1) * STREAM_STEP;
			this.streams.add(new Stream(this.random ? new SplittableRandom(streamSeed) : null, new int[0]));
		}
		return this.streams.get(number);
	}

	/**
	 * Return whether choices are made at random.
	 * @return {@code false} if they are those of an earlier run
	 */
	public boolean isRandom() {
		return this.random;
	}

	/**
	 * Return how many streams there are so far.
	 * @return the number
	 */
	public int streams() {
		return this.streams.size();
	}

	/**
	 * Return what was chosen so far, to be repeated.
	 * @return the choices of the streams
	 */
	public List<int[]> record() {
		return this.streams.stream().map(Stream::record).toList();
	}

}
