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

import io.github.warmcache.tier.FillTicket;
import io.github.warmcache.tier.MissCause;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.codec.StoredValues;
import io.github.warmcache.tier.codec.StoredValues.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * Decoder of the stored values of one cache.
 */
final class ValueReader {

	/**
	 * Stands for a remaining lifetime that Redis was not asked for.
	 */
	static final long UNKNOWN = -1;

	private final StoredValues values;

	private final InstantSource clock;

	ValueReader(StoredValues values, InstantSource clock) {
		this.values = values;
		this.clock = clock;
	}

	/**
	 * Decode a stored value. Clocks of pods may differ, so the shorter of two remaining
	 * lifetimes counts: by this pod's clock and by Redis.
	 * @param stored the bytes
	 * @param remaining remaining lifetime in Redis, in milliseconds, or a negative number
	 * if unknown
	 * @param ticket the ticket of the miss, if it is one
	 * @return a hit or a miss
	 */
	SharedRead read(byte[] stored, long remaining, @Nullable FillTicket ticket) {
		StoredValue value = this.values.read(stored);
		if (value == null) {
			return new SharedRead.Miss(MissCause.UNREADABLE, ticket);
		}
		long left = value.expiresAt() - this.clock.millis();
		if (left > StoredValues.LONGEST_TIME.toMillis()) {
			return new SharedRead.Miss(MissCause.UNREADABLE, ticket);
		}
		if (remaining >= 0) {
			left = Math.min(left, remaining);
		}
		return (left > 0) ? new SharedRead.Hit(value.value(), Duration.ofMillis(left))
				: new SharedRead.Miss(MissCause.ABSENT, ticket);
	}

}
