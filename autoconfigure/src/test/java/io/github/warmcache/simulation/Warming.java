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

import java.time.Duration;
import java.util.Objects;

import io.github.warmcache.cache.complete.CompleteLoad;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.simulation.engine.Stream;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.FleetLoads.Bid;
import io.github.warmcache.tier.LoadLease;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Fills the cache with all rows, as a warm-up does.
 */
final class Warming {

	private static final Duration LEASE = Duration.ofSeconds(10);

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
		if (!alsoShared || !this.fleet.settings().coordinated()) {
			load(alsoShared, oneSnapshot, null);
			return;
		}
		Bid bid = bid();
		if (bid instanceof Bid.Leads leads) {
			load(true, oneSnapshot, leads.lease());
		}
		else if (bid instanceof Bid.Unavailable) {
			load(true, oneSnapshot, null);
		}
	}

	/**
	 * Offer to load everything anew.
	 */
	private Bid bid() {
		SharedTier shared = Objects.requireNonNull(this.pod.cache().sharedTier());
		FleetLoads loads = Objects.requireNonNull(shared.fleetLoads());
		FinishedLoad last = loads.lastFinished();
		return loads.bid((last != null) ? last.generation() : 0, LEASE);
	}

	/**
	 * Load everything.
	 * @param lease has others know of the load, or {@code null} if they are not to
	 */
	private void load(boolean alsoShared, boolean oneSnapshot, @Nullable LoadLease lease) throws Exception {
		int drops = this.pod.cache().localCopies().drops();
		CompleteLoad load = this.fleet.settings().complete() ? this.pod.cache().completeness().begin() : null;
		this.fleet.story().tell(this.pod, () -> "begins to load everything");
		boolean finished = false;
		long rows = 0;
		CacheFill fill = this.pod.cache().beginFill(alsoShared);
		try (fill) {
			rows = fill(fill, oneSnapshot);
			finished = true;
		}
		catch (Database.DatabaseDownException ex) {
			this.fleet.coverage().count("warm-up fails");
		}
		if (lease != null) {
			boolean isWhole = finished && !fill.isSharedTierLost() && drops == this.pod.cache().localCopies().drops();
			end(lease, isWhole, rows, (load != null) ? load.prints() : "");
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
			why = load.finish(CompleteLoad.Origin.READ);
		}
		catch (Database.DatabaseDownException ex) {
			load.giveUp();
			why = "the database is down";
		}
		String reason = (why != null) ? "not complete: " + why : "complete";
		this.fleet.coverage().count((why != null) ? "not complete" : "complete");
		this.fleet.story().tell(this.pod, () -> "is " + reason);
	}

	private void end(LoadLease lease, boolean isWhole, long rows, String prints) {
		if (isWhole && rows > 0) {
			LoadLease.Standing standing = lease.finish(rows, 0, false, prints);
			this.fleet.coverage().count("load told: " + standing);
			this.fleet.story().tell(this.pod, () -> "tells of a whole load: " + standing);
		}
		else {
			lease.release();
		}
	}

	private long fill(CacheFill fill, boolean oneSnapshot) throws InterruptedException {
		Database database = this.fleet.database();
		this.fleet.pause();
		database.requireUp();
		Long[] values = new Long[database.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = database.read(i);
		}
		this.fleet.story().tell(this.pod, () -> "reads all rows");
		long rows = 0;
		for (int i = 0; i < values.length; i++) {
			this.fleet.pause();
			Long value = oneSnapshot ? values[i] : database.read(i);
			this.fleet.oracle().loaded(i, value);
			if (value != null) {
				fill.put(this.fleet.key(i), value);
				rows++;
			}
		}
		this.fleet.pause();
		return rows;
	}

}
