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

package io.github.warmcache.warmup.fill;

import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import io.github.warmcache.cache.complete.CompleteLoad.Origin;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.fill.FillException.Reason;
import io.github.warmcache.warmup.measure.GoodLoads;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether enough entries were delivered to fill one cache.
 */
final class Coverage {

	/**
	 * Share of the last load below which the entries of a cache without a minimum of its
	 * own are in doubt.
	 */
	private static final double ALARM = 0.5;

	/**
	 * Share of what the source counts that is as good as all.
	 */
	private static final double MOST = 0.95;

	/**
	 * Name of the warmer whose loads pods share.
	 */
	private static final String SOURCE = "source";

	private final @Nullable Double minimum;

	private final CacheProgress progress;

	private final GoodLoads goodLoads;

	private final String remedy;

	private @Nullable GoodLoad lastLoad;

	Coverage(CacheWarmupStep step, CacheProgress progress, GoodLoads goodLoads) {
		this.minimum = step.limits().minimumCoverage();
		this.progress = progress;
		this.goodLoads = goodLoads;
		this.remedy = "If that is right, write a lower share of them as " + step.property("minimum-coverage");
	}

	/**
	 * Look up the last good load of any pod, before a load of this pod can become the
	 * last.
	 */
	void lookBack(TieredCache cache) throws InterruptedException {
		if (this.lastLoad == null) {
			SharedTier shared = cache.sharedTier();
			FleetLoads loads = (shared != null) ? shared.fleetLoads() : null;
			FinishedLoad finished = (loads != null) ? loads.lastFinished() : null;
			if (finished != null && finished.entries() > 0) {
				this.goodLoads.add(cache.getName(), good(finished));
			}
		}
		// Another pod may have accepted fewer entries since the last attempt.
		this.lastLoad = this.goodLoads.last(cache.getName());
		this.progress.lastLoad(this.lastLoad);
	}

	/**
	 * Return a load that pods shared as a good one.
	 */
	private static GoodLoad good(FinishedLoad load) {
		return new GoodLoad(load.entries(), load.finishedAt(), SOURCE);
	}

	/**
	 * Return the last good load of any pod, or {@code null} if none is known.
	 */
	@Nullable GoodLoad lastLoad() {
		return this.lastLoad;
	}

	/**
	 * Record a load that later ones can be measured by. A copy is none, but the load that
	 * was copied is: the copy may lack a few entries, and a copy of it a few more. What a
	 * warmer of the application brings may rightly vary.
	 * @param name the name of the warmer
	 */
	void remember(WarmupStream filled, CacheWarmer warmer, String name) {
		FillReport report = filled.report();
		FinishedLoad copied = filled.copied();
		String cacheName = filled.cacheName();
		if (copied != null && copied.entries() > 0) {
			this.goodLoads.add(cacheName, good(copied));
		}
		else if (warmer instanceof WholeSourceWarmer && report.origin(warmer) != Origin.COPIED && report.doubt() == null
				&& filled.isComplete() && filled.entries() > 0 && uncounted(filled) == null) {
			this.goodLoads.add(cacheName, filled.entries(), name, this.minimum != null || this.lastLoad != null);
		}
	}

	/**
	 * Return how many entries the last load of any pod had.
	 * @return the number, or {@code null} if it is unknown
	 */
	@Nullable Long lastEntries() {
		return (this.lastLoad != null) ? this.lastLoad.entries() : null;
	}

	/**
	 * Return why the delivered entries are fewer than the cache must have.
	 * @param warmer the warmer that delivered them
	 * @param filled the delivered entries
	 * @param isLast whether no other warmer follows: the source knows how many entries
	 * there are, but an earlier copy may have announced only as many as it has
	 * @return the reason, or {@code null} if there are enough
	 */
	@Nullable Exception shortfall(CacheWarmer warmer, WarmupStream filled, boolean isLast) {
		Long expected = filled.report().expected();
		GoodLoad load = this.lastLoad;
		if (load != null && warmer.bringsAll() && (expected == null || (!isLast && load.entries() > expected))) {
			expected = load.entries();
		}
		if (this.minimum == null || expected == null
				|| filled.report().read(filled.entries()) >= this.minimum * expected) {
			return null;
		}
		return new FillException(Reason.TOO_FEW_ENTRIES,
				String.format(Locale.ROOT, "%,d of %,d expected entries were loaded, but at least %s %% are required",
						filled.entries(), expected, percent(this.minimum)));
	}

