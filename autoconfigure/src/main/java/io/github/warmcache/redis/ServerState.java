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

import java.time.InstantSource;

import io.github.warmcache.breaker.OutageLog;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;

/**
 * Availability of Redis. Logs one line when Redis is lost and one when it is back.
 * Time-outs of the first seconds are not logged. Thread-safe.
 */
public final class ServerState {

	private static final EventLog logger = EventLog.of(ServerState.class);

	private final OutageLog log;

	public ServerState(InstantSource clock) {
		this.log = new OutageLog(clock);
	}

	void answered() {
		this.log.end(() -> logger.info(LogEvent.REDIS_AVAILABLE)
			.with(LogField.TIER, "shared")
			.log("Redis is available again; the shared tier is back in use"));
	}

	void failed(RedisUnavailableException failure) {
		Runnable warning = () -> logger.warn(LogEvent.REDIS_UNAVAILABLE)
			.with(LogField.TIER, "shared")
			.cause(failure.getMessage())
			.log("Redis is unavailable; continuing without the shared tier. " + failure.getMessage());
		if (failure.isTimeout()) {
			this.log.beginUnlessStarting(warning);
		}
		else {
			this.log.begin(warning);
		}
	}

}
