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

import io.github.warmcache.cache.complete.Completeness;
import org.jspecify.annotations.Nullable;

/**
 * Live progress of one cache. Written by one thread at a time, read by any.
 */
public final class CacheProgress {

	private final CacheWarmupStep step;

	private final LongSupplier nanoTime;

	private volatile WarmupStatus status = WarmupStatus.PENDING;

	private volatile long entries;

	private volatile @Nullable Long expected;

	private volatile @Nullable Long sourceCount;

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile long firstBegan;

	private volatile @Nullable Long settled;

	private volatile long streamBegan;

	private volatile @Nullable Long streamEnded;

	/**
	 * Time of the first entry of the stream, {@code null} before it.
	 */
	private volatile @Nullable Long firstEntry;

	/**
	 * Time by which the stream had brought all of its entries, {@code null} before it.
	 */
	private volatile @Nullable Long delivered;

	private volatile @Nullable Long full;

	private volatile Duration age = Duration.ZERO;

	private volatile @Nullable String warmer;

	private volatile @Nullable String lastError;

	private volatile @Nullable String waitingFor;

	private volatile long badRows;

	private volatile long repeatedKeys;

	private volatile @Nullable Completeness completeness;

	private volatile @Nullable RewarmReport rewarms;

	private volatile @Nullable GoodLoad lastLoad;

	public CacheProgress(CacheWarmupStep step, LongSupplier nanoTime) {
		this.step = step;
		this.nanoTime = nanoTime;
	}

	/**
	 * Record the beginning of an attempt. A cache that was given up stays so until an
	 * attempt succeeds.
	 */
	public void beginAttempt() {
		this.waitingFor = null;
		this.sourceCount = null;
		if (this.attempts.getAndIncrement() == 0) {
			this.firstBegan = this.nanoTime.getAsLong();
			this.lastError = null;
			if (this.status == WarmupStatus.PENDING) {
				this.status = WarmupStatus.WARMING;
			}
		}
	}

	public void beginWarmer(String name) {
		this.entries = 0;
		this.expected = null;
		this.streamEnded = null;
		this.firstEntry = null;
		this.delivered = null;
		this.streamBegan = this.nanoTime.getAsLong();
		this.warmer = name;
	}

	public void entries(long count) {
		this.entries = count;
		if (count == 0) {
			this.firstEntry = null;
		}
		else if (this.firstEntry == null) {
			this.firstEntry = this.nanoTime.getAsLong();
		}
	}

	public void expect(long total) {
		this.expected = total;
	}

	/**
	 * Record that the warmer has brought all of its entries. Checks may follow.
	 */
	public void delivered() {
		this.delivered = this.nanoTime.getAsLong();
	}

	/**
	 * Return how long the entries of the latest stream took to come, from the first one
	 * on. Earlier attempts, and what was waited for before the first entry, do not count.
	 * @return the time, or {@code null} if the stream brought nothing or did not succeed
	 */
	public @Nullable Duration fillTime() {
		Long first = this.firstEntry;
		Long last = this.delivered;
		return (first != null && last != null) ? Duration.ofNanos(Math.max(0, last - first)) : null;
	}

	/**
	 * Record how many entries the source counts, {@code null} while unknown.
	 */
	public void sourceCount(@Nullable Long total) {
		this.sourceCount = total;
	}

	@Nullable Long sourceCount() {
		return this.sourceCount;
	}

	public void endWarmer() {
		this.streamEnded = this.nanoTime.getAsLong();
	}

	/**
	 * Settle the status of the cache for now.
	 */
	public void settle(WarmupStatus value) {
		this.settled = this.nanoTime.getAsLong();
		this.status = value;
	}

	/**
	 * Record how many entries made the cache full when it was last filled.
	 */
	public void filled(long number) {
		this.full = number;
	}

	/**
	 * Return how many entries made the cache full, or {@code null} if it was never full.
	 */
	public @Nullable Long full() {
		return this.full;
	}

	/**
	 * Record how long ago another pod finished the load that was copied.
	 */
	public void copied(Duration ago) {
		this.age = ago;
	}

	/**
	 * Return the age of the copied load, zero if this pod loaded the cache itself.
	 */
	public Duration age() {
		return this.age;
	}

	public void lastError(@Nullable String text) {
		this.lastError = text;
	}

	/**
	 * Record the row counts of the last fill: unreadable rows, and rows that had the key
	 * of another row.
	 */
	public void rows(long bad, long repeated) {
		this.badRows = bad;
		this.repeatedKeys = repeated;
	}

	/**
	 * Show what the cache waits for, {@code null} for nothing.
	 */
	public void waitsFor(@Nullable String what) {
		this.waitingFor = what;
	}

	public void completeness(Completeness value) {
		this.completeness = value;
	}

	@Nullable Completeness completeness() {
		return this.completeness;
	}

	public void rewarms(RewarmReport report) {
		this.rewarms = report;
	}

	public @Nullable RewarmReport rewarms() {
		return this.rewarms;
	}

	/**
	 * Record that the cache was filled after all.
	 * @param problem why it is not warm nevertheless, or {@code null} if it is
	 */
	public void improve(@Nullable String problem) {
		if (this.status != WarmupStatus.WARMING) {
			this.lastError = problem;
			this.status = (problem != null) ? WarmupStatus.DEGRADED : WarmupStatus.WARM;
		}
	}

	/**
	 * Return whether any of the warmers brings all entries. Those that choose some are
	 * not measured by loads of all.
	 */
	public boolean bringsAll() {
		return this.step.warmers().values().stream().anyMatch(CacheWarmer::bringsAll);
	}

	public void lastLoad(@Nullable GoodLoad load) {
		this.lastLoad = load;
	}

	@Nullable GoodLoad lastLoad() {
		return this.lastLoad;
	}

	WarmupStatus status() {
		return this.status;
	}

	int attempts() {
		return this.attempts.get();
	}

	public CacheWarmupProgress snapshot() {
		String name = this.warmer;
		long count = this.entries;
		double seconds = (name != null) ? seconds(this.streamBegan, this.streamEnded) : 0;
		int begun = this.attempts.get();
		Duration elapsed = (begun > 0) ? Duration.ofNanos(end(this.settled) - this.firstBegan) : Duration.ZERO;
		return new CacheWarmupProgress(this.step.cacheName(), this.status, this.step.required(), count, this.expected,
				(seconds > 0) ? count / seconds : 0, elapsed, begun, name, this.lastError, this.waitingFor,
				this.badRows, this.repeatedKeys);
	}

	private double seconds(long began, @Nullable Long ended) {
		return (end(ended) - began) / (double) TimeUnit.SECONDS.toNanos(1);
	}

	private long end(@Nullable Long ended) {
		return (ended != null) ? ended : this.nanoTime.getAsLong();
	}

}
