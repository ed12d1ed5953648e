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
import java.util.concurrent.ThreadLocalRandom;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.cache.flight.Waits;
import io.github.warmcache.cache.local.Fence;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.cache.local.VersionFloors;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Lookup of one load in the shared tier: the read, the lease that may come with it, and
 * the fill. Used by one thread at a time.
 */
public final class SharedLookup {

	private static final Duration BUSY_WAIT = Duration.ofMillis(500);

	private static final Duration BUSY_POLL = Duration.ofMillis(20);

	private final Tiers tiers;

	private final Waits waits;

	private final CacheStatistics statistics;

	private final Object key;

	private final Fence.Mark mark;

	private boolean heldOff;

	private @Nullable FillTicket ticket;

	private boolean leased;

	SharedLookup(Tiers tiers, Waits waits, CacheStatistics statistics, Object key, Fence.Mark mark) {
		this.tiers = tiers;
		this.waits = waits;
		this.statistics = statistics;
		this.key = key;
		this.mark = mark;
		// Checked at the start: the answer may come after the hold-off has ended.
		this.heldOff = tiers.local().holdOff().covers(key);
	}

	/**
	 * Read the key.
	 * @param willLoad whether a load follows a miss, which needs the lease
	 * @return the answer; {@code null} if there is no such tier, it has yet to hear of a
	 * change of the key, or its value is outdated and cannot be removed
	 */
	@Nullable SharedRead read(boolean willLoad) {
		SharedTier shared = this.tiers.sharedValues();
		if (shared == null) {
			return null;
		}
		if (this.tiers.deferred().isPending(this.key)) {
			this.statistics.record(CacheEvent.SHARED_MISS_DISTRUSTED);
			return null;
		}
		SharedRead read = willLoad ? awaitLease(shared) : shared.read(this.key);
		if (isOutdated(read)) {
			if (!repair(shared)) {
				return null;
			}
			read = willLoad ? awaitLease(shared) : shared.read(this.key);
		}
		if (read instanceof SharedRead.Hit hit) {
			this.statistics.record(CacheEvent.SHARED_HIT);
			this.tiers.stored().stored(this.key, hit.remaining(), this.mark);
		}
		else if (read instanceof SharedRead.Miss miss) {
			this.statistics.record(event(miss.cause()));
			take(miss.ticket(), willLoad);
		}
		else {
			this.statistics.record(CacheEvent.SHARED_MISS_BUSY);
		}
		return read;
	}

	/**
	 * Return whether this pod has seen a newer version than the value that was read.
	 */
	private CacheEvent event(MissCause cause) {
		return (cause == MissCause.ABSENT && this.tiers.stored().isLost(this.key, this.mark))
				? CacheEvent.SHARED_MISS_EVICTED : CacheEvent.of(cause);
	}

	private boolean isOutdated(SharedRead read) {
		return read instanceof SharedRead.Hit hit && this.tiers.local().isOutdated(this.key, hit.value());
	}

	/**
	 * Remove a value that is older than one that this pod has seen, so that it does not
	 * come back in other pods either. The server went back in time. After an invalidation
	 * the value stays, because its row may have been created anew.
	 * @return whether it was removed
	 */
	private boolean repair(SharedTier shared) {
		this.statistics.record(CacheEvent.OLDER_VERSION_REFUSED);
		VersionFloors floors = this.tiers.local().floors();
		if (floors.isRemoved(this.key)) {
			return false;
		}
		floors.removed(this.key);
		shared.invalidate(this.key);
		return true;
	}

	/**
	 * Wait while another pod loads the key, but not for long: that pod may be dead.
	 */
	private SharedRead awaitLease(SharedTier shared) {
		Deadline deadline = Deadline.in(BUSY_WAIT, this.waits);
		SharedRead read = shared.readOrLease(this.key);
		while (read instanceof SharedRead.Busy && !deadline.isOver() && !Thread.currentThread().isInterrupted()) {
			long pause = BUSY_POLL.toNanos();
			this.waits.pause(this, ThreadLocalRandom.current().nextLong(pause / 2, pause));
			read = shared.readOrLease(this.key);
		}
		return read;
	}

