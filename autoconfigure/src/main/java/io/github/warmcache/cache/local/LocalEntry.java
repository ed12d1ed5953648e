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

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.cache.ReadTrace;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Value in the local tier. It is also the wrapper that a hit returns, so a hit allocates
 * nothing. There is one entry per key, so it has no field that only some caches need.
 */
public sealed class LocalEntry implements ValueWrapper permits TrackedEntry {

	private static final long REMEMBERED = SharedTier.CHANGES_REMEMBERED.toNanos();

	private final @Nullable Object value;

	private final Fence.Stripe stripe;

	private final int generation;

	/**
	 * Time at which the value expires, as an {@link EntryTime}.
	 */
	private final long expiresAt;

	/**
	 * Create an entry.
	 * @param expiresAt an {@link EntryTime}
	 */
	LocalEntry(@Nullable Object value, Fence.Mark mark, long expiresAt) {
		this.value = value;
		this.stripe = mark.stripe();
		this.generation = mark.generation();
		this.expiresAt = expiresAt;
	}

	@Override
	public final @Nullable Object get() {
		return this.value;
	}

	/**
	 * Return whether the value says that there is nothing: {@code null}, or one that is
	 * empty by the rule of the cache.
	 */
	public final boolean isNothing() {
		return EntryTime.isNothing(this.expiresAt);
	}

	/**
	 * Return where the value was made, and how long ago, in whatever tier.
	 */
	public final Provenance provenance(long now) {
		long age = EntryTime.age(this.expiresAt, now);
		return new Provenance(EntryTime.origin(this.expiresAt), (age >= 0) ? Duration.ofNanos(age) : null);
	}

	/**
	 * Note a hit, if the current thread has a trace.
	 */
	final void trace(Ticker ticker) {
		ReadTrace trace = ReadTrace.current();
		if (trace != null) {
			trace.add(CacheTier.LOCAL, provenance(ticker.read()));
		}
	}

	int weight() {
		return 1;
	}

	public long version() {
		return ValueVersion.UNVERSIONED;
	}

	/**
	 * Return whether this entry's version is older than that of another one.
	 */
	final boolean isOlderThan(LocalEntry other) {
		return ValueVersion.isOlder(version(), other.version());
	}

	public final boolean isInvalidated() {
		return this.generation != this.stripe.generation();
	}

	/**
	 * Return whether this entry's version still refuses an older one. It does if the
	 * entry was not invalidated, and has not been expired for longer than changes are
	 * remembered.
	 */
	final boolean isVersionKept(long now) {
		return !isInvalidated() && now - this.expiresAt < REMEMBERED;
	}

	/**
	 * Return whether this entry, although not served any more, shows that a version is
	 * outdated.
	 */
	final boolean outdates(long version, long now) {
		return (isInvalidated() || (isExpired(now) && isVersionKept(now))) && ValueVersion.isOlder(version, version());
	}

	final boolean isExpired(long now) {
		return now - this.expiresAt >= 0;
	}

	final boolean isLive(long now) {
		return !isInvalidated() && !isExpired(now);
	}

	final long expiresAt() {
		return this.expiresAt;
	}

	/**
	 * Return for how many nanoseconds the entry is still live; zero or less if it is not.
	 */
	public final long remaining(long now) {
		return isInvalidated() ? 0 : this.expiresAt - now;
	}

	/**
	 * Return whether the entry has not been expired for longer than the given time, and
	 * so may be served stale.
	 */
	boolean isWithin(long staleNanos, long now) {
		return !isInvalidated() && now - this.expiresAt < staleNanos;
	}

	public boolean isDue(long now) {
		return isExpired(now);
	}

	/**
	 * Return whether the entry has expired but must not be loaded yet, because a load
	 * failed a moment ago.
	 */
	public final boolean isPaused(long now) {
		return isExpired(now) && !isDue(now);
	}

	/**
	 * Let one of many threads refresh the value.
	 * @return whether the calling thread is the one
	 */
	public boolean claim(long now, long until) {
		return false;
	}

	/**
	 * Do not load the value again before the given time.
	 */
	public void pauseUntil(long until) {
	}

	@Override
	public final String toString() {
		return "LocalEntry";
	}

}
