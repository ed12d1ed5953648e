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

package io.github.warmcache.cache.local;

import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CoarseClock}.
 */
class CoarseClockTests {

	@Test
	void followsTheSystemsTime() {
		try (CoarseClock clock = new CoarseClock()) {
			long start = clock.read();
			Awaitility.await().until(() -> clock.read() - start > TimeUnit.MILLISECONDS.toNanos(50));
			assertThat(clock.read()).isLessThanOrEqualTo(System.nanoTime());
		}
	}

	@Test
	void goesOnWithTheSystemsTimeWhenClosed() {
		CoarseClock clock = new CoarseClock();
		clock.close();
		long before = System.nanoTime();
		assertThat(clock.read()).isGreaterThanOrEqualTo(before);
	}

}
