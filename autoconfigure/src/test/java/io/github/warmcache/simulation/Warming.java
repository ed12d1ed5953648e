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

import io.github.warmcache.cache.CacheFill;
import io.github.warmcache.cache.CompleteLoad;
import io.github.warmcache.simulation.engine.Stream;

/**
 * Fills the cache with all rows, as a warm-up does.
 */
final class Warming {

	private final Fleet fleet;

	private final SimulatedPod pod;

	private final Stream choices;

	Warming(Fleet fleet, SimulatedPod pod, Stream choices) {
		this.fleet = fleet;
		this.pod = pod;
		this.choices = choices;
	}

	void run() throws Exception {
		boolean alsoShared = !this.choices.flip(25);
		boolean oneSnapshot = this.choices.flip(50);
		CompleteLoad load = this.fleet.settings().complete() ? this.pod.cache().completeness().begin() : null;
		this.fleet.story().tell(this.pod, () -> "begins to load everything");
		boolean finished = false;
		try (CacheFill fill = this.pod.cache().beginFill(alsoShared)) {
			fill(fill, oneSnapshot);
			finished = true;
		}
		catch (Database.DatabaseDownException ex) {
			this.fleet.coverage().count("warm-up fails");
		}
		if (load == null) {
			return;
		}
		if (!finished) {
			load.giveUp();
			return;
		}
		String why;
		try {
			why = load.finish(true);
		}
		catch (Database.DatabaseDownException ex) {
			load.giveUp();
			why = "the database is down";
		}
		String reason = (why != null) ? "not complete: " + why : "complete";
		this.fleet.coverage().count((why != null) ? "not complete" : "complete");
		this.fleet.story().tell(this.pod, () -> "is " + reason);
	}

	private void fill(CacheFill fill, boolean oneSnapshot) throws InterruptedException {
		Database database = this.fleet.database();
		this.fleet.pause();
		database.requireUp();
		Long[] values = new Long[database.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = database.read(i);
		}
		this.fleet.story().tell(this.pod, () -> "reads all rows");
		for (int i = 0; i < values.length; i++) {
			this.fleet.pause();
			Long value = oneSnapshot ? values[i] : database.read(i);
			this.fleet.oracle().loaded(i, value);
			if (value != null) {
				fill.put(this.fleet.key(i), value);
			}
		}
		this.fleet.pause();
	}

}
