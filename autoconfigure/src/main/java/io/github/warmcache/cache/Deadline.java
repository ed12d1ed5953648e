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

package io.github.warmcache.cache;

import java.time.Duration;

/**
 * End of the time that a read may take.
 *
 * @param nanos the end, comparable to {@link System#nanoTime()}
 */
record Deadline(long nanos) {

	static Deadline in(Duration duration) {
		Duration life = (duration.compareTo(LocalTier.UNLIMITED) <= 0) ? duration : LocalTier.UNLIMITED;
		return new Deadline(System.nanoTime() + life.toNanos());
	}

	/**
	 * Return what is left, in nanoseconds, zero if nothing is.
	 */
	long remaining() {
		return Math.max(0, this.nanos - System.nanoTime());
	}

	boolean isOver() {
		return remaining() == 0;
	}

}
