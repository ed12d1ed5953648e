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

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.warmcache.cache.CacheLoadTimeoutException;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.ObservedOperation;
import io.github.warmcache.cache.change.FillRule;
import io.github.warmcache.cache.change.PendingChange;
import io.github.warmcache.cache.change.TransactionalChanges;
import io.github.warmcache.cache.complete.Completeness;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.cache.flight.Flights.Flight;
import io.github.warmcache.cache.flight.Interruption;
import io.github.warmcache.cache.flight.LoadLimits;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.SharedRead;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Way of a key through the tiers of one cache: the heap, the shared tier, the source, the
 * method body, and back. Read this file from top to bottom.
 * <p>
 * If several callers miss the heap for the same key, {@link SingleFlight} sends only one
 * of them further. {@link AsyncReadPath} takes the same steps for callers that must not
 * be blocked.
 */
public final class ReadPath {

	private final Tiers tiers;

	private final LocalTier local;

	private final TransactionalChanges changes;

	private final FillRule fillRule;

	private final Completeness completeness;

	private final RefreshAhead refresh;

	private final LoadLimits limits;

	private final LoadFailures failures;

	private final SourceCalls sources;

	private final CacheStatistics statistics;

	public ReadPath(Tiers tiers, TransactionalChanges changes, FillRule fillRule, Completeness completeness,
			RefreshAhead refresh, LoadLimits limits, LoadFailures failures, SourceCalls sources,
			CacheStatistics statistics) {
		this.tiers = tiers;
		this.local = tiers.local();
		this.changes = changes;
		this.fillRule = fillRule;
		this.completeness = completeness;
		this.refresh = refresh;
		this.limits = limits;
		this.failures = failures;
		this.sources = sources;
		this.statistics = statistics;
	}

	/**
	 * Find a value in the heap: the current transaction's own change, then the local
	 * tier, then a known absence if the local tier is complete. A hit of an entry that is
	 * close to its expiry starts a background refresh.
	 * @return the value, or {@code null} after a miss
	 */
	public @Nullable ValueWrapper find(Object key) {
		PendingChange change = this.changes.pending(key);
		if (change != null) {
			return change.seen();
		}
		LocalEntry entry = this.local.find(key);
		return (entry != null) ? this.refresh.hit(this, key, entry) : this.completeness.find(key);
	}

	/**
	 * Find a value in the heap. A background refresh may call the given method body.
	 */
	public @Nullable ValueWrapper find(Object key, Callable<?> loader) {
		PendingChange change = this.changes.pending(key);
		if (change != null) {
			return change.seen();
		}
		LocalEntry entry = this.local.find(key);
		return (entry != null) ? this.refresh.hit(this, key, entry, loader) : this.completeness.find(key);
	}

	/**
	 * Find a value in the heap. A background refresh may call the given asynchronous
	 * method body.
	 */
	public <T> @Nullable ValueWrapper find(Object key, Supplier<CompletableFuture<T>> loader) {
		PendingChange change = this.changes.pending(key);
		if (change != null) {
			return change.seen();
		}
		LocalEntry entry = this.local.find(key);
		return (entry != null) ? this.refresh.hit(this, key, entry, loader) : this.completeness.find(key);
	}

	/**
	 * Find a value in the heap. Unlike {@link #find(Object)}, treat a key that is absent
	 * from a complete local tier as a miss.
	 */
	public @Nullable ValueWrapper findHeld(Object key) {
		PendingChange change = this.changes.pending(key);
		if (change != null) {
			return change.seen();
		}
		LocalEntry entry = this.local.find(key);
		return (entry != null) ? this.refresh.hit(this, key, entry) : null;
	}

	/**
	 * Begin to load a key that the heap does not have. If the key is invalidated from now
	 * on, the load does not keep its value.
	 */
	public Load begin(Object key, Flight flight) {
		return new Load(key, flight, null);
	}

	/**
	 * Begin to refresh a key that has a live entry.
	 * @param atLeast time that a value of the shared tier must still live to replace the
	 * entry
	 */
	Load beginAhead(Object key, Flight flight, Duration atLeast) {
		return new Load(key, flight, atLeast);
	}

	/**
	 * One load of one key, from the miss in the heap until the value is written back to
	 * each tier. Used by one thread at a time.
	 */
	public final class Load {

		private final Object key;

		private final @Nullable Duration ahead;

