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
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToIntFunction;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.tier.SharedTier;
import org.jspecify.annotations.Nullable;

/**
 * Keys that were changed a moment ago, for which a source that lags behind, such as a
 * replica, may still answer with what was before. Takes the same memory however many
 * there are: keys with the same place are held off together. Thread-safe.
 */
public final class HoldOff {

	/**
	 * So many that few keys share a place with one that changes. 128 KiB each cache that
	 * has a hold-off.
	 */
	private static final int PLACES = 1 << 14;

	/**
	 * How often a key is loaded at most while it is held off.
	 */
	private static final int LOADS = 10;

	private final long nanos;

	private final Ticker ticker;

	private final ToIntFunction<Object> stripes;

	/**
	 * Until when each place and, behind them, each stripe is held off.
	 */
	private final @Nullable AtomicLongArray ends;

	HoldOff(@Nullable Duration duration, ToIntFunction<Object> stripes, Ticker ticker) {
		this.nanos = (duration != null) ? duration.toNanos() : 0;
		this.ticker = ticker;
		this.stripes = stripes;
		this.ends = (duration != null) ? none(ticker.read()) : null;
	}

	private static AtomicLongArray none(long now) {
		long[] ends = new long[PLACES + SharedTier.STRIPES];
		Arrays.fill(ends, now);
		return new AtomicLongArray(ends);
	}

	/**
	 * Begin because a key was changed.
	 */
	void changed(Object key) {
		if (this.ends != null) {
			this.ends.set(place(key), this.ticker.read() + this.nanos);
		}
	}

	/**
	 * Begin because everything on a stripe was removed.
	 */
	void cleared(int stripe) {
		if (this.ends != null) {
			this.ends.set(PLACES + stripe, this.ticker.read() + this.nanos);
		}
	}

	/**
	 * Return whether what is loaded for a key from now on may be what was before.
	 */
	public boolean covers(Object key) {
		AtomicLongArray ends = this.ends;
		return ends != null && remaining(ends, key, this.ticker.read()) > 0;
	}

	/**
	 * Return how long what is loaded for a key that is held off is kept, in this pod
	 * only: long enough that reads of a hot key do not all go to the source.
	 */
	public Duration pause() {
		return Duration.ofNanos(Math.max(1, this.nanos / LOADS));
	}

	/**
	 * Return when a load of many keys begins that begins now.
	 */
	public long begin() {
		return (this.ends != null) ? this.ticker.read() : 0;
	}

	/**
	 * Return how long an entry of a load of many keys lives at most. A key that was held
	 * off when the load began is so until it ends: what it brings was read then.
	 * @param key the key
	 * @param atMost how long the entry lives unless it is held off
	 * @param began what {@link #begin()} returned
	 */
	public Duration limit(Object key, Duration atMost, long began) {
		AtomicLongArray ends = this.ends;
		long remaining = (ends != null) ? remaining(ends, key, began) : 0;
		if (remaining <= 0) {
			return atMost;
		}
		Duration left = Duration.ofNanos(remaining - (this.ticker.read() - began));
		Duration limit = (left.compareTo(pause()) > 0) ? left : pause();
		return (limit.compareTo(atMost) < 0) ? limit : atMost;
	}

	/**
	 * Return for how many nanoseconds a key is held off from a time on, none or less if
	 * it is not.
	 */
	private long remaining(AtomicLongArray ends, Object key, long from) {
		return Math.max(ends.get(place(key)) - from, ends.get(PLACES + this.stripes.applyAsInt(key)) - from);
	}

	private static int place(Object key) {
		int hash = key.hashCode() * 0x9E3779B9;
		return hash >>> 18;
	}

}
