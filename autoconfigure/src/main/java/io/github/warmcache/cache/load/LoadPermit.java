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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.warmcache.cache.CacheLoadRejectedException;
import io.github.warmcache.cache.flight.Bulkhead;
import io.github.warmcache.cache.flight.Bulkhead.Permit;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.cache.flight.Flights.Flight;
import org.jspecify.annotations.Nullable;

/**
 * Permit of one load, from the request to the release. Thread-safe.
 */
final class LoadPermit {

	private final Bulkhead bulkhead;

	private final LoadFailures failures;

	private final Flight flight;

	private final AtomicReference<@Nullable Permit> permit = new AtomicReference<>();

	LoadPermit(Bulkhead bulkhead, LoadFailures failures, Flight flight) {
		this.bulkhead = bulkhead;
		this.failures = failures;
		this.flight = flight;
	}

	/**
	 * Request a permit. A thread that holds one and waits for this load lends it.
	 */
	CompletableFuture<Permit> request() {
		CompletableFuture<Permit> request = this.bulkhead.acquire();
		this.flight.awaits(request);
		return request;
	}

	/**
	 * Take a permit if one is free at once.
	 */
	boolean tryNow() {
		this.permit.set(this.bulkhead.tryAcquire());
		return this.permit.get() != null;
	}

	/**
	 * Wait for a permit.
	 * @throws CacheLoadRejectedException if none came in time, or the thread was
	 * interrupted
	 */
	void await(Deadline deadline) {
		CompletableFuture<Permit> request = request();
		try {
			take(deadline.await(request));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			takeOrReject(request, ex);
		}
		catch (TimeoutException ex) {
			takeOrReject(request, null);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void takeOrReject(CompletableFuture<Permit> request, @Nullable Throwable cause) {
		if (this.bulkhead.withdraw(request)) {
			throw this.failures.rejected(cause);
		}
		// The permit came in between.
		take(request.join());
	}

	void take(@Nullable Permit permit) {
		this.permit.set(permit);
	}

	/**
	 * Hand the permit over to the caller, who has to release it.
	 */
	@Nullable Permit handOver() {
		return this.permit.getAndSet(null);
	}

	void end() {
		Permit permit = handOver();
		if (permit != null) {
			permit.release();
		}
	}

}
