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

import io.github.warmcache.interleaving.Exploration.Result;
import io.github.warmcache.interleaving.Race.Fill;
import io.github.warmcache.interleaving.Race.Write;
import io.github.warmcache.interleaving.Run.Messages;
import io.github.warmcache.interleaving.Scenario.Start;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no order in which two pods can make their steps leaves an old value behind,
 * in any tier, and that a pod reads what it wrote. All orders are tried, but for those
 * that differ in nothing that matters.
 */
@Tag("servers")
class InterleavingTests {

	private static final Log logger = LogFactory.getLog(InterleavingTests.class);

	private static final List<String> PODS = List.of("A", "B");

	private static Fleet fleet;

	private final Exploration exploration = new Exploration(true);

	@BeforeAll
	static void start() {
		fleet = new Fleet((tier) -> tier);
	}

	@AfterAll
	static void stop() {
		fleet.close();
	}

	@AfterEach
	void end() {
		this.exploration.close();
	}

	@ParameterizedTest
	@EnumSource(Fill.class)
	void evictionOutlastsEveryFill(Fill fill) throws Exception {
		for (String pod : PODS) {
			assertNeverStale(Scenario.of(Write.EVICT).readsBack(true).with(fill, pod), 20);
		}
	}

	@ParameterizedTest
	@EnumSource(Fill.class)
	void putOutlastsEveryFill(Fill fill) throws Exception {
		for (String pod : PODS) {
			assertNeverStale(Scenario.of(Write.PUT).readsBack(true).with(fill, pod), 10);
		}
	}

	@ParameterizedTest
	@EnumSource(Fill.class)
	void clearOutlastsEveryFill(Fill fill) throws Exception {
		for (String pod : PODS) {
			assertNeverStale(Scenario.of(Write.CLEAR).with(fill, pod), 10);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Fill.class, names = { "GET", "RETRIEVE", "WARM_UP", "PUT_IF_ABSENT" })
	void evictionThatTheServerDidNotGetOutlastsEveryFill(Fill fill) throws Exception {
		for (String pod : PODS) {
			assertNeverStale(Scenario.of(Write.EVICT_REFUSED).with(fill, pod), 10);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Fill.class, names = { "GET", "WARM_UP" })
	void evictionWhoseReplyGotLostOutlastsEveryFill(Fill fill) throws Exception {
		for (String pod : PODS) {
			assertNeverStale(Scenario.of(Write.EVICT_UNANSWERED).with(fill, pod), 10);
		}
	}

	@ParameterizedTest
	@EnumSource(Fill.class)
	void lostMessageIsMadeUpForByTheNextBeat(Fill fill) throws Exception {
		for (Write write : List.of(Write.EVICT, Write.PUT, Write.CLEAR)) {
			assertNeverStale(Scenario.of(write).with(fill, "B").messages(Messages.LOST), 10);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Fill.class, names = "PUT_IF_ABSENT", mode = Mode.EXCLUDE)
	void knownAbsenceIsFilledLikeAValue(Fill fill) throws Exception {
		for (String pod : PODS) {
			assertNeverStale(Scenario.of(Write.EVICT).with(fill, pod).old(null), 10);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Start.class, names = { "SHARED", "WARM" })
	void oldValueThatIsHeldAlreadyDoesNotComeBack(Start start) throws Exception {
		for (Write write : List.of(Write.EVICT, Write.PUT, Write.CLEAR)) {
			for (String pod : PODS) {
				assertNeverStale(Scenario.of(write).readsBack(true).with(Fill.GET, pod).start(start), 2);
			}
		}
		assertNeverStale(Scenario.of(Write.EVICT).with(Fill.GET, "B").start(start).messages(Messages.LOST), 2);
	}

	@Test
	void evictionByAThreadThatMayNotBlockIsEffectiveAtOnce() throws Exception {
		for (Start start : List.of(Start.COLD, Start.SHARED, Start.WARM)) {
			for (String pod : PODS) {
				assertNeverStale(Scenario.of(Write.EVICT_LATER).readsBack(true).with(Fill.GET, pod).start(start), 5);
			}
		}
	}

	@Test
	void writerReadsItsOwnWriteAlthoughTheServerDidNotGetIt() throws Exception {
		for (Start start : List.of(Start.COLD, Start.SHARED, Start.WARM)) {
			assertNeverStale(Scenario.of(Write.EVICT_REFUSED).readsBack(true).start(start).messages(Messages.DELIVERED),
					2);
		}
	}

	@Test
	void loadAheadOfTheExpiryDoesNotKeepTheOldValue() throws Exception {
		for (Write write : List.of(Write.EVICT, Write.PUT, Write.CLEAR)) {
			for (String pod : PODS) {
				assertNeverStale(Scenario.of(write).with(Fill.REFRESH_AHEAD, pod).start(Start.AGED), 10);
			}
		}
		assertNeverStale(
				Scenario.of(Write.EVICT).with(Fill.REFRESH_AHEAD, "B").start(Start.AGED).messages(Messages.LOST), 10);
	}

	@Test
	void bothPodsMayReadMeanwhile() throws Exception {
		assertNeverStale(Scenario.of(Write.EVICT).with(Fill.GET, "A").with(Fill.GET, "B"), 50);
	}

	@Test
	void podThatDoesNotWaitForTheLeaseDoesNotKeepTheOldValue() throws Exception {
		assertNeverStale(Scenario.of(Write.EVICT).with(Fill.GET, "A").withImpatient(Fill.GET, "B"), 50);
		assertNeverStale(Scenario.of(Write.EVICT).withImpatient(Fill.GET, "A").with(Fill.GET, "B"), 50);
	}

	@Test
	void reductionLeavesNothingOut() throws Exception {
		try (Exploration all = new Exploration(false)) {
			Scenario scenario = Scenario.of(Write.EVICT).with(Fill.GET, "B");
			Result every = all.explore((execution) -> scenario.begin(fleet, execution));
			logger.info(scenario + ", every single one: " + every);
			assertThat(every.wrong()).isZero();
			assertThat(every.schedules()).isGreaterThan(100);
		}
	}

	private void assertNeverStale(Scenario scenario, int least) throws Exception {
		long start = System.nanoTime();
		Result result = this.exploration.explore((execution) -> scenario.begin(fleet, execution));
		logger.info(scenario + ": " + result + " (" + (System.nanoTime() - start) / 1000000 + " ms)");
		assertThat(result.first()).isNull();
		assertThat(result.schedules()).isGreaterThanOrEqualTo(least);
	}

}
