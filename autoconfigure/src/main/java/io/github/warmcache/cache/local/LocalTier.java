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

package io.github.warmcache.cache.local;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.CacheStatistics;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one cache in this pod's heap. Caffeine bounds them; each entry checks its
 * own expiry, because each has its own time to live.
 */
public final class LocalTier {

	/**
	 * Additional time for which Caffeine keeps an entry: it does not extend the life of
	 * an entry that is replaced within a second. Entries of a complete load must stay as
	 * long as that load answers for absent keys.
	 */
	private static final Duration TOLERANCE = Duration.ofSeconds(2);

	private final Cache<Object, LocalEntry> caffeine;

	private final Fence fence;

	private final VersionFloors floors;

	private final LocalEntries entries;

	private final ToIntFunction<Object> stripes;

	private final Ticker ticker;

	private final long lifeNanos;

	private final long staleNanos;

	private final CacheStatistics statistics;

	private final Listener listener;

	private final LocalRemovals removals;

	private final LocalPuts puts;

	private final HoldOff holdOff;

	public LocalTier(LocalTierSettings settings, LoadPolicy loads, ToIntFunction<Object> stripes, Ticker ticker,
			Executor maintenance, DoubleSupplier random, EntryWeigher weigher, ValueVersion version, AnswerRule answers,
			CacheStatistics statistics, Listener listener, CallMarks marks) {
		this.fence = new Fence(marks);
		this.floors = new VersionFloors(version, stripes, ticker, marks);
		this.entries = new LocalEntries(settings, loads, ticker, random, weigher, version, answers);
		this.lifeNanos = Deadline.nanos(settings.timeToLive());
		this.staleNanos = (loads.staleIfError() != null) ? Deadline.nanos(loads.staleIfError()) : 0;
		this.stripes = stripes;
		this.ticker = ticker;
		this.statistics = statistics;
		this.listener = listener;
		this.caffeine = caffeine(settings, maintenance);
		this.holdOff = new HoldOff(loads.holdOff(), stripes, ticker);
		this.removals = new LocalRemovals(this.caffeine, this.fence, this.floors, listener, this.holdOff, ticker,
				statistics);
		this.puts = new LocalPuts(this, this.fence, this.entries, stripes, statistics);
	}

	private Cache<Object, LocalEntry> caffeine(LocalTierSettings settings, Executor maintenance) {
		Duration kept = longest(settings);
		if (this.staleNanos > 0) {
			// Caffeine rounds by a nanosecond; the time for which a stale value is served
			// is exact.
			kept = kept.plusNanos(this.staleNanos).plusMillis(1);
		}
		if (this.floors.areEnabled() && this.staleNanos < SharedTier.CHANGES_REMEMBERED.toNanos()) {
			// Caffeine hides expired entries, but their versions still count.
			kept = longest(settings).plus(SharedTier.CHANGES_REMEMBERED);
		}
		if (this.listener.isListening() || this.floors.areEnabled()) {
			kept = kept.plus(TOLERANCE);
		}
		Caffeine<Object, Object> builder = Caffeine.newBuilder()
			.ticker(this.ticker)
			.executor(maintenance)
			.expireAfterWrite(kept)
			.recordStats();
		if (!this.listener.isListening() && !this.floors.areEnabled()) {
			return bound(builder, settings);
		}
		// Runs within the removal, so that no read comes between the two.
		return bound(builder.evictionListener((key, entry, cause) -> lost(key, entry)), settings);
	}

	private void lost(@Nullable Object key, @Nullable Object entry) {
		if (key != null) {
			this.listener.lost(key);
			if (entry instanceof LocalEntry lost && lost.isVersionKept(this.ticker.read())) {
				this.floors.raise(key, lost.version());
			}
		}
	}

	private static Duration longest(LocalTierSettings settings) {
		return (settings.timeToLive().compareTo(settings.nullTimeToLive()) >= 0) ? settings.timeToLive()
				: settings.nullTimeToLive();
	}

	private static Cache<Object, LocalEntry> bound(Caffeine<Object, Object> builder, LocalTierSettings settings) {
		if (settings.maximumSize() != null) {
			return builder.maximumSize(settings.maximumSize()).build();
		}
		if (settings.maximumWeight() != null) {
			return builder.maximumWeight(settings.maximumWeight().toBytes())
				.<Object, LocalEntry>weigher((key, entry) -> entry.weight())
				.build();
		}
		throw new IllegalStateException("No bound");
	}

	Listener listener() {
		return this.listener;
	}

	/**
	 * Return the maximum time to live of a value.
	 */
	public long timeToLiveNanos() {
		return this.lifeNanos;
	}

	public Cache<Object, LocalEntry> caffeine() {
		return this.caffeine;
	}

