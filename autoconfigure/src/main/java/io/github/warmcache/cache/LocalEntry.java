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

import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * Value in the local tier. It is the wrapper that a hit returns, so that a hit allocates
 * nothing.
 */
final class LocalEntry implements ValueWrapper {

	private final @Nullable Object value;

	private final Fence.Stripe stripe;

	private final int generation;

	private final long expiresAt;

	private final int weight;

	private final long version;

	LocalEntry(@Nullable Object value, long version, Fence.Mark mark, long expiresAt, int weight) {
		this.value = value;
		this.stripe = mark.stripe();
		this.generation = mark.generation();
		this.expiresAt = expiresAt;
		this.weight = weight;
		this.version = version;
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

	@Override
	public String toString() {
		return "LocalEntry";
	}

}
