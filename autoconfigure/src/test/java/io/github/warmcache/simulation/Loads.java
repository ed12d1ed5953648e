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

import java.util.ArrayList;
import java.util.List;

/**
 * The loads that are under way: no two of a key, unless it was changed in between. Those
 * of callers that were tired of waiting do not count. Looked at only in runs in which
 * Redis is well.
 */
final class Loads {

	/**
	 * Readers wait so long for the load of another pod.
	 */
	private static final long PATIENCE = 490 * Pace.MILLI;

	/**
	 * From then on the lease may have ended.
	 */
	private static final long LEASE = 29 * Pace.SECOND;

	private final Fleet fleet;

	private final List<UnderWay> underWay = new ArrayList<>();

	private int changes;

	Loads(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Know that present loads may be outdated.
	 */
	void changed() {
		this.changes++;
	}

	/**
	 * Return how often that was the case.
	 */
	int changes() {
		return this.changes;
	}

	/**
	 * Begin a load.
	 * @param reading since when its caller has been reading
	 * @param changes how often keys had been changed by then
	 */
	UnderWay begin(SimulatedPod pod, int key, long reading, int changes) {
		long now = this.fleet.timeline().nanos();
		UnderWay mine = new UnderWay(pod, key, now, reading, changes);
		if (now - reading >= PATIENCE) {
			// It has no lease, and who has one need not know of it: a load in a
			// transaction gives its lease back, and the next one gets it.
			return mine;
		}
		if (this.fleet.settings().troubles().isEmpty() && changes == this.changes) {
			for (UnderWay other : this.underWay) {
				if (other.key == key && other.changes == mine.changes && now - other.since < LEASE
						&& now - other.reading < SimulatedPod.LOAD_TIMEOUT.toNanos()) {
					Violation violation = new Violation(Promise.ONE_LOAD,
							pod + " loads " + Keys.name(key) + " while " + other.pod + " does");
					// A load that fails is nothing that its caller may not hide.
					this.fleet.timeline().fail(violation);
					throw violation;
				}
			}
		}
		this.underWay.add(mine);
		return mine;
	}

	void end(UnderWay load) {
		this.underWay.remove(load);
	}

	/**
	 * Load that is under way.
	 *
	 * @param pod where
	 * @param key of what
	 * @param since since when
	 * @param reading since when its caller has been reading, who gives up after a while
	 * @param changes how often keys had been changed when its caller began to read
	 */
	record UnderWay(SimulatedPod pod, int key, long since, long reading, int changes) {
	}

}
