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

package io.github.warmcache.tier.redis;

import java.time.Duration;

/**
 * Sizes and times of the shared tier on Redis.
 *
 * @param leaseDuration how long one pod may load a value before another pod may, at least
 * a millisecond and no less than a load takes
 * @param batchSize how many entries one round trip of a batch carries, positive
 * @param scanCount how many keys Redis examines in one step of a scan, positive
 * @param longestValue maximum size of a stored value, in bytes, at least 128
 * @param journalSize how many unsent changes of a cache are remembered, positive; beyond
 * that the pod clears the cache
 * @since 0.1.0
 */
public record RedisTierSettings(Duration leaseDuration, int batchSize, int scanCount, int longestValue,
		int journalSize) {

	private static final int SMALLEST_LONGEST_VALUE = 128;

	public RedisTierSettings {
		if (leaseDuration.toMillis() < 1) {
			throw new IllegalArgumentException("The lease duration is " + leaseDuration + " and must be positive");
		}
		if (batchSize < 1 || scanCount < 1) {
			throw new IllegalArgumentException(
					"The batch size is " + batchSize + " and the scan count " + scanCount + "; both must be positive");
		}
		if (journalSize < 1) {
			throw new IllegalArgumentException("The journal size is " + journalSize + " and must be positive");
		}
		if (longestValue < SMALLEST_LONGEST_VALUE) {
			throw new IllegalArgumentException(
					"The longest value is " + longestValue + " bytes and must be at least " + SMALLEST_LONGEST_VALUE);
		}
	}

	/**
	 * Return the defaults: leases of 30 s, batches of 2,000 entries, scan steps of 1,000
	 * keys, values of at most 1 MiB and journals of 10,000 changes.
	 * @return the defaults
	 */
	public static RedisTierSettings defaults() {
		return new RedisTierSettings(Duration.ofSeconds(30), 2000, 1000, 1 << 20, 10_000);
	}

}