	public @Nullable LocalEntry find(Object key) {
		LocalEntry entry = this.caffeine.getIfPresent(key);
		if (entry == null) {
			return null;
		}
		if (entry.isLive(this.ticker.read())) {
			if (entry.isNothing()) {
				this.statistics.record((entry.get() != null) ? CacheEvent.HIT_EMPTY : CacheEvent.HIT_ABSENT);
			}
			entry.trace(this.ticker);
			return entry;
		}
		this.statistics.record(entry.isInvalidated() ? CacheEvent.LOCAL_INVALIDATED : CacheEvent.LOCAL_EXPIRED);
		return null;
	}

	/**
	 * Look again for a key that was missed, without counting a second read.
	 */
	public @Nullable LocalEntry findAgain(Object key) {
		LocalEntry entry = this.caffeine.policy().getIfPresentQuietly(key);
		return isLive(entry) ? entry : null;
	}

	/**
	 * Return the value of an entry as the result of a read.
	 * @param tier the tier that the read is counted for
	 */
	public Loaded loaded(LocalEntry entry, CacheTier tier) {
		return new Loaded(entry.get(), tier, entry.provenance(this.ticker.read()));
	}

	/**
	 * Look for an entry that may be served if its load fails: not invalidated, and not
	 * expired for too long.
	 */
	public @Nullable LocalEntry findStale(Object key) {
		LocalEntry entry = this.caffeine.policy().getIfPresentQuietly(key);
		return (entry != null && entry.isWithin(this.staleNanos, this.ticker.read())) ? entry : null;
	}

	public HoldOff holdOff() {
		return this.holdOff;
	}

	public LocalRemovals removals() {
		return this.removals;
	}

	public boolean remove(Object key) {
		return this.removals.remove(key);
	}

	public VersionFloors floors() {
		return this.floors;
	}

	/**
	 * Return whether this pod had a newer version than that of a value of the shared
	 * tier.
	 */
	public boolean isOutdated(Object key, @Nullable Object value) {
		long version = this.entries.version(value);
		LocalEntry present = this.caffeine.policy().getIfPresentQuietly(key);
		return this.floors.isOlder(key, version) || (present != null && present.outdates(version, this.ticker.read()));
	}

	public boolean isUnchangedSince(CallMark call, Object key) {
		return this.fence.isUnchangedSince(call, key, this.stripes.applyAsInt(key));
	}

	public Fence.Mark mark(Object key) {
		return this.fence.mark(key, this.stripes.applyAsInt(key));
	}

	public FenceMarks marks() {
		return new FenceMarks();
	}

	/**
	 * Return the stripe of a key.
	 * @throws IllegalArgumentException if it has none
	 */
	public int stripe(Object key) {
		return this.stripes.applyAsInt(key);
	}

	public boolean isUntouched(Object key) {
		return this.fence.isUntouched(key) && findAgain(key) == null;
	}

	/**
	 * Keep the value that a load of one key returned. A live entry stays: the load began
	 * because there was none, so the entry is younger.
	 * @return whether it was kept
	 */
	public boolean fill(Object key, @Nullable Object value, Provenance made, Duration atMost, Fence.Mark mark) {
		return fill(key, this.entries.create(key, value, made, atMost, mark), mark, false);
	}

	/**
	 * Keep a value of the shared tier.
	 * @return the entry to read instead, because it came meanwhile and is newer; or
	 * {@code null}
	 */
	public @Nullable LocalEntry fillUnlessNewer(Object key, SharedRead.Hit hit, Duration atMost, Fence.Mark mark) {
		LocalEntry own = fill(key, hit.value(), hit.provenance(), atMost, mark) ? null : findAgain(key);
		return (own != null && ValueVersion.isOlder(this.entries.version(hit.value()), own.version())) ? own : null;
	}

	/**
	 * Keep the value of a load that may replace a live entry, unless the key was
	 * invalidated after the mark was taken.
	 * @return whether it was kept
	 */
	public boolean fillOver(Object key, @Nullable Object value, Provenance made, Duration atMost, Fence.Mark mark) {
		return fill(key, this.entries.create(key, value, made, atMost, mark), mark, true);
	}

	/**
	 * Keep a value that may predate a change. It is not served once it has expired.
	 * @param over whether the load may replace a live entry
	 * @return whether it was kept
	 */
	public boolean fillHeldOff(Object key, @Nullable Object value, Provenance made, Duration atMost, Fence.Mark mark,
			boolean over) {
		return fill(key, this.entries.createHeldOff(key, value, made, atMost, mark), mark, over);
	}

	/**
	 * Keep one entry of a load of many keys, whose version is not remembered beyond the
	 * entry. An absence has no version to compare, so in a versioned cache it does not
	 * replace a live value.
	 * @param heldOff whether the value may predate a change
	 */
	public boolean fillOneOfMany(Object key, @Nullable Object value, Provenance made, Duration atMost, Fence.Mark mark,
			boolean heldOff) {
		LocalEntry entry = heldOff ? this.entries.createHeldOff(key, value, made, atMost, mark)
				: this.entries.create(key, value, made, atMost, mark);
		return keep(key, entry, mark, !this.floors.areEnabled() || entry.version() != ValueVersion.UNVERSIONED);
	}

