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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.warmcache.cache.Insides;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the fleet to its promises while it runs.
 */
final class Oracle {

	private static final long BOUND = 2 * Pace.SECOND;

	private static final long SLACK = 40 * Pace.SECOND;

	private final Fleet fleet;

	private final List<List<Change>> changes = new ArrayList<>();

	private final List<Change> untold = new ArrayList<>();

	private final List<Map<Long, Long>> touched = new ArrayList<>();

	Oracle(Fleet fleet) {
		this.fleet = fleet;
		for (int i = 0; i < fleet.settings().keys(); i++) {
			this.changes.add(new ArrayList<>());
			this.touched.add(new HashMap<>());
		}
	}

	/**
	 * Know that a value came from the database.
	 */
	void loaded(int key, @Nullable Long value) {
		this.touched.get(key).put((value != null) ? value : -1L, this.fleet.timeline().nanos());
	}

	/**
	 * Know that a change of the cache returned.
	 * @param index the state of the row that must be seen from now on, or a later one
	 */
	void returned(SimulatedPod pod, int key, int index) {
		Change change = new Change(pod, index);
		this.changes.get(key).add(change);
		this.untold.add(change);
		told();
	}

	/**
	 * Look which changes Redis has been told of.
	 */
	void told() {
		if (!this.untold.isEmpty()) {
			this.untold.removeIf((change) -> {
				boolean isTold = !change.pod.isDead() && !change.pod.hasUntold();
				if (isTold) {
					change.told = this.fleet.timeline().nanos();
				}
				return isTold || change.pod.isDead();
			});
		}
	}

	/**
	 * Know that nobody can know any more of changes that Redis was told of since some
	 * time, by pods that are no more.
	 */
	void lostSince(long nanos) {
		told();
		for (List<Change> all : this.changes) {
			all.removeIf((change) -> change.told >= nanos && change.told != Long.MAX_VALUE && change.pod.isDead());
		}
	}

	/**
	 * Begin a read.
	 */
	Read begin(SimulatedPod pod, int key) {
		told();
		long now = this.fleet.timeline().nanos();
		int floor = 0;
		int own = 0;
		for (Change change : this.changes.get(key)) {
			if (change.pod == pod) {
				own = Math.max(own, change.index);
			}
			else if (change.told <= now - BOUND) {
				floor = Math.max(floor, change.index);
			}
		}
		Excuses excuses = pod.excuses();
		return new Read(pod, key, now, excuses.any() ? 0 : floor, excuses.has(Excuses.Reason.REDIS_FORGOT) ? 0 : own,
				pod.seen(key), excuses.has(Excuses.Reason.REDIS_FORGOT));
	}

	/**
	 * End a read.
	 */
	void end(Read read, @Nullable Object value) {
		SimulatedPod pod = read.pod;
		int key = read.key;
		Row row = this.fleet.database().row(key);
		int index = row.find(value);
		if (index < 0) {
			throw new Violation(Promise.COMMITTED_ONLY,
					pod + " reads " + Row.text(value) + ", which was never committed");
		}
		Excuses excuses = pod.excuses();
		if (index < read.own && !excuses.has(Excuses.Reason.REDIS_FORGOT)) {
			throw new Violation((value != null) ? Promise.OWN_CHANGES : Promise.ABSENCE_ONLY_IF_ABSENT, pod + " reads "
					+ Row.text(value) + " after it changed the cache for " + Row.text(row.state(read.own).value()));
		}
		if (index < read.floor && !excuses.any()) {
			throw new Violation((value != null) ? Promise.FRESH : Promise.ABSENCE_ONLY_IF_ABSENT,
					pod + " reads " + Row.text(value) + " two seconds after the cache was changed for "
							+ Row.text(row.state(read.floor).value()));
		}
		if (value != null && this.fleet.settings().versioned()) {
			if (index < read.seen && !isForgotten(read)) {
				throw new Violation(Promise.VERSIONS_NEVER_GO_BACK, pod + " reads " + Row.text(value)
						+ " after it had read " + Row.text(row.state((int) read.seen).value()));
			}
			if (value.equals(Insides.held(pod.cache(), this.fleet.key(key), this))) {
				// What was not kept is the caller's own: it may be newer than what is
				// told.
				pod.see(key, index);
			}
		}
		checkAge(read, value);
	}

	/**
	 * Return whether a pod need not know any more what it has seen: a minute is over, and
	 * Redis has gone back to before that or was never told of it.
	 */
	private boolean isForgotten(Read read) {
		boolean longAgo = read.nanos - read.pod.seenAt(read.key) >= SharedTier.CHANGES_REMEMBERED.toNanos();
		boolean isUnknown = read.forgotten || read.pod.excuses().has(Excuses.Reason.REDIS_FORGOT)
				|| read.seen > floor(read.key);
		return longAgo && isUnknown;
	}

	private void checkAge(Read read, @Nullable Object value) {
		Long touched = this.touched.get(read.key).get((value != null) ? value : -1L);
		Settings settings = this.fleet.settings();
		if (touched == null || settings.has(Trouble.POD_FREEZES)
				|| (settings.snapshots() && settings.has(Trouble.CLOCK_JUMPS))) {
			// A load of a pod that stands still may take any time, and a file that was
			// written by another clock has no age.
			return;
		}
		long most = settings.shared().toNanos();
		if (value == null) {
			most = Math.max(most, settings.absent().toNanos());
			if (settings.complete()) {
				most = Math.max(most, settings.local().toNanos());
			}
		}
		if (settings.staleIfError() != null) {
			most += settings.staleIfError().toNanos();
		}
		if (read.nanos - touched > most + SLACK) {
			throw new Violation(Promise.TIME_TO_LIVE, read.pod + " reads " + Row.text(value) + ", which is "
					+ (read.nanos - touched) / Pace.SECOND + " s old");
		}
	}

	/**
	 * Return the oldest state of a row that may be anywhere when all is quiet.
	 */
	int floor(int key) {
		told();
		return this.changes.get(key)
			.stream()
			.filter((change) -> change.told != Long.MAX_VALUE)
			.mapToInt((change) -> change.index)
			.max()
			.orElse(0);
	}

	/**
	 * Change of the cache that returned.
	 */
	private static final class Change {

		private final SimulatedPod pod;

		private final int index;

		private long told = Long.MAX_VALUE;

		Change(SimulatedPod pod, int index) {
			this.pod = pod;
			this.index = index;
		}

	}

	/**
	 * Read that has begun.
	 *
	 * @param pod where
	 * @param key of what
	 * @param nanos when
	 * @param floor the oldest state that it may see, because of the changes of others
	 * @param own because of the changes of its pod
	 * @param seen the newest state that its pod has seen
	 * @param forgotten whether Redis has lost something that not all pods know of
	 */
	record Read(SimulatedPod pod, int key, long nanos, int floor, int own, long seen, boolean forgotten) {
	}

}
