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

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.Assert;

/**
 * Settings for when one cache is re-warmed while the application serves.
 *
 * @param fixedDelay time from the end of one load, by any pod, to the beginning of the
 * next one, positive, or {@code null}
 * @param cron when a re-warm begins, in the default time zone, or {@code null}; not
 * together with a delay
 * @param jitter maximum random delay of the beginning, not negative
 * @param onLoss whether a re-warm begins after much of the cache was dropped
 * @since 0.1.0
 */
public record RewarmSettings(@Nullable Duration fixedDelay, @Nullable CronExpression cron, Duration jitter,
		boolean onLoss) {

	public RewarmSettings {
		Assert.isTrue(fixedDelay == null || cron == null, "Only one of fixedDelay and cron may be set");
		Assert.isTrue(fixedDelay == null || fixedDelay.compareTo(Duration.ZERO) > 0, "fixedDelay must be positive");
		Assert.isTrue(!jitter.isNegative(), "jitter must not be negative");
	}

	public boolean isScheduled() {
		return this.fixedDelay != null || this.cron != null;
	}

	/**
	 * Return the maximum age of another pod's load that this pod copies instead of
	 * loading itself. With a fixed delay, that is the delay less 1 %, by which clocks may
	 * differ. With a cron expression, it is twice the jitter, by which the pods differ,
	 * or one second without jitter.
	 */
	public Duration maxAge() {
		if (this.fixedDelay != null) {
			return this.fixedDelay.minus(this.fixedDelay.dividedBy(100));
		}
		return this.jitter.isZero() ? Duration.ofSeconds(1) : this.jitter.multipliedBy(2);
	}

}
