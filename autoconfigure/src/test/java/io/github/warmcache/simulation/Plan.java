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

import io.github.warmcache.simulation.engine.Choices;
import io.github.warmcache.simulation.engine.Stream;

/**
 * The operations of a run, one after the other but not waiting for each other. Each has a
 * stream of choices of its own.
 */
final class Plan {

	private static final int FIRST = 2;

	private final Fleet fleet;

	private final Accidents accidents;

	private final int operations;

	private int begun;

	Plan(Fleet fleet, Accidents accidents) {
		this.fleet = fleet;
		this.accidents = accidents;
		Choices choices = fleet.choices();
		this.operations = choices.isRandom() ? fleet.settings().operations() : choices.streams() - FIRST;
	}

	/**
	 * Begin the next operation, after some time.
	 */
	void next() {
		if (this.begun >= this.operations) {
			this.fleet.planned();
			return;
		}
		Stream stream = this.fleet.choices().stream(FIRST + this.begun++);
		long gap = Pace.gap(stream);
		this.fleet.timeline().later(gap, null, () -> {
			begin(stream);
			next();
		});
	}

	private void begin(Stream stream) {
		Settings settings = this.fleet.settings();
		if (settings.neighbour() && stream.flip(15)) {
			SimulatedPod pod = this.fleet.servingPod(stream);
			this.fleet.coverage().count("operation: clears another cache");
			this.fleet.work(pod, stream, false, pod::clearNeighbour);
			return;
		}
		boolean troubled = settings.troubles()
			.stream()
			.anyMatch((trouble) -> trouble != Trouble.CALLS_FAIL && trouble != Trouble.MESSAGES_FAIL);
		Kind kind = Kind.values()[stream.weighted(40, 30, 6, 3, 3, settings.complete() ? 12 : 4, troubled ? 18 : 0, 5,
				settings.snapshots() ? 8 : 0)];
		if (kind == Kind.ACCIDENT) {
			this.accidents.happen(stream);
			return;
		}
		SimulatedPod pod = this.fleet.servingPod(stream);
		int key = stream.below(settings.keys());
		this.fleet.coverage().count("operation: " + kind);
		switch (kind) {
			case READ -> {
				Reading.Way way = Reading.Way.values()[stream.weighted(12, 4, 4, 2, 1)];
				this.fleet.work(pod, stream, false, () -> new Reading(this.fleet, pod, key, stream).run(way));
			}
			case WRITE, DELETE -> {
				boolean unblockable = stream.flip(8);
				this.fleet.work(pod, stream, unblockable,
						() -> new Writing(this.fleet, pod, key, stream).run(kind == Kind.DELETE));
			}
			case EVICT -> this.fleet.work(pod, stream, stream.flip(8),
					() -> new Writing(this.fleet, pod, key, stream).changeOnly(Change.EVICT));
			case CLEAR -> this.fleet.work(pod, stream, false,
					() -> new Writing(this.fleet, pod, key, stream).changeOnly(Change.CLEAR));
			case COPY -> {
				Starting.Way way = Starting.Way.values()[stream.below(Starting.Way.values().length)];
				this.fleet.work(pod, stream, false, () -> copy(pod.starting(), way));
			}
			case SNAPSHOT -> this.fleet.work(pod, stream, false, () -> pod.starting().save(false));
			default -> this.fleet.work(pod, stream, false, () -> new Warming(this.fleet, pod, stream).run());
		}
	}

	private static void copy(Starting starting, Starting.Way way) {
		if (way == Starting.Way.NOTHING) {
			starting.tellHottest();
		}
		else {
			starting.again(way);
		}
	}

	/**
	 * What an operation is.
	 */
	private enum Kind {

		READ, WRITE, DELETE, EVICT, CLEAR, WARM_UP, ACCIDENT,

		/**
		 * A pod fills its cache without the source, or tells others how they can.
		 */
		COPY,

		SNAPSHOT

	}

}
