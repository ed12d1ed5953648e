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
import io.github.warmcache.tier.codec.ValueCodec;
import io.github.warmcache.tier.codec.ValueCodec.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * Makes reads of what is stored for one cache.
 */
final class ValueReader {

	/**
	 * In place of the remaining time that Redis knows, where it was not asked for.
	 */
	static final long UNKNOWN = -1;

	private final ValueCodec codec;

	private final InstantSource clock;

	ValueReader(ValueCodec codec, InstantSource clock) {
		this.codec = codec;
		this.clock = clock;
	}

	/**
	 * Read what is stored. Where the clocks of two pods differ, the shorter of both
	 * remaining times counts.
	 * @param stored the bytes
	 * @param remaining how long Redis still has them, in milliseconds, or a negative
	 * number
	 * @param ticket for the miss, if it is one
	 * @return a hit or a miss
	 */
	SharedRead read(byte[] stored, long remaining, @Nullable FillTicket ticket) {
		StoredValue value = this.codec.read(stored);
		if (value == null) {
			return new SharedRead.Miss(MissCause.UNREADABLE, ticket);
		}
		long left = value.expiresAt() - this.clock.millis();
		if (left > ValueCodec.LONGEST_TIME.toMillis()) {
			return new SharedRead.Miss(MissCause.UNREADABLE, ticket);
		}
		if (remaining >= 0) {
			left = Math.min(left, remaining);
		}
		return (left > 0) ? new SharedRead.Hit(value.value(), Duration.ofMillis(left))
				: new SharedRead.Miss(MissCause.ABSENT, ticket);
	}

}
