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

package io.github.warmcache.breaker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Log of a breaker: one line when it opens and one when it closes. Thread-safe.
 */
final class BreakerLog {

	private static final Log logger = LogFactory.getLog(BreakerLog.class);

	/**
	 * Minimum time between two openings in the log, so that calls that fail half of the
	 * time do not fill it.
	 */
	private static final Duration QUIET = Duration.ofSeconds(10);

	private final String name;

	private final BreakerSettings settings;

	private final InstantSource clock;

	private boolean told;

	private Instant lastTold = Instant.MIN;

	BreakerLog(String name, BreakerSettings settings, InstantSource clock) {
		this.name = name;
		this.settings = settings;
		this.clock = clock;
	}

	synchronized void opened() {
		Instant now = this.clock.instant();
		if (this.lastTold.isBefore(now.minus(QUIET))) {
			this.lastTold = now;
			this.told = true;
			logger.warn("Breaker '%s' opened after %d failures and rejects calls for %d ms".formatted(this.name,
					this.settings.failureThreshold(), this.settings.waitDuration().toMillis()));
		}
	}

	synchronized void closed() {
		if (this.told) {
			this.told = false;
			logger.info("Breaker '%s' closed again".formatted(this.name));
		}
	}

}
