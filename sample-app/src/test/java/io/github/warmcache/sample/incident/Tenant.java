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

package io.github.warmcache.sample.incident;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.warmcache.sample.lab.Pauses;
import io.github.warmcache.testsupport.RedisServerHandle;

/**
 * Somebody else who writes a lot into the same Redis, from when it is created.
 */
final class Tenant implements AutoCloseable {

	private static final String VALUE = "x".repeat(64 * 1024);

	private static final int WRITES_PER_SECOND = 128;

	private final RedisServerHandle redis;

	private final AtomicLong written = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final Thread thread = new Thread(this::write, "tenant");

	private volatile boolean over;

	Tenant(RedisServerHandle redis) {
		this.redis = redis;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void write() {
		long due = System.nanoTime();
		for (long number = 0; !this.over; number++) {
			try {
				this.redis.command("SET", "tenant:" + number, VALUE);
				this.written.incrementAndGet();
			}
			catch (IllegalStateException ex) {
				this.refused.incrementAndGet();
			}
			due += Duration.ofSeconds(1).toNanos() / WRITES_PER_SECOND;
			Pauses.until(due);
		}
	}

	long written() {
		return this.written.get();
	}

	/**
	 * Return how often Redis answered with an error.
	 */
	long refused() {
		return this.refused.get();
	}

	@Override
	public void close() {
		this.over = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
