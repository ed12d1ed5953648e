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

package io.github.warmcache.autoconfigure.warmup;

import java.util.List;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.properties.PropertyChecks;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Mode;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Retry;
import io.github.warmcache.autoconfigure.properties.WarmcacheProperties.Warmup;
import io.github.warmcache.warmup.CacheWarmupStep;
import io.github.warmcache.warmup.DeadlinePolicy;
import io.github.warmcache.warmup.WarmupPlan;
import io.github.warmcache.warmup.WarmupPlan.Retries;

import org.springframework.boot.convert.DurationStyle;

/**
 * Validated settings that apply to the warm-up of all caches.
 */
final class WarmupSettings {

	private static final String PREFIX = "warmcache.warmup.";

	private final Warmup properties;

	WarmupSettings(Warmup properties) {
		this.properties = properties;
		PropertyChecks.positive(PREFIX + "deadline", properties.deadline(), "60s");
		PropertyChecks.positive(PREFIX + "parallelism", properties.parallelism(), "2");
		PropertyChecks.positive(PREFIX + "progress-interval", properties.progressInterval(), "5s");
		PropertyChecks.positive(PREFIX + "hot-keys.publish-interval", properties.hotKeys().publishInterval(), "1m");
		PropertyChecks.positive(PREFIX + "hot-keys.half-life", properties.hotKeys().halfLife(), "1h");
		PropertyChecks.partOfAll(PREFIX + "memory-watermark", properties.memoryWatermark());
		PropertyChecks.share(PREFIX + "bad-rows", properties.badRows());
		if (properties.mode() == Mode.BACKGROUND && properties.onDeadline() == DeadlinePolicy.FAIL_STARTUP) {
			throw new InvalidCacheConfigurationException(PREFIX + "on-deadline",
					"is fail-startup, but a warm-up in the background cannot fail the start",
					"Write refuse-traffic or accept-traffic, or set '" + PREFIX + "mode' to blocking");
		}
		checkRetry(properties.retry());
	}

	private static void checkRetry(Retry retry) {
		PropertyChecks.positive(PREFIX + "retry.initial-delay", retry.initialDelay(), "500ms");
		PropertyChecks.positive(PREFIX + "retry.max-delay", retry.maxDelay(), "10s");
		PropertyChecks.positive(PREFIX + "retry.max-attempts", retry.maxAttempts(), "10");
		if (!(retry.multiplier() >= 1) || Double.isInfinite(retry.multiplier())) {
			throw new InvalidCacheConfigurationException(PREFIX + "retry.multiplier",
					"must be at least 1, but is " + retry.multiplier(), "Write a number such as 2");
		}
		if (retry.maxDelay().compareTo(retry.initialDelay()) < 0) {
			throw new InvalidCacheConfigurationException(PREFIX + "retry.max-delay",
					"is below '%sretry.initial-delay', which is %s".formatted(PREFIX,
							DurationStyle.SIMPLE.print(retry.initialDelay())),
					"Write a longer max-delay or a shorter initial-delay");
		}
	}

	WarmupPlan plan(List<CacheWarmupStep> steps) {
		Retry retry = this.properties.retry();
		return new WarmupPlan(steps, this.properties.deadline(), this.properties.onDeadline(),
				this.properties.parallelism(), this.properties.mode() == Mode.BACKGROUND,
				new Retries(retry.initialDelay(), retry.multiplier(), retry.maxDelay(), retry.maxAttempts()),
				this.properties.progressInterval());
	}

}
