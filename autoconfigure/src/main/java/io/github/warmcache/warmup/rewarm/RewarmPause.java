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

package io.github.warmcache.warmup.rewarm;

import java.time.Duration;

/**
 * Pause between a re-warm and the next one that a loss may start. Not thread-safe.
 */
final class RewarmPause {

	/**
	 * Minimum time between the end of a re-warm and the next one.
	 */
	static final Duration SHORTEST = Duration.ofSeconds(30);

	/**
	 * Maximum pause after many failures.
	 */
	static final Duration LONGEST = Duration.ofMinutes(30);

	private static final int MOST_DOUBLINGS = 10;

	private int failures;

	void succeeded() {
		this.failures = 0;
	}

	/**
	 * Return the pause after one more failure.
	 */
	Duration failed() {
		Duration pause = SHORTEST.multipliedBy(1L << Math.min(this.failures++, MOST_DOUBLINGS));
		return (pause.compareTo(LONGEST) < 0) ? pause : LONGEST;
	}

}
