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

package io.github.warmcache.breaker;

import java.time.Duration;

/**
 * Conditions under which a breaker opens, and for how long.
 *
 * @param failureThreshold number of failures, among twice as many last calls, that opens
 * the breaker; positive
 * @param waitDuration how long calls are rejected then, at least a millisecond
 * @since 0.1.0
 */
public record BreakerSettings(int failureThreshold, Duration waitDuration) {

	public BreakerSettings {
		if (failureThreshold < 1) {
			throw new IllegalArgumentException(
					"The failure threshold is " + failureThreshold + " and must be positive");
		}
		if (waitDuration.toMillis() < 1) {
			throw new IllegalArgumentException("The wait duration is " + waitDuration + " and must be positive");
		}
	}

}
