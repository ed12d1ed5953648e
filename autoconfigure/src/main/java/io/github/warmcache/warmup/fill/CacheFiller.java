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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.fill.FillException.Reason;
import io.github.warmcache.warmup.measure.GoodLoads;
import org.jspecify.annotations.Nullable;

/**
 * Fills one cache from its warmers in order of preference. Makes one attempt at a time.
 * Can be cancelled from any thread.
 */
public final class CacheFiller {

	private final CacheWarmupStep step;

	private final TieredCacheManager caches;

	private final CacheProgress progress;

	private final WarmupLog log;

	private final @Nullable Duration maxAge;

	private final List<Map.Entry<String, CacheWarmer>> warmers;

	private final Coverage coverage;

	private final CopyCount copyCount;

	private final MemoryGuard memory;

	private final LongSupplier nanoTime;

	private volatile boolean cancelled;

	private volatile @Nullable WarmupStream stream;

	private long unverifiedEntries;

	/**
	 * Create a filler.
	 * @param step the cache and its warmers
	 * @param caches holds the cache
	 * @param progress records how far the fill is
	 * @param log logs the results
	 * @param memory tells when the heap has no room for more entries
	 * @param nanoTime current time in nanoseconds
	 * @param maxAge maximum age of another pod's load that may be copied, or {@code null}
	 * for the default of a start
	 * @param goodLoads what the fill is measured by, and records itself in
	 */
	public CacheFiller(CacheWarmupStep step, TieredCacheManager caches, CacheProgress progress, WarmupLog log,
			MemoryGuard memory, LongSupplier nanoTime, @Nullable Duration maxAge, GoodLoads goodLoads) {
		this.step = step;
		this.caches = caches;
		this.progress = progress;
		this.log = log;
		this.maxAge = maxAge;
		this.warmers = List.copyOf(step.warmers().entrySet());
		this.coverage = new Coverage(step, progress, goodLoads);
		this.copyCount = new CopyCount(step);
		this.memory = memory;
		this.nanoTime = nanoTime;
	}

	/**
	 * Make one attempt to fill the cache.
	 * @return the result
	 * @throws Exception if the cache is not filled
	 */
	public FillResult fill() throws Exception {
		this.progress.beginAttempt();
		TieredCache cache = this.caches.getCache(this.step.cacheName());
		this.coverage.lookBack(cache);
		try {
			if (this.memory.isShort(this.step.limits().memoryWatermark(), TimeUnit.NANOSECONDS::sleep)) {
				throw shortOfMemory(0, null);
			}
			return fill(cache);
		}
		catch (FillException ex) {
			if (ex.reason() != Reason.SHORT_OF_MEMORY) {
				throw ex;
			}
			return FillResult.doubtful(ex);
		}
	}

	private FillResult fill(TieredCache cache) throws Exception {
		boolean usable = false;
		Exception alarm = null;
		for (int i = 0; i < this.warmers.size() - 1; i++) {
			WarmupStream preferred = streamUnlessFailed(cache, i);
			if (preferred == null) {
				continue;
			}
			CacheWarmer warmer = this.warmers.get(i).getValue();
			if (warmer instanceof WholeSourceWarmer) {
				alarm = this.coverage.alarm(warmer, preferred);
			}
			if (isEnough(preferred, this.warmers.get(i))) {
				return filled(cache, preferred, warmer);
			}
			this.log.incomplete(this.progress.snapshot(), preferred.report().doubt());
			this.unverifiedEntries = Math.max(this.unverifiedEntries, preferred.entries());
			usable |= isUsable(preferred, warmer);
			Exception doubt = preferred.report().doubt();
			if (doubt != null && usable) {
				// The part that could verify the entries does not answer. Do not wait for
				// it twice.
				return FillResult.doubtful(doubt);
			}
		}
		WarmupStream last;
		try {
			last = stream(cache, this.warmers.size() - 1);
		}
		catch (Exception ex) {
			if (!usable || this.cancelled || ex instanceof InterruptedException || isShortOfMemory(ex)) {
				throw ex;
			}
			showUnverifiedEntries();
			return FillResult.doubtful(ex);
		}
		return judge(cache, last, alarm);
	}

