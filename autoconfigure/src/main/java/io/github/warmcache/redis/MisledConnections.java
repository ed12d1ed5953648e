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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.thread.DaemonThreads;

/**
 * Detector of connections that lead to a server which no longer serves this pod: a former
 * primary, which stays connected after a failover, or a server that asks for other
 * credentials. Renews them, because a new connection looks up the address and the
 * credentials again. Thread-safe.
 */
final class MisledConnections {

	private static final EventLog logger = EventLog.of(MisledConnections.class);

	/**
	 * Time for which refusals must last. In a failover during which connections find
	 * their way themselves, they last as long.
	 */
	private static final long PATIENCE = Duration.ofMillis(300).toNanos();

	/**
	 * Minimum time between two renewals, which may not help.
	 */
	private static final long PAUSE = Duration.ofSeconds(2).toNanos();

	/**
	 * Time without a refusal after which the next one counts as the first.
	 */
	private static final long FORGET = Duration.ofSeconds(5).toNanos();

	private final Runnable renew;

	private final LongSupplier ticker;

	private final AtomicBoolean renewing = new AtomicBoolean();

	private boolean refused;

	private long firstRefused;

	private long lastRefused;

	private long renewed;

	/**
	 * Create a detector.
	 * @param renew renews the connections; may block
	 * @param ticker tells the time in nanoseconds
	 */
	MisledConnections(Runnable renew, LongSupplier ticker) {
		this.renew = renew;
		this.ticker = ticker;
		this.renewed = ticker.getAsLong() - PAUSE;
	}

	/**
	 * Record a failed call.
	 * @param failure why it failed
	 */
	void failed(RedisUnavailableException failure) {
		if (failure.isMisled() && isEnough() && this.renewing.compareAndSet(false, true)) {
			logger.info(LogEvent.REDIS_RECONNECTING)
				.cause(failure.getMessage())
				.log("Redis refuses to serve this pod; opening new connections. " + failure.getMessage());
			DaemonThreads.named("warmcache-redis-renew", this::renewConnections).start();
		}
	}

	private synchronized boolean isEnough() {
		long now = this.ticker.getAsLong();
		if (!this.refused || now - this.lastRefused > FORGET) {
			this.refused = true;
			this.firstRefused = now;
		}
		this.lastRefused = now;
		if (now - this.firstRefused < PATIENCE || now - this.renewed < PAUSE) {
			return false;
		}
		this.renewed = now;
		this.refused = false;
		return true;
	}

	private void renewConnections() {
		try {
			this.renew.run();
		}
		catch (RuntimeException ex) {
			logger.debug("Connections could not be renewed", ex);
		}
		finally {
			this.renewing.set(false);
		}
	}

}
