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
import java.util.concurrent.TimeoutException;

import io.github.warmcache.cache.Flights.Flight;
import io.github.warmcache.tier.SharedRead;
import org.jspecify.annotations.Nullable;

/**
 * One load of one key: this is the read path, from the local tier's miss to the value
 * written back to each tier on the way out. Used by one thread at a time.
 */
final class Load {

	private final TierChain tiers;

	private final LoadGuards guards;

	private final Object key;

	private final @Nullable Duration ahead;

	private final Fence.Mark mark;

	private final SharedVisit shared;

	private final SourceVisit source;

	private final Admission admission;

	private volatile boolean timedOut;

	private volatile boolean permitted = true;

	private boolean kept;

	Load(TierChain tiers, Object key, Flight flight, @Nullable Duration ahead) {
		this.tiers = tiers;
		this.guards = tiers.guards();
		this.key = key;
		this.ahead = ahead;
		this.mark = tiers.local().mark(key);
		this.shared = new SharedVisit(tiers, key);
		this.source = new SourceVisit(this.guards.sources(), tiers.sourceOf(key), key);
		this.admission = new Admission(this.guards, flight);
	}

	/**
	 * Go through all tiers and, if none has a value, the method body.
	 * @param loader the method body, or {@code null} if there is none to call
	 * @return what was found, {@link Loaded#ABSENT} if nothing was
	 * @throws Exception what the method body threw, or why it was not called
	 */
	Loaded run(@Nullable Callable<?> loader) throws Exception {
		try {
			Loaded found = fromTiers(loader != null);
			return (found != null) ? found : fromBeyond(loader);
		}
		catch (Throwable ex) {
			Loaded instead = insteadOf(ex, loader != null);
			if (instead == null) {
				throw ex;
			}
			return instead;
		}
		finally {
			this.admission.end();
			this.shared.abandon();
		}
	}

	/**
	 * Ask the local tier once more, and the shared tier.
	 * @param willLoad whether a method body follows if they have nothing
	 * @return what they had, kept already, or {@code null}
	 */
	@Nullable Loaded fromTiers(boolean willLoad) {
		if (this.ahead != null) {
			return fromSharedAhead(this.ahead);
		}
		LocalEntry entry = this.tiers.local().findAgain(this.key);
		if (entry != null) {
			return new Loaded(entry.get(), CacheTier.LOCAL);
		}
		return fromShared(isLoadable(willLoad));
	}

	/**
	 * Return whether there is anyone to ask beyond the tiers.
	 */
	boolean isLoadable(boolean willLoad) {
		return willLoad || this.source.isPossible();
	}

	/**
	 * Ask the source and then the method body, in the time that the cache allows.
	 */
	private Loaded fromBeyond(@Nullable Callable<?> loader) throws Exception {
		if (!isLoadable(loader != null)) {
			return Loaded.ABSENT;
		}
		Deadline deadline = this.guards.deadline();
		this.admission.await(deadline);
		boolean outer = this.guards.bulkhead().enter();
		try {
			Loaded found = fromSource(deadline);
			if (found != null) {
				return found;
			}
			return (loader != null) ? fromMethod(loader, deadline) : withoutMethod();
		}
		finally {
			this.guards.bulkhead().leave(outer);
		}
	}

	/**
	 * Ask the shared tier, for a method body that is run by others.
	 * @return what it had, kept already, or {@link Loaded#ABSENT}
	 */
	Loaded lookUp() {
		Loaded found = fromShared(false);
		return (found != null) ? found : Loaded.ABSENT;
	}

	private @Nullable Loaded fromShared(boolean willLoad) {
		SharedRead read = this.shared.read(willLoad);
		if (read instanceof SharedRead.Hit hit) {
			return this.shared.keep(hit, this.mark);
		}
		return (read instanceof SharedRead.Busy) ? this.guards.stale().afterFailure(this.key) : null;
	}

