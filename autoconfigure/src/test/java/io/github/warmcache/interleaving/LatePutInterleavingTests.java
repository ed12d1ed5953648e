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

package io.github.warmcache.interleaving;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.interleaving.Exploration.Result;
import io.github.warmcache.interleaving.Run.Messages;
import io.github.warmcache.interleaving.Scenario.Start;
import io.github.warmcache.interleaving.WritersRace.Change;
import io.github.warmcache.interleaving.WritersRace.Fill;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no put that is late leaves an older value behind, in any tier, in whatever
 * order the calls of two and three pods begin, commit and put, with versions and without.
 */
class LatePutInterleavingTests {

	private static final Log logger = LogFactory.getLog(LatePutInterleavingTests.class);

	@ParameterizedTest
	@ValueSource(strings = { Pod.PLAIN, Pod.VERSIONED })
	void twoPutsOfTwoPods(String cacheName) throws Exception {
		for (Start start : List.of(Start.COLD, Start.SHARED, Start.WARM)) {
			assertNeverOld(WritersScenario.of(cacheName).with(Change.PUT, "A").with(Change.PUT, "B").start(start), 50);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { Pod.PLAIN, Pod.VERSIONED })
	void twoPutsOfOnePod(String cacheName) throws Exception {
		assertNeverOld(WritersScenario.of(cacheName).with(Change.PUT, "A").with(Change.PUT, "A"), 50);
	}

	@ParameterizedTest
	@ValueSource(strings = { Pod.PLAIN, Pod.VERSIONED })
	void threePutsOfTwoPods(String cacheName) throws Exception {
		assertNeverOld(WritersScenario.of(cacheName)
			.with(Change.PUT, "A")
			.with(Change.PUT, "B")
			.with(Change.PUT, "A")
			.begunBefore(), 50);
	}

	@ParameterizedTest
	@ValueSource(strings = { Pod.PLAIN, Pod.VERSIONED })
	void threePutsOfThreePods(String cacheName) throws Exception {
		assertNeverOld(WritersScenario.of(cacheName)
			.with(Change.PUT, "A")
			.with(Change.PUT, "B")
			.with(Change.PUT, "C")
			.begunBefore()
			.inOrder(), 50);
	}

	@ParameterizedTest
	@EnumSource(value = Change.class, names = { "EVICT", "DELETE", "EVICTION", "CLEAR" })
	void putBesideARemoval(Change removal) throws Exception {
		for (String cacheName : List.of(Pod.PLAIN, Pod.VERSIONED)) {
			for (String pod : List.of("A", "B")) {
				assertNeverOld(WritersScenario.of(cacheName).with(Change.PUT, "A").with(removal, pod).start(Start.WARM), 10);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Fill.class)
	void fillBesideAPut(Fill fill) throws Exception {
		for (String pod : List.of("A", "B")) {
			for (boolean versioned : List.of(false, true)) {
				assertNeverOld(WritersScenario.of(cacheName(fill, versioned)).with(Change.PUT, "A").with(fill, pod), 10);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Change.class,
			names = { "PUT_REFUSED", "PUT_UNANSWERED", "EVICT_REFUSED", "EVICT_UNANSWERED", "DELETE_REFUSED",
					"DELETE_UNANSWERED" })
	void changeThatIsToldAgainBesideAPut(Change change) throws Exception {
		for (String cacheName : List.of(Pod.PLAIN, Pod.VERSIONED)) {
			for (String pod : List.of("A", "B")) {
				assertNeverOld(WritersScenario.of(cacheName).with(change, "A").with(Change.PUT, pod), 10);
			}
		}
	}

	@Test
	void putWithoutABeginningIsOrderedByItsVersion() throws Exception {
		for (Start start : List.of(Start.COLD, Start.WARM)) {
			assertNeverOld(WritersScenario.of(Pod.VERSIONED)
				.with(Change.DIRECT_PUT, "A")
				.with(Change.DIRECT_PUT, "B")
				.start(start), 10);
		}
	}

	private static String cacheName(Fill fill, boolean versioned) {
		if (fill == Fill.REFRESH_AHEAD) {
			return versioned ? Pod.VERSIONED_REFRESHING : Pod.REFRESHING;
		}
		return versioned ? Pod.VERSIONED : Pod.PLAIN;
	}

	/**
	 * Explore a scenario.
	 * @param least how many schedules there are at least
	 */
	private static Outcome assertNeverOld(WritersScenario scenario, int least) throws Exception {
		AtomicInteger kept = new AtomicInteger();
		try (Fleet fleet = new Fleet((tier) -> tier, scenario.pods()); Exploration exploration = new Exploration(true)) {
			long start = System.nanoTime();
			Result result = exploration.explore((execution) -> scenario.begin(fleet, execution, kept));
			logger.info(scenario + ": " + result + ", " + kept + " kept, " + result.redundant() + " redundant ("
					+ (System.nanoTime() - start) / 1000000 + " ms)");
			assertThat(result.first()).isNull();
			assertThat(result.schedules()).isGreaterThanOrEqualTo(least);
			return new Outcome(result.schedules(), kept.get());
		}
	}

	/**
	 * What an exploration came to.
	 *
	 * @param schedules how many schedules there were
	 * @param kept after how many of them the shared tier had what is right
	 */
	private record Outcome(int schedules, int kept) {
	}

}
