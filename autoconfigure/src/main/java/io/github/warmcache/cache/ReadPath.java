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

import io.github.warmcache.cache.Flights.Flight;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.interceptor.CacheOperationInvoker.ThrowableWrapper;

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
		Loaded loaded = readOnce(key, loader);
		while (loaded == Loaded.ABSENT && loader != null) {
			// Joined a read that had no method body to call, or was interrupted.
			loaded = readOnce(key, loader);
		}
		if (loaded.tier() != null) {
			ReadTrace.note(loaded.tier());
		}
		return loaded;
	}

	private Loaded readOnce(Object key, @Nullable Callable<?> loader) throws Exception {
		Pilot pilot = Pilot.begin();
		try {
			Flight mine = new Flight();
			mine.pilot(pilot);
			Flight other = joinsOnly(loader) ? this.flights.find(key) : this.flights.join(key, mine);
			return (other != null) ? join(other, pilot, loader) : lead(key, loader, mine);
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

	private Loaded join(Flight other, Pilot pilot, @Nullable Callable<?> loader) throws Exception {
		Loaded loaded = null;
		Flight before = pilot.await(other);
		try {
			if (!pilot.isAwaitedBy(other)) {
				this.statistics.record(CacheEvent.FLIGHT_JOINED);
				loaded = other.get();
			}
		}
		catch (ExecutionException ex) {
			if (loader != null && !isInterrupt(ex.getCause())) {
				throw rethrow(ex.getCause());
			}
			// With a method body, read again: the interrupt was meant for another thread.
			return Loaded.ABSENT;
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
		try {
			Loaded loaded = this.tiers.begin(key).run(loader);
			this.flights.land(key, flight);
			flight.complete(loaded);
			return loaded;
		}
		catch (Throwable ex) {
			this.flights.land(key, flight);
			flight.completeExceptionally(ex);
			throw ex;
		}
	}

	/**
	 * Spring's interceptor wraps what method bodies throw.
	 */
	private static boolean isInterrupt(@Nullable Throwable cause) {
		return cause instanceof InterruptedException
				|| (cause instanceof ThrowableWrapper wrapper && wrapper.getOriginal() instanceof InterruptedException);
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
