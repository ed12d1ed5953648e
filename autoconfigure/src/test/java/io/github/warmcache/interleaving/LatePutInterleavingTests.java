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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no put that is late leaves an older value behind, in any tier, in whatever
 * order the calls of two and three pods begin, commit and put, with versions and without.
 */
@Tag("servers")
class LatePutInterleavingTests {

	private static final Log logger = LogFactory.getLog(LatePutInterleavingTests.class);

	private static final List<String> CACHES = List.of(Pod.PLAIN, Pod.VERSIONED);

	private static final List<String> PODS = List.of("A", "B");

	/**
	 * The fleet of the last scenario. It begins each schedule as it began the first, and
	 * it takes longer to start than most scenarios do.
	 */
	private static @Nullable Fleet fleet;

	@AfterAll
	static void stopFleet() {
		Fleet stopped = fleet;
		fleet = null;
		if (stopped != null) {
			stopped.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "A", "B" })
	void twoPutsInAnyOrder(String pod) throws Exception {
		for (Start start : List.of(Start.COLD, Start.SHARED, Start.WARM)) {
			Outcome plain = assertNeverOld(of(Pod.PLAIN).with(Change.PUT, "A").with(Change.PUT, pod).start(start), 25);
			assertThat(plain.kept()).isBetween(1, plain.schedules() - 1);
			Outcome versioned = assertNeverOld(
					of(Pod.VERSIONED).with(Change.PUT, "A").with(Change.PUT, pod).start(start), 20);
			assertThat(versioned.kept()).isEqualTo(versioned.schedules());
		}
	}

	@Test
	void threePutsOfThreePodsInAnyOrder() throws Exception {
		// Which pod commits first makes no difference: the pods are alike.
		Outcome outcome = assertNeverOld(
				of(Pod.VERSIONED).with(Change.PUT, "B").with(Change.PUT, "C").with(Change.PUT, "A").inOrder(), 1400);
		assertThat(outcome.kept()).isEqualTo(outcome.schedules());
	}

	@Test
	void threePutsOfThreePodsInAnyOrderWithoutVersions() throws Exception {
		assertNeverOld(
				of(Pod.PLAIN).with(Change.PUT, "B").with(Change.PUT, "C").with(Change.PUT, "A").committedBefore(),
				3400);
	}

	@ParameterizedTest
	@ValueSource(strings = { Pod.PLAIN, Pod.VERSIONED })
	void latePutOfTheNewestWritersOwnPod(String cacheName) throws Exception {
		assertNeverOld(
				of(cacheName).with(Change.PUT, "A").with(Change.PUT, "B").with(Change.PUT, "A").committedBefore(), 200);
	}

	/**
	 * The older one is stored in Redis before the newer one, but must not stay in the
	 * heap either.
	 */
	@ParameterizedTest
	@ValueSource(strings = { Pod.PLAIN, Pod.VERSIONED })
	void twoPutsOfOnePodThatBothFindTheirKeyChanged(String cacheName) throws Exception {
		assertNeverOld(
				of(cacheName).with(Change.PUT, "B").with(Change.PUT, "A").with(Change.PUT, "A").committedBefore(), 200);
	}

	@Test
	void latePutsOfTwoPodsAfterTheNewestOneWasReadThere() throws Exception {
		Outcome outcome = assertNeverOld(of(Pod.VERSIONED).with(Change.PUT, "B")
			.with(Change.PUT, "C")
			.with(Change.PUT, "A")
			.with(Fill.GET, "B")
			.lastMadeBefore(), 300);
		assertThat(outcome.kept()).isEqualTo(outcome.schedules());
	}

	@ParameterizedTest
	@ValueSource(strings = { Pod.PLAIN, Pod.VERSIONED })
	void latePutsAfterTheNewestOneWasReadElsewhere(String cacheName) throws Exception {
		assertNeverOld(of(cacheName).with(Change.PUT, "A")
			.with(Change.PUT, "B")
			.with(Change.PUT, "A")
			.with(Fill.GET, "B")
			.lastMadeBefore(), 30);
	}

