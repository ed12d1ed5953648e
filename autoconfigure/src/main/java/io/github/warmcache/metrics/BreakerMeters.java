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

import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.CallBreakers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The {@code warmcache.breaker.state} meters: the state of each circuit breaker,
 * including those of caches that are created later.
 *
 * @since 0.1.0
 */
public final class BreakerMeters implements MeterBinder {

	/**
	 * Value of the tag {@code cache} of a breaker that belongs to no cache. All meters of
	 * one name must have the same tags.
	 */
	private static final String NO_CACHE = "none";

	private final CallBreakers breakers;

	/**
	 * Create the meters of all breakers.
	 * @param breakers the breakers to read
	 */
	public BreakerMeters(CallBreakers breakers) {
		this.breakers = breakers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.breakers.observe((guard) -> bindTo(registry, guard));
	}

	private static void bindTo(MeterRegistry registry, CallBreakers.Guard guard) {
		String cache = (guard.cacheName() != null) ? guard.cacheName() : NO_CACHE;
		CallBreaker breaker = guard.breaker();
		for (BreakerState state : BreakerState.values()) {
			Gauge.builder("warmcache.breaker.state", breaker, (of) -> (of.state() == state) ? 1 : 0)
				.description("1 for the current state of the breaker, 0 for the others")
				.tags("name", guard.before(), "cache", cache, "state", state.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
	}

}
