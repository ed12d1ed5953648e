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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Value in the local tier. It is the wrapper that a hit returns, so that a hit allocates
 * nothing.
 */
final class LocalEntry implements ValueWrapper {

	private static final VarHandle NEXT_LOAD = nextLoad();

	private final @Nullable Object value;

	private final Fence.Stripe stripe;

	private final int generation;

	private final long expiresAt;

	private final int weight;

	private final long version;

	/**
	 * When the value may be loaded anew: ahead of its expiry if it is refreshed, and not
	 * at once after that has failed.
	 */
	private volatile long nextLoad;

	LocalEntry(@Nullable Object value, long version, Fence.Mark mark, long nextLoad, long expiresAt, int weight) {
		this.value = value;
		this.stripe = mark.stripe();
		this.generation = mark.generation();
		this.expiresAt = expiresAt;
		this.weight = weight;
		this.version = version;
		this.nextLoad = nextLoad;
	}

	private static VarHandle nextLoad() {
		try {
			return MethodHandles.lookup().findVarHandle(LocalEntry.class, "nextLoad", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public @Nullable Object get() {
		return this.value;
	}

	int weight() {
		return this.weight;
	}

	/**
	 * Return whether this entry's value is older than that of another one.
	 */
	boolean isOlderThan(LocalEntry other) {
		return ValueVersion.isOlder(this.version, other.version);
	}

	boolean isInvalidated() {
		return this.generation != this.stripe.generation();
	}

	boolean isExpired(long now) {
		return now - this.expiresAt >= 0;
	}

	boolean isLive(long now) {
		return !isInvalidated() && !isExpired(now);
	}

	/**
	 * Return how many nanoseconds the entry is live for, none or less if it is not.
	 */
	long remaining(long now) {
		return isInvalidated() ? 0 : this.expiresAt - now;
	}

	/**
	 * Return whether the entry has not expired for longer than some time.
	 */
	boolean isWithin(long staleNanos, long now) {
		return !isInvalidated() && now - this.expiresAt < staleNanos;
	}

	boolean isDue(long now) {
		return now - this.nextLoad >= 0;
	}

	/**
	 * Return whether the entry has expired and is not to be loaded yet, because that
	 * failed a moment ago.
	 */
	boolean isPaused(long now) {
		return isExpired(now) && !isDue(now);
	}

	/**
	 * Let one of many threads load the value ahead of its expiry.
	 * @return whether it is the calling thread
	 */
	boolean claim(long now, long until) {
		long due = this.nextLoad;
		long next = (until - this.expiresAt < 0) ? until : this.expiresAt;
		return now - due >= 0 && NEXT_LOAD.compareAndSet(this, due, next);
	}

	void pauseUntil(long until) {
		this.nextLoad = until;
	}

	@Override
	public String toString() {
		return "LocalEntry";
	}

}
