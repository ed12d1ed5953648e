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
import java.util.EnumSet;
import java.util.Set;

import io.github.warmcache.simulation.engine.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one run is about: the fleet, its cache, what is done with it and what goes wrong.
 *
 * @param operations how many operations there are
 * @param pods how many pods there are at first
 * @param keys how many keys
 * @param sameStripe whether all of them are on one stripe
 * @param versioned whether values have versions
 * @param change how a writer changes the cache after its commit
 * @param mixed whether each writer chooses that for itself
 * @param transactions whether writers use transactions
 * @param complete whether the cache is loaded as a whole
 * @param source whether it has a source by row
 * @param refreshAhead share of the time to live after which it is loaded anew, if at all
 * @param staleIfError how long expired values stand in for failures, if at all
 * @param local time to live in a pod
 * @param shared time to live in Redis
 * @param absent time to live of known absences
 * @param jitter how much of the times to live is left to chance
 * @param maximumSize most entries of a pod
 * @param loads most loads of a pod at a time
 * @param troubles what goes wrong
 * @param patience how slow the steps are, from 0 to 2
 * @param snapshots whether pods write what they hold to their disks
 * @param warmUp what a pod that joins is filled from apart from that
 * @param coordinated whether pods tell each other of loads of the whole cache
 * @param neighbour whether the pods have another cache, which is cleared now and then
 */
record Settings(int operations, int pods, int keys, boolean sameStripe, boolean versioned, Change change, boolean mixed,
		boolean transactions, boolean complete, boolean source, @Nullable Double refreshAhead,
		@Nullable Duration staleIfError, Duration local, Duration shared, Duration absent, double jitter,
		long maximumSize, int loads, Set<Trouble> troubles, int patience, boolean snapshots, Starting.Way warmUp,
		boolean coordinated, boolean neighbour) {

	private static final int MOST_OPERATIONS = 40;

	private static final int FEW = 3;

	private static final Duration[] LIVES = { Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(8) };

	static Settings choose(Stream choices) {
		int operations = 2 + choices.below(MOST_OPERATIONS);
		int pods = 2 + choices.weighted(5, 4, 1, 1);
		int keys = 1 + choices.weighted(6, 3, 1);
		boolean sameStripe = choices.flip(50);
		boolean versioned = choices.flip(50);
		Change change = Change.values()[choices.weighted(4, 5, 1, 1, 1, 1)];
		boolean mixed = choices.flip(25);
		boolean transactions = choices.flip(40);
		boolean complete = choices.flip(20);
		boolean source = complete || choices.flip(25);
		Double refreshAhead = choices.flip(25) ? (Double) 0.5 : null;
		Duration stale = choices.flip(20) ? Duration.ofHours(2) : null;
		Duration local = LIVES[choices.weighted(4, 2, 1)];
		Duration shared = LIVES[choices.weighted(4, 2, 1)];
		Duration absent = LIVES[choices.weighted(3, 2, 1)];
		double jitter = choices.flip(20) ? 0.2 : 0;
		long maximumSize = choices.flip(15) ? 1 : 1000;
		int loads = choices.flip(15) ? 1 : 64;
		Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
		int many = choices.weighted(35, 25, 15, 15, 10);
		for (int i = 0; i < Math.min(many, FEW); i++) {
			troubles.add(Trouble.values()[choices.below(Trouble.values().length)]);
		}
		for (Trouble trouble : Trouble.values()) {
			if (many > FEW && choices.flip(50)) {
				troubles.add(trouble);
			}
		}
		int patience = choices.weighted(4, 4, 2);
		boolean snapshots = choices.flip(25);
		Starting.Way warmUp = Starting.Way.values()[choices.weighted(4, 2, 2)];
		if (snapshots && choices.flip(70)) {
			troubles.add(Trouble.POD_RESTARTS);
		}
		boolean coordinated = choices.flip(50);
		boolean neighbour = choices.flip(30);
		return new Settings(operations, pods, keys, sameStripe, versioned, change, mixed, transactions, complete,
				source, refreshAhead, stale, local, shared, absent, jitter, maximumSize, loads, troubles, patience,
				snapshots, warmUp, coordinated, neighbour);
	}

	boolean has(Trouble trouble) {
		return this.troubles.contains(trouble);
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder().append(this.pods)
			.append(" pods, ")
			.append(this.keys)
			.append((this.keys > 1) ? (this.sameStripe ? " keys of one stripe, " : " keys, ") : " key, ")
			.append(this.versioned ? "versions, " : "no versions, ")
			.append(this.mixed ? "any change" : this.change)
			.append(" after the commit");
		append(text, this.transactions, "transactions");
		append(text, this.complete, "complete");
		append(text, this.source, "source by row");
		append(text, this.refreshAhead != null, "refresh-ahead");
		append(text, this.staleIfError != null, "stale-if-error");
		append(text, this.maximumSize == 1, "room for one entry");
		append(text, this.loads == 1, "one load at a time");
		append(text, this.jitter > 0, "jitter");
		append(text, this.coordinated, "loads that pods tell each other of");
		append(text, this.snapshots, "snapshots");
		append(text, this.warmUp != Starting.Way.NOTHING, "pods that start with what is " + this.warmUp);
		append(text, this.neighbour, "another cache that is cleared");
		text.append("; local ")
			.append(this.local)
			.append(", shared ")
			.append(this.shared)
			.append(", absent ")
			.append(this.absent);
		append(text, !this.troubles.isEmpty(), "trouble " + this.troubles);
		return text.toString();
	}

	private static void append(StringBuilder text, boolean condition, String part) {
		if (condition) {
			text.append(", ").append(part);
		}
	}

}
