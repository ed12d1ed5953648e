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

package io.github.warmcache.cache.flight;

import io.github.warmcache.cache.flight.Flights.Flight;
import org.jspecify.annotations.Nullable;

/**
 * Thread that leads flights. The flight that it waits for in turn tells other threads
 * whether they may wait for it.
 */
public final class FlightLeader {

	/**
	 * Maximum length of a chain of waiting threads. A longer one is treated as a cycle.
	 */
	private static final int MAX_CHAIN = 1000;

	private static final ThreadLocal<@Nullable FlightLeader> CURRENT = new ThreadLocal<>();

	private int flights;

	private volatile @Nullable Flight awaited;

	/**
	 * Leader that does a part of the work on another thread, while this leader's thread
	 * waits.
	 */
	private volatile @Nullable FlightLeader standIn;

	private FlightLeader() {
	}

	/**
	 * Begin to lead a flight in the current thread.
	 * @return the thread's leader, to be {@link #end ended} by the same thread
	 */
	public static FlightLeader begin() {
		FlightLeader leader = CURRENT.get();
		if (leader == null) {
			leader = new FlightLeader();
			CURRENT.set(leader);
		}
		leader.flights++;
		return leader;
	}

	public void end() {
		if (--this.flights == 0) {
			CURRENT.remove();
		}
	}

	/**
	 * Begin to do a part of a leader's work in the current thread.
	 * @param principal the leader, or {@code null} if no flight depends on the work
	 * @return the current thread's leader, to be {@link #endStandIn ended} by it
	 */
	public static FlightLeader standIn(@Nullable FlightLeader principal) {
		FlightLeader leader = begin();
		if (principal != null && principal != leader) {
			principal.standIn = leader;
		}
		return leader;
	}

	public void endStandIn(@Nullable FlightLeader principal) {
		if (principal != null && principal.standIn == this) {
			principal.standIn = null;
		}
		end();
	}

	/**
	 * Return the leader of the current thread, or {@code null} if it leads no flight.
	 */
	public static @Nullable FlightLeader current() {
		return CURRENT.get();
	}

	/**
	 * Announce the flight that this leader's thread is about to wait for. If several
	 * threads would wait for each other, the last one to announce sees all the others.
	 * @return the flight that it waited for before
	 */
	public @Nullable Flight await(@Nullable Flight flight) {
		Flight before = this.awaited;
		this.awaited = flight;
		return before;
	}

	/**
	 * Return whether a flight cannot land before this leader's thread continues.
	 */
	public boolean isAwaitedBy(Flight flight) {
		Flight next = flight;
		for (int i = 0; i < MAX_CHAIN; i++) {
			FlightLeader leader = acting((next != null) ? next.leader() : null);
			if (leader == null) {
				return false;
			}
			if (leader == this) {
				return true;
			}
			next = leader.awaited;
		}
		return true;
	}

	private static @Nullable FlightLeader acting(@Nullable FlightLeader leader) {
		FlightLeader acting = leader;
		FlightLeader next = leader;
		while (next != null) {
			acting = next;
			next = acting.standIn;
		}
		return acting;
	}

}