		private final Fence.Mark mark;

		private final SharedLookup shared;

		private final @Nullable CacheSource<Object, Object> source;

		private final LoadPermit permit;

		private @Nullable SourceCall sourceCall;

		private boolean sourceAnswered;

		private volatile boolean timedOut;

		private boolean kept;

		private Load(Object key, Flight flight, @Nullable Duration ahead) {
			this.key = key;
			this.ahead = ahead;
			this.mark = ReadPath.this.local.mark(key);
			this.shared = new SharedLookup(ReadPath.this.tiers, ReadPath.this.limits.waits(), ReadPath.this.statistics,
					key, this.mark);
			this.source = ReadPath.this.tiers.sourceOf(key);
			this.permit = new LoadPermit(ReadPath.this.limits.bulkhead(), ReadPath.this.failures, flight);
		}

		/**
		 * Go through all tiers, then call the method body if no tier has a value.
		 * @param loader the method body, or {@code null} if there is none to call
		 * @return the value found, or {@link Loaded#ABSENT} if there is none
		 * @throws Exception the failure of the method body, or the reason why it was not
		 * called
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
				this.permit.end();
				this.shared.abandon();
			}
		}

		/**
		 * Ask the heap once more, then the shared tier. A background refresh asks the
		 * shared tier only.
		 * @param willLoad whether a method body follows if they have nothing
		 * @return the value, already kept; {@link Loaded#ABSENT} if another pod is
		 * refreshing the key; or {@code null} after a miss
		 */
		@Nullable Loaded fromTiers(boolean willLoad) {
			if (this.ahead != null) {
				return fromSharedAhead(this.ahead);
			}
			LocalEntry entry = ReadPath.this.local.findAgain(this.key);
			return (entry != null) ? ReadPath.this.local.loaded(entry, CacheTier.LOCAL)
					: fromShared(isLoadable(willLoad));
		}

		/**
		 * Ask the shared tier on behalf of a caller that runs the method body itself.
		 * @return the value, already kept, or {@link Loaded#ABSENT}
		 */
		public Loaded lookUp() {
			return Objects.requireNonNullElse(fromShared(false), Loaded.ABSENT);
		}

		private @Nullable Loaded fromShared(boolean willLoad) {
			SharedRead read = this.shared.read(willLoad);
			if (read instanceof SharedRead.Hit hit) {
				return this.shared.keep(hit);
			}
			return (read instanceof SharedRead.Busy) ? ReadPath.this.failures.stale().afterFailure(this.key) : null;
		}

		/**
		 * Ask the shared tier for a value that another pod has refreshed, or for the
		 * lease to refresh it.
		 * @return {@link Loaded#ABSENT} if another pod is refreshing the key,
		 * {@code null} if this load has to
		 */
		private @Nullable Loaded fromSharedAhead(Duration atLeast) {
			SharedRead read = this.shared.readAhead(atLeast);
			if (read instanceof SharedRead.Hit hit) {
				this.kept = ReadPath.this.local.fillOver(this.key, hit.value(), hit.provenance(),
						ReadPath.this.tiers.lifetimes().remaining(hit), this.mark);
				return new Loaded(hit.value(), CacheTier.SHARED, hit.provenance());
			}
			return (read instanceof SharedRead.Busy) ? Loaded.ABSENT : null;
		}

		/**
		 * Return whether there is a source or a method body beyond the tiers.
		 */
		boolean isLoadable(boolean willLoad) {
			return willLoad || this.source != null;
		}

		/**
		 * Ask the source, then the method body, within the load timeout of the cache.
		 */
		private Loaded fromBeyond(@Nullable Callable<?> loader) throws Exception {
			if (!isLoadable(loader != null)) {
				return Loaded.ABSENT;
			}
			Deadline deadline = ReadPath.this.limits.deadline();
			this.permit.await(deadline);
			boolean outer = ReadPath.this.limits.bulkhead().enter();
			try {
				Loaded found = fromSource(deadline);
				if (found != null) {
					return found;
				}
				return (loader != null) ? fromMethod(loader, deadline) : withoutMethod();
			}
			finally {
				ReadPath.this.limits.bulkhead().leave(outer);
			}
		}

