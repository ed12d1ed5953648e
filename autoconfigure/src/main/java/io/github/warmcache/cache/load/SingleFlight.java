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

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheLoadTimeoutException;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.ReadOutcome;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.cache.change.FillRule;
import io.github.warmcache.cache.change.TransactionalChanges;
import io.github.warmcache.cache.flight.AsyncBody;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.cache.flight.FlightLeader;
import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.flight.Flights.Flight;
import io.github.warmcache.cache.flight.Interruption;
import io.github.warmcache.cache.flight.LoadLimits;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.cache.load.ReadPath.Load;
import io.github.warmcache.cache.local.AnswerRule;
import org.jspecify.annotations.Nullable;

/**
 * One flight per key: of all callers that miss the heap at the same time, one continues
 * along the {@link ReadPath} and the others wait for its result. Callers that must not be
 * blocked share these flights.
 */
public final class SingleFlight {

	private final ReadPath path;

	private final AsyncReadPath asyncPath;

	private final Flights flights;

	private final TransactionalChanges changes;

	private final FillRule fillRule;

	private final LoadLimits limits;

	private final LoadFailures failures;

	private final CacheStatistics statistics;

	private final AnswerRule answers;

	public SingleFlight(ReadPath path, AsyncReadPath asyncPath, Flights flights, TransactionalChanges changes,
			FillRule fillRule, LoadLimits limits, LoadFailures failures, CacheStatistics statistics,
			AnswerRule answers) {
		this.path = path;
		this.asyncPath = asyncPath;
		this.flights = flights;
		this.changes = changes;
		this.fillRule = fillRule;
		this.limits = limits;
		this.failures = failures;
		this.statistics = statistics;
		this.answers = answers;
	}

	/**
	 * Read a key that the local tier did not have.
	 * @param key the key
	 * @param loader the method body, or {@code null} if there is none to call
	 * @return the value found, or {@link Loaded#ABSENT} if there is none
	 * @throws Exception the failure of the method body, in this thread or in the loading
	 * one
	 */
	public Loaded read(Object key, @Nullable Callable<?> loader) throws Exception {
		Loaded loaded = isRemoved(key, loader != null) ? unkept(loader) : readStaleOrAnew(key, loader);
		answered(loaded);
		if (loaded.tier() != null) {
			ReadTrace.note(loaded.tier(), loaded.provenance());
		}
		return loaded;
	}

	/**
	 * Read a key that the local tier did not have, without a method body to call.
	 */
	public Loaded readWithoutLoader(Object key) {
		try {
			return read(key, null);
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("A read without a method body failed with a checked exception", ex);
		}
	}

	/**
	 * Read a key that the local tier did not have, without blocking the caller.
	 * @param key the key
	 * @param loader the asynchronous method body, or {@code null} if there is none to
	 * call
	 * @return the value found, or {@link Loaded#ABSENT} if there is none; a separate
	 * future for each caller, so that cancelling it ends no other caller's wait
	 */
	public <T> CompletableFuture<Loaded> readAsync(Object key, @Nullable Supplier<CompletableFuture<T>> loader) {
		CompletableFuture<Loaded> result = new CompletableFuture<>();
		if (isRemoved(key, loader != null)) {
			unkeptAsync(loader, result);
			return result;
		}
		Loaded stale = this.failures.stale().whilePaused(key);
		if (stale != null) {
			complete(result, stale, null);
		}
		else {
			readAnewAsync(key, loader, result);
		}
		return result;
	}

	/**
	 * Return whether the current transaction removes the key. Other callers must not see
	 * what this transaction then loads.
	 */
	private boolean isRemoved(Object key, boolean willLoad) {
		boolean removed = this.changes.isRemoved(key);
		if (removed && willLoad) {
			this.statistics.record(CacheEvent.TRANSACTION_FILL_REFUSED);
		}
		return removed;
	}

	private Loaded readStaleOrAnew(Object key, @Nullable Callable<?> loader) throws Exception {
		Loaded stale = this.failures.stale().whilePaused(key);
		return (stale != null) ? stale : readAnew(key, loader, this.limits.deadline());
	}

	private Loaded readAnew(Object key, @Nullable Callable<?> loader, Deadline deadline) throws Exception {
		Loaded loaded = readOnce(key, loader, deadline);
		while (loaded == Loaded.ABSENT && loader != null) {
			// Joined a read without a method body, or one that was interrupted.
			loaded = readOnce(key, loader, deadline);
		}
		return loaded;
	}

	private Loaded readOnce(Object key, @Nullable Callable<?> loader, Deadline deadline) throws Exception {
		FlightLeader leader = FlightLeader.begin();
		try {
			Flight mine = new Flight();
			mine.leader(leader);
			Flight other = enter(key, mine, loader != null);
			return (other != null) ? join(key, other, leader, loader, deadline) : lead(key, loader, mine);
		}
		finally {
			leader.end();
		}
	}

