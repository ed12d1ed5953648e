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
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.warmcache.tier.FinishedLoad;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Actuator endpoint that shows how far the warm-up is. Asks nobody but the
 * {@link WarmupState}.
 *
 * @since 0.1.0
 */
@Endpoint(id = "cachewarmup")
public final class CacheWarmupEndpoint {

	private final WarmupState state;

	/**
	 * Create an endpoint.
	 * @param state what is known of the warm-up
	 */
	public CacheWarmupEndpoint(WarmupState state) {
		this.state = state;
	}

	/**
	 * Show the warm-up of all caches.
	 * @return how far it is
	 */
	@ReadOperation
	public WarmupDescriptor warmup() {
		Map<String, CacheDescriptor> caches = new LinkedHashMap<>();
		this.state.caches().forEach((cache) -> caches.put(cache.cacheName(), describe(cache)));
		return new WarmupDescriptor(this.state.status(), this.state.isReady(), this.state.elapsed(),
				this.state.reason(), this.state.rehearsal(), caches);
	}

	/**
	 * Show the warm-up of one cache.
	 * @param cache the name of the cache
	 * @return how far it is, or {@code null} if the cache is not warmed
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
				this.state.lastLoad(cache.cacheName()));
	}

	/**
	 * How far the warm-up is.
	 *
	 * @param state how far all caches are
	 * @param ready whether the caches are ready for traffic
	 * @param elapsed how long it takes, or took until the application was ready
	 * @param reason why the application was not ready, or not warm, when waiting was
	 * over; {@code null} if there is no reason
	 * @param rehearsal how far the rehearsal is, or {@code null} if there was none
	 * @param caches how far each cache is, by name
	 */
	public record WarmupDescriptor(WarmupStatus state, boolean ready, Duration elapsed, @Nullable String reason,
			@Nullable String rehearsal, Map<String, CacheDescriptor> caches) {
	}

	/**
	 * How far the warm-up of one cache is.
	 *
	 * @param state how far it is
	 * @param required whether the application is not ready without it
	 * @param entries how many entries came in the latest attempt
	 * @param expected how many make it complete, or {@code null} if unknown
	 * @param rate how many came in a second of the latest attempt
	 * @param elapsed how long it takes or took
	 * @param attempts how many attempts began
	 * @param from the name of the warmer that is or was filling it, or {@code null}
	 * before the first
	 * @param lastError what went wrong last, or {@code null}
	 * @param waitingFor what the cache waits for at the moment, such as another pod that
	 * loads it; {@code null} if for nothing
	 * @param badRows how many rows of the source could not be read when the cache was
	 * filled last, and are missing
	 * @param repeatedKeys how many rows had the key of another one, and were replaced by
	 * it
	 * @param lastLoad the last load of the whole cache, by any pod, that was known when
	 * this warm-up began, or {@code null} if none was
	 */
	public record CacheDescriptor(WarmupStatus state, boolean required, long entries, @Nullable Long expected,
			long rate, Duration elapsed, int attempts, @Nullable String from, @Nullable String lastError,
			@Nullable String waitingFor, long badRows, long repeatedKeys, @Nullable FinishedLoad lastLoad) {
	}

}
