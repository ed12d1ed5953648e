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

import java.util.stream.IntStream;

/**
 * Every response of a load, by the number of its request. Written by many threads, each
 * request by one.
 */
public final class Responses {

	/** Stands for a request that was not made. */
	private static final byte NONE = 0;

	private final Schedule schedule;

	private final byte[] outcomes;

	private final byte[] pods;

	private final int[] micros;

	Responses(Schedule schedule, int capacity) {
		this.schedule = schedule;
		this.outcomes = new byte[capacity];
		this.pods = new byte[capacity];
		this.micros = new int[capacity];
	}

	/**
	 * Keep one response.
	 * @param pod the number of the pod that gave it, or -1
	 * @param nanos when its last byte was there
	 */
	void add(int request, Outcome outcome, int pod, long nanos) {
		this.micros[request] = (int) ((nanos - this.schedule.due(request)) / 1000);
		this.pods[request] = (byte) pod;
		this.outcomes[request] = (byte) (outcome.ordinal() + 1);
	}

	public Schedule schedule() {
		return this.schedule;
	}

	int capacity() {
		return this.outcomes.length;
	}

	/**
	 * Return when a pod was first given a request that was due at a point in time or
	 * after it.
	 * @return the nanoseconds, or -1 if there was none yet
	 */
	long firstOf(int pod, long fromNanos) {
		for (int request = this.schedule.firstFrom(fromNanos); request < this.outcomes.length; request++) {
			if (this.outcomes[request] != NONE && this.pods[request] == pod) {
				return this.schedule.due(request);
			}
		}
		return -1;
	}

	/**
	 * Return how long the responses took that users got, of those that were due in some
	 * time.
	 * @param pod the number of a pod, or -1 for all
	 */
	public Latencies latencies(int pod, long fromNanos, long toNanos) {
		return new Latencies(requests(pod, fromNanos, toNanos)
			.filter((request) -> this.outcomes[request] - 1 != Outcome.ERROR.ordinal())
			.map((request) -> this.micros[request])
			.toArray());
	}

	public long count(Outcome outcome, int pod, long fromNanos, long toNanos) {
		return requests(pod, fromNanos, toNanos).filter((request) -> this.outcomes[request] - 1 == outcome.ordinal())
			.count();
	}

	public long count(long fromNanos, long toNanos) {
		return requests(-1, fromNanos, toNanos).count();
	}

	private IntStream requests(int pod, long fromNanos, long toNanos) {
		int first = this.schedule.firstFrom(fromNanos);
		int end = Math.min(this.schedule.firstFrom(toNanos), this.outcomes.length);
		return IntStream.range(first, Math.max(first, end))
			.filter((request) -> this.outcomes[request] != NONE && (pod < 0 || this.pods[request] == pod));
	}

	/**
	 * What became of a request.
	 */
	public enum Outcome {

		/** Answered as it should be, from the memory of the pod. */
		LOCAL,

		/** Answered as it should be, with the help of a server. */
		COLD,

		/** Answered as it should be, by means that it does not tell. */
		ANSWERED,

		/** Answered like any other request, and yet with what is not true. */
		WRONG,

		/** Not answered, or not as it should be. */
		ERROR

	}

}
