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

import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.ChangeTrace;
import io.github.warmcache.cache.flight.BlockingThreads;
import io.github.warmcache.cache.flight.Flights;
import io.github.warmcache.cache.local.CallMark;
import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.cache.local.Lifetimes;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalPuts;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.tier.ChangeOutcome;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * Puts and invalidations of one cache, in an order that keeps concurrent reads from
 * bringing back the values that they replace.
 */
public final class Changes {

	/**
	 * Keeps the cache reachable while a change is in progress. Otherwise a second cache
	 * of the same name could be made before the change is told, and miss it.
	 */
	@SuppressWarnings("unused")
	private final Object cache;

	private final LocalTier local;

	private final @Nullable SharedTier shared;

	private final Lifetimes lifetimes;

	private final Flights flights;

	private final DeferredChanges deferred;

	private final CacheStatistics statistics;

	private final Puts puts;

	public Changes(Object cache, LocalTier local, @Nullable SharedTier shared, DeferredChanges deferred,
			Lifetimes lifetimes, Flights flights, CacheStatistics statistics, ValueVersion version) {
		this.cache = cache;
		this.local = local;
		this.shared = shared;
		this.lifetimes = lifetimes;
		this.flights = flights;
		this.deferred = deferred;
		this.statistics = statistics;
		this.puts = new Puts(local, shared, lifetimes, flights, version);
	}

	/**
	 * Reject a key that the shared tier could not be told of.
	 * @throws IllegalArgumentException if it has no text form
	 */
	void check(Object key) {
		this.local.mark(key);
	}

	/**
	 * Put a value, unless it is or may be older than the current one.
	 * @param call where the call began that puts it, or {@code null} if that is unknown
	 */
	void put(Object key, @Nullable Object value, @Nullable CallMark call) {
		LocalPuts.Order order = this.puts.order(key, value, call);
		boolean local = this.shared == null;
		if (local && order == LocalPuts.Order.LAST) {
			order = this.puts.begin(key, value, order, call).order();
			if (order == LocalPuts.Order.LAST) {
				ChangeTrace.note(ChangeOutcome.APPLIED);
				return;
			}
		}
		if (order == LocalPuts.Order.SUPERSEDED) {
			record(ChangeOutcome.SUPERSEDED);
			ChangeTrace.note(ChangeOutcome.SUPERSEDED);
			return;
		}
		if (local) {
			evictLocally(key);
			record(ChangeOutcome.INVALIDATED);
			ChangeTrace.note(ChangeOutcome.INVALIDATED);
			return;
		}
		LocalPuts.Order presumed = order;
		change(key, () -> this.puts.begin(key, value, presumed, call),
				(shared, step) -> this.puts.tell(shared, key, value, call, step),
				(step, outcome) -> this.puts.end(key, value, step, outcome));
	}

