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

package io.github.warmcache.cache.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.flight.Loaded;
import io.github.warmcache.cache.local.LocalEntry;
import io.github.warmcache.cache.local.LocalTier;
import org.jspecify.annotations.Nullable;

/**
 * Expired values, served when a load fails.
 */
public final class StaleValues {

	/**
	 * Maximum time for which a stale value is served after a failed load without another
	 * load. The minimum is half of it, so that keys that failed together are not retried
	 * together.
	 */
	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * Number of failures in a row that show that all keys are affected.
	 */
	private static final int MANY = 5;

	private final LocalTier local;

	private final boolean enabled;

	private final Ticker ticker;

	private final DoubleSupplier random;

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicLong nextTrial = new AtomicLong();

	public StaleValues(LocalTier local, boolean enabled, Ticker ticker, DoubleSupplier random) {
		this.local = local;
		this.enabled = enabled;
		this.ticker = ticker;
		this.random = random;
	}

	/**
	 * Return a stale value for a key whose load failed a moment ago, or for any key while
	 * every load fails, so that not every caller pays for a database that is down.
	 * @return the value, or {@code null} if the key is to be loaded
	 */
	@Nullable Loaded whilePaused(Object key) {
		LocalEntry entry = this.enabled ? this.local.findStale(key) : null;
		return (entry != null && (entry.isPaused(this.ticker.read()) || !isTrial()))
				? this.local.loaded(entry, CacheTier.STALE) : null;
	}

	/**
	 * Return whether the current caller is to load. While every load fails, only one
	 * caller per pause does.
	 */
	private boolean isTrial() {
		if (this.failures.get() < MANY) {
			return true;
		}
		long next = this.nextTrial.get();
		return this.ticker.read() - next >= 0 && this.nextTrial.compareAndSet(next, pauseEnd());
	}

	/**
	 * Note a successful load.
	 */
	void loaded() {
		if (this.failures.get() != 0) {
			this.failures.set(0);
		}
	}

	/**
	 * Note a failed load.
	 */
	void failed() {
		if (this.failures.incrementAndGet() == MANY) {
			this.nextTrial.set(pauseEnd());
		}
		else if (this.failures.get() > MANY) {
			// Keeps the count from overflowing.
			this.failures.set(MANY);
		}
	}

	/**
	 * Return the stale value of a key whose load failed just now.
	 * @return the value, or {@code null} if there is none that may be served
	 */
	@Nullable Loaded afterFailure(Object key) {
		LocalEntry entry = this.enabled ? this.local.findStale(key) : null;
		if (entry == null) {
			return null;
		}
		entry.pauseUntil(pauseEnd());
		return this.local.loaded(entry, CacheTier.STALE);
	}

	/**
	 * Return the end of a pause that begins now: until then, a load is not retried.
	 */
	long pauseEnd() {
		return this.ticker.read() + (long) (PAUSE_NANOS * (0.5 + this.random.getAsDouble() / 2));
	}

}
