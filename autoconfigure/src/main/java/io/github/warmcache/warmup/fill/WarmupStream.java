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
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.cache.complete.CompleteLoad;
import io.github.warmcache.cache.tiered.CacheFill;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.warmup.CacheProgress;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.WarmupContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Context of one warmer in one attempt. Stores the delivered entries in the cache and
 * counts them. Can be cancelled from any thread.
 */
public final class WarmupStream implements WarmupContext, AutoCloseable {

	private final TieredCache cache;

	private CacheFill fill;

	private final CacheProgress progress;

	private final FillLimits limits;

	private final Cancellation cancellation = new Cancellation();

	private final AtomicLong entries = new AtomicLong();

	private @Nullable Duration maxAge;

	private @Nullable GoodLoad lastLoad;

	private volatile @Nullable FinishedLoad copied;

	private @Nullable Exception sourceAway;

	private final FillReport report;

	private final SeenKeys seen = SeenKeys.unordered();

	private final CompleteLoad load;

	private volatile int drops;

	public WarmupStream(TieredCache cache, boolean alsoShared, CacheProgress progress, FillLimits limits,
			FillReport report) {
		this.cache = cache;
		this.load = cache.completeness().begin();
		this.drops = cache.localCopies().drops();
		this.fill = cache.beginFill(alsoShared);
		this.progress = progress;
		this.limits = limits;
		this.report = report;
	}

	@Override
	public TieredCache cache() {
		return this.cache;
	}

	@Override
	public void accept(Object key, Object value) {
		Assert.notNull(value, "A warmer handed over a null value; pass a known absence with a time to live");
		if (this.seen.isRepeated(key)) {
			this.report.rows().repeated();
			storeAgain(this.fill, key, value);
		}
		else {
			store(this.fill, key, value);
		}
	}

	@Override
	public void unreadable(@Nullable Object key, UnreadableEntryException problem) {
		throwIfCancelled();
		this.report.rows().unreadable(cacheName(), key, problem, this.report.read(entries()), this.report.expected());
	}

	@Override
	public void accept(Object key, @Nullable Object value, Duration timeToLive) {
		accept(key, value, timeToLive, Provenance.UNKNOWN);
	}

	@Override
	public void accept(Object key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
		storeCopy(this.fill, key, new SharedRead.Hit(value, timeToLive, provenance));
	}

	/**
	 * Store one entry of the source. Safe to call from several threads, each with a fill
	 * of its own.
	 */
	void store(CacheFill into, Object key, Object value) {
		storeAgain(into, key, value);
		counted(1);
	}

	/**
	 * Store a copy of one entry. Safe to call from several threads, each with a fill of
	 * its own.
	 */
	void storeCopy(CacheFill into, Object key, SharedRead.Hit copied) {
		storeCopyAgain(into, key, copied);
		if (copied.value() != null) {
			counted(1);
		}
	}

	/**
	 * Store one entry of the source that was counted before.
	 */
	void storeAgain(CacheFill into, Object key, Object value) {
		throwIfCancelled();
		this.limits.pass(this::pause);
		into.put(key, value);
	}

	/**
	 * Store a copy of one entry that was counted before.
	 */
	void storeCopyAgain(CacheFill into, Object key, SharedRead.Hit copied) {
		throwIfCancelled();
		this.limits.pass(this::pause);
		into.put(key, copied.value(), copied.remaining(), copied.provenance());
	}

	@Override
	public void count(long more) {
		if (more > 0) {
			this.limits.pass(this::pause);
		}
		counted(more);
	}

	public void counted(long more) {
		throwIfCancelled();
		this.progress.entries(this.entries.addAndGet(more));
	}

	/**
	 * Forget earlier drops: from now on all entries are delivered, or delivered again
	 * unless this pod still holds them.
	 */
	public void beginsAnew() {
		this.drops = this.cache.localCopies().drops();
	}

	/**
	 * Return whether a whole stripe was dropped since the entries were delivered, because
	 * the cache was cleared or changes were missed. Dropped entries are counted but no
	 * longer held.
	 */
	public boolean isDropped() {
		return this.drops != this.cache.localCopies().drops();
	}

	/**
	 * Restart the count at a number, because entries that were counted before are
	 * delivered again.
	 */
	public void countFrom(long number) {
		this.entries.set(number);
		this.progress.entries(number);
	}

	/**
	 * Open a batch of entries that are read from now on.
	 * @param alsoShared whether the shared tier gets them too
	 */
	public FillBatch part(boolean alsoShared) {
		return new FillBatch(this, this.cache.beginFill(alsoShared));
	}

	@Override
	public void complete(boolean value) {
		this.report.complete(value);
	}

