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

	private final CacheStatistics statistics;

	LocalTier(LocalTierSettings settings, ToIntFunction<Object> stripes, Ticker ticker, DoubleSupplier random,
			EntryWeigher weigher, CacheStatistics statistics) {
		this.settings = settings;
		this.stripes = stripes;
		this.ticker = ticker;
		this.random = random;
		this.statistics = statistics;
		Duration longest = (settings.timeToLive().compareTo(settings.nullTimeToLive()) >= 0) ? settings.timeToLive()
				: settings.nullTimeToLive();
		Caffeine<Object, Object> builder = Caffeine.newBuilder().ticker(ticker).expireAfterWrite(longest).recordStats();
		this.caffeine = bound(builder, settings, weigher);
	}

	private static Cache<Object, LocalEntry> bound(Caffeine<Object, Object> builder, LocalTierSettings settings,
			EntryWeigher weigher) {
		if (settings.maximumSize() != null) {
			return builder.maximumSize(settings.maximumSize()).build();
		}
		if (settings.maximumWeight() != null) {
			return builder.maximumWeight(settings.maximumWeight().toBytes())
				.<Object, LocalEntry>weigher((key, entry) -> weigher.weigh(key, entry.get()))
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
		return (entry != null && entry.isLive(this.ticker.read())) ? entry : null;
	}

	Fence.Mark mark(Object key) {
		return this.fence.mark(key, this.stripes.applyAsInt(key));
	}

	FenceMarks marks() {
		Fence.Snapshot snapshot = this.fence.snapshot();
		return (key) -> snapshot.mark(key, this.stripes.applyAsInt(key));
	}

	/**
	 * Keep a loaded value unless its key was invalidated after the mark was taken.
	 * @return the entry, or {@code null} if refused
	 */
	@Nullable LocalEntry fill(Object key, @Nullable Object value, Duration atMost, Fence.Mark mark) {
		LocalEntry entry = new LocalEntry(value, mark, deadline(value, atMost));
		LocalEntry kept = this.caffeine.asMap().compute(key, (k, old) -> this.fence.holds(mark) ? entry : old);
		if (kept != entry) {
			this.statistics.record(CacheEvent.LOCAL_FILL_REFUSED);
			return null;
		}
		this.statistics.record(CacheEvent.LOCAL_PUT);
		return entry;
	}

	/**
	 * Replace a value; loads that began before are not kept.
	 */
	void put(Object key, @Nullable Object value) {
		fill(key, value, this.settings.timeToLive(), this.fence.bumpAndMark(key, this.stripes.applyAsInt(key)));
	}

	/**
	 * Keep no load of a key that is under way.
	 */
	void outdateLoads(Object key) {
		this.fence.bump(key);
	}

	/**
	 * Store a value unless there is a live one.
	 * @return the entry that was there, or {@code null} if the given value was stored
	 */
	@Nullable LocalEntry putIfAbsent(Object key, @Nullable Object value) {
		Fence.Mark mark = this.fence.bumpAndMark(key, this.stripes.applyAsInt(key));
		LocalEntry entry = new LocalEntry(value, mark, deadline(value, this.settings.timeToLive()));
		LocalEntry kept = this.caffeine.asMap().compute(key, (k, old) -> {
			if (old != null && old.isLive(this.ticker.read())) {
				return old;
			}
			return this.fence.holds(mark) ? entry : null;
		});
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
		return removed != null && removed.isLive(this.ticker.read());
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

	private long deadline(@Nullable Object value, Duration atMost) {
		Duration ours = (value != null) ? this.settings.timeToLive() : this.settings.nullTimeToLive();
		Duration life = (ours.compareTo(atMost) <= 0) ? ours : atMost;
		long nanos = ((life.compareTo(UNLIMITED) <= 0) ? life : UNLIMITED).toNanos();
		double kept = 1 - this.settings.timeToLiveJitter() * this.random.getAsDouble();
		return this.ticker.read() + (long) (nanos * kept);
	}

	/**
	 * Marks of the keys of one load of many.
	 */
	@FunctionalInterface
	interface FenceMarks {

		Fence.Mark mark(Object key);

	}

}
