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

package io.github.warmcache.metrics;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.github.warmcache.warmup.CacheWarmupProgress;
import io.github.warmcache.warmup.RewarmReport;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The {@code warmcache.warmup.*} and {@code warmcache.rewarms} meters: the progress of
 * the warm-up of each cache, its re-warms, and whether the application is ready.
 *
 * @since 0.1.0
 */
public final class WarmupMeters implements MeterBinder {

	private static final double UNKNOWN = Double.NaN;

	private final WarmupState state;

	/**
	 * Create the meters of a warm-up.
	 * @param state the state to read
	 */
	public WarmupMeters(WarmupState state) {
		this.state = state;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("warmcache.warmup.ready", this.state, (state) -> state.isReady() ? 1 : 0)
			.description("1 once the caches are ready for traffic, 0 before")
			.register(registry);
		TimeGauge
			.builder("warmcache.warmup.duration", this.state, TimeUnit.NANOSECONDS,
					(state) -> state.elapsed().toNanos())
			.description("Duration of the warm-up until the caches were ready, or so far")
			.register(registry);
		for (CacheWarmupProgress progress : this.state.caches()) {
			bindTo(registry, progress.cacheName());
		}
	}

	private void bindTo(MeterRegistry registry, String cache) {
		gauge(registry, "warmcache.warmup.entries", cache, "Entries that the warm-up stored in this pod",
				CacheWarmupProgress::entries);
		gauge(registry, "warmcache.warmup.expected", cache,
				"Entries that make the cache complete, not a number while unknown", WarmupMeters::expected);
		Gauge.builder("warmcache.warmup.counted", this.state, (state) -> number(state.sourceCount(cache)))
			.description("Entries that the source counted, not a number while unknown")
			.tag("cache", cache)
			.register(registry);
		gauge(registry, "warmcache.warmup.attempts", cache, "Attempts to warm the cache",
				CacheWarmupProgress::attempts);
		TimeGauge
			.builder("warmcache.warmup.cache.duration", this.state, TimeUnit.NANOSECONDS,
					(state) -> value(state, cache, (progress) -> progress.elapsed().toNanos()))
			.description("Duration of the warm-up of the cache, or so far")
			.tag("cache", cache)
			.register(registry);
		rewarms(registry, cache, "filled", RewarmReport::succeeded);
		rewarms(registry, cache, "failed", RewarmReport::failed);
		for (WarmupStatus status : WarmupStatus.values()) {
			Gauge
				.builder("warmcache.warmup.state", this.state,
						(state) -> value(state, cache, (progress) -> (progress.status() == status) ? 1 : 0))
				.description("1 for the current state of the cache's warm-up, 0 for the others")
				.tags("cache", cache, "state", status.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
	}

	private void rewarms(MeterRegistry registry, String cache, String outcome, ToLongFunction<RewarmReport> count) {
		FunctionCounter
			.builder("warmcache.rewarms", this.state,
					(state) -> (state.rewarms(cache) != null) ? count.applyAsLong(state.rewarms(cache)) : 0)
			.tags("cache", cache, "outcome", outcome)
			.description("Re-warms of the cache while the application serves traffic, by outcome")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String cache, String description,
			ToDoubleFunction<CacheWarmupProgress> value) {
		Gauge.builder(name, this.state, (state) -> value(state, cache, value))
			.description(description)
			.tag("cache", cache)
			.register(registry);
	}

	private static double value(WarmupState state, String cache, ToDoubleFunction<CacheWarmupProgress> value) {
		CacheWarmupProgress progress = state.cache(cache);
		return (progress != null) ? value.applyAsDouble(progress) : UNKNOWN;
	}

	private static double expected(CacheWarmupProgress progress) {
		return number(progress.expected());
	}

	private static double number(@Nullable Long value) {
		return (value != null) ? value : UNKNOWN;
	}

}