	@ParameterizedTest
	@EnumSource(value = Change.class, names = { "EVICT", "DELETE", "EVICTION", "CLEAR" })
	void removalBesideAPut(Change removal) throws Exception {
		for (String cacheName : CACHES) {
			for (String pod : PODS) {
				assertNeverOld(of(cacheName).with(Change.PUT, "A").with(removal, pod).start(Start.WARM), 10);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Change.class, names = { "DELETE", "EVICTION", "CLEAR" })
	void removalBetweenTwoLatePuts(Change removal) throws Exception {
		for (String cacheName : CACHES) {
			assertNeverOld(
					of(cacheName).with(Change.PUT, "A").with(Change.PUT, "B").with(removal, "A").committedBefore(),
					500);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Fill.class, names = { "PUT_IF_ABSENT", "LOOK_TWICE" }, mode = Mode.EXCLUDE)
	void fillBesideALatePut(Fill fill) throws Exception {
		for (boolean versioned : List.of(false, true)) {
			for (String pod : PODS) {
				WritersScenario scenario = of(cacheName(fill, versioned)).with(fill, pod)
					.start((fill == Fill.REFRESH_AHEAD) ? Start.AGED : Start.COLD);
				assertNeverOld(scenario.with(Change.PUT, "A"), 10);
				assertNeverOld(scenario.with(Change.PUT, "A").withoutRow(), 5);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = Fill.class, names = { "GET", "WARM_UP" })
	void fillBesideTwoLatePuts(Fill fill) throws Exception {
		for (String cacheName : CACHES) {
			assertNeverOld(of(cacheName).with(Change.PUT, "A").with(Change.PUT, "B").with(fill, "A").committedBefore(),
					100);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "A", "B" })
	void fillOfARowThatIsDeletedBesideALatePut(String pod) throws Exception {
		for (String cacheName : CACHES) {
			assertNeverOld(
					of(cacheName).with(Change.PUT, "B").with(Change.DELETE, "A").with(Fill.GET, pod).committedBefore(),
					100);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Change.class, names = { "PUT_REFUSED", "PUT_UNANSWERED", "EVICT_REFUSED", "EVICT_UNANSWERED",
			"DELETE_REFUSED", "DELETE_UNANSWERED" })
	void changeThatIsToldAgainBesideAPut(Change change) throws Exception {
		for (String cacheName : CACHES) {
			for (String pod : PODS) {
				assertNeverOld(of(cacheName).with(change, "A").with(Change.PUT, pod), 50);
			}
		}
	}

	@Test
	void putThatIsToldAgainBesideTwoLateOnes() throws Exception {
		assertNeverOld(of(Pod.VERSIONED).with(Change.PUT_REFUSED, "A")
			.with(Change.PUT, "B")
			.with(Change.PUT, "A")
			.committedBefore(), 1000);
	}

	@Test
	void readOfTheServerThatIsToldAgainBesideALatePut() throws Exception {
		assertNeverOld(of(Pod.VERSIONED).with(Change.PUT_REFUSED, "A")
			.with(Change.PUT, "B")
			.with(Fill.GET, "A")
			.committedBefore(), 1000);
	}

	@ParameterizedTest
	@EnumSource(value = Change.class, names = { "PUT", "EVICT", "DELETE" })
	void messagesThatGetLost(Change change) throws Exception {
		for (String cacheName : CACHES) {
			for (Start start : List.of(Start.COLD, Start.WARM)) {
				assertNeverOld(
						of(cacheName).with(Change.PUT, "A").with(change, "B").start(start).messages(Messages.LOST), 40);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "A", "B" })
	void putOfATransactionCountsFromItsBeginning(String pod) throws Exception {
		for (String cacheName : CACHES) {
			for (Change change : List.of(Change.PUT, Change.PUT_IN_TRANSACTION, Change.DELETE)) {
				assertNeverOld(of(cacheName).with(Change.PUT_IN_TRANSACTION, "A").with(change, pod), 20);
			}
		}
	}

	@Test
	void putsWithoutABeginningAreOrderedByTheirVersions() throws Exception {
		for (String pod : PODS) {
			for (Start start : List.of(Start.COLD, Start.SHARED, Start.WARM)) {
				Outcome outcome = assertNeverOld(
						of(Pod.VERSIONED).with(Change.DIRECT_PUT, "A").with(Change.DIRECT_PUT, pod).start(start), 15);
				assertThat(outcome.kept()).isEqualTo(outcome.schedules());
			}
			assertNeverOld(of(Pod.VERSIONED).with(Change.DIRECT_PUT, "A").with(Fill.PUT_IF_ABSENT, pod), 30);
		}
	}

	@ParameterizedTest
	@EnumSource(value = Change.class, names = { "EVICTION", "CLEAR" })
	void putsWithoutABeginningAreOrderedByTheirVersionsAfterARemoval(Change removal) throws Exception {
		Outcome outcome = assertNeverOld(of(Pod.VERSIONED).with(Change.DIRECT_PUT, "A")
			.with(Change.DIRECT_PUT, "B")
			.with(removal, "B")
			.committedBefore(), 500);
		assertThat(outcome.kept()).isBetween(1, outcome.schedules() - 1);
	}

	@Test
	void putWithoutABeginningThatComesBeforeOneThatIsToldAgain() throws Exception {
		assertNeverOld(of(Pod.VERSIONED).with(Change.DIRECT_PUT, "A").with(Change.PUT_REFUSED, "B").committedBefore(),
				30);
	}

	@ParameterizedTest
	@ValueSource(strings = { "A", "B", "C" })
	void podReadsNoOlderVersionAfterANewerOne(String pod) throws Exception {
		assertNeverOld(of(Pod.VERSIONED).with(Change.PUT, "A")
			.with(Change.PUT, "B")
			.with(Fill.LOOK_TWICE, pod)
			.committedBefore(), 400);
	}

	@Test
	void reductionLeavesNothingOut() throws Exception {
		WritersScenario scenario = of(Pod.PLAIN).with(Change.PUT, "A").with(Change.PUT, "B").committedBefore();
		Result every = explore(scenario, false, new AtomicInteger());
		assertThat(every.wrong()).isZero();
		assertThat(every.schedules()).isGreaterThan(100);
	}

	private static WritersScenario of(String cacheName) {
		return WritersScenario.of(cacheName);
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
		Result result = explore(scenario, true, kept);
		assertThat(result.first()).isNull();
		assertThat(result.schedules()).isGreaterThanOrEqualTo(least);
		return new Outcome(result.schedules(), kept.get());
	}

	private static Result explore(WritersScenario scenario, boolean reduced, AtomicInteger kept) throws Exception {
		Fleet fleet = fleet(scenario.pods());
		try (Exploration exploration = new Exploration(reduced)) {
			long start = System.nanoTime();
			Result result = exploration.explore((execution) -> scenario.begin(fleet, execution, kept));
			logger.info(scenario + ": " + result + ", " + kept + " kept (" + (System.nanoTime() - start) / 1000000
					+ " ms)");
			return result;
		}
	}

	private static Fleet fleet(int pods) {
		Fleet current = fleet;
		if (current == null || current.pods().size() != pods) {
			// Two at a time would both watch the flights that a call joins.
			stopFleet();
			current = new Fleet((tier) -> tier, pods);
			fleet = current;
		}
		return current;
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
