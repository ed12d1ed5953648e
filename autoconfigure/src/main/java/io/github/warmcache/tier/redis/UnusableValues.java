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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.tier.SharedRead.MissCause;
import io.github.warmcache.tier.key.Digests;

/**
 * Log of what Redis holds under the name of a value of one cache, and that is of no use:
 * one line for each reason in five minutes at most. The key is named by a digest, because
 * keys must not be logged. Thread-safe.
 */
final class UnusableValues {

	private static final EventLog logger = EventLog.of(UnusableValues.class);

	private static final Duration QUIET = Duration.ofMinutes(5);

	private final String cacheName;

	private final InstantSource clock;

	private final Map<MissCause, Instant> told = new EnumMap<>(MissCause.class);

	UnusableValues(String cacheName, InstantSource clock) {
		this.cacheName = cacheName;
		this.clock = clock;
	}

	/**
	 * Log a value, unless another one was logged for the same reason a short while ago.
	 * @param key the text of its key
	 * @param cause why it is of no use
	 */
	void found(byte[] key, MissCause cause) {
		if (isDue(cause)) {
			logger.warn(LogEvent.SHARED_VALUE_UNUSABLE)
				.cache(this.cacheName)
				.with(LogField.TIER, "shared")
				.with(LogField.CAUSE, cause)
				.log(("Cache '%s': Redis holds something under the key with the digest %s that %s. It counts as a miss, "
						+ "and the next load of the key replaces it. Further ones are counted by the meter "
						+ "'warmcache.tier.misses' with the cause '%s', and logged again in %d minutes at the earliest")
					.formatted(this.cacheName, Digests.id(new String(key, StandardCharsets.UTF_8)), reason(cause),
							cause.name().toLowerCase(Locale.ROOT), QUIET.toMinutes()));
		}
	}

	private synchronized boolean isDue(MissCause cause) {
		Instant now = this.clock.instant();
		Instant last = this.told.get(cause);
		// A clock that was set back must not silence the log.
		if (last != null && !now.isBefore(last) && now.isBefore(last.plus(QUIET))) {
			return false;
		}
		this.told.put(cause, now);
		return true;
	}

	private static String reason(MissCause cause) {
		return switch (cause) {
			case OVERSIZED -> "is larger than 'warmcache.shared.maximum-value-size' allows, and was not fetched";
			case UNVERIFIED -> "is not signed with any of 'warmcache.signing-keys', and was not decoded";
			default -> "is not a value of this cache";
		};
	}

}
