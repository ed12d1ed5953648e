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

package io.github.warmcache.simulation;

import java.util.List;
import java.util.Set;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.coherence.CoherenceEvent;
import io.github.warmcache.simulation.engine.ChoiceText;
import io.github.warmcache.simulation.engine.Choices;
import io.github.warmcache.simulation.engine.Hosts;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a fleet keeps its promises whatever it is made of, whatever is done with it
 * and whatever goes wrong, for many seeds. What fails is shrunk, told as a story, and
 * repeated by the line that is printed.
 */
@Tag("simulation")
class SimulationTests {

	/**
	 * By a name that is not silenced.
	 */
	private static final Log logger = LogFactory.getLog("simulation");

	private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);

	private static final long FIRST = Long.getLong("simulation.first", 1);

	/**
	 * From so many seeds on everything is reached.
	 */
	private static final long MANY = 5000;

	/**
	 * No breaker is around a source or around Redis here, no cache has several sources,
	 * no source fails for one key again and again, no value is empty, and no one writes
	 * messages but pods.
	 */
	private static final Set<CacheEvent> NEVER = Set.of(CacheEvent.SNAPSHOT_UNEQUAL, CacheEvent.SOURCE_SKIPPED,
			CacheEvent.SOURCE_FALLBACK_ABSENT, CacheEvent.SOURCE_FALLBACK_FAILED, CacheEvent.SOURCE_FALLBACK_LEFT_ALONE,
			CacheEvent.SOURCE_LEFT_ALONE, CacheEvent.CHANGE_FAILED, CacheEvent.SHARED_MISS_UNREADABLE,
			CacheEvent.SHARED_MISS_OVERSIZED, CacheEvent.SHARED_MISS_UNVERIFIED, CacheEvent.SHARED_MISS_NOT_SHARED,
			CacheEvent.HIT_EMPTY, CacheEvent.READ_EMPTY);

	private static Silence silence;

	@BeforeAll
	static void silence() {
		silence = new Silence();
	}

	@AfterAll
	static void speak() {
		silence.close();
	}

	@Test
	void keepsItsPromisesWhateverHappens() {
		long start = System.nanoTime();
		Simulation simulation = Simulation.of(FIRST, SEEDS, 1);
		double seconds = (System.nanoTime() - start) / 1e9;
		Coverage coverage = simulation.coverage();
		logger.info("%,d seeds from %d on in %.1f s, %.0f a second, %,d steps%n%s".formatted(coverage.of("seeds"),
				FIRST, seconds, coverage.of("seeds") / seconds, coverage.of("steps"), coverage));
		assertThat(simulation.firstFound()).as(() -> Report.of(simulation.firstFound())).isNull();
		if (SEEDS >= MANY) {
			assertThatEverythingIsReached(coverage);
		}
	}

	private static void assertThatEverythingIsReached(Coverage coverage) {
		for (Trouble trouble : Trouble.values()) {
			if (trouble != Trouble.CALLS_FAIL && trouble != Trouble.MESSAGES_FAIL) {
				assertReached(coverage, "trouble: " + trouble);
			}
		}
		for (Change change : Change.values()) {
			assertReached(coverage, "change: " + change);
		}
		for (Reading.Way way : Reading.Way.values()) {
			assertReached(coverage, "read: " + way);
		}
		for (CacheEvent event : CacheEvent.values()) {
			if (!NEVER.contains(event)) {
				assertReached(coverage, "cache: " + event);
			}
		}
		for (CoherenceEvent event : CoherenceEvent.values()) {
			if (event != CoherenceEvent.MALFORMED && event != CoherenceEvent.SHED) {
				assertReached(coverage, "coherence: " + event);
			}
		}
		List.of("call whose request got lost", "call whose reply got lost", "message lost", "message twice",
				"message out of order", "transaction committed", "transaction rolled back", "complete", "not complete",
				"warm-up fails", "read fails: DatabaseDownException", "hottest: filled",
				"shared: filled as far as it knows", "snapshot: filled", "snapshot written", "hottest keys told",
				"again: filled", "again: not filled", "load told: LEADS", "load told: LOST", "complete after a copy")
			.forEach((what) -> assertReached(coverage, what));
	}

	private static void assertReached(Coverage coverage, String what) {
		assertThat(coverage.of(what)).as("How often there was '%s'", what).isPositive();
	}

	/**
	 * What failed once, as it was printed then.
	 */
	@ParameterizedTest
	@ValueSource(strings = {
			// A pod told its own change late, did not count it, and believed a replica.
			"000000000000000000405000111000000000001.00100000100000016.61.063.5.06.01.066001.06001.4.5.07002..",
			// A value with less than a millisecond left was a hit for Redis and none for
			// the pod, which loaded beside the refresh.
			"00000000001002..00100061.7000011.0010001.",
			// An absence is answered as long as the load of everything holds.
			"00000000100022..05.8.",
			// A put that was on its way while its key was changed, and Redis evicted what
			// it remembered of that.
			"0000010000000000001a..01.010000011.011.001041.02.0602.",
			"00000101000000000030a..01.0100000113.12000001.1.2.2.1602.2.",
			// A server went back, took a change there, and failed. The replica that took
			// over had gone on without it.
			"0000000000000000003f9..06.01.06.3.06.01.06.06.6.0611.06.01.",
			// A put if absent that Redis answered to no one, and that came after a
			// removal.
			"000005..011000005.02.601.",
			// A server that went back counted to the number of a mark once more.
			"0000010000000000003569..01.062.01.2100001.2601.062.061.011.2.001.",
			// A load in a transaction gave its lease back while somebody loaded who was
			// tired of waiting: two loads, and no promise broken.
			"0000050101..010001001000007.60000000000000000007.601.",
			// A late put came after the deletion of its row, which Redis had forgotten,
			// but not the pod that made it.
			"0000110000000000001a..01.0100003.02.5601.5.",
			// The replica that took over lacked a change whose message had reached no
			// one:
			// only its writer could know.
			"0000050000000000002f00101..01.01.06.030003011.2611.7.001.",
			// A put that a newer version superseded, whose writer ended without telling.
			"010011011000000001f0101..001.061.0120010001.01000001.1.0602.",
			// A late put whose record Redis had evicted, in a cache that had been cleared
			// before the put began.
			"00000010100000000300a..04.01000102.3.31.060y.3.",
			// A copy of what single reads had left was as many as the source had: of two
			// rows one was just being deleted, and the other one missing.
			"001000001..01.0101.0001.0201001.07002.",
			// A replica took over that was of before a loss; the history that it brought
			// back counted as many changes as the one that was made after the loss.
			"00000010000000000037f..010001.0611.0100001.06.",
			// The same, with more changes before the loss than after it.
			"000003011000000003f37..010001...0100001.0621.061.",
			// A put that Redis did not answer left in place what was read meanwhile.
			"000001..0100001.01000014.2.4.2.",
			// A warm-up brought back from Redis what it had not been told of yet.
			"..01.03101013.011011..17102.001.",
			// A put arrived after Redis had forgotten what came before it.
			"000001000000000000400000001..01.06.01.011000011.06014.",
			// A replica took over that was of before Redis went back, and counted further
			// than the change that came in between.
			"000003011000000004f300010100001..31.063.010001..11000001.0662.063.",
			// The end of a put took a newer version with it, whose put was under way.
			"000011..011000011.011000013.001.1.001.", "000011..01000322005.2.410000015.4.2.",
			// A copy of a whole load was as many as the source had: one row was missing,
			// and one that was held was deleted and not told of.
			"001000101000000001e0021..060001.02010063.0101.05.01.",
			// A pod that had compared its stripes, but had made no check, read a replica.
			"000000100000000000400000000000000000001.105.3.2110003.26001.01000502.",
			// A load that a change had refused took the older value with it, of which no
			// version was remembered, and Redis had one that was older still.
			"00001500000000000000001..05100000006.31.01.4.35101.001.01.501.",
			"00001500000000000012..01.0601.001001.01.051.001.01.601.",
			// A clear forgot the versions of a whole load before Redis was told of it.
			"0000101..010001.010005.010002501011.050000100006.4.3.",
			// A key without a known version was removed, and Redis forgot that. Its own
			// pod did not remember it, and a late put came back.
			"0010110000000000001a..0201.020101.0101001.1.0602.7.0011.",
			// A reader got what Redis had, although a whole load had brought a newer
			// version to its pod by then.
			"00001500100000000300000001..001.001.0101.00500000001..010002.105000001.000000301.",
			// An entry of a whole load had just expired when Redis gave an older one.
			"000015001002..01.01.05001..7.",
			// A copy of Redis replaced a row that a whole load had brought meanwhile by
			// its absence, and the version of the row was forgotten with it.
			"000011001...1100001.0100003.07102000300301.05101.001.301.",
			// A put that began while its pod knew nothing of the server came after a
			// clear.
			"0000001000000000002ef..06.161.51100101.010002.",
			// A putIfAbsent took for the present value what was older than a version that
			// its pod had read and dropped.
			"000015..011000001311.0100001.050000003.20004201.3.", "00001501..000005.31100002.01000003.6.",
			// A load of everything left out the row of a key whose removal was on its way
			// to Redis, and its pod took the row to be absent.
			"00000000100000000000001..0011010111.2.2.0051.0001.",
			// A copy of Redis came while the removal of a key was on its way there, and
			// brought back what was older than the version that had been removed.
			"0010101..010101.05001001.010105.1.0101000111.0001.2.2.07002.0001.",
			// A server came back from a dump without a change, and the only pod that had
			// heard of the change ended before it noticed: nobody could know.
			"0000050000000000004290000010001000001...01.06011.063.03.063.066.7.",
			// The same, after a good check of the pod that ended.
			"00000000000000000040500011001001...062.510001.065.5.064.063.062.",
			// A pod whose clock was set back copied a value of Redis, and kept it as long
			// as its own heap keeps one.
			"000000001000200001d..01..070020000000000000000004.16006.8." })
	void doesNotFailAgain(String choices) {
		Run run = Simulation.replay(choices);
		assertThat(run.failure()).as(() -> Report.of(run)).isNull();
	}

	@Test
	void repeatsARunToTheLastStep() {
		try (Hosts hosts = new Hosts("repeated")) {
			for (long seed = FIRST; seed < FIRST + 100; seed++) {
				Run first = Run.of(Choices.random(seed), hosts, true);
				Run again = Run.of(Choices.recorded(ChoiceText.read(first.text())), hosts, true);
				assertThat(again.story().lines()).as("Seed %d", seed).isEqualTo(first.story().lines());
				assertThat(again.steps()).isEqualTo(first.steps());
			}
		}
	}

}