	private <T> void readAnewAsync(Object key, @Nullable Supplier<CompletableFuture<T>> loader,
			CompletableFuture<Loaded> result) {
		Flight mine = new Flight();
		Flight other = enter(key, mine, loader != null);
		if (other == null) {
			mine.whenComplete((loaded, ex) -> complete(result, loaded, ex));
			leadAsync(key, loader, mine);
			return;
		}
		FlightLeader leader = FlightLeader.current();
		if (leader != null && leader.isAwaitedBy(other)) {
			// The method body reads its own key: waiting would never end.
			unkeptAsync(loader, result);
		}
		else {
			joinAsync(key, other, loader, result);
		}
	}

	/**
	 * Begin a flight, or find the one to join. A thread whose transaction does not permit
	 * fills only joins.
	 * @return the flight to join, or {@code null} to lead
	 */
	private @Nullable Flight enter(Object key, Flight mine, boolean willLoad) {
		boolean joinsOnly = willLoad && !this.fillRule.permits();
		return joinsOnly ? this.flights.find(key) : this.flights.join(key, mine);
	}

	private Loaded join(Object key, Flight other, FlightLeader leader, @Nullable Callable<?> loader, Deadline deadline)
			throws Exception {
		Loaded loaded = null;
		Flight before = leader.await(other);
		try {
			if (!leader.isAwaitedBy(other)) {
				joined(other);
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
			return this.failures.insteadOfJoined(key, loader != null);
		}
		catch (InterruptedException ex) {
			// The method body decides what an interrupt means to it.
			Thread.currentThread().interrupt();
		}
		finally {
			leader.await(before);
		}
		// Also reached by method bodies that read their own key or each other's: waiting
		// would never end.
		return (loaded != null) ? loaded : unkept(loader);
	}

	private <T> void joinAsync(Object key, Flight other, @Nullable Supplier<CompletableFuture<T>> loader,
			CompletableFuture<Loaded> result) {
		joined(other);
		Future<?> timer = this.limits.watchdog()
			.after(this.limits.deadline().remaining(), () -> leave(key, loader != null, result));
		other.whenComplete((loaded, ex) -> {
			timer.cancel(false);
			if (loader == null) {
				complete(result, (ex != null) ? Loaded.ABSENT : loaded, null);
			}
			else if (loaded == Loaded.ABSENT) {
				readAnewAsync(key, loader, result);
			}
			else {
				complete(result, loaded, ex);
			}
		});
	}

	private void joined(Flight other) {
		this.statistics.record(CacheEvent.FLIGHT_JOINED);
		if (this.limits.bulkhead().isInside()) {
			other.lendPermit();
		}
	}

	/**
	 * End a wait on the executor, because the caller's continuations run on the thread
	 * that ends it.
	 */
	private void leave(Object key, boolean willLoad, CompletableFuture<Loaded> result) {
		Runnable task = () -> {
			try {
				complete(result, this.failures.insteadOfJoined(key, willLoad), null);
			}
			catch (CacheLoadTimeoutException ex) {
				complete(result, null, ex);
			}
		};
		this.asyncPath.hop(task, task);
	}

	private Loaded lead(Object key, @Nullable Callable<?> loader, Flight flight) throws Exception {
		Load load = null;
		try {
			load = this.path.begin(key, flight);
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

	private <T> void leadAsync(Object key, @Nullable Supplier<CompletableFuture<T>> loader, Flight flight) {
		AsyncReadPath.Landing landing = (loaded, ex) -> {
			this.flights.land(key, flight);
			if (ex != null) {
				flight.completeExceptionally(ex);
			}
			else {
				flight.complete(loaded);
			}
		};
		try {
			this.asyncPath.load(this.path.begin(key, flight), flight, loader, landing).begin();
		}
		catch (Throwable ex) {
			// A flight that never landed would block all callers that join it.
			landing.land(null, ex);
		}
	}

	private static Loaded unkept(@Nullable Callable<?> loader) throws Exception {
		return (loader != null) ? Loaded.fromMethod(loader.call()) : Loaded.ABSENT;
	}

	private <T> void unkeptAsync(@Nullable Supplier<CompletableFuture<T>> loader, CompletableFuture<Loaded> result) {
		if (loader == null) {
			result.complete(Loaded.ABSENT);
			return;
		}
		AsyncBody.call(loader).whenComplete((loaded, ex) -> complete(result, Loaded.fromMethod(loaded), ex));
	}

	private static Exception rethrow(@Nullable Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof Exception ex) ? ex : new IllegalStateException(cause);
	}

	private void complete(CompletableFuture<Loaded> result, @Nullable Loaded loaded, @Nullable Throwable ex) {
		if (ex != null) {
			Throwable cause = ex.getCause();
			result.completeExceptionally((ex instanceof CompletionException && cause != null) ? cause : ex);
			return;
		}
		if (loaded != null && !result.isDone()) {
			answered(loaded);
		}
		result.complete(loaded);
	}

	/**
	 * Count what a caller gets. A read that finds nothing and calls no method body is not
	 * counted here: its caller may go on to load the value.
	 */
	public void answered(Loaded loaded) {
		if (loaded != Loaded.ABSENT) {
			ReadOutcome outcome = (loaded.tier() != CacheTier.STALE) ? this.answers.of(loaded.value())
					: ReadOutcome.STALE;
			this.statistics.record(CacheEvent.of(outcome));
		}
	}

}
