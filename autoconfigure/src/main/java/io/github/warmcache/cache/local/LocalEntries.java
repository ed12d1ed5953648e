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
import java.util.function.DoubleSupplier;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.LoadPolicy;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.flight.Deadline;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.ValueVersion;
import org.jspecify.annotations.Nullable;

/**
 * Factory for the entries of a local tier.
 */
final class LocalEntries {

	private final LocalTierSettings settings;

	private final double refreshAhead;

	private final Ticker ticker;

	private final DoubleSupplier random;

	private final EntryWeigher weigher;

	private final ValueVersion version;

	private final AnswerRule answers;

	private final boolean tracked;

	LocalEntries(LocalTierSettings settings, LoadPolicy loads, Ticker ticker, DoubleSupplier random,
			EntryWeigher weigher, ValueVersion version, AnswerRule answers) {
		this.settings = settings;
		this.refreshAhead = (loads.refreshAhead() != null) ? loads.refreshAhead() : 1;
		this.ticker = ticker;
		this.random = random;
		this.weigher = weigher;
		this.version = version;
		this.answers = answers;
		this.tracked = settings.maximumWeight() != null || version != ValueVersion.NONE || loads.refreshAhead() != null
				|| loads.staleIfError() != null;
	}

	/**
	 * Create an entry. It is weighed here, because code inside Caffeine's {@code compute}
	 * must be fast and must not fail.
	 */
	LocalEntry create(Object key, @Nullable Object value, Provenance made, Duration atMost, Fence.Mark mark) {
		return create(key, value, made, atMost, mark, true);
	}

	/**
	 * Create an entry that is never served after its expiry, whatever fails: its value
	 * may have been invalidated.
	 */
	LocalEntry createHeldOff(Object key, @Nullable Object value, Provenance made, Duration atMost, Fence.Mark mark) {
		return create(key, value, made, atMost, mark, false);
	}

	private LocalEntry create(Object key, @Nullable Object value, Provenance made, Duration atMost, Fence.Mark mark,
			boolean stale) {
		int weight = (this.settings.maximumWeight() != null) ? this.weigher.weigh(key, value) : 1;
		long life = life(value, atMost);
		long now = this.ticker.read();
		Duration age = made.age();
		long expiresAt = EntryTime.pack(now + life, (age != null) ? life + Deadline.nanos(age) : -1, made.origin(),
				this.answers.isNothing(value));
		if (!this.tracked) {
			return new LocalEntry(value, mark, expiresAt);
		}
		long due = now + (long) (life * this.refreshAhead);
		return new TrackedEntry(value, this.version.of(value), mark, (due - expiresAt < 0) ? due : expiresAt, expiresAt,
				weight, stale);
	}

	long version(@Nullable Object value) {
		return this.version.of(value);
	}

	private long life(@Nullable Object value, Duration atMost) {
		Duration ours = (value != null) ? this.settings.timeToLive() : this.settings.nullTimeToLive();
		Duration life = (ours.compareTo(atMost) <= 0) ? ours : atMost;
		double kept = 1 - this.settings.timeToLiveJitter() * this.random.getAsDouble();
		return (long) (Deadline.nanos(life) * kept);
	}

}
