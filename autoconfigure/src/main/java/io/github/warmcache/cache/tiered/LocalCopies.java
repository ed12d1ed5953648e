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

package io.github.warmcache.cache.tiered;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.complete.Completeness;
import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.local.LocalTier;

/**
 * Copies in this pod's heap, to be dropped when another pod changes the original.
 * Dropping loads nothing and tells nobody. Thread-safe; dropping never blocks.
 *
 * @since 0.1.0
 */
public final class LocalCopies {

	private final LocalTier local;

	private final Flights flights;

	private final CacheStatistics statistics;

	private final Completeness completeness;

	private final Queue<Runnable> whenReleased = new ConcurrentLinkedQueue<>();

	LocalCopies(LocalTier local, Flights flights, CacheStatistics statistics, Completeness completeness) {
		this.local = local;
		this.flights = flights;
		this.statistics = statistics;
		this.completeness = completeness;
	}

	/**
	 * Note whether this pod hears of the changes of other pods. Until told so, it is
	 * assumed not to.
	 * @param hearing whether it does
	 */
	public void hear(boolean hearing) {
		this.completeness.hears(hearing);
	}

	/**
	 * Return how many live copies were dropped, one by one or all at once, because any
	 * pod changed their originals.
	 * @return the number since the cache was made
	 */
	public long dropped() {
		return this.statistics.removed();
	}

	/**
	 * Return a number that grows each time that all copies of a stripe are dropped at
	 * once, however many there were. Clearing the cache in this pod drops every stripe.
	 * @return a number that changes whenever it happens
	 */
	public int drops() {
		return this.local.drops();
	}

	/**
	 * Drop one key that was removed or replaced. A load of it in flight is not kept.
	 * @param key the key, of the declared key type
	 */
	public void drop(Object key) {
		this.local.remove(key);
		dropped(key);
	}

	/**
	 * Drop one key that was replaced by a newer version. A load of it in flight is not
	 * kept.
	 * @param key the key, of the declared key type
	 */
	public void dropReplaced(Object key) {
		this.local.removals().removeReplaced(key);
		dropped(key);
	}

	/**
	 * Register an action for when the cache is removed from its manager, such as removing
	 * its meters. It may run under locks, so it must not wait.
	 * @param action the action, run once
	 */
	public void whenReleased(Runnable action) {
		this.whenReleased.add(action);
	}

	/**
	 * Drop everything, as for lack of room, because the cache is removed from its
	 * manager. Callers that still hold the cache can use it as before.
	 */
	void release() {
		this.local.caffeine().asMap().keySet().forEach(this.local.removals()::removeReplaced);
		for (Runnable action = this.whenReleased.poll(); action != null; action = this.whenReleased.poll()) {
			action.run();
		}
	}

	private void dropped(Object key) {
		this.flights.detach(key);
		this.statistics.record(CacheEvent.CHANGE_RECEIVED);
	}

	/**
	 * Drop all keys of a stripe, in a time that does not depend on how many are kept.
	 * Loads of them in flight are not kept.
	 * @param stripe a number from 0 to below
	 * {@link io.github.warmcache.tier.SharedTier#STRIPES}
	 */
	public void dropStripe(int stripe) {
		this.local.removals().removeStripe(stripe);
		droppedStripe(stripe);
	}

	/**
	 * Drop all keys of a stripe because the cache was cleared, in a time that does not
	 * depend on how many are kept. Loads of them in flight are not kept.
	 * @param stripe a number from 0 to below
	 * {@link io.github.warmcache.tier.SharedTier#STRIPES}
	 */
	public void clearStripe(int stripe) {
		this.local.removals().clearStripe(stripe);
		droppedStripe(stripe);
	}

	private void droppedStripe(int stripe) {
		// Not the flights of other stripes: each of their keys would be loaded once more.
		this.flights.detachIf((key) -> this.local.isOnStripe(key, stripe));
		this.statistics.record(CacheEvent.STRIPE_DROPPED);
	}

}