	/**
	 * Require that the entries of the last warmer are as many as the cache must have.
	 * @throws Exception if they are fewer
	 */
	void requireMinimum(CacheWarmer warmer, WarmupStream filled) throws Exception {
		Exception shortfall = shortfall(warmer, filled, true);
		if (shortfall != null) {
			throw shortfall;
		}
	}

	/**
	 * Return why the delivered entries are not all that the cache should have, by the
	 * warmer's own measure. A source that was read to its end is its own measure.
	 * @param warmer the warmer that delivered them
	 * @param filled the delivered entries
	 * @return the reason, or {@code null} if they are all
	 */
	@Nullable Exception gap(CacheWarmer warmer, WarmupStream filled) {
		if (warmer instanceof WholeSourceWarmer || filled.report().nothingToWarm() != null) {
			return null;
		}
		if (filled.report().doubt() != null) {
			return filled.report().doubt();
		}
		return (this.minimum == null && filled.report().isShort(filled.entries()))
				? new FillException(Reason.INCOMPLETE, "%s, and that is not all: add more warmers to warmup.from"
					.formatted(filled.report().describe(filled.entries())))
				: null;
	}

	/**
	 * Return whether the delivered entries are known to be as many as a complete load
	 * had, or as many as the cache must have at least.
	 */
	boolean isMet(CacheWarmer warmer, WarmupStream filled) {
		if (filled.report().isMeasured()) {
			return true;
		}
		return this.minimum != null && filled.report().doubt() == null && filled.report().expected() != null
				&& shortfall(warmer, filled, false) == null && uncounted(filled) == null;
	}

	private static String percent(double share) {
		return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
	}

	/**
	 * Return why the delivered entries are fewer than the source counts. A few may be
	 * missing: rows are deleted while others are read, servers evict entries, and entries
	 * expire.
	 * @param filled the delivered entries
	 * @return the reason, or {@code null} if there are enough, or the source did not
	 * count
	 */
	@Nullable Exception uncounted(WarmupStream filled) {
		return uncounted(filled, (this.minimum != null) ? this.minimum : MOST);
	}

	/**
	 * Log why the delivered entries are fewer than the source counts.
	 * @return the reason, or {@code null} if there is none
	 */
	@Nullable Exception warnUncounted(WarmupStream filled) {
		Exception uncounted = uncounted(filled);
		if (uncounted != null) {
			new CountLog().fewerThanCounted(filled.cacheName(), uncounted);
		}
		return uncounted;
	}

	private @Nullable Exception uncounted(WarmupStream filled, double share) {
		Long counted = filled.report().sourceCount();
		long came = filled.report().came(filled.entries());
		if (counted == null || came >= share * Math.min(counted, filled.report().room())) {
			return null;
		}
		return new FillException(Reason.TOO_FEW_ENTRIES, String.format(Locale.ROOT,
				"%,d of the %,d entries came that the source counts. Check whether its query leaves out rows that its "
						+ "count has: by a condition, by a limit, or by keys that are NULL or repeated",
				came, counted));
	}

	/**
	 * Return why the delivered entries look wrong by the last good load, whatever the
	 * source says of itself: it may have lost entries, and count what is left. Or else
	 * why they look wrong by what the source counts.
	 * @param warmer the warmer that delivered them
	 * @param filled the delivered entries
	 * @return the reason, or {@code null} if they look right
	 */
	@Nullable Exception alarm(CacheWarmer warmer, WarmupStream filled) {
		GoodLoad last = this.lastLoad;
		double least = (this.minimum != null) ? Math.min(this.minimum, ALARM) : ALARM;
		if (!warmer.bringsAll()) {
			return null;
		}
		if (last == null || filled.entries() >= least * last.entries()) {
			return uncounted(filled, (this.minimum != null) ? this.minimum : ALARM);
		}
		return new FillException(Reason.TOO_FEW_ENTRIES,
				String.format(Locale.ROOT,
						"%,d entries loaded, less than %s of the %,d of the last good load (%s, %s). %s",
						filled.entries(), (least == ALARM) ? "half" : percent(least) + " %", last.entries(),
						last.from(), last.finishedAt().truncatedTo(ChronoUnit.SECONDS), this.remedy));
	}

}
