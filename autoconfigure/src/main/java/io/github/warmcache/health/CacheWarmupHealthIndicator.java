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

package io.github.warmcache.health;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.cache.LocalTierSettings;
import io.github.warmcache.cache.SourceFailure;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.RewarmReport;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of the warm-up: out of service until the caches are ready, then up for good. The
 * details have the progress of each cache, and what it holds now. It does no I/O.
 *
 * @since 0.1.0
 */
public final class CacheWarmupHealthIndicator implements HealthIndicator {

	private final WarmupState state;

	private final @Nullable TieredCacheManager caches;

	/**
	 * Create an indicator.
	 * @param state the state of the warm-up
	 * @param caches the caches, or {@code null} to show only their warm-up
	 */
	public CacheWarmupHealthIndicator(WarmupState state, @Nullable TieredCacheManager caches) {
		this.state = state;
		this.caches = caches;
	}

	@Override
	public Health health() {
		// Read once, because the health and its details could disagree otherwise.
		WarmupStatus status = this.state.status();
		boolean ready = status == WarmupStatus.WARM || status == WarmupStatus.DEGRADED;
		Health.Builder health = ready ? Health.up() : Health.outOfService();
		health.withDetail("state", status).withDetail("elapsed", text(this.state.elapsed()));
		String reason = this.state.reason();
		if (reason != null) {
			health.withDetail("reason", reason);
		}
		String rehearsal = this.state.rehearsal();
		if (rehearsal != null) {
			health.withDetail("rehearsal", rehearsal);
		}
		Map<String, Object> caches = new LinkedHashMap<>();
		this.state.caches().forEach((cache) -> caches.put(cache.cacheName(), withLaterDetails(cache)));
		return health.withDetail("caches", caches).build();
	}

	private Map<String, Object> withLaterDetails(CacheWarmupProgress cache) {
		Map<String, Object> details = details(cache);
		putIfKnown(details, "complete", this.state.isComplete(cache.cacheName()));
		RewarmReport rewarms = this.state.rewarms(cache.cacheName());
		if (rewarms != null) {
			details.put("rewarming", rewarms.running());
			details.put("rewarms", rewarms.succeeded());
			details.put("failedRewarms", rewarms.failed());
			putIfKnown(details, "lastRewarm", (rewarms.lastEnd() != null) ? rewarms.lastEnd().toString() : null);
			putIfKnown(details, "lastRewarmError", rewarms.lastError());
		}
		putIfKnown(details, "sourceCount", this.state.sourceCount(cache.cacheName()));
		GoodLoad load = this.state.lastLoad(cache.cacheName());
		if (load != null) {
			details.put("lastLoad", "%d entries at %s".formatted(load.entries(), load.finishedAt()));
		}
		TieredCache held = (this.caches != null) ? this.caches.getCacheIfPresent(cache.cacheName()) : null;
		if (held != null) {
			addPresent(details, held);
		}
		return details;
	}

	private static void addPresent(Map<String, Object> details, TieredCache cache) {
		LocalTierSettings bound = cache.definition().local();
		details.put("held", cache.getNativeCache().estimatedSize());
		details.put("bound", Objects.requireNonNullElse(bound.maximumSize(), String.valueOf(bound.maximumWeight())));
		putIfAny(details, "evicted", cache.getNativeCache().stats().evictionCount());
		if (cache.source() != null && cache.sourceBreaker() != BreakerState.CLOSED) {
			details.put("sourceBreaker", cache.sourceBreaker());
		}
		SourceFailure failure = cache.lastSourceFailure();
		if (failure != null) {
			details.put("lastSourceFailure", "%s at %s".formatted(failure.error(), failure.at()));
		}
	}

	private static Map<String, Object> details(CacheWarmupProgress cache) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", cache.status());
		details.put("required", cache.required());
		details.put("entries", cache.entries());
		putIfKnown(details, "expected", cache.expected());
		details.put("rate", Math.round(cache.entriesPerSecond()));
		details.put("elapsed", text(cache.elapsed()));
		details.put("attempts", cache.attempts());
		putIfKnown(details, "from", cache.warmer());
		putIfAny(details, "badRows", cache.badRows());
		putIfAny(details, "repeatedKeys", cache.repeatedKeys());
		putIfKnown(details, "waitingFor", cache.waitingFor());
		putIfKnown(details, "lastError", cache.lastError());
		return details;
	}

	private static void putIfAny(Map<String, Object> details, String name, long count) {
		if (count > 0) {
			details.put(name, count);
		}
	}

	private static void putIfKnown(Map<String, Object> details, String name, @Nullable Object value) {
		if (value != null) {
			details.put(name, value);
		}
	}

	private static String text(Duration duration) {
		return duration.truncatedTo(ChronoUnit.MILLIS).toString();
	}

}
