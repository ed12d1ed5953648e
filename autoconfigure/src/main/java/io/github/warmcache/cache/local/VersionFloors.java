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

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToIntFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Newest version of each key that this pod put or read within the last minute. Recognizes
 * an older version even if the shared tier has forgotten the newer one. Bounded: entries
 * over the bound are forgotten early. Thread-safe.
 */
public final class VersionFloors {

	static final long MOST = 10_000;

	private final @Nullable Cache<Object, Floor> floors;

	/**
	 * Moment at which all keys of a stripe were removed.
	 */
	private final AtomicLongArray cleared = new AtomicLongArray(SharedTier.STRIPES);

	private final ToIntFunction<Object> stripes;

	private final CallMarks marks;

	public VersionFloors(ValueVersion version, ToIntFunction<Object> stripes, Ticker ticker, CallMarks marks) {
		this.stripes = stripes;
		this.marks = marks;
		this.floors = (version != ValueVersion.NONE) ? Caffeine.newBuilder()
			.ticker(ticker)
			.executor(Runnable::run)
			.maximumSize(MOST)
			.expireAfterWrite(SharedTier.CHANGES_REMEMBERED)
			.build() : null;
	}

	boolean areEnabled() {
		return this.floors != null;
	}

	/**
	 * Note a version that was put, or read and kept.
	 */
	public void raise(Object key, long version) {
		if (this.floors != null && version != ValueVersion.UNVERSIONED) {
			Floor next = new Floor(version, this.stripes.applyAsInt(key), this.marks.next());
			this.floors.asMap()
				.compute(key, (k, present) -> (present != null && !isRemoved(present)
						&& ValueVersion.isOlder(version, present.version())) ? present : next);
		}
	}

	/**
	 * Note that a key was removed, with or without a known version. Loads from now on may
	 * return any version, because a row may have been deleted and created anew.
	 */
	public void removed(Object key) {
		if (this.floors != null) {
			this.floors.asMap()
				.compute(key,
						(k, present) -> new Floor((present != null) ? present.version() : ValueVersion.UNVERSIONED,
								this.stripes.applyAsInt(key), -1));
		}
	}

	/**
	 * Note that all keys of a stripe were removed.
	 */
	void cleared(int stripe) {
		if (this.floors != null) {
			this.cleared.accumulateAndGet(stripe, this.marks.next(), Math::max);
		}
	}

	/**
	 * Return whether a newer version than the given one is known.
	 */
	public boolean isOlder(Object key, long version) {
		Floor floor = find(key);
		return floor != null && ValueVersion.isOlder(version, floor.version());
	}

	/**
	 * Return whether a newer version than the given one is known, and the key was not
	 * removed since.
	 */
	public boolean refuses(Object key, long version) {
		Floor floor = find(key);
		return floor != null && ValueVersion.isOlder(version, floor.version()) && !isRemoved(floor);
	}

	/**
	 * Return whether the key was removed since its newest version became known.
	 */
	public boolean isRemoved(Object key) {
		Floor floor = find(key);
		return floor != null && isRemoved(floor);
	}

	private @Nullable Floor find(Object key) {
		return (this.floors != null) ? this.floors.getIfPresent(key) : null;
	}

	private boolean isRemoved(Floor floor) {
		return floor.since() < this.cleared.get(floor.stripe());
	}

	/**
	 * Newest version of a key.
	 *
	 * @param version the version, {@link ValueVersion#UNVERSIONED} if none was seen
	 * @param stripe the stripe of the key
	 * @param since the moment at which it became known, negative once the key was removed
	 */
	private record Floor(long version, int stripe, long since) {
	}

}
