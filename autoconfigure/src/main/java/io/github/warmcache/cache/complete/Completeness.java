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

package io.github.warmcache.cache.complete;

import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.local.LocalTier;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * Knowledge of this pod that it holds all entries of a cache, so that a key that it does
 * not hold does not exist. Never the case for a cache that was not built to be complete.
 * Thread-safe.
 * <p>
 * A load of the whole cache claims completeness. The claim ends when the time to live of
 * its values, counted from the beginning of the load, is over, or earlier if an entry
 * that the load kept expires. It excludes keys that were changed or evicted, and stripes
 * whose changes may have been missed. It does not hold while this pod does not hear of
 * the changes of other pods, or while the fleet's last load is not known to be the same.
 *
 * @since 0.1.0
 */
public final class Completeness {

	private static final ValueWrapper ABSENT = new SimpleValueWrapper(null);

	private final LocalTier local;

	private final Absences absences;

	private final @Nullable SharedTier shared;

	private final @Nullable CacheSource<Object, Object> source;

	private final Predicate<Object> beyondSource;

	private final CacheStatistics statistics;

	private final Ticker ticker;

	private volatile boolean hearing;

	public Completeness(LocalTier local, Absences absences, @Nullable SharedTier shared,
			@Nullable CacheSource<Object, Object> source, Predicate<Object> beyondSource, CacheStatistics statistics,
			Ticker ticker) {
		this.local = local;
		this.absences = absences;
		this.shared = shared;
		this.source = source;
		this.beyondSource = beyondSource;
		this.statistics = statistics;
		this.ticker = ticker;
		this.hearing = shared == null;
	}

	/**
	 * Return whether the cache was built to be complete.
	 * @return whether {@link #isComplete()} can ever be {@code true}
	 */
	public boolean isEnabled() {
		return this.absences.isListening();
	}

	/**
	 * Return whether keys that are not held are answered as absent at the moment. Single
	 * keys may be excluded all the same. Does no I/O.
	 * @return whether they are
	 */
	public boolean isComplete() {
		AbsenceClaim claim = this.absences.made();
		return claim != null && this.hearing && claim.holds(this.ticker.read());
	}

	/**
	 * Begin a load of the whole cache, in place of another one that has not ended. To be
	 * called before any of it is read. May block as long as the shared tier.
	 * @return the load
	 */
	public CompleteLoad begin() {
		AbsenceClaim claim = new AbsenceClaim(this.local.marks(), this.ticker.read() + this.local.timeToLiveNanos());
		if (isEnabled()) {
			this.absences.begin(claim);
		}
		FleetLoads loads = isEnabled() ? CompleteLoad.loads(this.shared) : null;
		StripePrints prints = (loads != null) ? new StripePrints(loads, this.local, this.beyondSource) : null;
		return new CompleteLoad(claim, this.absences, this.local, prints, this.source, this.beyondSource, this.ticker);
	}

	/**
	 * Compare this pod's load with the last one of the fleet. If it is another one, the
	 * completeness ends. If the shared tier does not know it any more, the completeness
	 * is suspended, but there is no reason to load: a server that does not answer looks
	 * the same. It also ends if the source may treat different keys as the same. May
	 * block as long as the shared tier.
	 * @return whether another load ended the completeness, which is a reason to load
	 */
	public boolean check() {
		AbsenceClaim claim = this.absences.made();
		FleetLoads loads = CompleteLoad.loads(this.shared);
		if (claim == null) {
			return false;
		}
		if (!isExact()) {
			this.absences.giveUp(claim);
			return false;
		}
		if (loads == null) {
			return false;
		}
		FinishedLoad held = claim.marker();
		FinishedLoad last = loads.lastFinished();
		if (last == null) {
			claim.confirm(held == null);
			return false;
		}
		if (held != null && held.generation() == last.generation() && held.entries() == last.entries()) {
			claim.confirm(true);
			return false;
		}
		this.absences.giveUp(claim);
		return true;
	}

	/**
	 * Return whether the source, as far as it answers, tells keys apart as this cache
	 * does.
	 */
	private boolean isExact() {
		try {
			return CompleteLoad.inexact(this.source) == null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
		catch (Exception ex) {
			// Reads of the source report its failure.
			return true;
		}
	}

	/**
	 * Give up all claims, because the source returned the value of another key.
	 */
	public void distrustSource() {
		this.absences.giveUpAll();
	}

	/**
	 * Note whether this pod hears of the changes of other pods.
	 */
	public void hears(boolean value) {
		this.hearing = value;
	}

	/**
	 * Answer a read of a key that the local tier did not have.
	 * @return a known absence, or {@code null} if nothing is known
	 */
	public @Nullable ValueWrapper find(Object key) {
		AbsenceClaim claim = this.absences.made();
		if (claim == null || !isAbsent(claim, key)) {
			return null;
		}
		this.statistics.record(CacheEvent.ABSENT_ANSWERED);
		return ABSENT;
	}

	private boolean isAbsent(AbsenceClaim claim, Object key) {
		if (!this.hearing || !claim.holds(this.ticker.read()) || this.beyondSource.test(key)) {
			return false;
		}
		try {
			// An entry that is present but not live existed until it expired. Looked for
			// first: an entry that is lost in between is excluded by then.
			return !this.local.hasAny(key) && claim.covers(key);
		}
		catch (IllegalArgumentException ex) {
			// A key without a stripe: the read that follows reports it.
			return false;
		}
	}

}
