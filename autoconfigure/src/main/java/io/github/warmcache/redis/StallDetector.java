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
import java.util.function.LongSupplier;

/**
 * Detector of a silent server. It notices one before the first call to it times out:
 * several calls wait, and none was answered for a while. Thread-safe.
 */
public final class StallDetector {

	/**
	 * Number of calls that may wait for a silent server.
	 */
	private static final int FEW = 8;

	private final long patience;

	private final LongSupplier ticker;

	private int waiting;

	private long heard;

	/**
	 * Create a detector.
	 * @param patience how long the server may be silent while calls wait
	 * @param ticker tells the time in nanoseconds
	 */
	public StallDetector(Duration patience, LongSupplier ticker) {
		this.patience = patience.toNanos();
		this.ticker = ticker;
	}

	/**
	 * Ask for permission to make a call. If it is given, exactly one {@link #leave} must
	 * follow.
	 * @return whether it may be made
	 */
	synchronized boolean enter() {
		long now = this.ticker.getAsLong();
		if (this.waiting == 0) {
			// Nobody waited, so the silence means nothing.
			this.heard = now;
		}
		else if (this.waiting >= FEW && now - this.heard > this.patience) {
			return false;
		}
		this.waiting++;
		return true;
	}

	/**
	 * End a call.
	 * @param answered whether the server answered
	 */
	synchronized void leave(boolean answered) {
		this.waiting--;
		if (answered) {
			this.heard = this.ticker.getAsLong();
		}
	}

}
