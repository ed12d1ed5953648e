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

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limit on the messages of one channel that this pod processes in a second, so that
 * whoever may publish cannot take its processor. A message that is not processed is like
 * one that was lost: the next check finds what it told. Thread-safe.
 */
final class FloodGate {

	/**
	 * Maximum number of messages in a second. Each change that is real takes a server
	 * longer than 20 &micro;s, so that few fleets come near.
	 */
	static final int MOST = 20_000;

	private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);

	private final LongSupplier nanoTime;

	private long begin;

	private int count;

	private long lastShed;

	private boolean everShed;

	FloodGate(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.begin = nanoTime.getAsLong();
	}

	/**
	 * Return whether to process the next message.
	 */
	synchronized boolean admits() {
		long now = this.nanoTime.getAsLong();
		if (now - this.begin >= WINDOW) {
			this.begin = now;
			this.count = 0;
		}
		if (this.count < MOST) {
			this.count++;
			return true;
		}
		this.lastShed = now;
		this.everShed = true;
		return false;
	}

	/**
	 * Return whether messages were not processed a short while ago.
	 */
	synchronized boolean isShedding() {
		return this.everShed && this.nanoTime.getAsLong() - this.lastShed < 2 * WINDOW;
	}

}
