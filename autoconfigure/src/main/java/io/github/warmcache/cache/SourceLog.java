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

package io.github.warmcache.cache;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once in the log that the source of a cache fails, and once that it answers again.
 * Thread-safe.
 */
final class SourceLog {

	private static final Log logger = LogFactory.getLog(SourceLog.class);

	/**
	 * A source that fails for one key only, or for every other call, must not fill the
	 * log.
	 */
	private static final long QUIET = Duration.ofSeconds(10).toNanos();

	private final String cacheName;

	private final Ticker ticker;

	private volatile boolean failing;

	private boolean told;

	private boolean everTold;

	private long lastTold;

	SourceLog(String cacheName, Ticker ticker) {
		this.cacheName = cacheName;
		this.ticker = ticker;
	}

	void answered() {
		if (this.failing) {
			recovered();
		}
	}

	private synchronized void recovered() {
		this.failing = false;
		if (this.told) {
			this.told = false;
			logger.info("The source of cache '%s' answers again".formatted(this.cacheName));
		}
	}

	synchronized void failed(Throwable failure) {
		if (this.failing) {
			return;
		}
		this.failing = true;
		long now = this.ticker.read();
		if (!this.everTold || now - this.lastTold > QUIET) {
			this.everTold = true;
			this.lastTold = now;
			this.told = true;
			logger.warn("The source of cache '%s' fails with %s; reads do without it".formatted(this.cacheName,
					failure.getClass().getName()));
		}
	}

}
