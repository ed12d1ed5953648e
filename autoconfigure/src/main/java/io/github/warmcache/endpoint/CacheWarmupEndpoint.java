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

package io.github.warmcache.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.RewarmReport;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows the progress of the warm-up. It reads only the
 * {@link WarmupState} and does no I/O.
 *
 * @since 0.1.0
 */
@Endpoint(id = "cachewarmup")
public final class CacheWarmupEndpoint {

	private final WarmupState state;

	/**
	 * Create an endpoint.
	 * @param state the state of the warm-up
	 */
	public CacheWarmupEndpoint(WarmupState state) {
		this.state = state;
	}

	/**
	 * Return the progress of all caches.
	 * @return the progress
	 */
	@ReadOperation
	public WarmupDescriptor warmup() {
		Map<String, CacheDescriptor> caches = new LinkedHashMap<>();
		this.state.caches().forEach((cache) -> caches.put(cache.cacheName(), describe(cache)));
		return new WarmupDescriptor(this.state.status(), this.state.isReady(), this.state.elapsed(),
				this.state.reason(), this.state.rehearsal(), caches);
	}

	/**
	 * Return the progress of one cache.
	 * @param cache the name of the cache
	 * @return the progress, or {@code null} if the cache is not warmed
	 */
	@ReadOperation
	public @Nullable CacheDescriptor cache(@Selector String cache) {
		CacheWarmupProgress progress = this.state.cache(cache);
		return (progress != null) ? describe(progress) : null;
	}

	private CacheDescriptor describe(CacheWarmupProgress cache) {
		return new CacheDescriptor(cache.status(), cache.required(), cache.entries(), cache.expected(),
				Math.round(cache.entriesPerSecond()), cache.elapsed(), cache.attempts(), cache.warmer(),
				cache.lastError(), cache.waitingFor(), cache.badRows(), cache.repeatedKeys(),
				LoadDescriptor.of(this.state.lastLoad(cache.cacheName())), this.state.isComplete(cache.cacheName()),
				this.state.rewarms(cache.cacheName()));
	}

	/**
	 * Progress of the warm-up.
	 *
	 * @param state the state of the whole warm-up
	 * @param ready whether the caches are ready for traffic
	 * @param elapsed the time since it began, or the time that it took until the
	 * application was ready
	 * @param reason why the application was not ready, or not warm, when the start
	 * stopped waiting; {@code null} if there is no reason
	 * @param rehearsal the state of the rehearsal, or {@code null} if there was none
	 * @param caches the progress of each cache by name
	 */
	public record WarmupDescriptor(WarmupStatus state, boolean ready, Duration elapsed, @Nullable String reason,
			@Nullable String rehearsal, Map<String, CacheDescriptor> caches) {
	}

	/**
	 * Progress of the warm-up of one cache.
	 *
	 * @param state the state of its warm-up
	 * @param required whether the application waits for the cache before it becomes ready
	 * @param entries the number of entries in the latest attempt
	 * @param expected the number of entries that make the cache complete, or {@code null}
	 * if unknown
	 * @param rate the number of entries per second in the latest attempt
	 * @param elapsed the time that the warm-up takes or took
	 * @param attempts the number of attempts that began
	 * @param from the name of the warmer that is filling or has filled the cache, or
	 * {@code null} before the first
	 * @param lastError the last error, or {@code null}
	 * @param waitingFor what the cache currently waits for, such as another pod that
	 * loads it; {@code null} if for nothing
	 * @param badRows the number of unreadable rows when the cache was last filled, which
	 * are missing
	 * @param repeatedKeys the number of rows that another row with the same key replaced
	 * @param lastLoad the last good load by any pod that was known when this warm-up
	 * began, or {@code null} if none was known
	 * @param complete whether the pod knows which keys do not exist, or {@code null} if
	 * the cache is not configured to know
	 * @param rewarms later fills while the pod serves traffic, or {@code null} if the
	 * cache is not filled again
	 */
	public record CacheDescriptor(WarmupStatus state, boolean required, long entries, @Nullable Long expected,
			long rate, Duration elapsed, int attempts, @Nullable String from, @Nullable String lastError,
			@Nullable String waitingFor, long badRows, long repeatedKeys, @Nullable LoadDescriptor lastLoad,
			@Nullable Boolean complete, @Nullable RewarmReport rewarms) {
	}

	/**
	 * Load of a whole cache that brought as many entries as were to be expected.
	 *
	 * @param entries how many entries it brought
	 * @param finishedAt when it ended
	 * @param from the name of the warmer that brought them
	 */
	public record LoadDescriptor(long entries, Instant finishedAt, String from) {

		private static @Nullable LoadDescriptor of(@Nullable GoodLoad load) {
			return (load != null) ? new LoadDescriptor(load.entries(), load.finishedAt(), load.from()) : null;
		}

	}

}
