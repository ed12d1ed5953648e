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

import io.github.warmcache.thread.DaemonThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Notices that connections lead to a server that does not do its work any more, and has
 * them made anew: a former primary, which stays connected after a failover, or one that
 * asks for other credentials. A new connection asks again for the address of the name and
 * for the credentials. Thread-safe.
 */
final class MisledConnections {

	private static final Log logger = LogFactory.getLog(MisledConnections.class);

	/**
	 * A failover inside of which connections find their way themselves takes as long.
	 */
	private static final long PATIENCE = Duration.ofMillis(300).toNanos();

	/**
	 * How often connections are made anew at most, where that does not help.
	 */
	private static final long PAUSE = Duration.ofSeconds(2).toNanos();

	/**
	 * After so long without a refusal, the next one is the first.
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
	 * Watch connections.
	 * @param renew has them made anew; may block
	 * @param ticker tells the time in nanoseconds
	 */
	MisledConnections(Runnable renew, LongSupplier ticker) {
		this.renew = renew;
		this.ticker = ticker;
		this.renewed = ticker.getAsLong() - PAUSE;
	}

	/**
	 * Know what came of a call.
	 * @param failure why it failed
	 */
	void failed(RedisUnavailableException failure) {
		if (failure.isMisled() && isEnough() && this.renewing.compareAndSet(false, true)) {
			logger.info(
					"Redis does not do its work for this pod: its connections are made anew. " + failure.getMessage());
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
			logger.debug("Connections could not be made anew", ex);
		}
		finally {
			this.renewing.set(false);
		}
	}

}
