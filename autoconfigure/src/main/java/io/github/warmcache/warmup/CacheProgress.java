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

package io.github.warmcache.warmup;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Live progress of one cache. Written by one thread at a time, read by any.
 */
final class CacheProgress {

	private final CacheWarmupStep step;

	private final LongSupplier nanoTime;

	private volatile WarmupStatus status = WarmupStatus.PENDING;

	private volatile long entries;

	private volatile @Nullable Long expected;

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile long firstBegan;

	private volatile long latestBegan;

	private volatile @Nullable Long ended;

	private volatile @Nullable String warmer;

	private volatile @Nullable String lastError;

	CacheProgress(CacheWarmupStep step, LongSupplier nanoTime) {
		this.step = step;
		this.nanoTime = nanoTime;
	}

	/**
	 * An attempt begins. A cache that was given up stays so until an attempt succeeds.
	 */
	void beginAttempt() {
		long now = this.nanoTime.getAsLong();
		if (this.attempts.getAndIncrement() == 0) {
			this.firstBegan = now;
		}
		if (this.status == WarmupStatus.PENDING) {
			this.status = WarmupStatus.WARMING;
		}
		beginWarmer(null);
	}

	void beginWarmer(@Nullable String name) {
		this.latestBegan = this.nanoTime.getAsLong();
		this.ended = null;
		this.entries = 0;
		this.expected = null;
		this.warmer = name;
	}

	void entries(long count) {
		this.entries = count;
	}

	void expect(long total) {
		this.expected = total;
	}

	void endAttempt(long count) {
		this.entries = count;
		this.ended = this.nanoTime.getAsLong();
	}

	void status(WarmupStatus value) {
		this.status = value;
	}

	void lastError(@Nullable String text) {
		this.lastError = text;
	}

	CacheWarmupStep step() {
		return this.step;
	}

	WarmupStatus status() {
		return this.status;
	}

	CacheWarmupProgress snapshot() {
		int begun = this.attempts.get();
		Long end = this.ended;
		long now = (end != null) ? end : this.nanoTime.getAsLong();
		long count = this.entries;
		long running = (begun > 0) ? now - this.latestBegan : 0;
		double rate = (running > 0) ? count * (double) TimeUnit.SECONDS.toNanos(1) / running : 0;
		Duration elapsed = (begun > 0) ? Duration.ofNanos(Math.max(0, now - this.firstBegan)) : Duration.ZERO;
		return new CacheWarmupProgress(this.step.cacheName(), this.status, this.step.required(), count, this.expected,
				rate, elapsed, begun, this.warmer, this.lastError);
	}

}