		private @Nullable Loaded fromSource(Deadline deadline) {
			SourceCall call = askSource();
			if (call == null) {
				return null;
			}
			try {
				Object value = call.await(deadline);
				if (value == SourceCall.UNKNOWN) {
					return null;
				}
				sourceAnswered();
				return (value != null) ? sourceReturned(value) : null;
			}
			catch (TimeoutException ex) {
				// The call keeps the permit until the source is done with it.
				call.releaseAtEnd(this.permit.handOver());
				throw timedOut();
			}
		}

		/**
		 * Ask the source.
		 * @return the call, or {@code null} if there is no source or it must not be asked
		 */
		@Nullable SourceCall askSource() {
			this.sourceCall = ReadPath.this.sources.begin(this.source, this.key, this.mark);
			return this.sourceCall;
		}

		/**
		 * Note that the source answered.
		 */
		void sourceAnswered() {
			this.sourceAnswered = true;
		}

		boolean hasSourceFailed() {
			return this.sourceCall != null && !this.sourceAnswered;
		}

		Loaded sourceReturned(@Nullable Object value) {
			if (this.sourceCall != null && this.sourceCall.isKeptNowhere()) {
				// The source returned the value of another key.
				ReadPath.this.completeness.distrustSource();
				this.shared.abandon();
				return Loaded.fromSource(value);
			}
			return keep(Loaded.fromSource(value));
		}

		private Loaded fromMethod(Callable<?> loader, Deadline deadline) throws Exception {
			if (deadline.isOver()) {
				throw timedOut();
			}
			MethodCall call = beginMethod();
			ObservedOperation.Scope scope = call.open();
			Object value;
			try {
				value = ReadPath.this.limits.watchdog().call(loader, deadline, this::timedOut);
			}
			catch (Throwable ex) {
				scope.close();
				call.failed(this.timedOut ? null : ex);
				throw ex;
			}
			scope.close();
			return methodReturned(value, call);
		}

		MethodCall beginMethod() {
			return new MethodCall(ReadPath.this.sources, ReadPath.this.fillRule, ReadPath.this.statistics);
		}

		Loaded methodReturned(@Nullable Object value, MethodCall call) {
			call.returned(value);
			if (!call.mayFill()) {
				this.shared.abandon();
				return Loaded.fromMethod(value);
			}
			return keep(Loaded.fromMethod(value));
		}

		/**
		 * Write a loaded value back to each tier.
		 */
		public Loaded keep(Loaded loaded) {
			ReadPath.this.failures.stale().loaded();
			this.kept = this.shared.fill(loaded) && this.shared.keep(loaded, this.ahead != null);
			return loaded;
		}

		/**
		 * Return the result of a load that has no method body to call: a stale value if
		 * the source did not answer, else {@link Loaded#ABSENT}.
		 */
		Loaded withoutMethod() {
			if (!this.sourceAnswered && this.ahead == null && ReadPath.this.sources.isLeftAlone(this.key, this.mark)) {
				// Says nothing about other keys.
				return Objects.requireNonNullElse(ReadPath.this.failures.stale().afterFailure(this.key), Loaded.ABSENT);
			}
			Loaded stale = this.sourceAnswered ? null : insteadOf(new IllegalStateException(), false);
			return Objects.requireNonNullElse(stale, Loaded.ABSENT);
		}

		CacheLoadTimeoutException timedOut() {
			this.timedOut = true;
			return ReadPath.this.failures.timedOut();
		}

		/**
		 * Return the value to serve instead of a failure.
		 * @return a value, or {@code null} if the failure is to be thrown
		 */
		@Nullable Loaded insteadOf(Throwable failure, boolean willLoad) {
			return (this.ahead == null) ? ReadPath.this.failures.insteadOf(failure, this.key, this.timedOut, willLoad)
					: null;
		}

		/**
		 * Return the failure to report to callers that joined this load. The interrupt of
		 * a load that timed out was meant for its own thread only.
		 */
		Throwable failureForOthers(Throwable failure) {
			return (this.timedOut && Interruption.is(failure)) ? ReadPath.this.failures.timeout() : failure;
		}

		/**
		 * Return whether this is a background refresh: the key has a live entry, which
		 * stays if the load fails.
		 */
		boolean isAhead() {
			return this.ahead != null;
		}

		public SharedLookup shared() {
			return this.shared;
		}

		LoadPermit permit() {
			return this.permit;
		}

		/**
		 * Return whether the local tier took the loaded value.
		 */
		boolean isKept() {
			return this.kept;
		}

	}

}
