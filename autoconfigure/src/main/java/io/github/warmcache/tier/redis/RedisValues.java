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

package io.github.warmcache.tier.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.codec.StoredValues;
import io.github.warmcache.tier.codec.StoredValues.Payload;
import io.github.warmcache.tier.codec.StoredValues.StoredValue;
import io.github.warmcache.tier.stripe.RedisKey;
import org.jspecify.annotations.Nullable;

/**
 * Values of one cache, on their way to Redis and back. Logs once that a value could not
 * be written.
 */
final class RedisValues {

	private static final EventLog logger = EventLog.of(RedisValues.class);

	/**
	 * Stands for a remaining lifetime that Redis was not asked for.
	 */
	static final long UNKNOWN = -1;

	private final String cacheName;

	private final RejectionReport report;

	private final StoredValues values;

	private final ValueVersion version;

	private final InstantSource clock;

	private final UnusableValues unusable;

	private final AtomicBoolean told = new AtomicBoolean();

	private final AtomicBoolean rejected = new AtomicBoolean();

	private Runnable whenRejected = () -> {
	};

	RedisValues(String cacheName, RejectionReport report, StoredValues values, ValueVersion version,
			InstantSource clock) {
		this.cacheName = cacheName;
		this.report = report;
		this.values = values;
		this.version = version;
		this.clock = clock;
		this.unusable = new UnusableValues(cacheName, clock);
	}

	/**
	 * Register an action to run when values turn out not to be read back unchanged.
	 * @param action makes the stored values unreadable
	 */
	void whenRejected(Runnable action) {
		this.whenRejected = action;
	}

	/**
	 * Return whether values of this cache are not shared.
	 */
	boolean isRejected() {
		return this.values.codec().rejection() != null;
	}

	/**
	 * Return how many values were not read back unchanged.
	 */
	long unequal() {
		return this.values.codec().unequalValues();
	}

	/**
	 * Log that values are not shared, if that is so and was not logged before.
	 */
	void sayWhetherRejected() {
		String rejection = this.values.codec().rejection();
		if (rejection != null && this.rejected.compareAndSet(false, true)) {
			this.report.rejected(this.cacheName, rejection);
		}
	}

	private void reject() {
		if (!this.rejected.get()) {
			sayWhetherRejected();
			this.whenRejected.run();
		}
	}

	/**
	 * Return the time at which values are written, in milliseconds since 1970.
	 */
	long now() {
		return this.clock.millis();
	}

	/**
	 * Return whether values may have versions.
	 */
	boolean isVersioned() {
		return this.version != ValueVersion.NONE;
	}

	/**
	 * Return the payload of a value, or {@code null} if it cannot be written.
	 */
	@Nullable Payload write(RedisKey key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
		return write(StoredValues.NO_HEADER, key, value, timeToLive, provenance);
	}

	/**
	 * Return a payload that stands for a value that cannot be written.
	 */
	Payload withoutValue(@Nullable Object value) {
		return StoredValues.withoutValue(this.version.of(value), this.clock.millis());
	}

	/**
	 * Return the payload of a value behind a header, or {@code null} if it cannot be
	 * written.
	 */
	@Nullable Payload write(byte[] header, RedisKey key, @Nullable Object value, Duration timeToLive, Provenance provenance) {
		if (isRejected()) {
			return null;
		}
		try {
			return this.values.write(header, key.text(), value, this.version.of(value), this.clock.millis(), timeToLive,
					provenance);
		}
		catch (UnwritableValueException ex) {
			if (isRejected()) {
				reject();
			}
			else if (this.told.compareAndSet(false, true)) {
				logger.warn(LogEvent.SHARED_VALUE_UNWRITABLE)
					.cache(this.cacheName)
					.with(LogField.TIER, "shared")
					.cause(ex.getMessage())
					.log("Cache '" + this.cacheName + "' could not store a value in the shared tier: " + ex.getMessage()
							+ ". Further ones are not logged. " + this.report.trust(this.cacheName));
			}
			return null;
		}
	}

	/**
	 * Return whether the bytes of a miss may be overwritten, although they are not those
	 * of another value that came meanwhile.
	 */
	static boolean isReplaceable(MissCause cause) {
		return cause == MissCause.UNREADABLE || cause == MissCause.UNVERIFIED;
	}

	/**
	 * Return a miss of a value that Redis has and that is of no use, and log it.
	 * @param cause why it is of no use
	 */
	SharedRead.Miss unusable(RedisKey key, MissCause cause, @Nullable FillTicket ticket) {
		this.unusable.found(key.text(), cause);
		return new SharedRead.Miss(cause, ticket);
	}

	/**
	 * Decode a stored value. Clocks of pods may differ, so the shorter of two remaining
	 * lifetimes counts: by this pod's clock and by Redis.
	 * @param key its key
	 * @param stored the bytes
	 * @param remaining remaining lifetime in Redis, in milliseconds, or a negative number
	 * if unknown
	 * @param ticket the ticket of the miss, if it is one
	 * @return a hit or a miss
	 */
	SharedRead read(RedisKey key, byte[] stored, long remaining, @Nullable FillTicket ticket) {
		if (!this.values.isVerified(stored, key.text())) {
			return unusable(key, MissCause.UNVERIFIED, ticket);
		}
		StoredValue value = this.values.read(stored);
		if (value == null) {
			return unusable(key, MissCause.UNREADABLE, ticket);
		}
		long now = this.clock.millis();
		long left = value.expiresAt() - now;
		if (left > StoredValues.LONGEST_TIME.toMillis()) {
			return unusable(key, MissCause.UNREADABLE, ticket);
		}
		if (remaining >= 0) {
			left = Math.min(left, remaining);
		}
		return (left > 0) ? new SharedRead.Hit(value.value(), Duration.ofMillis(left), value.provenance(now))
				: new SharedRead.Miss(MissCause.ABSENT, ticket);
	}

}
