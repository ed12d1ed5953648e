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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.FillOutcome;
import io.github.warmcache.tier.FillTicket;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * One load of one key: this is the read path, from the local tier's miss to the value
 * written back to each tier on the way out. Used by one thread at a time.
 */
final class Load {

	private static final Duration BUSY_WAIT = Duration.ofMillis(500);

	private static final Duration BUSY_POLL = Duration.ofMillis(20);

	private final TierChain tiers;

	private final Object key;

	private final Fence.Mark mark;

	private @Nullable FillTicket ticket;

	private boolean leased;

	private volatile boolean permitted = true;

	Load(TierChain tiers, Object key) {
		this.tiers = tiers;
		this.key = key;
		this.mark = tiers.local().mark(key);
	}

	/**
	 * Go through all tiers and, if none has a value, the method body.
	 * @param loader the method body, or {@code null} if there is none to call
	 * @return what was found, {@link Loaded#ABSENT} if nothing was
	 * @throws Exception what the method body threw
	 */
	Loaded run(@Nullable Callable<?> loader) throws Exception {
		try {
			Loaded found = fromTiers(loader != null);
			if (found == null && loader != null) {
				found = fromMethod(loader);
			}
			return (found != null) ? found : Loaded.ABSENT;
		}
		finally {
			abandon();
		}
	}

	/**
	 * Ask the local tier once more, the shared tier and the source.
	 * @param willLoad whether a method body follows if they have nothing
	 * @return what they had, kept already, or {@code null}
	 */
	@Nullable Loaded fromTiers(boolean willLoad) {
		LocalEntry entry = this.tiers.local().findAgain(this.key);
		if (entry != null) {
			return new Loaded(entry.get(), CacheTier.LOCAL);
		}
		Loaded found = fromShared(willLoad || this.tiers.sourceOf(this.key) != null);
		return (found != null) ? found : fromSource();
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
		SharedTier shared = this.tiers.shared();
		if (shared == null) {
			return null;
		}
		if (this.tiers.outbox().isPending(this.key)) {
			this.tiers.statistics().record(CacheEvent.SHARED_MISS_DISTRUSTED);
			return null;
		}
		SharedRead read = willLoad ? awaitLease(shared) : shared.read(this.key);
		if (read instanceof SharedRead.Hit hit) {
			this.tiers.statistics().record(CacheEvent.SHARED_HIT);
			this.tiers.local().fill(this.key, hit.value(), hit.remaining(), this.mark);
			return new Loaded(hit.value(), CacheTier.SHARED);
		}
		if (read instanceof SharedRead.Miss miss) {
			this.tiers.statistics().record(CacheEvent.of(miss.cause()));
			this.ticket = miss.ticket();
			this.leased = willLoad;
		}
		else {
			this.tiers.statistics().record(CacheEvent.SHARED_MISS_BUSY);
		}
		return null;
	}

	/**
	 * Wait while another pod loads the key, but not for long: it may be dead.
	 */
	private SharedRead awaitLease(SharedTier shared) {
		long deadline = System.nanoTime() + BUSY_WAIT.toNanos();
		SharedRead read = shared.readOrLease(this.key);
		while (read instanceof SharedRead.Busy && System.nanoTime() - deadline < 0
				&& !Thread.currentThread().isInterrupted()) {
			long pause = BUSY_POLL.toNanos();
			LockSupport.parkNanos(this, ThreadLocalRandom.current().nextLong(pause / 2, pause));
			read = shared.readOrLease(this.key);
		}
		return read;
	}

	private @Nullable Loaded fromSource() {
		CacheSource<Object, Object> source = this.tiers.sourceOf(this.key);
		if (source == null) {
			return null;
		}
		long start = System.nanoTime();
		Object value;
		try {
			value = source.load(this.key);
		}
		catch (Exception ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			this.tiers.statistics().recordSource(CacheEvent.SOURCE_FAILED, System.nanoTime() - start);
			this.tiers.sourceFailed(ex);
			return null;
		}
		this.tiers.sourceAnswered();
		this.tiers.statistics()
			.recordSource((value != null) ? CacheEvent.SOURCE_LOADED : CacheEvent.SOURCE_ABSENT,
					System.nanoTime() - start);
		return (value != null) ? keep(value, CacheTier.SOURCE) : null;
	}

	private Loaded fromMethod(Callable<?> loader) throws Exception {
		long start = System.nanoTime();
		methodBegins();
		Object value;
		try {
			value = loader.call();
		}
		catch (Throwable ex) {
			methodFailed(start);
			throw ex;
		}
		return methodReturned(value, start);
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
			abandon();
			return new Loaded(value, CacheTier.METHOD);
		}
		return keep(value, CacheTier.METHOD);
	}

	void methodFailed(long start) {
		this.tiers.statistics().recordMethod(CacheEvent.METHOD_FAILED, System.nanoTime() - start);
	}

	/**
	 * Write a loaded value back to each tier. What the shared tier refuses was
	 * invalidated meanwhile by some pod, so it is not kept here either.
	 */
	Loaded keep(@Nullable Object value, CacheTier tier) {
		FillOutcome outcome = fillShared(value);
		if (outcome == FillOutcome.REFUSED || outcome == FillOutcome.SUPERSEDED) {
			this.tiers.statistics()
				.record((outcome == FillOutcome.REFUSED) ? CacheEvent.SHARED_FILL_REFUSED
						: CacheEvent.OLDER_VERSION_REFUSED);
		}
		else {
			if (outcome == FillOutcome.FAILED) {
				this.tiers.statistics().record(CacheEvent.SHARED_FILL_FAILED);
			}
			this.tiers.local().fill(this.key, value, this.tiers.longest(value), this.mark);
		}
		return new Loaded(value, tier);
	}

	private @Nullable FillOutcome fillShared(@Nullable Object value) {
		SharedTier shared = this.tiers.shared();
		FillTicket ticket = this.ticket;
		if (shared == null || ticket == null) {
			return null;
		}
		this.ticket = null;
		return shared.fill(this.key, value, this.tiers.sharedTimeToLive(value), ticket);
	}

	/**
	 * Return whether the end of this load is to be told to the shared tier, which may
	 * block.
	 */
	boolean isTicketed() {
		return this.ticket != null;
	}

	/**
	 * Let the shared tier find out for itself that this load has ended.
	 */
	void renounce() {
		this.ticket = null;
	}

	/**
	 * Let other pods load the key if this load came to nothing.
	 */
	void abandon() {
		SharedTier shared = this.tiers.shared();
		FillTicket ticket = this.ticket;
		if (shared != null && ticket != null && this.leased) {
			this.ticket = null;
			shared.release(this.key, ticket);
		}
	}

}
