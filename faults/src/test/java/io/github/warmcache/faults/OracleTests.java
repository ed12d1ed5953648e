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

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.warmcache.cache.CacheTier;
import io.github.warmcache.faults.Stalls.Stall;
import io.github.warmcache.faults.pod.CacheNames;
import io.github.warmcache.faults.pod.Call;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Oracle}: each promise that it judges is broken here on purpose.
 */
class OracleTests {

	private static final int CACHE = CacheNames.EVICTED;

	private static final int KEY = 7;

	private static final int WRITER = 0;

	private static final int OTHER = 1;

	private final Stalls stalls = new Stalls();

	private final Oracle oracle = new Oracle(millis(2000), this.stalls);

	@Test
	void aReadOfAVersionReplacedForLongerThanTheBoundIsAViolation() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3001);
		Verdict verdict = judge();
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.stale()).isOne();
		assertThat(verdict.worst()).isEqualTo(2001);
		assertThat(verdict.violations().get(0).toString()).contains("pod 1", "cache evicted", "key 7", "version 1 of 2", "2001");
	}

	@Test
	void aReadOfAVersionReplacedWithinTheBoundIsNone() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3000);
		read(OTHER, 1, 900);
		read(OTHER, 2, 9000);
		Verdict verdict = judge();
		assertThat(verdict.violations()).isEmpty();
		assertThat(verdict.reads()).isEqualTo(3);
		assertThat(verdict.writes()).isOne();
		assertThat(verdict.worst()).isEqualTo(2000);
	}

	@Test
	void theFirstCallThatReturnedCountsHoweverTheyOvertakeEachOther() {
		wrote(WRITER, 2, 5000);
		wrote(OTHER, 3, 1000);
		read(2, 1, 3500);
		assertThat(judge().stale()).isOne();
		read(2, 2, 3500);
		assertThat(judge().stale()).isOne();
	}

	@Test
	void otherKeysAndCachesDoNotMatter() {
		wrote(WRITER, 2, 1000);
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CACHE, KEY + 1, 1, 0, millis(9000), millis(9001), 0));
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CACHE + 1, KEY, 1, 0, millis(9000), millis(9001), 0));
		assertThat(judge().violations()).isEmpty();
	}

	@Test
	void aWriterThatDoesNotSeeItsOwnChangeAtOnceIsAViolation() {
		wrote(WRITER, 2, 1000);
		read(WRITER, 1, 1001);
		Verdict verdict = judge();
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.violations().get(0).toString()).contains("its own change");
	}

	@Test
	void aReadThatBeganBeforeTheChangeReturnedMayMissIt() {
		wrote(WRITER, 2, 1000);
		read(WRITER, 1, 999);
		assertThat(judge().violations()).isEmpty();
	}

	@Test
	void whatIsStaleWhileRedisIsDownIsExcusedAndMeasured() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 5000);
		Verdict verdict = judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, false, false));
		assertThat(verdict.violations()).isEmpty();
		assertThat(verdict.worstExcused()).isEqualTo(4000);
		assertThat(verdict.worst()).isZero();
	}

	@Test
	void whatIsStaleAfterRedisCameBackIsAViolationThoughItWasChangedBefore() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 6000);
		assertThat(judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, false, false)).stale()).isOne();
	}

	@Test
	void anExcuseOfOnePodIsNoneForAnother() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 5000);
		assertThat(judge(new Excuse(2, millis(900), millis(6000), true, false, false)).stale()).isOne();
	}

	@Test
	void theWriterIsExcusedOnlyWhereRedisForgets() {
		wrote(WRITER, 2, 1000);
		read(WRITER, 1, 1500);
		assertThat(judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, false, false)).violations()).hasSize(1);
		read(WRITER, 1, 1500);
		assertThat(judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, true, false)).violations()).isEmpty();
	}

	@Test
	void aValueBeyondItsTimeToLiveHasNoExcuse() {
		this.oracle.accept(WRITER, new Call(Call.Kind.WRITE, CacheNames.BRIEF, KEY, 2, 2, 0, millis(1000), 0));
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CacheNames.BRIEF, KEY, 1, 1,
				millis(1001) + Oracle.BRIEF_LIFE, millis(20000), 0));
		assertThat(judge(new Excuse(Excuse.ALL, 0, millis(90000), true, true, true)).violations()).hasSize(1);
	}

	@Test
	void aRolledBackOrForeignValueIsAViolationAtAnyTime() {
		Excuse everything = new Excuse(Excuse.ALL, 0, millis(9000), true, true, true);
		this.oracle.accept(WRITER, new Call(Call.Kind.ROLLBACK, CACHE, KEY, 2, 99, 0, millis(1000), 0));
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CACHE, KEY, 2, 99, millis(1001), millis(1002), 0));
		assertThat(judge(everything).violations()).hasSize(1);
		wrote(WRITER, 2, 2000);
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CACHE, KEY, 2, 98, millis(2001), millis(2002), 0));
		Verdict verdict = judge(everything);
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.violations().get(0).toString()).contains("never committed");
	}

	@Test
	void aCallThatThrowsIsAViolationUnlessTheDatabaseIsDown() {
		failed(OTHER, 1000, 3000);
		Verdict verdict = judge();
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.failed()).isOne();
		failed(OTHER, 1000, 3000);
		assertThat(judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, true, false)).failed()).isOne();
		failed(OTHER, 1000, 3000);
		verdict = judge(new Excuse(Excuse.ALL, millis(2900), millis(6000), false, false, true));
		assertThat(verdict.violations()).isEmpty();
		assertThat(verdict.excused()).isOne();
	}

	@Test
	void inTheEndEverythingHasToAgreeHoweverShortAgoItChanged() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 1100);
		assertThat(this.oracle.judge(List.of(), millis(1100), 0).stale()).isOne();
	}

	@Test
	void changesOfEarlierJudgementsStillCount() {
		wrote(WRITER, 2, 1000);
		wrote(OTHER, 3, 1100);
		assertThat(judge().writes()).isEqualTo(2);
		read(2, 2, 9000);
		read(2, 3, 9000);
		Verdict verdict = judge();
		assertThat(verdict.stale()).isOne();
		assertThat(verdict.writes()).isZero();
	}

	@Test
	void recoveryIsOverWithTheLastReadThatMissedAChangeFromBefore() {
		wrote(WRITER, 2, 1000);
		wrote(WRITER, 3, 7000);
		read(OTHER, 1, 5500);
		read(OTHER, 2, 7500);
		assertThat(judge().lastStale()).isEqualTo(millis(5500));
	}

	@Test
	void aReadIsExcusedForTheTimeInWhichTheReaderTheWriterOrTheSuiteDidNotGetToRun() {
		for (int process : new int[] { OTHER, WRITER, Stalls.SUITE }) {
			Oracle judging = new Oracle(millis(2000), new Stalls());
			judging.accept(WRITER, new Call(Call.Kind.WRITE, CACHE, KEY, 2, 2, 0, millis(1000), 0));
			judging.accept(OTHER, new Call(Call.Kind.READ, CACHE, KEY, 1, 1, millis(3050), millis(3051), 0));
			judging.stalls().add(new Stall(process, millis(1500), millis(1560)));
			Verdict verdict = judging.judge(List.of(), Long.MAX_VALUE, 0);
			assertThat(verdict.violations()).isEmpty();
			assertThat(verdict.starved()).isOne();
			assertThat(verdict.worstExcused()).isEqualTo(2050);
			assertThat(verdict.worst()).isZero();
		}
	}

	@Test
	void aReadThatIsLaterThanTheStallWasLongIsAViolation() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3061);
		stalled(OTHER, 1500, 1560);
		Verdict verdict = judge();
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.starved()).isZero();
	}

	@Test
	void stallsOfSeveralProcessesAtTheSameTimeCountOnce() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3070);
		stalled(OTHER, 1500, 1560);
		stalled(WRITER, 1500, 1560);
		stalled(Stalls.SUITE, 1510, 1550);
		assertThat(judge().stale()).isOne();
	}

	@Test
	void aStallOfAPodThatHasNothingToDoWithItIsNoExcuse() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3050);
		stalled(2, 1500, 3000);
		assertThat(judge().stale()).isOne();
	}

	@Test
	void aLongStallIsAnExcuseUntilTheBoundAfterItAndNotLonger() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 5999);
		stalled(OTHER, 3900, 4000);
		Verdict verdict = judge();
		assertThat(verdict.violations()).isEmpty();
		assertThat(verdict.starved()).isOne();
		read(OTHER, 1, 6000);
		assertThat(judge().stale()).isOne();
	}

	@Test
	void aLongStallToComeIsNoExcuse() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3899);
		stalled(OTHER, 3900, 4000);
		assertThat(judge().stale()).isOne();
	}

	@Test
	void aReadThatMissedTheChangeOfAWriterThatRanIsAViolationWhateverAnotherWriterDid() {
		wrote(WRITER, 2, 1000);
		wrote(2, 3, 1000);
		read(OTHER, 1, 3050);
		stalled(WRITER, 1500, 1600);
		assertThat(judge().stale()).isOne();
	}

	@Test
	void noStallExcusesAWriterThatDoesNotSeeItsOwnChangeNorAForeignValue() {
		wrote(WRITER, 2, 1000);
		stalled(WRITER, 900, 1500);
		read(WRITER, 1, 1501);
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CACHE, KEY, 2, 98, millis(1501), millis(1502), 0));
		assertThat(judge().violations()).hasSize(2);
	}

	@Test
	void theEndOfAnExcuseComesLaterForAPodThatDidNotGetToRun() {
		Excuse excuse = new Excuse(Excuse.ALL, millis(900), millis(6000), true, false, false);
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 6049);
		stalled(OTHER, 4500, 4550);
		assertThat(judge(excuse).violations()).isEmpty();
		read(OTHER, 1, 6050);
		assertThat(judge(excuse).stale()).isOne();
		read(OTHER, 1, 6049);
		this.stalls.forget(millis(9000));
		stalled(OTHER, 3500, 3550);
		assertThat(judge(excuse).stale()).isOne();
	}

	@Test
	void aValueBeyondItsTimeToLiveIsExcusedForTheTimeInWhichItsLoaderDidNotGetToRun() {
		long read = 1000 + TimeUnit.NANOSECONDS.toMillis(Oracle.BRIEF_LIFE) + 150;
		for (int process : new int[] { OTHER, 2, Stalls.SUITE }) {
			briefRead(read, CacheTier.LOCAL);
			stalled(process, 2000, 2150);
			Verdict verdict = judge(new Excuse(Excuse.ALL, 0, millis(90000), true, true, true));
			assertThat(verdict.violations()).isEmpty();
			assertThat(verdict.starved()).isOne();
			this.stalls.forget(millis(90000));
		}
		briefRead(read + 1, CacheTier.LOCAL);
		stalled(2, 2000, 2150);
		assertThat(judge(new Excuse(Excuse.ALL, 0, millis(90000), true, true, true)).violations()).hasSize(1);
		briefRead(read, CacheTier.LOCAL);
		this.stalls.forget(millis(90000));
		stalled(3, 2000, 2150);
		assertThat(judge(new Excuse(Excuse.ALL, 0, millis(90000), true, true, true)).violations()).hasSize(1);
	}

	private void briefRead(long start, CacheTier tier) {
		this.oracle.accept(WRITER, new Call(Call.Kind.WRITE, CacheNames.BRIEF, KEY, 2, 2, 0, millis(1000), 0));
		this.oracle.accept(2, new Call(Call.Kind.READ, CacheNames.BRIEF, KEY, 1, 1, millis(900), millis(901),
				CacheTier.METHOD.ordinal()));
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CacheNames.BRIEF, KEY, 1, 1, millis(start),
				millis(start + 1), tier.ordinal()));
	}

	@Test
	void aCallThatThrowsIsExcusedByALongStallOfItsPodOrTheSuiteOnly() {
		for (int process : new int[] { OTHER, Stalls.SUITE }) {
			failed(OTHER, 1000, 3000);
			stalled(process, 2900, 3010);
			Verdict verdict = judge();
			assertThat(verdict.violations()).isEmpty();
			assertThat(verdict.starved()).isOne();
			this.stalls.forget(millis(9000));
		}
		failed(OTHER, 1000, 3000);
		stalled(OTHER, 2000, 2099);
		stalled(OTHER, 3001, 3500);
		stalled(WRITER, 2000, 2500);
		assertThat(judge().failed()).isOne();
	}

	@Test
	void aCallThatJoinedALoadIsExcusedByAStallOfThatLoad() {
		failed(OTHER, 2900, 3000);
		stalled(OTHER, 1100, 1200);
		assertThat(judge().starved()).isOne();
		failed(OTHER, 3100, 3200);
		assertThat(judge().failed()).isOne();
	}

	@Test
	void whatIsKnownWhileAFaultGoesOnIsFoundAtOnceAndOnlyOnce() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3001);
		read(OTHER, 1, 8000);
		assertThat(this.oracle.glance(List.of(), millis(7000))).singleElement()
			.satisfies((found) -> assertThat(found.call().start()).isEqualTo(millis(3001)));
		assertThat(this.oracle.glance(List.of(), millis(7000))).isEmpty();
		assertThat(this.oracle.glance(List.of(), millis(9000))).hasSize(1);
		assertThat(judge().violations()).hasSize(2);
	}

	private Verdict judge(Excuse... excuses) {
		Verdict verdict = this.oracle.judge(List.of(excuses), Long.MAX_VALUE, millis(5000));
		this.oracle.forget();
		return verdict;
	}

	private void wrote(int pod, long version, long returned) {
		this.oracle.accept(pod,
				new Call(Call.Kind.WRITE, CACHE, KEY, version, version, millis(returned - 10), millis(returned), 0));
	}

	private void read(int pod, long version, long start) {
		this.oracle.accept(pod,
				new Call(Call.Kind.READ, CACHE, KEY, version, version, millis(start), millis(start + 1), 0));
	}

	private void stalled(int process, long start, long end) {
		this.stalls.add(new Stall(process, millis(start), millis(end)));
	}

	private void failed(int pod, long start, long end) {
		this.oracle.accept(pod, new Call(Call.Kind.FAILED_READ, CACHE, KEY, -1, 0, millis(start), millis(end), 0));
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
