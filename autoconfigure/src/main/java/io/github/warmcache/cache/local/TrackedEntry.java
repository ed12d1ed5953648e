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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * Entry of a cache that is bounded by weight, compares versions, serves stale values or
 * refreshes entries ahead of their expiry.
 */
public final class TrackedEntry extends LocalEntry {

	private static final VarHandle NEXT_LOAD = nextLoad();

	private final int weight;

	private final long version;

	/**
	 * Earliest time of the next load: ahead of the expiry if the cache refreshes, later
	 * after a load that failed.
	 */
	private volatile long nextLoad;

	/**
	 * Whether the value may be served after its expiry.
	 */
	private final boolean stale;

	TrackedEntry(@Nullable Object value, long version, Fence.Mark mark, long nextLoad, long expiresAt, int weight,
			boolean stale) {
		super(value, mark, expiresAt);
		this.weight = weight;
		this.version = version;
		this.nextLoad = nextLoad;
		this.stale = stale;
	}

	private static VarHandle nextLoad() {
		try {
			return MethodHandles.lookup().findVarHandle(TrackedEntry.class, "nextLoad", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	int weight() {
		return this.weight;
	}

	@Override
	public long version() {
		return this.version;
	}

	@Override
	boolean isWithin(long staleNanos, long now) {
		return super.isWithin(this.stale ? staleNanos : 0, now);
	}

	@Override
	public boolean isDue(long now) {
		return now - this.nextLoad >= 0;
	}

	@Override
	public boolean claim(long now, long until) {
		long due = this.nextLoad;
		long next = (until - expiresAt() < 0) ? until : expiresAt();
		return now - due >= 0 && NEXT_LOAD.compareAndSet(this, due, next);
	}

	@Override
	public void pauseUntil(long until) {
		this.nextLoad = until;
	}

}
