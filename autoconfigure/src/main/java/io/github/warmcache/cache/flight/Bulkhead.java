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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Limit on the concurrent loads of one cache. Waiting loads are served in the order of
 * arrival. Thread-safe and never blocks.
 */
public final class Bulkhead {

	private final int permits;

	private final Deque<CompletableFuture<Permit>> waiting = new ArrayDeque<>();

	private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

	private int underWay;

	public Bulkhead(int permits) {
		this.permits = permits;
	}

	/**
	 * Return how many loads are in flight.
	 */
	public synchronized int underWay() {
		return this.underWay;
	}

	/**
	 * Return a permit, or {@code null} if none is free.
	 */
	public synchronized @Nullable Permit tryAcquire() {
		if (isInside()) {
			return new Permit(null);
		}
		if (this.underWay == this.permits) {
			return null;
		}
		this.underWay++;
		return new Permit(this);
	}

	/**
	 * Request a permit. A thread that is loading already gets one that does not count: if
	 * it waited for another one, waiting threads could hold all permits.
	 * @return the permit to come; its completion may run on a thread that ends a load
	 */
	public synchronized CompletableFuture<Permit> acquire() {
		Permit permit = tryAcquire();
		if (permit != null) {
			return CompletableFuture.completedFuture(permit);
		}
		CompletableFuture<Permit> waiter = new CompletableFuture<>();
		this.waiting.add(waiter);
		return waiter;
	}

	/**
	 * Withdraw a request.
	 * @return {@code false} if the permit has come already
	 */
	public boolean withdraw(CompletableFuture<Permit> waiter) {
		synchronized (this) {
			this.waiting.removeIf((other) -> other == waiter);
		}
		return waiter.cancel(false);
	}

	/**
	 * Begin to load in the current thread.
	 * @return whether it was loading before, for {@link #leave}
	 */
	public boolean enter() {
		boolean before = isInside();
		this.inside.set(true);
		return before;
	}

	public void leave(boolean before) {
		if (!before) {
			this.inside.remove();
		}
	}

	/**
	 * Return whether the current thread is loading.
	 */
	public boolean isInside() {
		return this.inside.get() != null;
	}

	private void release() {
		CompletableFuture<Permit> next;
		do {
			synchronized (this) {
				next = this.waiting.poll();
				if (next == null) {
					this.underWay--;
					return;
				}
			}
		}
		while (!next.complete(new Permit(this)));
	}

	/**
	 * Permission to load, released at most once.
	 */
	public static final class Permit {

		private final @Nullable Bulkhead bulkhead;

		private final AtomicBoolean released = new AtomicBoolean();

		/**
		 * Create a permit.
		 * @param bulkhead the bulkhead that counts it; {@code null} for one that does not
		 * count, because another thread lends it while it waits or the thread is loading
		 * already
		 */
		Permit(@Nullable Bulkhead bulkhead) {
			this.bulkhead = bulkhead;
		}

		public void release() {
			if (this.bulkhead != null && this.released.compareAndSet(false, true)) {
				this.bulkhead.release();
			}
		}

	}

}
