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

package io.github.warmcache.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.github.warmcache.cache.Flights.Flight;
import org.jspecify.annotations.Nullable;

/**
 * One flight a key: of all callers that miss the local tier at the same time, one goes
 * through the {@link TierChain} and the others take what it brings.
 */
final class ReadPath {

	private final TierChain tiers;

	private final Flights flights;

	private final CacheStatistics statistics;

	private final TransactionalChanges changes;

	ReadPath(TierChain tiers, Flights flights, CacheStatistics statistics, TransactionalChanges changes) {
		this.tiers = tiers;
		this.flights = flights;
		this.statistics = statistics;
		this.changes = changes;
	}

	/**
	 * Read a key that the local tier did not have.
	 * @param key the key
	 * @param loader the method body, or {@code null} if there is none to call
	 * @return what was found, {@link Loaded#ABSENT} if nothing was
	 * @throws Exception what the method body threw, in this thread or in the one that
	 * loaded
	 */
	Loaded read(Object key, @Nullable Callable<?> loader) throws Exception {
		if (this.changes.isRemoved(key)) {
			if (loader != null) {
				this.statistics.record(CacheEvent.TRANSACTION_FILL_REFUSED);
			}
			return unkept(loader);
		}
		Loaded loaded = this.tiers.guards().stale().whilePaused(key);
		if (loaded == null) {
			loaded = readAnew(key, loader, this.tiers.guards().deadline());
		}
		if (loaded.tier() == CacheTier.STALE) {
			this.statistics.record(CacheEvent.STALE_SERVED);
		}
		if (loaded.tier() != null) {
			ReadTrace.note(loaded.tier());
		}
		return loaded;
	}

	/**
	 * Read a key that the local tier did not have, with no method body to call.
	 */
	Loaded readWithoutLoader(Object key) {
		try {
			return read(key, null);
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("No loader, and yet it failed", ex);
		}
	}

	private Loaded readAnew(Object key, @Nullable Callable<?> loader, Deadline deadline) throws Exception {
		Loaded loaded = readOnce(key, loader, deadline);
		while (loaded == Loaded.ABSENT && loader != null) {
			// Joined a read that had no method body to call, or was interrupted.
			loaded = readOnce(key, loader, deadline);
		}
		return loaded;
	}

	private Loaded readOnce(Object key, @Nullable Callable<?> loader, Deadline deadline) throws Exception {
		Pilot pilot = Pilot.begin();
		try {
			Flight mine = new Flight();
			mine.pilot(pilot);
			Flight other = joinsOnly(loader) ? this.flights.find(key) : this.flights.join(key, mine);
			return (other != null) ? join(key, other, pilot, loader, deadline) : lead(key, loader, mine);
		}
		finally {
			pilot.end();
		}
	}

	/**
	 * Return whether others must not be handed what this thread loads.
	 */
	private boolean joinsOnly(@Nullable Callable<?> loader) {
		return loader != null && !this.tiers.fillRule().permits();
	}

	private Loaded join(Object key, Flight other, Pilot pilot, @Nullable Callable<?> loader, Deadline deadline)
			throws Exception {
		Loaded loaded = null;
		Flight before = pilot.await(other);
		try {
			if (!pilot.isAwaitedBy(other)) {
				this.statistics.record(CacheEvent.FLIGHT_JOINED);
				if (this.tiers.guards().bulkhead().isInside()) {
					other.lendPermit();
				}
				loaded = deadline.await(other);
			}
		}
		catch (ExecutionException ex) {
			if (loader != null && !Interruption.is(ex.getCause())) {
				throw rethrow(ex.getCause());
			}
			// With a method body, read again: the interrupt was meant for another thread.
			return Loaded.ABSENT;
		}
		catch (TimeoutException ex) {
			// A load of our own would most likely wait for the same thing.
			return this.tiers.guards().insteadOfJoined(key, loader != null);
		}
		catch (InterruptedException ex) {
			// The method body knows better than we do what an interrupt means to it.
			Thread.currentThread().interrupt();
		}
		finally {
			pilot.await(before);
		}
		// Also for method bodies that read their own key, or each other's: waiting would
		// never end.
		return (loaded != null) ? loaded : unkept(loader);
	}

	private Loaded lead(Object key, @Nullable Callable<?> loader, Flight flight) throws Exception {
		Load load = null;
		try {
			load = this.tiers.begin(key, flight);
			Loaded loaded = load.run(loader);
			this.flights.land(key, flight);
			flight.complete(loaded);
			return loaded;
		}
		catch (Throwable ex) {
			this.flights.land(key, flight);
			flight.completeExceptionally((load != null) ? load.failureForOthers(ex) : ex);
			throw ex;
		}
	}

	private static Loaded unkept(@Nullable Callable<?> loader) throws Exception {
		return (loader != null) ? new Loaded(loader.call(), CacheTier.METHOD) : Loaded.ABSENT;
	}

	private static Exception rethrow(@Nullable Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof Exception ex) ? ex : new IllegalStateException(cause);
	}

}