	@Override
	public @Nullable Duration maxAge() {
		return this.maxAge;
	}

	/**
	 * Set the maximum age of another pod's load that may be copied, {@code null} for the
	 * default of a start.
	 */
	public void maxAge(@Nullable Duration age) {
		this.maxAge = age;
	}

	/**
	 * Return the last good load of any pod before this attempt, or {@code null} if none
	 * is known.
	 */
	public @Nullable GoodLoad lastLoad() {
		return this.lastLoad;
	}

	void lastLoad(@Nullable GoodLoad load) {
		this.lastLoad = load;
	}

	/**
	 * Return why the source did not answer when it was probed, or {@code null} if it did
	 * or was not probed.
	 */
	@Nullable Exception sourceAway() {
		return this.sourceAway;
	}

	void sourceAway(Exception problem) {
		this.sourceAway = problem;
	}

	/**
	 * Record that all entries come from a load of another pod.
	 * @param finished that load
	 * @param ago how long ago it was finished
	 */
	public void copied(FinishedLoad finished, Duration ago) {
		this.copied = finished;
		this.progress.copied(ago);
	}

	/**
	 * Return the load of another pod from which all entries come, or {@code null} if they
	 * do not.
	 */
	@Nullable FinishedLoad copied() {
		return this.copied;
	}

	/**
	 * Show what the fill waits for, {@code null} for nothing.
	 */
	public void waitsFor(@Nullable String what) {
		this.progress.waitsFor(what);
	}

	@Override
	public void beginBatch(boolean alsoShared) {
		throwIfCancelled();
		this.fill.close();
		this.fill = this.cache.beginFill(alsoShared);
		// Entries that the shared tier need not get came from there.
		this.limits.unthrottled(!alsoShared);
	}

	@Override
	public void nothingToWarm(String why) {
		this.report.nothingToWarm(why);
	}

	@Override
	public void expect(long total) {
		Assert.isTrue(total >= 0, "total must not be negative");
		this.report.expect(total);
		this.progress.expect(total);
	}

	/**
	 * Record how many entries the source counts.
	 */
	public void sourceCount(long total) {
		this.report.sourceCount(total);
		this.progress.sourceCount(total);
	}

	@Override
	public void unverified(Exception cause) {
		this.report.doubt(cause);
	}

	/**
	 * Return what the warmer reports about its entries.
	 */
	public FillReport report() {
		return this.report;
	}

	/**
	 * Return digests of the loaded keys, for pods that copy this load.
	 */
	public String prints() {
		return this.load.prints();
	}

	/**
	 * Mark the cache as complete. An incomplete cache works like any other.
	 * @param warmer brought the entries
	 * @return why the cache is not complete, or {@code null} if it is
	 */
	@Nullable String finish(CacheWarmer warmer) throws InterruptedException {
		try {
			boolean all = isComplete() && warmer.bringsAll() && this.report.rows().bad() == 0;
			return all ? this.load.finish(this.report.origin(warmer)) : "not all entries were loaded";
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			return ErrorText.of(ex);
		}
	}

	@Override
	public void onCancel(Runnable action) {
		this.cancellation.onCancel(action);
	}

	@Override
	public boolean isCancelled() {
		return this.cancellation.isCancelled();
	}

	/**
	 * Wait for the given time. Throws a {@code CancellationException} if the stream is
	 * cancelled.
	 */
	public void pause(long nanos) throws InterruptedException {
		this.cancellation.pause(nanos);
	}

	public void throwIfCancelled() {
		this.cancellation.throwIfCancelled();
	}

	/**
	 * Refuse further entries, and end a blocking call of the warmer. May block as long as
	 * the registered action does.
	 */
	void cancel() {
		this.cancellation.cancel();
	}

	public FillLimits limits() {
		return this.limits;
	}

	long entries() {
		return this.entries.get();
	}

	/**
	 * Return how many entries make the cache full. The expected number counts if it is
	 * higher than the number of delivered entries, because a snapshot may lack a few. If
	 * the local tier holds only a part of the delivered entries, the result shrinks in
	 * proportion.
	 * @param held how many entries the local tier holds
	 */
	long full(long held) {
		Long expected = this.report.expected();
		SourceRows rows = this.report.rows();
		long all = (expected != null) ? Math.max(expected - rows.bad() - rows.repeatedKeys(), entries()) : entries();
		return (held < entries()) ? all * held / entries() : all;
	}

	/**
	 * Return whether all entries that make the cache complete were delivered, and no
	 * stripe was dropped since.
	 */
	public boolean isComplete() {
		return !isDropped() && this.report.isComplete(entries());
	}

	@Override
	public void close() {
		this.fill.close();
	}

}
