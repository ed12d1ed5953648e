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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
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
		CompletableFuture<Loaded> result = new CompletableFuture<>();
		if (this.changes.isRemoved(key)) {
			if (loader != null) {
				this.statistics.record(CacheEvent.TRANSACTION_FILL_REFUSED);
			}
			unkept(loader, result);
			return result;
		}
		Loaded stale = this.tiers.guards().stale().whilePaused(key);
		if (stale != null) {
			complete(result, stale, null);
		}
		else {
			readAnew(key, loader, result);
		}
		return result;
	}

	private <T> void readAnew(Object key, @Nullable Supplier<CompletableFuture<T>> loader,
			CompletableFuture<Loaded> result) {
		Flight mine = new Flight();
		boolean joinsOnly = loader != null && !this.tiers.fillRule().permits();
		Flight other = joinsOnly ? this.flights.find(key) : this.flights.join(key, mine);
		if (other == null) {
			mine.whenComplete((loaded, ex) -> complete(result, loaded, ex));
			lead(key, loader, mine);
			return;
		}
		Pilot pilot = Pilot.current();
		if (pilot != null && pilot.isAwaitedBy(other)) {
			// The method body reads its own key: waiting would never end.
			unkept(loader, result);
		}
		else {
			join(key, other, loader, result);
		}
	}

	private <T> void join(Object key, Flight other, @Nullable Supplier<CompletableFuture<T>> loader,
			CompletableFuture<Loaded> result) {
		LoadGuards guards = this.tiers.guards();
		this.statistics.record(CacheEvent.FLIGHT_JOINED);
		if (guards.bulkhead().isInside()) {
			other.lendPermit();
		}
		Future<?> timer = guards.watchdog()
			.after(guards.deadline().remaining(), () -> leave(key, loader != null, result));
		other.whenComplete((loaded, ex) -> {
			timer.cancel(false);
			if (loader == null) {
				complete(result, (ex != null) ? Loaded.ABSENT : loaded, null);
			}
			else if (loaded == Loaded.ABSENT) {
				readAnew(key, loader, result);
			}
			else {
				complete(result, loaded, ex);
			}
		});
	}

	/**
	 * End a wait, on a thread where what depends on it may run.
	 */
	private void leave(Object key, boolean willLoad, CompletableFuture<Loaded> result) {
		Runnable task = () -> {
			try {
				complete(result, this.tiers.guards().insteadOfJoined(key, willLoad), null);
			}
			catch (CacheLoadTimeoutException ex) {
				complete(result, null, ex);
			}
		};
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			task.run();
		}
	}

	private <T> void unkept(@Nullable Supplier<CompletableFuture<T>> loader, CompletableFuture<Loaded> result) {
		if (loader == null) {
			result.complete(Loaded.ABSENT);
			return;
		}
		AsyncBody.call(loader).whenComplete((loaded, ex) -> complete(result, new Loaded(loaded, CacheTier.METHOD), ex));
	}

	private <T> void lead(Object key, @Nullable Supplier<CompletableFuture<T>> loader, Flight flight) {
		Landing landing = (loaded, ex) -> {
			this.flights.land(key, flight);
			if (ex != null) {
				flight.completeExceptionally(ex);
			}
			else {
				flight.complete(loaded);
			}
		};
		try {
			Load load = this.tiers.begin(key, flight);
			AsyncBody<T> method = (loader != null) ? new AsyncBody<>(loader, flight, this.tiers.guards().bulkhead())
					: null;
			new AsyncLoad<>(this.tiers, this.executor, load, method, landing).begin();
		}
		catch (Throwable ex) {
			// A flight that never landed would hold up all who join it.
			landing.land(null, ex);
		}
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

	private void complete(CompletableFuture<Loaded> result, @Nullable Loaded loaded, @Nullable Throwable ex) {
		if (ex != null) {
			Throwable cause = ex.getCause();
			result.completeExceptionally((ex instanceof CompletionException && cause != null) ? cause : ex);
			return;
		}
		if (loaded != null && loaded.tier() == CacheTier.STALE && !result.isDone()) {
			this.statistics.record(CacheEvent.STALE_SERVED);
		}
		result.complete(loaded);
	}

}
