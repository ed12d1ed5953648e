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

	private final Oracle oracle = new Oracle(millis(2000));

	@Test
	void aReadOfAVersionReplacedForLongerThanTheBoundIsAViolation() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3001);
		Verdict verdict = judge();
		assertThat(verdict.violations()).isOne();
		assertThat(verdict.stale()).isOne();
		assertThat(verdict.worst()).isEqualTo(2001);
		assertThat(verdict.examples().get(0)).contains("pod 1", "cache evicted", "key 7", "version 1 of 2", "2001");
	}

	@Test
	void aReadOfAVersionReplacedWithinTheBoundIsNone() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 3000);
		read(OTHER, 1, 900);
		read(OTHER, 2, 9000);
		Verdict verdict = judge();
		assertThat(verdict.violations()).isZero();
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
		assertThat(judge().violations()).isZero();
	}

	@Test
	void aWriterThatDoesNotSeeItsOwnChangeAtOnceIsAViolation() {
		wrote(WRITER, 2, 1000);
		read(WRITER, 1, 1001);
		Verdict verdict = judge();
		assertThat(verdict.violations()).isOne();
		assertThat(verdict.examples().get(0)).contains("its own change");
	}

	@Test
	void aReadThatBeganBeforeTheChangeReturnedMayMissIt() {
		wrote(WRITER, 2, 1000);
		read(WRITER, 1, 999);
		assertThat(judge().violations()).isZero();
	}

	@Test
	void whatIsStaleWhileRedisIsDownIsExcusedAndMeasured() {
		wrote(WRITER, 2, 1000);
		read(OTHER, 1, 5000);
		Verdict verdict = judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, false, false));
		assertThat(verdict.violations()).isZero();
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
		assertThat(judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, false, false)).violations()).isOne();
		read(WRITER, 1, 1500);
		assertThat(judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, true, false)).violations()).isZero();
	}

	@Test
	void aValueBeyondItsTimeToLiveHasNoExcuse() {
		this.oracle.accept(WRITER, new Call(Call.Kind.WRITE, CacheNames.BRIEF, KEY, 2, 2, 0, millis(1000), 0));
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CacheNames.BRIEF, KEY, 1, 1,
				millis(1001) + Oracle.BRIEF_LIFE, millis(20000), 0));
		assertThat(judge(new Excuse(Excuse.ALL, 0, millis(90000), true, true, true)).violations()).isOne();
	}

	@Test
	void aRolledBackOrForeignValueIsAViolationAtAnyTime() {
		Excuse everything = new Excuse(Excuse.ALL, 0, millis(9000), true, true, true);
		this.oracle.accept(WRITER, new Call(Call.Kind.ROLLBACK, CACHE, KEY, 2, 99, 0, millis(1000), 0));
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CACHE, KEY, 2, 99, millis(1001), millis(1002), 0));
		assertThat(judge(everything).violations()).isOne();
		wrote(WRITER, 2, 2000);
		this.oracle.accept(OTHER, new Call(Call.Kind.READ, CACHE, KEY, 2, 98, millis(2001), millis(2002), 0));
		Verdict verdict = judge(everything);
		assertThat(verdict.violations()).isOne();
		assertThat(verdict.examples().get(0)).contains("never committed");
	}

	@Test
	void aCallThatThrowsIsAViolationUnlessTheDatabaseIsDown() {
		failed(OTHER, 1000, 3000);
		Verdict verdict = judge();
		assertThat(verdict.violations()).isOne();
		assertThat(verdict.failed()).isOne();
		failed(OTHER, 1000, 3000);
		assertThat(judge(new Excuse(Excuse.ALL, millis(900), millis(6000), true, true, false)).failed()).isOne();
		failed(OTHER, 1000, 3000);
		verdict = judge(new Excuse(Excuse.ALL, millis(2900), millis(6000), false, false, true));
		assertThat(verdict.violations()).isZero();
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

	private Verdict judge(Excuse... excuses) {
		return this.oracle.judge(List.of(excuses), Long.MAX_VALUE, millis(5000));
	}

	private void wrote(int pod, long version, long returned) {
		this.oracle.accept(pod,
				new Call(Call.Kind.WRITE, CACHE, KEY, version, version, millis(returned - 10), millis(returned), 0));
	}

	private void read(int pod, long version, long start) {
		this.oracle.accept(pod,
				new Call(Call.Kind.READ, CACHE, KEY, version, version, millis(start), millis(start + 1), 0));
	}

	private void failed(int pod, long start, long end) {
		this.oracle.accept(pod, new Call(Call.Kind.FAILED_READ, CACHE, KEY, -1, 0, millis(start), millis(end), 0));
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