	/**
	 * Take what another pod has loaded ahead of the expiry, or the task to do so.
	 * @return {@link Loaded#ABSENT} if another pod is at it
	 */
	private @Nullable Loaded fromSharedAhead(Duration atLeast) {
		SharedRead read = this.shared.readAhead(atLeast);
		if (read instanceof SharedRead.Hit hit) {
			this.kept = this.tiers.local().fillOver(this.key, hit.value(), hit.remaining(), this.mark);
			return new Loaded(hit.value(), CacheTier.SHARED);
		}
		return (read instanceof SharedRead.Busy) ? Loaded.ABSENT : null;
	}

	private @Nullable Loaded fromSource(Deadline deadline) {
		SourceCall call = this.source.begin();
		if (call == null) {
			return null;
		}
		try {
			Object value = this.source.await(call, deadline);
			return (value != null) ? sourceReturned(value) : null;
		}
		catch (TimeoutException ex) {
			// It keeps the permit until it is no longer busy.
			call.releaseAtEnd(this.admission.handOver());
			throw timedOut();
		}
	}

	private Loaded fromMethod(Callable<?> loader, Deadline deadline) throws Exception {
		if (deadline.isOver()) {
			throw timedOut();
		}
		long start = System.nanoTime();
		methodBegins();
		Object value;
		try {
			value = this.guards.watchdog().call(loader, deadline, this::timedOut);
		}
		catch (Throwable ex) {
			methodFailed(start);
			throw ex;
		}
		return methodReturned(value, start);
	}

	/**
	 * Return whether the key has a live entry, which stays if this load fails.
	 */
	boolean isAhead() {
		return this.ahead != null;
	}

	SharedVisit shared() {
		return this.shared;
	}

	Admission admission() {
		return this.admission;
	}

	SourceVisit source() {
		return this.source;
	}

	Loaded sourceReturned(@Nullable Object value) {
		if (this.source.isOfAnotherKey()) {
			this.tiers.local().absences().giveUpAll();
			this.shared.abandon();
			return new Loaded(value, CacheTier.SOURCE);
		}
		return keep(value, CacheTier.SOURCE);
	}

	/**
	 * Return what a read without a method body gets that no one had a value for.
	 */
	Loaded withoutMethod() {
		Loaded stale = this.source.isAnswered() ? null : insteadOf(new IllegalStateException(), false);
		return (stale != null) ? stale : Loaded.ABSENT;
	}

	CacheLoadTimeoutException timedOut() {
		this.timedOut = true;
		return this.guards.timedOut();
	}

	/**
	 * Return what is served instead of a failure.
	 * @return a value, or {@code null} if the failure is to be thrown
	 */
	@Nullable Loaded insteadOf(Throwable failure, boolean willLoad) {
		return (this.ahead == null) ? this.guards.insteadOf(failure, this.key, this.timedOut, willLoad) : null;
	}

	/**
	 * Return what those are told who waited for this load: the interrupt that ended it
	 * was for its thread.
	 */
	Throwable failureForOthers(Throwable failure) {
		return (this.timedOut && Interruption.is(failure)) ? this.guards.timeout() : failure;
	}

	/**
	 * Return whether the local tier took what was loaded.
	 */
	boolean isKept() {
		return this.kept;
	}

	/**
	 * Look at the transaction that the method body is about to run in, that of the
	 * current thread. The tiers before it are never read in that one.
	 */
	void methodBegins() {
		this.permitted = this.tiers.fillRule().permits();
	}

	Loaded methodReturned(@Nullable Object value, long start) {
		this.tiers.statistics().recordMethod(CacheEvent.METHOD_LOADED, System.nanoTime() - start);
		if (!this.permitted) {
			this.tiers.statistics().record(CacheEvent.TRANSACTION_FILL_REFUSED);
			this.shared.abandon();
			return new Loaded(value, CacheTier.METHOD);
		}
		return keep(value, CacheTier.METHOD);
	}

	void methodFailed(long start) {
		this.tiers.statistics().recordMethod(CacheEvent.METHOD_FAILED, System.nanoTime() - start);
	}

	/**
	 * Write a loaded value back to each tier.
	 */
	Loaded keep(@Nullable Object value, CacheTier tier) {
		this.guards.stale().loaded();
		if (this.shared.fill(value)) {
			this.kept = this.shared.keep(value, this.mark, this.ahead != null);
		}
		return new Loaded(value, tier);
	}

}
