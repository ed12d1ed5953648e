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

package io.github.warmcache.redis;

import java.time.Duration;

/**
 * Timeouts of the shared tier for Redis. All are positive.
 *
 * @param command maximum time of a single operation, including connecting
 * @param bulk maximum time of one round trip of a warm-up, which no request waits for
 * @param connect maximum time to open the TCP connection
 * @param reconnect pause between two attempts to connect
 * @since 0.1.0
 */
public record RedisTierTimeouts(Duration command, Duration bulk, Duration connect, Duration reconnect) {

	public RedisTierTimeouts {
		requirePositive(command, "command timeout");
		requirePositive(bulk, "bulk timeout");
		requirePositive(connect, "connect timeout");
		requirePositive(reconnect, "reconnect delay");
	}

	/**
	 * Return the defaults: 200 ms for a command, 2 s for a round trip of a warm-up, 250
	 * ms to connect and 500 ms between two attempts.
	 * @return the defaults
	 */
	public static RedisTierTimeouts defaults() {
		return new RedisTierTimeouts(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofMillis(250),
				Duration.ofMillis(500));
	}

	private static void requirePositive(Duration duration, String name) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("The " + name + " is " + duration + " and must be positive");
		}
	}

}
