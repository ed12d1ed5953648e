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

package io.github.warmcache.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerWatch}.
 */
class ServerWatchTests {

	private final List<String> stalls = new ArrayList<>();

	private final Map<Long, Long> waited = new HashMap<>();

	private long now;

	private final ServerWatch watch = new ServerWatch(() -> this.now, () -> Map.copyOf(this.waited),
			(start, end) -> this.stalls.add(start / 1_000_000 + " to " + end / 1_000_000));

	@Test
	void aServerThatGetsToRunDidNotStall() {
		for (int i = 0; i < 100; i++) {
			tick(10, 4);
		}
		assertThat(this.stalls).isEmpty();
	}

	@Test
	void nothingIsSaidOfTheTimeBeforeTheFirstLook() {
		tick(0, 3);
		tick(1000, 0);
		assertThat(this.stalls).isEmpty();
	}

	@Test
	void aLongWaitEndsWhereItWasSeen() {
		tick(10, 0);
		tick(10, 0);
		tick(80, 75);
		tick(10, 0);
		assertThat(this.stalls).containsExactly("25 to 100");
	}

	@Test
	void halfOfATimeLostInShortWaitsIsReportedAsAWhole() {
		for (int i = 0; i < 21; i++) {
			tick(10, 6);
		}
		assertThat(this.stalls).containsExactly("10 to 210");
	}

	@Test
	void aServerIsNotBlamedForWhatItWaitedBeforeItWasSeen() {
		tick(10, 0);
		this.waited.put(2L, TimeUnit.SECONDS.toNanos(5));
		for (int i = 0; i < 30; i++) {
			tick(10, 0);
		}
		assertThat(this.stalls).isEmpty();
	}

	@Test
	void theSecondNumberOfTheKernelIsTheWait() {
		assertThat(ServerWatch.Kernel.waited("228593145 103405002 1519\n")).isEqualTo(103405002);
	}

	private void tick(long millis, long wait) {
		this.now += TimeUnit.MILLISECONDS.toNanos(millis);
		this.waited.merge(1L, TimeUnit.MILLISECONDS.toNanos(wait), Long::sum);
		this.watch.tick();
	}

}