	private boolean isEnough(WarmupStream preferred, Map.Entry<String, CacheWarmer> warmer)
			throws InterruptedException {
		boolean enough = preferred.entries() > 0 && preferred.report().doubt() == null && preferred.isComplete()
				&& this.coverage.shortfall(warmer.getValue(), preferred, false) == null
				&& this.coverage.alarm(warmer.getValue(), preferred) == null;
		if (!enough) {
			return false;
		}
		this.copyCount.note(preferred, warmer);
		return this.coverage.warnUncounted(preferred) == null;
	}

	/**
	 * Return whether the delivered entries are enough to use the cache if no other warmer
	 * adds any. A required cache needs a measure for that, because entries left behind by
	 * single reads say nothing about the rest.
	 */
	private boolean isUsable(WarmupStream preferred, CacheWarmer warmer) {
		return preferred.entries() > 0 && (!this.step.required() || this.coverage.isMet(warmer, preferred));
	}

	/**
	 * Judge the entries of the last warmer.
	 * @param earlier why those of a warmer before looked wrong that reads the source, or
	 * {@code null} if they did not
	 */
	private FillResult judge(TieredCache cache, WarmupStream last, @Nullable Exception earlier) throws Exception {
		if (last.entries() == 0 && this.step.required() && !this.step.limits().allowEmpty()
				&& last.report().nothingToWarm() == null) {
			throw FillException.noEntries(this.step.property("allow-empty"));
		}
		CacheWarmer warmer = this.warmers.get(this.warmers.size() - 1).getValue();
		this.coverage.requireMinimum(warmer, last);
		// A warmer that chooses among the entries says nothing about those that are
		// missing.
		Exception alarm = warmer.bringsAll() ? this.coverage.alarm(warmer, last) : earlier;
		if (alarm != null) {
			this.unverifiedEntries = last.entries();
			if (this.step.required()) {
				throw alarm;
			}
			return FillResult.doubtful(alarm);
		}
		if (last.isDropped()) {
			this.unverifiedEntries = last.entries();
			return FillResult.doubtful(new FillException(Reason.DROPPED,
					"the cache or a part of it was cleared while it was being filled"));
		}
		Exception incomplete = this.coverage.gap(warmer, last);
		if (incomplete != null && !isUsable(last, warmer)) {
			throw incomplete;
		}
		FillResult result = filled(cache, last, warmer);
		Exception uncounted = this.coverage.warnUncounted(last);
		Exception problem = (incomplete != null) ? incomplete : uncounted;
		return (problem != null) ? FillResult.partial(problem) : result;
	}

	private @Nullable WarmupStream streamUnlessFailed(TieredCache cache, int warmer) throws Exception {
		try {
			return stream(cache, warmer);
		}
		catch (Exception ex) {
			if (isShortOfMemory(ex)) {
				throw ex;
			}
			if (this.cancelled || ex instanceof InterruptedException) {
				throw new CancellationException();
			}
			this.log.fallsThrough(this.progress.snapshot(), ex);
			return null;
		}
	}

	private WarmupStream stream(TieredCache cache, int warmer) throws Exception {
		Map.Entry<String, CacheWarmer> named = this.warmers.get(warmer);
		this.progress.beginWarmer(named.getKey());
		FillLimits limits = limits(cache, named.getValue());
		FillReport report = new FillReport(
				new SourceRows(this.step.limits().badRows(), this.step.property("bad-rows")));
		try (WarmupStream opened = new WarmupStream(cache, named.getValue().fillsSharedTier(), this.progress, limits,
				report)) {
			this.stream = opened;
			opened.maxAge(this.maxAge);
			if (this.cancelled) {
				opened.cancel();
			}
			opened.lastLoad(this.coverage.lastLoad());
			warm(named.getValue(), opened);
			this.progress.delivered();
			report.rows().check(opened.entries());
			if (this.step.limits().probeSource() && !this.cancelled) {
				SourceProbe.run(opened, named.getKey(), this.log);
			}
			String nothing = opened.report().nothingToWarm();
			if (nothing != null) {
				this.log.nothingToWarm(this.step.cacheName(), named.getKey(), nothing);
			}
			if (this.cancelled) {
				throw new CancellationException();
			}
			return opened;
		}
		finally {
			this.stream = null;
			this.progress.endWarmer();
		}
	}

