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

package io.github.warmcache.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Names of the properties that are set and that make sense for a single cache only: its
 * source, {@code complete}, its circuit breaker, and its warm-up.
 */
public final class OwnProperties {

	private final List<String> names = new ArrayList<>();

	private OwnProperties() {
	}

	/**
	 * Return the properties that are set although they make sense for a single cache
	 * only.
	 * @param properties the properties as the user wrote them
	 * @return the names relative to the cache
	 */
	static List<String> of(CacheProperties properties) {
		OwnProperties own = new OwnProperties();
		own.source(properties.source());
		own.add("complete", properties.complete());
		CacheProperties.CircuitBreaker breaker = properties.circuitBreaker();
		own.add("circuit-breaker.enabled", breaker.enabled());
		own.add("circuit-breaker.failure-threshold", breaker.failureThreshold());
		own.add("circuit-breaker.wait-duration", breaker.waitDuration());
		own.add("warmup.enabled", properties.warmup().enabled());
		own.warmup(properties.warmup());
		return own.names;
	}

	/**
	 * Return the warm-up properties that are set, except {@code enabled}.
	 * @param warmup the properties as the user wrote them
	 * @return the names relative to the cache
	 */
	public static List<String> of(CacheProperties.Warmup warmup) {
		OwnProperties own = new OwnProperties();
		own.warmup(warmup);
		return own.names;
	}

	private void source(CacheProperties.Source source) {
		add("source.jdbc", source.jdbc());
		add("source.redis-hash", source.redisHash());
		add("source.redis-keys", source.redisKeys());
		add("source.bean", source.bean());
		add("source.custom", source.custom());
		add("source.order", source.order().isEmpty() ? null : source.order());
	}

	private void warmup(CacheProperties.Warmup warmup) {
		add("warmup.required", warmup.required());
		add("warmup.from", warmup.from());
		add("warmup.depends-on", warmup.dependsOn());
		add("warmup.hottest", warmup.hottest());
		add("warmup.minimum-coverage", warmup.minimumCoverage());
		add("warmup.allow-empty", warmup.allowEmpty());
		add("warmup.bad-rows", warmup.badRows());
		add("warmup.probe-source", warmup.probeSource());
		add("warmup.deadline", warmup.deadline());
		add("warmup.partitions", warmup.partitions());
		add("warmup.rate-limit", warmup.rateLimit());
		add("warmup.fleet-rate-limit", warmup.fleetRateLimit());
		add("warmup.rewarm.fixed-delay", warmup.rewarm().fixedDelay());
		add("warmup.rewarm.cron", warmup.rewarm().cron());
		add("warmup.rewarm.jitter", warmup.rewarm().jitter());
		add("warmup.rewarm.on-loss", warmup.rewarm().onLoss());
	}

	private void add(String name, @Nullable Object value) {
		if (value != null) {
			this.names.add(name);
		}
	}

}