	/**
	 * Read the key for a background refresh. Not counted, because no caller asked for it.
	 * @param atLeast time that a value must still live to be taken
	 * @return the answer, or {@code null} if there is no such tier
	 */
	@Nullable SharedRead readAhead(Duration atLeast) {
		SharedTier shared = this.tiers.sharedValues();
		if (shared == null) {
			return null;
		}
		if (this.tiers.deferred().isPending(this.key)) {
			return new SharedRead.Busy();
		}
		SharedRead read = shared.readAhead(this.key, atLeast);
		if (isOutdated(read)) {
			read = repair(shared) ? shared.readAhead(this.key, atLeast) : new SharedRead.Busy();
		}
		if (read instanceof SharedRead.Miss miss) {
			take(miss.ticket(), true);
			if (this.heldOff) {
				// A value put a moment ago may be newer than the source's answer.
				abandon();
				return new SharedRead.Busy();
			}
		}
		return read;
	}

	private void take(@Nullable FillTicket ticket, boolean leased) {
		this.ticket = ticket;
		this.leased = leased;
		// The tier may know of a change that this pod has not heard of yet.
		this.heldOff |= ticket != null && ticket.isHeldOff();
	}

	/**
	 * Store a loaded value, if the read came with a ticket for that.
	 * @return whether the value may be kept locally. The tier refuses a value if some pod
	 * invalidated the key meanwhile, or if the tier has a newer version
	 */
	boolean fill(Loaded loaded) {
		if (this.heldOff) {
			abandon();
			return true;
		}
		SharedTier shared = this.tiers.shared();
		FillTicket ticket = this.ticket;
		if (shared == null || ticket == null) {
			return true;
		}
		this.ticket = null;
		Duration life = this.tiers.lifetimes().inSharedTier(loaded.value(), isRow(loaded));
		return switch (shared.fill(this.key, loaded.value(), life, ticket, loaded.provenance())) {
			case STORED -> {
				this.tiers.stored().stored(this.key, life, this.mark);
				yield true;
			}
			case REFUSED -> refused(CacheEvent.SHARED_FILL_REFUSED);
			case SUPERSEDED -> refused(CacheEvent.OLDER_VERSION_REFUSED);
			case FAILED -> {
				this.statistics.record(CacheEvent.SHARED_FILL_FAILED);
				yield true;
			}
		};
	}

	/**
	 * Keep the shared tier's value in this pod.
	 * @return that value, or the one that this pod has by now if it is newer
	 */
	Loaded keep(SharedRead.Hit hit) {
		LocalTier local = this.tiers.local();
		LocalEntry newer = local.fillUnlessNewer(this.key, hit, this.tiers.lifetimes().remaining(hit), this.mark);
		return (newer != null) ? local.loaded(newer, CacheTier.LOCAL)
				: new Loaded(hit.value(), CacheTier.SHARED, hit.provenance());
	}

	/**
	 * Keep a loaded value in this pod, unless the shared tier refused it.
	 * @param over whether the load may replace a live entry
	 * @return whether it was kept
	 */
	boolean keep(Loaded loaded, boolean over) {
		LocalTier local = this.tiers.local();
		Object value = loaded.value();
		if (this.heldOff) {
			return local.fillHeldOff(this.key, value, loaded.provenance(), local.holdOff().pause(), this.mark, over);
		}
		Duration atMost = this.tiers.lifetimes().longest(value, isRow(loaded));
		return over ? local.fillOver(this.key, value, loaded.provenance(), atMost, this.mark)
				: local.fill(this.key, value, loaded.provenance(), atMost, this.mark);
	}

	private static boolean isRow(Loaded loaded) {
		return loaded.provenance().origin() == ValueOrigin.SOURCE;
	}

	private boolean refused(CacheEvent why) {
		this.statistics.record(why);
		return false;
	}

	/**
	 * Return whether the shared tier still has to hear of the end of this load. Telling
	 * it may block.
	 */
	public boolean isTicketed() {
		return this.ticket != null;
	}

	/**
	 * Do not tell the shared tier of the end of this load. A lease expires by itself.
	 */
	public void renounce() {
		this.ticket = null;
	}

	/**
	 * Release the lease if this load came to nothing, so that other pods may load the
	 * key.
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
