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

package io.github.warmcache.coherence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import org.jspecify.annotations.Nullable;

/**
 * Log of messages that no script of this library published: one line in five minutes at
 * most. Used by one thread.
 */
final class FalseAlarms {

	private static final EventLog logger = EventLog.of(FalseAlarms.class);

	private static final Duration QUIET = Duration.ofMinutes(5);

	private final CoherenceStatistics statistics;

	private final InstantSource clock;

	private long known;

	private @Nullable Instant told;

	FalseAlarms(CoherenceStatistics statistics, InstantSource clock) {
		this.statistics = statistics;
		this.clock = clock;
	}

	/**
	 * Log the messages since the last line, unless that is a short while ago.
	 */
	void report() {
		long count = this.statistics.count(CoherenceEvent.FALSE_ALARM);
		if (count == this.known) {
			return;
		}
		Instant now = this.clock.instant();
		if (this.told == null || now.isBefore(this.told) || !now.isBefore(this.told.plus(QUIET))) {
			logger.warn(LogEvent.COHERENCE_FALSE_ALARMS)
				.with(LogField.COUNT, count - this.known)
				.log(("%d times a message told this pod of changes that Redis does not know of, and made it drop the "
						+ "entries of a stripe. Unless Redis failed over just then, no pod published it: find out who else may "
						+ "publish on the channel of Warmcache. Logged again in %d minutes at the earliest")
					.formatted(count - this.known, QUIET.toMinutes()));
			this.told = now;
			this.known = count;
		}
	}

}
