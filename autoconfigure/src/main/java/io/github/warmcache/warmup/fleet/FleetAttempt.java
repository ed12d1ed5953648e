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

package io.github.warmcache.warmup.fleet;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.FleetLoads.Bid;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.fill.WarmupLog;
import io.github.warmcache.warmup.fill.WarmupStream;
import org.jspecify.annotations.Nullable;

/**
 * One pod's part in the load of one cache. The pod leads the load, copies the load of
 * another pod, or does one after the other.
 */
final class FleetAttempt {

	/**
	 * Maximum age of a finished load that counts as a load of this pod: pods of one
	 * rollout do not start at the same moment.
	 */
	private static final Duration RECENT = Duration.ofMinutes(1);

	private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

	private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(1);

	private static final int MOST_FAILURES = 3;

	/**
	 * Maximum time to wait for the server to come back if it answered before, about the
	 * time after which another pod takes over a load. Without the wait, all pods would
	 * read the source.
	 */
	private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

	private final WarmupStream stream;

	private final FleetLoads loads;

	private final Duration lease;

	private final LoadLeader leader;

	private final DoubleSupplier random;

	private final FleetLog log;

	private final SharedTierCopy copy;

	private final boolean replaces;

	private final Duration maxAge;

	private final long began = System.nanoTime();

	private int failures;

	private int silences;

	private long silentSince;

	private boolean heard;

	private boolean followed;

	private boolean counted;

	private long nextCopy = 1;

	FleetAttempt(WarmupStream stream, SharedTier shared, FleetLoads loads, Duration lease, LoadLeader leader,
			DoubleSupplier random, FleetLog log) {
		this.stream = stream;
		this.loads = loads;
		this.lease = lease;
		this.leader = leader;
		this.random = random;
		this.log = log;
		Duration longest = stream.maxAge();
		this.replaces = longest != null;
		this.maxAge = (longest != null) ? longest : RECENT;
		this.copy = new SharedTierCopy(stream, shared, this.replaces);
	}

	void run() throws Exception {
		try {
			long replacing = 0;
			FinishedLoad tooLittle = null;
			while (!isOnItsOwn()) {
				this.stream.throwIfCancelled();
				Bid bid = this.loads.bid(replacing, this.lease);
				if (bid instanceof Bid.Unavailable) {
					silent();
					continue;
				}
				this.heard = true;
				this.silences = 0;
				if (bid instanceof Bid.Leads leads) {
					this.stream.waitsFor(null);
					if (this.leader.lead(leads.lease(), this.copy)) {
						return;
					}
					failed();
				}
				else if (bid instanceof Bid.Follows follows) {
					follow(follows.entries());
				}
				else if (bid instanceof Bid.Finished finished && (isTooOld(finished) || isOutgrown(finished))) {
					replacing = finished.load().generation();
				}
				else if (bid instanceof Bid.Finished finished) {
					Boolean complete = copyAll(finished.load());
					if (complete != null && complete) {
						this.stream.copied(finished.load(), finished.age());
						this.stream.complete(true);
						return;
					}
					if (complete != null && tooLittle != null) {
						// Even the second finished load could not be copied completely,
						// so the shared tier does not hold what pods load.
						this.leader.loadAlone();
						return;
					}
					if (complete != null) {
						tooLittle = finished.load();
						replacing = tooLittle.generation();
					}
				}
			}
			loadAlone();
		}
		finally {
			this.stream.waitsFor(null);
		}
	}

	private boolean isOnItsOwn() {
		if (this.failures >= MOST_FAILURES) {
			return true;
		}
		Duration longest = (this.lease.compareTo(LONGEST_SILENCE) < 0) ? this.lease : LONGEST_SILENCE;
		return this.silences >= MOST_FAILURES
				&& (!this.heard || System.nanoTime() - this.silentSince >= longest.toNanos());
	}

	private void silent() throws InterruptedException {
		if (this.silences++ == 0) {
			this.silentSince = System.nanoTime();
		}
		pause(LONGEST_PAUSE);
	}

	/**
	 * Return whether a finished load is too old to copy. A load that finished after this
	 * attempt began never is.
	 */
	private boolean isTooOld(Bid.Finished finished) {
		return finished.age().compareTo(this.maxAge) > 0 && isEarlier(finished);
	}

	private boolean isEarlier(Bid.Finished finished) {
		return finished.age().compareTo(Duration.ofNanos(System.nanoTime() - this.began)) > 0;
	}

	/**
	 * Return whether the source counts far more than a finished load brought, so that
	 * copying it is not enough. A load that finished after this attempt began is copied
	 * in any case, or else each pod would load for itself.
	 */
	private boolean isOutgrown(Bid.Finished finished) throws InterruptedException {
		if (!this.counted) {
			this.counted = true;
			this.leader.count();
		}
		return isEarlier(finished) && this.leader.isFarFromCount(finished.load());
	}

	private void follow(long entries) throws InterruptedException {
		if (!this.followed) {
			this.followed = true;
			this.log.follows(this.stream.cacheName());
		}
		this.stream.waitsFor("another pod, which has %s entries".formatted(WarmupLog.number(entries)));
		// Entries that are to be replaced are replaced once, at the end.
		if (!this.replaces && entries >= this.nextCopy) {
			this.nextCopy = entries + Math.max(1, entries / 2);
			copy();
		}
		pause(LONGEST_PAUSE);
	}

	/**
	 * Copy a finished load.
	 * @return whether all of it was copied, or {@code null} if the copy failed
	 */
	private @Nullable Boolean copyAll(FinishedLoad load) throws InterruptedException {
		this.stream.waitsFor(null);
		// A doubtful load is copied too, but measured by the last load that was not
		// doubtful.
		FinishedLoad finished = this.loads.lastFinished();
		GoodLoad known = this.stream.lastLoad();
		this.stream.expect(Math.max(load.entries(),
				Math.max((finished != null) ? finished.entries() : 0, (known != null) ? known.entries() : 0)));
		if (!copy()) {
			return null;
		}
		this.stream.report().rows().copied(load.badRows());
		boolean complete = this.copy.isMostOf(load.entries());
		if (!complete) {
			this.log.tooLittle(this.stream.cacheName(), load, this.copy.entries());
		}
		return complete;
	}

	private boolean copy() throws InterruptedException {
		try {
			this.copy.run();
			this.failures = 0;
			return true;
		}
		catch (CancellationException | InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			this.stream.throwIfCancelled();
			this.log.notCopied(this.stream.cacheName(), ex);
			failed();
			return false;
		}
	}

	private void failed() throws InterruptedException {
		this.failures++;
		pause(LONGEST_PAUSE);
	}

	private void loadAlone() throws Exception {
		// The other pods give up at the same time, so spread their loads.
		this.stream.pause((long) (LONGEST_DELAY * this.random.getAsDouble()));
		this.log.alone(this.stream.cacheName());
		this.leader.loadAlone();
	}

	private void pause(long longest) throws InterruptedException {
		this.stream.pause((long) (longest * (1 + this.random.getAsDouble()) / 2));
	}

}
