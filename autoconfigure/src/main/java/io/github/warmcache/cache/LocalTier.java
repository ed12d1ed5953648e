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
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one cache in this pod's heap. Caffeine bounds them; when an entry ends is
 * its own affair, because each has a life of its own.
 */
final class LocalTier {

	/**
	 * Longer than any entry lives, and short enough that deadlines do not overflow.
	 */
	static final Duration UNLIMITED = Duration.ofDays(36500);

	private final Cache<Object, LocalEntry> caffeine;

	private final Fence fence = new Fence();

	private final LocalTierSettings settings;

	private final ToIntFunction<Object> stripes;

	private final Ticker ticker;

	private final DoubleSupplier random;

	private final EntryWeigher weigher;

	private final ValueVersion version;

	private final long staleNanos;

	private final double refreshAhead;

	private final CacheStatistics statistics;

	LocalTier(LocalTierSettings settings, LoadPolicy loads, ToIntFunction<Object> stripes, Ticker ticker,
			DoubleSupplier random, EntryWeigher weigher, ValueVersion version, CacheStatistics statistics) {
		this.settings = settings;
		this.staleNanos = (loads.staleIfError() != null) ? nanos(loads.staleIfError()) : 0;
		this.refreshAhead = (loads.refreshAhead() != null) ? loads.refreshAhead() : 1;
		this.stripes = stripes;
		this.ticker = ticker;
		this.random = random;
		this.statistics = statistics;
		Duration longest = (settings.timeToLive().compareTo(settings.nullTimeToLive()) >= 0) ? settings.timeToLive()
				: settings.nullTimeToLive();
		// Caffeine rounds by a nanosecond; how long a stale value is served is exact.
		Duration kept = (this.staleNanos > 0) ? longest.plusNanos(this.staleNanos).plusMillis(1) : longest;
		Caffeine<Object, Object> builder = Caffeine.newBuilder().ticker(ticker).expireAfterWrite(kept).recordStats();
		this.weigher = weigher;
		this.version = version;
		this.caffeine = bound(builder, settings);
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

	Cache<Object, LocalEntry> caffeine() {
		return this.caffeine;
	}

	@Nullable LocalEntry find(Object key) {
		LocalEntry entry = this.caffeine.getIfPresent(key);
		if (entry == null || entry.isLive(this.ticker.read())) {
			return entry;
		}
		this.statistics.record(entry.isInvalidated() ? CacheEvent.LOCAL_INVALIDATED : CacheEvent.LOCAL_EXPIRED);
		return null;
	}

	/**
	 * Look once more for a key that was missed, without counting that twice.
	 */
	@Nullable LocalEntry findAgain(Object key) {
		LocalEntry entry = this.caffeine.policy().getIfPresentQuietly(key);
		return isLive(entry) ? entry : null;
	}

	/**
	 * Look for an entry that may be served if it cannot be loaded: one that was not
	 * invalidated, and expired within bounds.
	 */
	@Nullable LocalEntry findStale(Object key) {
		LocalEntry entry = this.caffeine.policy().getIfPresentQuietly(key);
		return (entry != null && entry.isWithin(this.staleNanos, this.ticker.read())) ? entry : null;
	}

	Fence.Mark mark(Object key) {
		return this.fence.mark(key, this.stripes.applyAsInt(key));
	}

	FenceMarks marks() {
		Fence.Snapshot snapshot = this.fence.snapshot();
		return (key) -> snapshot.mark(key, this.stripes.applyAsInt(key));
	}

	boolean isUntouched(Object key) {
		return this.fence.isUntouched(key) && findAgain(key) == null;
	}

	/**
	 * Keep what a load of one key brought. A live entry is younger than the load, which
	 * began because there was none, and stays.
	 * @return whether it was kept
	 */
	boolean fill(Object key, @Nullable Object value, Duration atMost, Fence.Mark mark) {
		return fill(key, value, atMost, mark, false);
	}

	/**
	 * Keep an entry of a load that began although there may be one, unless its key was
	 * invalidated after the mark was taken.
	 * @return whether it was kept
	 */
	boolean fillOver(Object key, @Nullable Object value, Duration atMost, Fence.Mark mark) {
		return fill(key, value, atMost, mark, true);
	}

	private boolean fill(Object key, @Nullable Object value, Duration atMost, Fence.Mark mark, boolean over) {
		LocalEntry entry = entry(key, value, atMost, mark);
		LocalEntry kept = this.caffeine.asMap()
			.compute(key, (k, old) -> (this.fence.holds(mark) && (over ? !isSuperseded(entry, old) : !isLive(old)))
					? entry : old);
		if (kept != entry) {
			this.statistics
				.record(isSuperseded(entry, kept) ? CacheEvent.OLDER_VERSION_REFUSED : CacheEvent.LOCAL_FILL_REFUSED);
			return false;
		}
		this.statistics.record(CacheEvent.LOCAL_PUT);
		return true;
	}

	/**
	 * Replace a value, unless there is a newer version of it; loads that began before are
	 * not kept. Not refused for the fence, which also moves for other keys of the slot:
	 * the value before must not survive.
	 * @return the entry, or {@code null} if there is a newer version
	 */
	@Nullable LocalEntry put(Object key, @Nullable Object value, Duration atMost) {
		LocalEntry entry = entry(key, value, atMost, this.fence.bumpAndMark(key, this.stripes.applyAsInt(key)));
		LocalEntry kept = this.caffeine.asMap().compute(key, (k, old) -> isSuperseded(entry, old) ? old : entry);
		if (kept != entry) {
			this.statistics.record(CacheEvent.OLDER_VERSION_REFUSED);
			return null;
		}
		this.statistics.record(CacheEvent.LOCAL_PUT);
		return entry;
	}

	/**
	 * Keep no load of a key that is under way, and nothing but the given entry.
	 */
	void keepOnly(Object key, LocalEntry entry) {
		this.fence.bump(key);
		LocalEntry present = this.caffeine.policy().getIfPresentQuietly(key);
		if (present != null && present != entry) {
			this.caffeine.asMap().remove(key, present);
		}
	}

	/**
	 * Store a value unless there is a live one.
	 * @return the entry that was there, or {@code null} if the given value was stored
	 */
	@Nullable LocalEntry putIfAbsent(Object key, @Nullable Object value, Duration atMost) {
		LocalEntry entry = entry(key, value, atMost, this.fence.bumpAndMark(key, this.stripes.applyAsInt(key)));
		LocalEntry kept = this.caffeine.asMap().compute(key, (k, old) -> isLive(old) ? old : entry);
		if (kept == entry) {
			this.statistics.record(CacheEvent.LOCAL_PUT);
			return null;
		}
		return kept;
	}

	/**
	 * Remove a key; loads of it that are under way are not kept.
	 * @return whether there was a live entry
	 */
	boolean remove(Object key) {
		this.fence.bump(key);
		LocalEntry removed = this.caffeine.asMap().remove(key);
		return isLive(removed);
	}

	/**
	 * Remove a key that a newer version of is elsewhere; other loads are none the worse.
	 */
	void discard(Object key) {
		this.caffeine.asMap().remove(key);
	}

	/**
	 * Outdate everything on a stripe, stored or being loaded.
	 */
	void removeStripe(int stripe) {
		this.fence.bumpStripe(stripe);
	}

	/**
	 * Return whether a key may be on a stripe.
	 */
	boolean isOnStripe(Object key, int stripe) {
		try {
			return this.stripes.applyAsInt(key) == stripe;
		}
		catch (IllegalArgumentException ex) {
			// A read of a key that has no stripe is about to fail.
			return true;
		}
	}

	private boolean isSuperseded(LocalEntry entry, @Nullable LocalEntry present) {
		return present != null && entry.isOlderThan(present) && isLive(present);
	}

	boolean isLive(@Nullable LocalEntry entry) {
		return entry != null && entry.isLive(this.ticker.read());
	}

	/**
	 * Remove everything; no load that is under way is kept.
	 * @return whether there was a live entry
	 */
	boolean clear() {
		long now = this.ticker.read();
		boolean any = this.caffeine.asMap().values().stream().anyMatch((entry) -> entry.isLive(now));
		this.fence.bumpAll();
		this.caffeine.invalidateAll();
		return any;
	}

	/**
	 * Make an entry. Weighs it here, for what runs inside Caffeine's {@code compute} may
	 * neither be slow nor fail.
	 */
	private LocalEntry entry(Object key, @Nullable Object value, Duration atMost, Fence.Mark mark) {
		int weight = (this.settings.maximumWeight() != null) ? this.weigher.weigh(key, value) : 1;
		long life = life(value, atMost);
		long now = this.ticker.read();
		return new LocalEntry(value, this.version.of(value), mark, now + (long) (life * this.refreshAhead), now + life,
				weight);
	}

	private long life(@Nullable Object value, Duration atMost) {
		Duration ours = (value != null) ? this.settings.timeToLive() : this.settings.nullTimeToLive();
		Duration life = (ours.compareTo(atMost) <= 0) ? ours : atMost;
		double kept = 1 - this.settings.timeToLiveJitter() * this.random.getAsDouble();
		return (long) (nanos(life) * kept);
	}

	private static long nanos(Duration duration) {
		return ((duration.compareTo(UNLIMITED) <= 0) ? duration : UNLIMITED).toNanos();
	}

	/**
	 * Marks of the keys of one load of many.
	 */
	@FunctionalInterface
	interface FenceMarks {

		Fence.Mark mark(Object key);

	}

}
