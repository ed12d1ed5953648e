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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutageLog}.
 */
class OutageLogTests {

	private Instant now = Instant.EPOCH;

	private final List<String> lines = new ArrayList<>();

	private final OutageLog log = new OutageLog(() -> this.now);

	@Test
	void outageIsOneWarningAndOneLine() {
		this.log.end(line("never began"));
		this.log.begin(line("lost"));
		this.log.begin(line("lost again"));
		this.log.end(line("back"));
		this.log.end(line("back again"));
		assertThat(this.lines).containsExactly("lost", "back");
	}

	@Test
	void outagesThatFollowEachOtherAreLoggedOnce() {
		this.log.begin(line("lost"));
		this.log.end(line("back"));
		pass(Duration.ofSeconds(10));
		this.log.begin(line("too soon"));
		this.log.end(line("nobody was told"));
		pass(Duration.ofMillis(1));
		this.log.begin(line("lost once more"));
		assertThat(this.lines).containsExactly("lost", "back", "lost once more");
	}

	@Test
	void whatSomebodyHasToMendIsLoggedInAnyCase() {
		this.log.begin(line("lost"));
		this.log.insist(line("forbidden"));
		this.log.end(line("back"));
		this.log.insist(line("forbidden again"));
		this.log.end(line("back again"));
		assertThat(this.lines).containsExactly("lost", "forbidden", "back", "forbidden again", "back again");
	}

	@Test
	void whatMayOnlyBeASlowStartIsLoggedIfItLasts() {
		this.log.beginUnlessStarting(line("slow"));
		this.log.end(line("never began"));
		pass(Duration.ofMillis(9_999));
		this.log.beginUnlessStarting(line("still slow"));
		assertThat(this.lines).isEmpty();
		pass(Duration.ofMillis(1));
		this.log.beginUnlessStarting(line("lost"));
		this.log.beginUnlessStarting(line("lost again"));
		this.log.end(line("back"));
		assertThat(this.lines).containsExactly("lost", "back");
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
	}

	private Runnable line(String text) {
		return () -> this.lines.add(text);
	}

}