	/**
	 * Keep one entry of a copy of many, unless this pod has seen a newer version. Unlike
	 * a source, what is copied may lack the removal of the key.
	 * @param heldOff whether the value may predate a change
	 */
	public boolean fillOneOfCopies(Object key, @Nullable Object value, Provenance made, Duration atMost,
			Fence.Mark mark, boolean heldOff) {
		if (isOutdated(key, value)) {
			skip(key);
			this.statistics.record(CacheEvent.OLDER_VERSION_REFUSED);
			return false;
		}
		return fillOneOfMany(key, value, made, atMost, mark, heldOff);
	}

	/**
	 * Do not keep the value of a key, though it has one: the listener must not take it
	 * for absent.
	 */
	public void skip(Object key) {
		this.listener.lost(key);
	}

	private boolean fill(Object key, LocalEntry entry, Fence.Mark mark, boolean over) {
		boolean kept = keep(key, entry, mark, over);
		if (kept) {
			this.floors.raise(key, entry.version());
		}
		return kept;
	}

	private boolean keep(Object key, LocalEntry entry, Fence.Mark mark, boolean over) {
		boolean refused = this.floors.refuses(key, entry.version());
		LocalEntry kept = refused ? null : this.caffeine.asMap()
			.compute(key, (k, old) -> (this.fence.holds(mark) && !isSuperseded(entry, old) && (over || !isLive(old)))
					? replacing(k, old, entry) : notOlder(k, old, entry));
		if (kept == entry) {
			this.statistics.record(CacheEvent.LOCAL_PUT);
			return true;
		}
		this.listener.lost(key);
		this.statistics.record((refused || isSuperseded(entry, kept)) ? CacheEvent.OLDER_VERSION_REFUSED
				: CacheEvent.LOCAL_FILL_REFUSED);
		return false;
	}

	/**
	 * Keep an entry. If it has no version, remember that of the entry before.
	 */
	private LocalEntry replacing(Object key, @Nullable LocalEntry before, LocalEntry entry) {
		if (before != null && entry.version() == ValueVersion.UNVERSIONED && !before.isInvalidated()) {
			this.floors.raise(key, before.version());
		}
		return entry;
	}

	/**
	 * Keep the present entry, unless the reader has just seen a newer version. The
	 * present version still counts, because the next value may be older.
	 */
	private @Nullable LocalEntry notOlder(Object key, @Nullable LocalEntry present, LocalEntry seen) {
		if (present == null || !present.isOlderThan(seen)) {
			return present;
		}
		this.floors.raise(key, present.version());
		return null;
	}

	public LocalPuts puts() {
		return this.puts;
	}

	/**
	 * Return whether a key may be on a stripe.
	 */
	public boolean isOnStripe(Object key, int stripe) {
		try {
			return this.stripes.applyAsInt(key) == stripe;
		}
		catch (IllegalArgumentException ex) {
			// A read of a key that has no stripe is about to fail.
			return true;
		}
	}

	/**
	 * Return whether there is an entry of a key, live or not. Not counted as a read.
	 */
	public boolean hasAny(Object key) {
		return this.caffeine.policy().getIfPresentQuietly(key) != null;
	}

	/**
	 * Return a number that changes whenever a stripe is outdated.
	 */
	public int drops() {
		return this.fence.drops();
	}

	boolean isSuperseded(LocalEntry entry, @Nullable LocalEntry present) {
		return present != null && entry.isOlderThan(present) && present.isVersionKept(this.ticker.read());
	}

	public boolean isLive(@Nullable LocalEntry entry) {
		return entry != null && entry.isLive(this.ticker.read());
	}

	/**
	 * Marks of the keys of a load of many keys.
	 */
	public final class FenceMarks {

		private final Fence.Snapshot snapshot = LocalTier.this.fence.snapshot();

		private FenceMarks() {
		}

		public Fence.Mark mark(Object key) {
			return this.snapshot.mark(key, stripe(key));
		}

		/**
		 * Return whether everything on a stripe was outdated since the load began.
		 */
		public boolean isOutdated(int stripe) {
			return this.snapshot.isOutdated(stripe);
		}

	}

	/**
	 * Listener to the changes and losses of a local tier. It is told of each one before
	 * any read sees it, sometimes inside Caffeine's {@code compute}, and must not block.
	 */
	public interface Listener {

		/**
		 * Return whether the listener wants to be told. The answer never changes.
		 */
		boolean isListening();

		/**
		 * Called when a key was changed.
		 */
		void changed(Object key);

		/**
		 * Called when an entry was evicted, has expired or was refused.
		 */
		void lost(Object key);

	}

}