	private FillLimits limits(TieredCache cache, CacheWarmer warmer) {
		SharedTier shared = cache.sharedTier();
		RateGate gate = warmer.fillsSharedTier()
				? new RateGate(this.step.limits(), (shared != null) ? shared.fleetLoads() : null, this.nanoTime) : null;
		return new FillLimits(this.step.limits().memoryWatermark(), this.memory, gate);
	}

	/**
	 * Run a warmer. If memory is short, report that instead of the warmer's own failure,
	 * however the warmer wraps it.
	 */
	private void warm(CacheWarmer warmer, WarmupStream opened) throws Exception {
		try {
			warmer.warm(opened);
		}
		catch (Exception ex) {
			if (this.cancelled || !opened.limits().isShortOfMemory()) {
				throw ex;
			}
		}
		if (!this.cancelled && opened.limits().isShortOfMemory()) {
			throw shortOfMemory(opened.entries(), opened.report().expected());
		}
	}

	private static boolean isShortOfMemory(Exception problem) {
		return FillException.is(problem, Reason.SHORT_OF_MEMORY);
	}

	private FillException shortOfMemory(long entries, @Nullable Long expected) {
		if (entries > 0) {
			this.unverifiedEntries = entries;
		}
		return FillException.shortOfMemory(this.step.limits().memoryWatermark(), entries,
				(expected != null) ? expected : this.coverage.lastEntries());
	}

	/**
	 * Record that a cache is filled.
	 * @return whether it is full, or filled without unreadable rows
	 */
	private FillResult filled(TieredCache cache, WarmupStream filled, CacheWarmer warmer) throws InterruptedException {
		cache.getNativeCache().cleanUp();
		long held = cache.getNativeCache().estimatedSize();
		this.progress.filled(filled.full(held));
		this.coverage.remember(filled, warmer, String.valueOf(this.progress.snapshot().warmer()));
		this.log.filled(this.progress.snapshot(), held);
		Long most = cache.definition().local().maximumSize();
		if (most != null && filled.entries() > most) {
			this.log.tooSmall(cache.getName(), most, filled.entries());
		}
		if (cache.completeness().isEnabled()) {
			this.progress.completeness(cache.completeness());
			String why = filled.finish(warmer);
			if (this.cancelled) {
				throw new CancellationException();
			}
			this.log.complete(cache.getName(), why);
		}
		return judgeRows(cache.getName(), filled);
	}

	private FillResult judgeRows(String cacheName, WarmupStream filled) {
		SourceRows rows = filled.report().rows();
		this.progress.rows(rows.bad(), rows.repeatedKeys());
		if (rows.repeatedKeys() > 0) {
			this.log.repeatedKeys(cacheName, rows.repeatedKeys(), filled.report().read(filled.entries()));
		}
		if (rows.bad() == 0) {
			Exception away = filled.sourceAway();
			return (away != null) ? FillResult.doubtful(away) : FillResult.FULL;
		}
		String what = rows.describe(filled.entries());
		this.log.badRows(cacheName, what);
		return FillResult.partial(new FillException(Reason.BAD_ROWS, what));
	}

	/**
	 * Show how many entries an earlier attempt left, after a later one failed.
	 */
	public void showUnverifiedEntries() {
		this.progress.entries(this.unverifiedEntries);
	}

	/**
	 * Cancel the current attempt and all later ones. May block as long as the cancel
	 * action of the warmer does.
	 */
	public void cancel() {
		this.cancelled = true;
		WarmupStream opened = this.stream;
		if (opened != null) {
			opened.cancel();
		}
	}

}