	/**
	 * Put a value unless there is one. This pod does not keep one of the shared tier that
	 * is older than a version that it has seen.
	 * @param call where the call began that puts it, or {@code null} if that is unknown
	 * @return the value that was there; {@code null} if the given one was stored, or
	 * dropped because it may be outdated
	 */
	@Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value, @Nullable CallMark call) {
		LocalPuts.Order order = this.puts.order(key, value, call);
		SharedTier shared = this.shared;
		if (shared != null) {
			this.deferred.settle();
			Fence.Mark mark = this.local.mark(key);
			SharedRead read = shared.putIfAbsent(key, value, this.lifetimes.inSharedTier(value, false),
					this.puts.mark(shared, key, value, order, call));
			if (read instanceof SharedRead.Hit hit) {
				if (this.local.isOutdated(key, hit.value())) {
					// As in a read, it stays where it is: its row may have been created
					// anew.
					this.statistics.record(CacheEvent.OLDER_VERSION_REFUSED);
					return new SimpleValueWrapper(hit.value());
				}
				LocalEntry newer = this.local.fillUnlessNewer(key, hit, this.lifetimes.remaining(hit), mark);
				return (newer != null) ? newer : new SimpleValueWrapper(hit.value());
			}
			if (read instanceof SharedRead.Miss miss && miss.cause() == MissCause.ABSENT) {
				record(ChangeOutcome.APPLIED);
				ChangeTrace.note(ChangeOutcome.APPLIED);
				this.local.fillOver(key, value, Provenance.PUT, this.lifetimes.longest(value, false), mark);
				this.flights.detach(key);
				return null;
			}
			if (read instanceof SharedRead.Miss miss && miss.cause() == MissCause.CHANGED) {
				return late();
			}
			if (!(read instanceof SharedRead.Miss miss) || miss.cause() != MissCause.NOT_SHARED) {
				this.statistics.record(CacheEvent.SHARED_FILL_FAILED);
				return (order == LocalPuts.Order.LAST) ? putIfAbsentUnanswered(key, value, mark) : late();
			}
		}
		if (order != LocalPuts.Order.LAST) {
			return late();
		}
		LocalPuts.Step step = this.puts.putIfAbsent(key, value, call);
		if (step.order() == LocalPuts.Order.LATE) {
			return late();
		}
		if (step.entry() == null) {
			tellOthers(key, value, call);
		}
		return step.entry();
	}

	/**
	 * Tell other pods to drop a key that was put here, if each pod keeps a value of its
	 * own.
	 */
	private void tellOthers(Object key, @Nullable Object value, @Nullable CallMark call) {
		SharedTier shared = this.shared;
		if (shared == null) {
			ChangeTrace.note(ChangeOutcome.APPLIED);
			return;
		}
		this.deferred.settle();
		ChangeOutcome outcome = shared.update(key, value, this.lifetimes.inSharedTier(value, false),
				this.puts.mark(shared, key, value, LocalPuts.Order.LAST, call));
		if (outcome == ChangeOutcome.SUPERSEDED || outcome == ChangeOutcome.INVALIDATED) {
			this.local.remove(key);
		}
		record(outcome);
		ChangeTrace.note(outcome);
	}

	/**
	 * Put a value in this pod although the shared tier did not answer and may or may not
	 * have taken it. Not if the key was changed meanwhile.
	 */
	private @Nullable ValueWrapper putIfAbsentUnanswered(Object key, @Nullable Object value, Fence.Mark mark) {
		LocalEntry existing = this.local.findAgain(key);
		if (existing == null) {
			this.local.fill(key, value, Provenance.PUT, this.lifetimes.longest(value, false), mark);
			ChangeTrace.note(ChangeOutcome.FAILED);
		}
		this.flights.detach(key);
		return existing;
	}

	/**
	 * Skip a put whose value may be outdated. The next read loads the current one.
	 */
	private @Nullable ValueWrapper late() {
		record(ChangeOutcome.INVALIDATED);
		ChangeTrace.note(ChangeOutcome.INVALIDATED);
		return null;
	}

	/**
	 * Remove a key.
	 * @return whether the local tier had it
	 */
	public boolean evict(Object key) {
		return change(key, () -> evictLocally(key), (shared, present) -> shared.invalidate(key),
				(present, outcome) -> evictLocally(key));
	}

	private boolean evictLocally(Object key) {
		boolean present = this.local.remove(key);
		this.flights.detach(key);
		return present;
	}

	/**
	 * Remove everything.
	 * @return whether the local tier had anything
	 */
	boolean clear() {
		return change(DeferredChanges.EVERYTHING, this::clearLocally, (shared, any) -> shared.clear(),
				(any, outcome) -> clearLocally());
	}

	private boolean clearLocally() {
		boolean any = this.local.removals().clear();
		this.flights.detachAll();
		return any;
	}

	/**
	 * Apply a change locally, tell the shared tier of it, then apply it locally again: a
	 * read in between may have brought back the shared tier's previous value.
	 */
	private <T extends @Nullable Object> T change(Object key, Supplier<T> locally, SharedChange<T> change,
			BiConsumer<T, ChangeOutcome> again) {
		SharedTier shared = this.shared;
		if (shared == null) {
			T result = locally.get();
			ChangeTrace.note(ChangeOutcome.APPLIED);
			return result;
		}
		if (BlockingThreads.mayBlock()) {
			T result = locally.get();
			this.deferred.settle();
			ChangeTrace.note(tell(shared, change, result, again));
			return result;
		}
		// Before the local change, so that no read begins between the two.
		this.deferred.announce(key);
		T result;
		try {
			result = locally.get();
		}
		catch (Throwable ex) {
			this.deferred.withdraw(key);
			throw ex;
		}
		this.deferred.post(key, () -> tell(shared, change, result, again));
		// A thread that must not wait for the outcome cannot see it.
		ChangeTrace.note(ChangeOutcome.QUEUED);
		return result;
	}

	private <T extends @Nullable Object> ChangeOutcome tell(SharedTier shared, SharedChange<T> change, T result,
			BiConsumer<T, ChangeOutcome> again) {
		ChangeOutcome outcome = change.apply(shared, result);
		record(outcome);
		again.accept(result, outcome);
		return outcome;
	}

	private void record(ChangeOutcome outcome) {
		this.statistics.record(CacheEvent.of(outcome));
	}

	@FunctionalInterface
	private interface SharedChange<T extends @Nullable Object> {

		ChangeOutcome apply(SharedTier shared, T result);

	}

}
