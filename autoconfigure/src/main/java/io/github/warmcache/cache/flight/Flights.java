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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import io.github.warmcache.cache.flight.Bulkhead.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Loads in flight, one per key. A map of our own rather than Caffeine's: a load inside
 * {@code compute} would block an eviction of the key, and a clear would miss it.
 */
public final class Flights {

	private final ConcurrentMap<Object, Flight> flights = new ConcurrentHashMap<>();

	/**
	 * Join the load of a key, or begin one.
	 * @return the load in flight, or {@code null} if the given one is in flight now
	 */
	public @Nullable Flight join(Object key, Flight mine) {
		return this.flights.putIfAbsent(key, mine);
	}

	public @Nullable Flight find(Object key) {
		return this.flights.get(key);
	}

	public void land(Object key, Flight flight) {
		this.flights.remove(key, flight);
	}

	/**
	 * Let no later caller join the present load of a key: an invalidation may have
	 * outdated its value.
	 */
	public void detach(Object key) {
		this.flights.remove(key);
	}

	/**
	 * Let no later caller join the present loads of some keys.
	 */
	public void detachIf(Predicate<Object> condition) {
		this.flights.keySet().removeIf(condition);
	}

	public void detachAll() {
		this.flights.clear();
	}

	/**
	 * One load of one key, which other callers may wait for.
	 */
	public static final class Flight extends CompletableFuture<Loaded> {

		private volatile @Nullable FlightLeader leader;

		private @Nullable CompletableFuture<Permit> permit;

		private boolean lent;

		/**
		 * Return the leader whose thread runs the load, or {@code null} if it does not
		 * depend on a thread at present.
		 */
		@Nullable FlightLeader leader() {
			return this.leader;
		}

		public void leader(@Nullable FlightLeader leader) {
			this.leader = leader;
		}

		/**
		 * Note the permit that the load waits for before it begins.
		 */
		public synchronized void awaits(CompletableFuture<Permit> permit) {
			this.permit = permit;
			if (this.lent) {
				permit.complete(new Permit(null));
			}
		}

		/**
		 * Let the load begin without a permit of its own: a thread that holds one is
		 * about to wait for this load instead of using it.
		 */
		public synchronized void lendPermit() {
			this.lent = true;
			if (this.permit != null) {
				this.permit.complete(new Permit(null));
			}
		}

	}

}
