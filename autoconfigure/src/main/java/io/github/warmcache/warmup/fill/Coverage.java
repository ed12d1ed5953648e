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
import java.util.Locale;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.FleetLoads;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.fill.FillException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether enough came to fill one cache with.
 */
final class Coverage {

	/**
	 * Share of the last load below which a cache that has no minimum of its own is in
	 * doubt.
	 */
	private static final double ALARM = 0.5;

	private final @Nullable Double minimum;

	private final CacheProgress progress;

	private @Nullable FinishedLoad lastLoad;

	Coverage(CacheWarmupStep step, CacheProgress progress) {
		this.minimum = step.limits().minimumCoverage();
		this.progress = progress;
	}

	/**
	 * Ask what the last load of any pod brought, before one of this pod can become the
	 * last.
	 */
	void lookBack(TieredCache cache) {
		SharedTier shared = cache.sharedTier();
		FleetLoads loads = (shared != null) ? shared.fleetLoads() : null;
		if (this.lastLoad == null && loads != null) {
			this.lastLoad = loads.lastFinished();
			this.progress.lastLoad(this.lastLoad);
		}
	}

	/**
	 * Return how many entries the last load of any pod brought.
	 * @return the number, or {@code null} if nobody knows
	 */
	@Nullable Long lastEntries() {
		return (this.lastLoad != null) ? this.lastLoad.entries() : null;
	}

	/**
	 * Return why what came is less than the cache must have.
	 * @param warmer what it came from
	 * @param filled what came
	 * @param isLast whether nothing else can fill the cache: the source knows what there
	 * is, while a copy that came before it may have announced no more than it has
	 * @return the reason, or {@code null} if it is enough
	 */
	@Nullable Exception shortfall(CacheWarmer warmer, WarmupStream filled, boolean isLast) {
		Long expected = filled.report().expected();
		FinishedLoad load = this.lastLoad;
		if (load != null && warmer.bringsAll() && (expected == null || (!isLast && load.entries() > expected))) {
			expected = load.entries();
		}
		if (this.minimum == null || expected == null
				|| filled.report().read(filled.entries()) >= this.minimum * expected) {
			return null;
		}
		return new FillException(Reason.TOO_FEW_ENTRIES,
				String.format(Locale.ROOT, "%,d entries came of %,d expected, and at least %s %% are needed",
						filled.entries(), expected, percent(this.minimum)));
	}

	/**
	 * Return why what came is not all that the cache should have, by its own measure. A
	 * source that was read to its end is that measure itself.
	 * @param warmer what it came from
	 * @param filled what came
	 * @return the reason, or {@code null} if it is all
	 */
	@Nullable Exception gap(CacheWarmer warmer, WarmupStream filled) {
		if (warmer instanceof WholeSourceWarmer || filled.report().nothingToWarm() != null) {
			return null;
		}
		if (filled.report().doubt() != null) {
			return filled.report().doubt();
		}
		return (this.minimum == null && filled.report().isShort(filled.entries()))
				? new FillException(Reason.INCOMPLETE, "%s, and that is not all: name what has the rest in warmup.from"
					.formatted(filled.report().describe(filled.entries())))
				: null;
	}

	/**
	 * Whether what came is known to be as much as a complete load had, or as the cache
	 * must have at least.
	 */
	boolean isMet(CacheWarmer warmer, WarmupStream filled) {
		if (filled.report().isMeasured()) {
			return true;
		}
		return this.minimum != null && filled.report().doubt() == null && filled.report().expected() != null
				&& shortfall(warmer, filled, false) == null;
	}

	private static String percent(double share) {
		return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString();
	}

	/**
	 * Return why what came looks wrong, though nothing says that the cache must have
	 * more.
	 * @param warmer what it came from
	 * @param filled what came
	 * @return the reason, or {@code null} if it looks right
	 */
	@Nullable Exception alarm(CacheWarmer warmer, WarmupStream filled) {
		FinishedLoad last = this.lastLoad;
		if (this.minimum != null || last == null || !warmer.bringsAll() || filled.entries() >= ALARM * last.entries()) {
			return null;
		}
		return new FillException(Reason.TOO_FEW_ENTRIES, String.format(Locale.ROOT,
				"%,d entries came, less than half of the %,d of the last load", filled.entries(), last.entries()));
	}

}
