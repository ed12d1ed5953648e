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

package io.github.warmcache.cache.change;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.cache.flight.Waits;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;

/**
 * Changes on their way to the shared tier, made by threads that must not wait for it.
 * <p>
 * They are told one after the other, in the order in which they were made. Until a change
 * is told, the shared tier's value of its key is older than the caller was promised, so
 * reads must not ask for it.
 */
public final class DeferredChanges {

	/**
	 * Key that stands for all keys.
	 */
	static final Object EVERYTHING = new Object();

	/**
	 * Maximum number of waiting changes, to bound the memory. Beyond it, callers wait.
	 */
	private static final int MAX_WAITING = 1024;

	private static final EventLog logger = EventLog.of(DeferredChanges.class);

	private final Executor executor;

	private final Waits waits;

	private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final ConcurrentMap<Object, Integer> announced = new ConcurrentHashMap<>();

	public DeferredChanges(Executor executor, Waits waits) {
		this.executor = executor;
		this.waits = waits;
	}

	/**
	 * Return whether the shared tier has yet to be told of a change of the key.
	 */
	public boolean isPending(Object key) {
		// Do not check the size of the map: it counts a key a moment after it holds it.
		return this.announced.containsKey(key) || this.announced.containsKey(EVERYTHING);
	}

	/**
	 * Distrust the shared tier's value of a key until its change is told or withdrawn.
	 */
	void announce(Object key) {
		this.announced.merge(key, 1, Integer::sum);
	}

	void withdraw(Object key) {
		this.announced.computeIfPresent(key, (k, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * Tell the shared tier of an announced change later. If the executor rejects it, tell
	 * it on this thread.
	 */
	void post(Object key, Runnable change) {
		boolean idle = add(() -> {
			try {
				change.run();
			}
			finally {
				withdraw(key);
			}
		});
		if (idle) {
			try {
				this.executor.execute(this::drain);
			}
			catch (RuntimeException | Error ex) {
				// Losing the changes would be worse than waiting for them.
				drain();
			}
		}
		else if (this.waiting.get() > MAX_WAITING) {
			settle();
		}
	}

	/**
	 * Wait until all earlier changes are told, so that another one can follow them.
	 */
	void settle() {
		if (!this.announced.keySet().iterator().hasNext()) {
			return;
		}
		CompletableFuture<Boolean> told = new CompletableFuture<>();
		if (add(() -> told.complete(true))) {
			drain();
		}
		this.waits.join(told);
	}

	private boolean add(Runnable task) {
		this.queue.add(task);
		return this.waiting.getAndIncrement() == 0;
	}

	private void drain() {
		do {
			Runnable task = this.queue.poll();
			try {
				if (task != null) {
					task.run();
				}
			}
			catch (RuntimeException | Error ex) {
				// Go on: a caller that waits for the queue would otherwise wait forever.
				logger.warn(LogEvent.CACHE_DEFERRED_CHANGE_FAILED)
					.cause(ex)
					.log("A deferred change failed; other pods may serve the old value: " + ex.getClass().getName());
			}
		}
		while (this.waiting.decrementAndGet() != 0);
	}

}
