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

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.Flights.Flight;
import org.jspecify.annotations.Nullable;

/**
 * Hits of the local tier, of which one that is close to the expiry of its entry begins to
 * load it anew in the background. The load is a flight that misses join.
 */
final class RefreshAhead {

	private final TierChain tiers;

	private final LocalTier local;

	private final Flights flights;

	private final Executor executor;

	private final Ticker ticker;

	private final boolean enabled;

	RefreshAhead(TierChain tiers, Flights flights, Executor executor, Ticker ticker) {
		this.tiers = tiers;
		this.local = tiers.local();
		this.flights = flights;
		this.executor = executor;
		this.ticker = ticker;
		this.enabled = tiers.guards().policy().refreshAhead() != null;
	}

	@Nullable LocalEntry find(Object key) {
		LocalEntry entry = this.local.find(key);
		if (this.enabled && entry != null && entry.isDue(this.ticker.read()) && !this.tiers.isLocalOnly()) {
			begin(key, entry, null);
		}
		return entry;
	}

	@Nullable LocalEntry find(Object key, Callable<?> loader) {
		LocalEntry entry = this.local.find(key);
		if (this.enabled && entry != null && entry.isDue(this.ticker.read())) {
			begin(key, entry, () -> call(loader));
		}
		return entry;
	}

	<T> @Nullable LocalEntry find(Object key, Supplier<CompletableFuture<T>> loader) {
		LocalEntry entry = this.local.find(key);
		if (this.enabled && entry != null && entry.isDue(this.ticker.read())) {
			begin(key, entry, loader);
		}
		return entry;
	}

	private static CompletableFuture<Object> call(Callable<?> loader) {
		try {
			return CompletableFuture.completedFuture(loader.call());
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private <T> void begin(Object key, LocalEntry entry, @Nullable Supplier<CompletableFuture<T>> loader) {
		if (this.local.holdOff().covers(key)) {
			// What was put a moment ago is newer than what a source may answer.
			return;
		}
		StaleValues pauses = this.tiers.guards().stale();
		Flight flight = new Flight();
		if (!entry.claim(this.ticker.read(), pauses.pauseEnd()) || this.flights.join(key, flight) != null) {
			return;
		}
		try {
			Load load = this.tiers.beginAhead(key, flight, atLeast(entry));
			Landing landing = (loaded, ex) -> {
				if (ex != null || load.source().hasFailed()) {
					entry.pauseUntil(pauses.pauseEnd());
					this.tiers.statistics().record(CacheEvent.REFRESH_FAILED);
				}
				else if (load.isKept()) {
					this.tiers.statistics().record(CacheEvent.REFRESHED);
				}
				land(key, flight, loaded);
			};
			AsyncBody<T> method = (loader != null) ? new AsyncBody<>(loader, flight, this.tiers.guards().bulkhead())
					: null;
			this.executor.execute(new AsyncLoad<>(this.tiers, this.executor, load, method, landing)::fromTiers);
		}
		catch (RejectedExecutionException ex) {
			// There is time until the expiry.
			land(key, flight, null);
		}
		catch (Throwable ex) {
			land(key, flight, null);
			throw ex;
		}
	}

	/**
	 * Return how much longer a value of the shared tier must live to be worth it.
	 */
	private Duration atLeast(LocalEntry entry) {
		Double share = this.tiers.guards().policy().refreshAhead();
		long life = this.tiers.sharedTimeToLive(entry.get()).toMillis();
		return Duration.ofMillis((long) (life * (1 - ((share != null) ? share : 1))));
	}

	/**
	 * A failure is not passed on to those who wait: they load for themselves, on their
	 * own threads.
	 */
	private void land(Object key, Flight flight, @Nullable Loaded loaded) {
		this.flights.land(key, flight);
		flight.complete((loaded != null) ? loaded : Loaded.ABSENT);
	}

}
