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

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.warmcache.cache.flight.Flights.Flight;

/**
 * Asynchronous method body: one thread calls it, then it continues by itself.
 *
 * @param <T> the type of the values
 */
public final class AsyncBody<T> {

	private final Supplier<CompletableFuture<T>> loader;

	private final Flight flight;

	private final Bulkhead bulkhead;

	public AsyncBody(Supplier<CompletableFuture<T>> loader, Flight flight, Bulkhead bulkhead) {
		this.loader = loader;
		this.flight = flight;
		this.bulkhead = bulkhead;
	}

	/**
	 * Call the method body. During the call, the flight depends on the current thread.
	 */
	public CompletableFuture<T> call() {
		FlightLeader leader = FlightLeader.begin();
		this.flight.leader(leader);
		boolean outer = this.bulkhead.enter();
		try {
			return call(this.loader);
		}
		finally {
			this.bulkhead.leave(outer);
			this.flight.leader(null);
			leader.end();
		}
	}

	/**
	 * Call a method body that no flight depends on.
	 */
	public static <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> loader) {
		try {
			return Objects.requireNonNull(loader.get(), "The method body returned null instead of a future");
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
