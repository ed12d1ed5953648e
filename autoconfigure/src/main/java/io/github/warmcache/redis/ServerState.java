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

package io.github.warmcache.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Availability of Redis. Logs one line when Redis is lost and one when it is back.
 * Thread-safe.
 */
public final class ServerState {

	private static final Log logger = LogFactory.getLog(ServerState.class);

	/**
	 * Minimum time between two losses in the log, so that a server that answers every
	 * other call does not fill it.
	 */
	private static final Duration QUIET = Duration.ofSeconds(10);

	private final InstantSource clock;

	private volatile boolean lost;

	private boolean told;

	private Instant lastTold = Instant.MIN;

	public ServerState(InstantSource clock) {
		this.clock = clock;
	}

	void answered() {
		if (this.lost) {
			regain();
		}
	}

	void failed(RedisUnavailableException failure) {
		if (!this.lost) {
			lose(failure);
		}
	}

	private synchronized void lose(RedisUnavailableException failure) {
		if (this.lost) {
			return;
		}
		this.lost = true;
		Instant now = this.clock.instant();
		if (this.lastTold.isBefore(now.minus(QUIET))) {
			this.lastTold = now;
			this.told = true;
			logger.warn("Redis is unavailable; continuing without the shared tier. " + failure.getMessage());
		}
	}

	private synchronized void regain() {
		if (!this.lost) {
			return;
		}
		this.lost = false;
		if (this.told) {
			this.told = false;
			logger.info("Redis is available again; the shared tier is back in use");
		}
	}

}
