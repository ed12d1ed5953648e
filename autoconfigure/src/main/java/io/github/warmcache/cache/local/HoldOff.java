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
 * Keys that were changed a moment ago. A source that lags behind, such as a replica, may
 * still return their previous values. The memory does not grow with the number of keys:
 * keys that share a place are held off together. Thread-safe.
 */
public final class HoldOff {

	/**
	 * Number of places, so large that few keys share one with a key that changes. Takes
	 * 128 KiB per cache that has a hold-off.
	 */
	private static final int PLACES = 1 << 14;

	/**
	 * Maximum number of loads of a key while it is held off.
	 */
	private static final int LOADS = 10;

	private final long nanos;

	private final Ticker ticker;

	private final ToIntFunction<Object> stripes;

	/**
	 * End of the hold-off of each place, followed by that of each stripe.
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
	 * Begin to hold off a key because it was changed.
	 */
	void changed(Object key) {
		if (this.ends != null) {
			this.ends.set(place(key), this.ticker.read() + this.nanos);
		}
	}

	/**
	 * Begin to hold off all keys of a stripe because they were removed.
	 */
	void cleared(int stripe) {
		if (this.ends != null) {
			this.ends.set(PLACES + stripe, this.ticker.read() + this.nanos);
		}
	}

	/**
	 * Return whether a load of the key that begins now may return a previous value.
	 */
	public boolean covers(Object key) {
		AtomicLongArray ends = this.ends;
		return ends != null && remaining(ends, key, this.ticker.read()) > 0;
	}

	/**
	 * Return how long this pod keeps a value that it loads for a key that is held off.
	 * The value is not shared. The time is long enough that not every read of a hot key
	 * goes to the source.
	 */
	public Duration pause() {
		return Duration.ofNanos(Math.max(1, this.nanos / LOADS));
	}

	/**
	 * Return the time at which a load of many keys begins, for {@link #limit}.
	 */
	public long begin() {
		return (this.ends != null) ? this.ticker.read() : 0;
	}

	/**
	 * Return the maximum life of an entry of a load of many keys. If its key was held off
	 * when the load began, it is limited even after the hold-off, because its value may
	 * have been read at that time.
	 * @param key the key
	 * @param atMost how long the entry lives unless it is held off
	 * @param began the result of {@link #begin()}
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
	 * Return for how many nanoseconds a key is held off from the given time on; zero or
	 * less if it is not.
	 */
	private long remaining(AtomicLongArray ends, Object key, long from) {
		return Math.max(ends.get(place(key)) - from, ends.get(PLACES + this.stripes.applyAsInt(key)) - from);
	}

	private static int place(Object key) {
		int hash = key.hashCode() * 0x9E3779B9;
		return hash >>> 18;
	}

}
