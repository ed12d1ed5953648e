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

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

import io.github.warmcache.cache.Flights.Flight;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ReadPath} for callers that must not be blocked. It shares their flights.
 * <p>
 * What may block runs on the executor. Nothing waits there for another flight, so that a
 * few threads suffice; an executor that refuses a task costs the tiers below the local
 * one and never the read.
 */
final class AsyncReadPath {

	private final TierChain tiers;

	private final Flights flights;

	private final Executor executor;

	private final CacheStatistics statistics;

	private final TransactionalChanges changes;

	AsyncReadPath(TierChain tiers, Flights flights, Executor executor, CacheStatistics statistics,
			TransactionalChanges changes) {
		this.tiers = tiers;
		this.flights = flights;
		this.executor = executor;
		this.statistics = statistics;
		this.changes = changes;
	}

	/**
	 * Read a key that the local tier did not have.
	 * @param key the key
	 * @param loader the asynchronous method body, or {@code null} if there is none to
	 * call
	 * @return what was found, {@link Loaded#ABSENT} if nothing was; a future of its own,
	 * so that cancelling it ends no other caller's wait
	 */
	<T> CompletableFuture<Loaded> read(Object key, @Nullable Supplier<CompletableFuture<T>> loader) {
		if (this.changes.isRemoved(key)) {
			if (loader != null) {
				this.statistics.record(CacheEvent.TRANSACTION_FILL_REFUSED);
			}
			return unkept(loader);
		}
		CompletableFuture<Loaded> result = new CompletableFuture<>();
		Flight mine = new Flight();
		boolean joinsOnly = loader != null && !this.tiers.fillRule().permits();
		Flight other = joinsOnly ? this.flights.find(key) : this.flights.join(key, mine);
		if (other == null) {
			mine.whenComplete((loaded, ex) -> complete(result, loaded, ex));
			lead(key, loader, mine);
			return result;
		}
		Pilot pilot = Pilot.current();
		if (pilot != null && pilot.isAwaitedBy(other)) {
			// The method body reads its own key: waiting would never end.
			return unkept(loader);
		}
		this.statistics.record(CacheEvent.FLIGHT_JOINED);
		other.whenComplete((loaded, ex) -> {
			if (loader == null) {
				result.complete((ex != null) ? Loaded.ABSENT : loaded);
			}
			else if (loaded == Loaded.ABSENT) {
				read(key, loader).whenComplete((again, ex2) -> complete(result, again, ex2));
			}
			else {
				complete(result, loaded, ex);
			}
		});
		return result;
	}

	private static <T> CompletableFuture<Loaded> unkept(@Nullable Supplier<CompletableFuture<T>> loader) {
		if (loader == null) {
			return CompletableFuture.completedFuture(Loaded.ABSENT);
		}
		CompletableFuture<Loaded> result = new CompletableFuture<>();
		call(loader).whenComplete((value, ex) -> complete(result, new Loaded(value, CacheTier.METHOD), ex));
		return result;
	}

	private <T> void lead(Object key, @Nullable Supplier<CompletableFuture<T>> loader, Flight flight) {
		Landing landing = (loaded, ex) -> {
			this.flights.land(key, flight);
			complete(flight, loaded, ex);
		};
		try {
			Load load = this.tiers.begin(key);
			Supplier<CompletableFuture<T>> piloted = (loader != null) ? () -> callPiloted(loader, flight) : null;
			run(() -> fromTiers(load, piloted, landing), () -> fromMethod(load, piloted, landing));
		}
		catch (Throwable ex) {
			// A flight that never landed would hold up all who join it.
			landing.land(null, ex);
		}
	}

	/**
	 * Call the method body, during which the flight depends on the current thread.
	 */
	private static <T> CompletableFuture<T> callPiloted(Supplier<CompletableFuture<T>> loader, Flight flight) {
		Pilot pilot = Pilot.begin();
		flight.pilot(pilot);
		try {
			return call(loader);
		}
		finally {
			flight.pilot(null);
			pilot.end();
		}
	}

	private static <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> loader) {
		try {
			return Objects.requireNonNull(loader.get(), "The method body returned null where it declares a future");
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private <T> void fromTiers(Load load, @Nullable Supplier<CompletableFuture<T>> loader, Landing landing) {
		Loaded found;
		try {
			found = load.fromTiers(loader != null);
		}
		catch (Throwable ex) {
			load.abandon();
			landing.land(null, ex);
			return;
		}
		if (found != null) {
			landing.land(found, null);
			return;
		}
		fromMethod(load, loader, landing);
	}

	private <T> void fromMethod(Load load, @Nullable Supplier<CompletableFuture<T>> loader, Landing landing) {
		if (loader == null) {
			load.abandon();
			landing.land(Loaded.ABSENT, null);
			return;
		}
		long start = System.nanoTime();
		load.methodBegins();
		loader.get().whenComplete((value, ex) -> {
			Runnable keep = () -> keep(load, value, ex, start, landing);
			if (load.isTicketed()) {
				run(keep, () -> {
					load.renounce();
					keep.run();
				});
			}
			else {
				keep.run();
			}
		});
	}

	private static void keep(Load load, @Nullable Object value, @Nullable Throwable ex, long start, Landing landing) {
		if (ex != null) {
			load.methodFailed(start);
			load.abandon();
			landing.land(null, ex);
			return;
		}
		Loaded loaded;
		try {
			loaded = load.methodReturned(value, start);
		}
		catch (Throwable ex2) {
			landing.land(null, ex2);
			return;
		}
		landing.land(loaded, null);
	}

	/**
	 * Run what may block, or something else that does not if the executor is full.
	 */
	void run(Runnable task, Runnable otherwise) {
		if (this.tiers.isLocalOnly()) {
			task.run();
			return;
		}
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			otherwise.run();
		}
	}

	private static void complete(CompletableFuture<Loaded> future, @Nullable Loaded loaded, @Nullable Throwable ex) {
		if (ex != null) {
			Throwable cause = ex.getCause();
			future.completeExceptionally((ex instanceof CompletionException && cause != null) ? cause : ex);
		}
		else {
			future.complete(loaded);
		}
	}

	@FunctionalInterface
	private interface Landing {

		void land(@Nullable Loaded loaded, @Nullable Throwable ex);

	}

}
