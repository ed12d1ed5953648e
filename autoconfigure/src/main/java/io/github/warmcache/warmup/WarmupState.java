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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.warmcache.cache.complete.Completeness;
import org.jspecify.annotations.Nullable;

/**
 * State of a warm-up while it runs and afterwards. Thread-safe; reading it takes no lock
 * and does no I/O. Figures read one after the other need not belong to the same instant.
 *
 * @since 0.1.0
 */
public final class WarmupState {

	private final Map<String, CacheProgress> caches = new LinkedHashMap<>();

	private final LongSupplier nanoTime;

	private final List<Runnable> whenReady = new ArrayList<>();

	private volatile boolean ready;

	private volatile @Nullable Long began;

	private volatile @Nullable Long ended;

	private volatile @Nullable String reason;

	private volatile @Nullable String rehearsal;

	/**
	 * Create the state of a warm-up that has not begun.
	 * @param plan the caches to warm
	 */
	public WarmupState(WarmupPlan plan) {
		this(plan, System::nanoTime);
	}

	WarmupState(WarmupPlan plan, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		for (CacheWarmupStep step : plan.steps()) {
			this.caches.put(step.cacheName(), new CacheProgress(step, nanoTime));
		}
	}

	/**
	 * Return the status of the warm-up of all caches.
	 * @return {@link WarmupStatus#WARM} or {@link WarmupStatus#DEGRADED} exactly if
	 * {@linkplain #isReady() ready}
	 */
	public WarmupStatus status() {
		if (this.ready) {
			boolean warm = this.caches.values().stream().allMatch((cache) -> cache.status() == WarmupStatus.WARM);
			return warm ? WarmupStatus.WARM : WarmupStatus.DEGRADED;
		}
		if (this.reason != null) {
			return WarmupStatus.FAILED;
		}
		return (this.began != null) ? WarmupStatus.WARMING : WarmupStatus.PENDING;
	}

	/**
	 * Return whether the application may be sent traffic, as far as its caches are
	 * concerned.
	 * @return {@code true} from the first time on, for good
	 */
	public boolean isReady() {
		return this.ready;
	}

	/**
	 * Return why the application was not ready, or not warm, when waiting was over.
	 * @return the reason, without keys, values and secrets, or {@code null} if there is
	 * none
	 */
	public @Nullable String reason() {
		return (status() != WarmupStatus.WARM) ? this.reason : null;
	}

	/**
	 * Return how long the warm-up has taken, or took until the application was ready.
	 * @return the time, zero before it began
	 */
	public Duration elapsed() {
		Long start = this.began;
		if (start == null) {
			return Duration.ZERO;
		}
		Long end = this.ended;
		return Duration.ofNanos(((end != null) ? end : this.nanoTime.getAsLong()) - start);
	}

	/**
	 * Return the progress of each cache.
	 * @return the progress of each, in the order of the plan
	 */
	public List<CacheWarmupProgress> caches() {
		return this.caches.values().stream().map(CacheProgress::snapshot).toList();
	}

	/**
	 * Return the progress of one cache.
	 * @param name the name of the cache
	 * @return its progress, or {@code null} if the cache is not warmed
	 */
	public @Nullable CacheWarmupProgress cache(String name) {
		CacheProgress progress = this.caches.get(name);
		return (progress != null) ? progress.snapshot() : null;
	}

	/**
	 * Return how many entries made a cache full when it was last filled, by a start or
	 * while the application served.
	 * @param name the name of the cache
	 * @return the number, as far as there was room, or {@code null} if the cache is not
	 * warmed or was never full
	 */
	public @Nullable Long full(String name) {
		CacheProgress progress = this.caches.get(name);
		return (progress != null) ? progress.full() : null;
	}

	/**
	 * Return whether a warmed cache holds all entries that there are at the moment.
	 * @param name the name of the cache
	 * @return whether it does, or {@code null} if it is not meant to or was not filled so
	 * far
	 */
	public @Nullable Boolean isComplete(String name) {
		CacheProgress progress = this.caches.get(name);
		Completeness completeness = (progress != null) ? progress.completeness() : null;
		return (completeness != null) ? completeness.isComplete() : null;
	}

	/**
	 * Return the report on the re-warms of a cache while the application serves.
	 * @param name the name of the cache
	 * @return the report, or {@code null} if none began
	 */
	public @Nullable RewarmReport rewarms(String name) {
		CacheProgress progress = this.caches.get(name);
		return (progress != null) ? progress.rewarms() : null;
	}

	/**
	 * Return the last good load of a whole cache, by any pod, that was known when the
	 * warm-up of the cache began.
	 * @param name the name of the cache
	 * @return the load, or {@code null} if none was known
	 */
	public @Nullable GoodLoad lastLoad(String name) {
		CacheProgress progress = this.caches.get(name);
		return (progress != null) ? progress.lastLoad() : null;
	}

	/**
	 * Return how many entries the source of a cache counted when the cache was last
	 * filled.
	 * @param name the name of the cache
	 * @return the number, or {@code null} if the source was not asked or did not say
	 */
	public @Nullable Long sourceCount(String name) {
		CacheProgress progress = this.caches.get(name);
		return (progress != null) ? progress.sourceCount() : null;
	}

	/**
	 * Return the progress of the rehearsal.
	 * @return a text, or {@code null} if nothing was rehearsed so far
	 */
	public @Nullable String rehearsal() {
		return this.rehearsal;
	}

	public void rehearsal(String text) {
		this.rehearsal = text;
	}

	public CacheProgress progress(String name) {
		CacheProgress progress = this.caches.get(name);
		if (progress == null) {
			throw new IllegalArgumentException("Cache '%s' is not warmed".formatted(name));
		}
		return progress;
	}

	/**
	 * Run an action when the application becomes ready, or now if it is.
	 * @param action the action; short, and must not throw
	 */
	public void whenReady(Runnable action) {
		synchronized (this.whenReady) {
			this.whenReady.add(action);
			if (this.ready) {
				action.run();
			}
		}
	}

	public void begin() {
		this.began = this.nanoTime.getAsLong();
	}

	public void giveUpWaiting(String why) {
		this.reason = why;
	}

	public void markReady() {
		if (!this.ready) {
			this.ended = this.nanoTime.getAsLong();
			synchronized (this.whenReady) {
				this.ready = true;
				this.whenReady.forEach(Runnable::run);
			}
		}
	}

}
