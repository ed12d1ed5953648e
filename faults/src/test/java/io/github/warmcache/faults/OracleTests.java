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

import io.github.warmcache.faults.pod.CacheNames;
import io.github.warmcache.faults.pod.Call;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Oracle}: each promise that it judges is broken here on purpose.
 */
class OracleTests {

	private final Trial trial = new Trial();

	@Test
	void aReadOfAVersionReplacedForLongerThanTheBoundIsAViolation() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 3001);
		Verdict verdict = this.trial.judge();
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.stale()).isOne();
		assertThat(verdict.worst()).isEqualTo(2001);
		assertThat(verdict.violations().get(0).toString()).contains("pod 1", "cache evicted", "key 7", "version 1 of 2",
				"2001");
	}

	@Test
	void aReadOfAVersionReplacedWithinTheBoundIsNone() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 3000);
		this.trial.read(Trial.OTHER, 1, 900);
		this.trial.read(Trial.OTHER, 2, 9000);
		Verdict verdict = this.trial.judge();
		assertThat(verdict.violations()).isEmpty();
		assertThat(verdict.reads()).isEqualTo(3);
		assertThat(verdict.writes()).isOne();
		assertThat(verdict.worst()).isEqualTo(2000);
	}

	@Test
	void theFirstCallThatReturnedCountsHoweverTheyOvertakeEachOther() {
		this.trial.wrote(Trial.WRITER, 2, 5000);
		this.trial.wrote(Trial.OTHER, 3, 1000);
		this.trial.read(2, 1, 3500);
		assertThat(this.trial.judge().stale()).isOne();
		this.trial.read(2, 2, 3500);
		assertThat(this.trial.judge().stale()).isOne();
	}

	@Test
	void otherKeysAndCachesDoNotMatter() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.oracle()
			.accept(Trial.OTHER, new Call(Call.Kind.READ, Trial.CACHE, Trial.KEY + 1, 1, 0, Trial.millis(9000),
					Trial.millis(9001), 0));
		this.trial.oracle()
			.accept(Trial.OTHER, new Call(Call.Kind.READ, Trial.CACHE + 1, Trial.KEY, 1, 0, Trial.millis(9000),
					Trial.millis(9001), 0));
		assertThat(this.trial.judge().violations()).isEmpty();
	}

	@Test
	void aWriterThatDoesNotSeeItsOwnChangeAtOnceIsAViolation() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.WRITER, 1, 1001);
		Verdict verdict = this.trial.judge();
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.violations().get(0).toString()).contains("its own change");
	}

	@Test
	void aReadThatBeganBeforeTheChangeReturnedMayMissIt() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.WRITER, 1, 999);
		assertThat(this.trial.judge().violations()).isEmpty();
	}

	@Test
	void whatIsStaleWhileRedisIsDownIsExcusedAndMeasured() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 5000);
		Verdict verdict = this.trial
			.judge(new Excuse(Excuse.ALL, Trial.millis(900), Trial.millis(6000), true, false, false));
		assertThat(verdict.violations()).isEmpty();
		assertThat(verdict.worstExcused()).isEqualTo(4000);
		assertThat(verdict.worst()).isZero();
	}

	@Test
	void whatIsStaleAfterRedisCameBackIsAViolationThoughItWasChangedBefore() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 6000);
		assertThat(this.trial.judge(new Excuse(Excuse.ALL, Trial.millis(900), Trial.millis(6000), true, false, false))
			.stale()).isOne();
	}

	@Test
	void anExcuseOfOnePodIsNoneForAnother() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 5000);
		assertThat(this.trial.judge(new Excuse(2, Trial.millis(900), Trial.millis(6000), true, false, false)).stale())
			.isOne();
	}

	@Test
	void theWriterIsExcusedOnlyWhereRedisForgets() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.WRITER, 1, 1500);
		assertThat(this.trial.judge(new Excuse(Excuse.ALL, Trial.millis(900), Trial.millis(6000), true, false, false))
			.violations()).hasSize(1);
		this.trial.read(Trial.WRITER, 1, 1500);
		assertThat(this.trial.judge(new Excuse(Excuse.ALL, Trial.millis(900), Trial.millis(6000), true, true, false))
			.violations()).isEmpty();
	}

	@Test
	void aValueBeyondItsTimeToLiveHasNoExcuse() {
		this.trial.oracle()
			.accept(Trial.WRITER,
					new Call(Call.Kind.WRITE, CacheNames.BRIEF, Trial.KEY, 2, 2, 0, Trial.millis(1000), 0));
		this.trial.oracle()
			.accept(Trial.OTHER, new Call(Call.Kind.READ, CacheNames.BRIEF, Trial.KEY, 1, 1,
					Trial.millis(1001) + Oracle.BRIEF_LIFE, Trial.millis(20000), 0));
		assertThat(this.trial.judge(new Excuse(Excuse.ALL, 0, Trial.millis(90000), true, true, true)).violations())
			.hasSize(1);
	}

	@Test
	void aRolledBackOrForeignValueIsAViolationAtAnyTime() {
		Excuse everything = new Excuse(Excuse.ALL, 0, Trial.millis(9000), true, true, true);
		this.trial.oracle()
			.accept(Trial.WRITER,
					new Call(Call.Kind.ROLLBACK, Trial.CACHE, Trial.KEY, 2, 99, 0, Trial.millis(1000), 0));
		this.trial.oracle()
			.accept(Trial.OTHER,
					new Call(Call.Kind.READ, Trial.CACHE, Trial.KEY, 2, 99, Trial.millis(1001), Trial.millis(1002), 0));
		assertThat(this.trial.judge(everything).violations()).hasSize(1);
		this.trial.wrote(Trial.WRITER, 2, 2000);
		this.trial.oracle()
			.accept(Trial.OTHER,
					new Call(Call.Kind.READ, Trial.CACHE, Trial.KEY, 2, 98, Trial.millis(2001), Trial.millis(2002), 0));
		Verdict verdict = this.trial.judge(everything);
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.violations().get(0).toString()).contains("never committed");
	}

	@Test
	void aCallThatThrowsIsAViolationUnlessTheDatabaseIsDown() {
		this.trial.failed(Trial.OTHER, 1000, 3000);
		Verdict verdict = this.trial.judge();
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.failed()).isOne();
		this.trial.failed(Trial.OTHER, 1000, 3000);
		assertThat(this.trial.judge(new Excuse(Excuse.ALL, Trial.millis(900), Trial.millis(6000), true, true, false))
			.failed()).isOne();
		this.trial.failed(Trial.OTHER, 1000, 3000);
		verdict = this.trial.judge(new Excuse(Excuse.ALL, Trial.millis(2900), Trial.millis(6000), false, false, true));
		assertThat(verdict.violations()).isEmpty();
		assertThat(verdict.excused()).isOne();
	}

	@Test
	void inTheEndEverythingHasToAgreeHoweverShortAgoItChanged() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 1100);
		assertThat(this.trial.oracle().judge(List.of(), Trial.millis(1100), 0).stale()).isOne();
	}

	@Test
	void changesOfEarlierJudgementsStillCount() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.wrote(Trial.OTHER, 3, 1100);
		assertThat(this.trial.judge().writes()).isEqualTo(2);
		this.trial.read(2, 2, 9000);
		this.trial.read(2, 3, 9000);
		Verdict verdict = this.trial.judge();
		assertThat(verdict.stale()).isOne();
		assertThat(verdict.writes()).isZero();
	}

	@Test
	void recoveryIsOverWithTheLastReadThatMissedAChangeFromBefore() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.wrote(Trial.WRITER, 3, 7000);
		this.trial.read(Trial.OTHER, 1, 5500);
		this.trial.read(Trial.OTHER, 2, 7500);
		assertThat(this.trial.judge().lastStale()).isEqualTo(Trial.millis(5500));
	}

	@Test
	void whatIsKnownWhileAFaultGoesOnIsFoundAtOnceAndOnlyOnce() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 3001);
		this.trial.read(Trial.OTHER, 1, 8000);
		assertThat(this.trial.oracle().glance(List.of(), Trial.millis(7000))).singleElement()
			.satisfies((found) -> assertThat(found.call().start()).isEqualTo(Trial.millis(3001)));
		assertThat(this.trial.oracle().glance(List.of(), Trial.millis(7000))).isEmpty();
		assertThat(this.trial.oracle().glance(List.of(), Trial.millis(9000))).hasSize(1);
		assertThat(this.trial.judge().violations()).hasSize(2);
	}

}
