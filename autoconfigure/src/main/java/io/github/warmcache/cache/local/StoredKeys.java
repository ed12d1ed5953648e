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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Latest keys that reads of this pod have found in the shared tier or stored there, and
 * how long they live there. So a pod notices that the shared tier lost one of them. What
 * is stored in bulk is not among them, because a key of a batch may have been refused.
 * Keys share places, so that older ones are forgotten. Thread-safe, without locks.
 * <p>
 * A place has 20 bits of the hash of a key, 24 bits for the second in which its life
 * ends, and 20 bits of the fence, by which a later change of the key is known. A lost key
 * is a false alarm if all of that is equal by chance, once in a million.
 */
public final class StoredKeys {

	private static final int PLACES = 2048;

	private static final long LATEST_SECOND = (1 << 24) - 1;

	private static final int LOW_BITS = 0xFFFFF;

	/**
	 * The clocks of the server and of this pod may differ by a little, and a message may
	 * be on its way.
	 */
	private static final long MARGIN = 2;

	private final Ticker ticker;

	private final long start;

	private volatile @Nullable AtomicLongArray places;

	/**
	 * Create an empty memory. It takes 16 KB once something is stored.
	 * @param ticker the time
	 */
	public StoredKeys(Ticker ticker) {
		this.ticker = ticker;
		this.start = ticker.read();
	}

	/**
	 * Remember a key.
	 * @param key the key
	 * @param life how long the shared tier holds it
	 * @param mark the fence before it was read or loaded
	 */
	public void stored(Object key, Duration life, Fence.Mark mark) {
		long second = now() + life.toSeconds();
		if (second < LATEST_SECOND) {
			int hash = hash(key);
			places().setRelease(place(hash), entry(hash, second, mark));
		}
	}

	/**
	 * Return whether the shared tier has lost a key that it does not have, and forget it.
	 * @param key the key
	 * @param mark the fence before the shared tier was asked
	 * @return whether it should have had the key
	 */
	public boolean isLost(Object key, Fence.Mark mark) {
		AtomicLongArray known = this.places;
		if (known == null) {
			return false;
		}
		int hash = hash(key);
		long entry = known.getAcquire(place(hash));
		long second = (entry >>> 20) & LATEST_SECOND;
		return entry == entry(hash, second, mark) && second > now() + MARGIN
				&& known.compareAndSet(place(hash), entry, 0);
	}

	private AtomicLongArray places() {
		AtomicLongArray known = this.places;
		if (known == null) {
			synchronized (this) {
				known = this.places;
				if (known == null) {
					known = new AtomicLongArray(PLACES);
					this.places = known;
				}
			}
		}
		return known;
	}

	private long now() {
		return TimeUnit.NANOSECONDS.toSeconds(this.ticker.read() - this.start);
	}

	private static int hash(Object key) {
		int hash = key.hashCode() * 0x9E3779B9;
		return hash ^ (hash >>> 15);
	}

	private static int place(int hash) {
		return hash & (PLACES - 1);
	}

	private static long entry(int hash, long second, Fence.Mark mark) {
		long fence = Long.hashCode(mark.count()) * 31L + mark.generation();
		return ((long) (hash >>> 12) << 44) | (second << 20) | (fence & LOW_BITS);
	}

}
