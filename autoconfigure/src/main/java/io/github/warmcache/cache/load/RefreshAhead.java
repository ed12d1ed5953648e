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

package io.github.warmcache.cache.load;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.flight.Flights.Flight;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.cache.load.ReadPath.Load;
import io.github.warmcache.cache.local.LocalEntry;
import org.jspecify.annotations.Nullable;

/**
 * Background refreshes of entries that are close to their expiry, each started by a hit.
 * A refresh is a flight that misses join.
 */
public final class RefreshAhead {

	private final Tiers tiers;

	private final AsyncReadPath asyncPath;

	private final Flights flights;

	private final Ticker ticker;

	private final StaleValues pauses;

	private final CacheStatistics statistics;

	private final boolean enabled;

	/**
	 * Share of its life after which an entry is refreshed.
	 */
	private final double share;

	public RefreshAhead(Tiers tiers, AsyncReadPath asyncPath, Flights flights, Ticker ticker, LoadPolicy policy,
			StaleValues pauses, CacheStatistics statistics) {
		this.tiers = tiers;
		this.asyncPath = asyncPath;
		this.flights = flights;
		this.ticker = ticker;
		this.pauses = pauses;
		this.statistics = statistics;
		this.enabled = policy.refreshAhead() != null;
		this.share = (policy.refreshAhead() != null) ? policy.refreshAhead() : 1;
	}

	/**
	 * Note a hit that can be refreshed from the tiers only.
	 * @return the entry that was hit
	 */
	LocalEntry hit(ReadPath path, Object key, LocalEntry entry) {
		if (isDue(entry) && !this.tiers.isLocalOnly()) {
			begin(path, key, entry, null);
		}
		return entry;
	}

	/**
	 * Note a hit that a method body can refresh.
	 * @return the entry that was hit
	 */
	LocalEntry hit(ReadPath path, Object key, LocalEntry entry, Callable<?> loader) {
		if (isDue(entry)) {
			begin(path, key, entry, () -> call(loader));
		}
		return entry;
	}

	/**
	 * Note a hit that an asynchronous method body can refresh.
	 * @return the entry that was hit
	 */
	<T> LocalEntry hit(ReadPath path, Object key, LocalEntry entry, Supplier<CompletableFuture<T>> loader) {
		if (isDue(entry)) {
			begin(path, key, entry, loader);
		}
		return entry;
	}

	private boolean isDue(LocalEntry entry) {
		return this.enabled && entry.isDue(this.ticker.read());
	}

	private static CompletableFuture<Object> call(Callable<?> loader) {
		try {
			return CompletableFuture.completedFuture(loader.call());
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Begin to refresh an entry, unless a refresh or another load has begun already.
	 * @param path the read path that the refresh takes
	 * @param loader the method body, or {@code null} if there is none to call
	 */
	private <T> void begin(ReadPath path, Object key, LocalEntry entry,
			@Nullable Supplier<CompletableFuture<T>> loader) {
		if (this.tiers.local().holdOff().covers(key)) {
			// A value put a moment ago may be newer than the source's answer.
			return;
		}
		Flight flight = new Flight();
		if (!entry.claim(this.ticker.read(), this.pauses.pauseEnd()) || this.flights.join(key, flight) != null) {
			return;
		}
		try {
			Load load = path.beginAhead(key, flight, atLeast(entry));
			AsyncReadPath.Landing landing = (loaded, ex) -> {
				if (ex != null || load.hasSourceFailed()) {
					entry.pauseUntil(this.pauses.pauseEnd());
					this.statistics.record(CacheEvent.REFRESH_FAILED);
				}
				else if (load.isKept()) {
					this.statistics.record(CacheEvent.REFRESHED);
				}
				land(key, flight, loaded);
			};
			this.asyncPath.execute(this.asyncPath.load(load, flight, loader, landing)::fromTiers);
		}
		catch (RejectedExecutionException ex) {
			// Retried by a later hit: there is time until the expiry.
			land(key, flight, null);
		}
		catch (Throwable ex) {
			land(key, flight, null);
			throw ex;
		}
	}

	/**
	 * Return the time that a value of the shared tier must still live to replace the
	 * entry.
	 */
	private Duration atLeast(LocalEntry entry) {
		long life = this.tiers.lifetimes().inSharedTier(entry.get(), false).toMillis();
		return Duration.ofMillis((long) (life * (1 - this.share)));
	}

	/**
	 * End the flight. A failure is not passed on to callers that joined: they load for
	 * themselves, on their own threads.
	 */
	private void land(Object key, Flight flight, @Nullable Loaded loaded) {
		this.flights.land(key, flight);
		flight.complete((loaded != null) ? loaded : Loaded.ABSENT);
	}

}
