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

package io.github.warmcache.redis.watch;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Clock of the server, compared with that of this pod. Thread-safe for one writer.
 */
final class ServerClock {

	private volatile @Nullable Duration difference;

	/**
	 * Compare the clocks. The server read its clock at some time between question and
	 * answer, so only what lies outside of that time is a difference.
	 * @param asked the time of this pod before it asked
	 * @param told the time of the server
	 * @param answered the time of this pod after the answer
	 */
	void learn(Instant asked, Instant told, Instant answered) {
		if (answered.isBefore(asked)) {
			// The clock of this pod was set back meanwhile.
			return;
		}
		if (told.isBefore(asked)) {
			this.difference = Duration.between(asked, told);
		}
		else {
			this.difference = told.isAfter(answered) ? Duration.between(answered, told) : Duration.ZERO;
		}
	}

	/**
	 * Forget what was learned.
	 */
	void forget() {
		this.difference = null;
	}

	/**
	 * Return how far the server is ahead, negative if it is behind, or {@code null} if it
	 * is not known.
	 */
	@Nullable Duration difference() {
		return this.difference;
	}

}
