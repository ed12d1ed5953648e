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

/**
 * Log of outages: one warning when an outage begins and one line when it is over. If
 * outages follow each other, at most one in ten seconds is logged. Thread-safe.
 */
public final class OutageLog {

	/**
	 * Minimum time between two outages in the log, so that calls that fail every other
	 * time do not fill it.
	 */
	private static final Duration QUIET = Duration.ofSeconds(10);

	/**
	 * Time after the start in which a time-out says little. While classes are loaded and
	 * all processors are busy, an answer that came in time may be seen too late.
	 */
	private static final Duration START = Duration.ofSeconds(10);

	private final InstantSource clock;

	private final Instant started;

	private volatile boolean underWay;

	private boolean told;

	private Instant lastTold = Instant.MIN;

	/**
	 * Create a log without an outage.
	 * @param clock tells when outages begin, and when this log did
	 */
	public OutageLog(InstantSource clock) {
		this.clock = clock;
		this.started = clock.instant();
	}

	/**
	 * Begin an outage, unless one is under way.
	 * @param warning logs the outage and its effect; not called if the outage is not to
	 * be logged
	 */
	public void begin(Runnable warning) {
		if (!this.underWay) {
			begin(warning, false);
		}
	}

	/**
	 * Begin an outage, unless one is under way, or this log is so young that it may only
	 * be the machine that is slow. An outage that lasts is reported again, and begins
	 * then.
	 * @param warning logs the outage and its effect; not called if the outage is not to
	 * be logged
	 */
	public void beginUnlessStarting(Runnable warning) {
		if (!this.underWay && !isStarting()) {
			begin(warning, false);
		}
	}

	private boolean isStarting() {
		Duration age = Duration.between(this.started, this.clock.instant());
		// It is negative if the clock was set back.
		return !age.isNegative() && age.compareTo(START) < 0;
	}

	/**
	 * Log a warning always, and begin an outage unless one is under way.
	 * @param warning logs what the operator has to repair
	 */
	public void insist(Runnable warning) {
		begin(warning, true);
	}

	private synchronized void begin(Runnable warning, boolean always) {
		Instant now = this.clock.instant();
		boolean isNew = !this.underWay && this.lastTold.isBefore(now.minus(QUIET));
		this.underWay = true;
		if (isNew || always) {
			this.lastTold = now;
			this.told = true;
			warning.run();
		}
	}

	/**
	 * End the outage that is under way, if there is one.
	 * @param line logs what is back; called only if the beginning was logged
	 */
	public void end(Runnable line) {
		if (this.underWay) {
			over(line);
		}
	}

	private synchronized void over(Runnable line) {
		this.underWay = false;
		if (this.told) {
			this.told = false;
			line.run();
		}
	}

}
