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
 * Tests for what {@link Oracle} excuses where a process did not get to run, and that it
 * excuses nothing else.
 */
class StallExcuseTests {

	private final Trial trial = new Trial();

	@Test
	void aReadIsExcusedForTheTimeInWhichTheReaderTheWriterOrTheSuiteDidNotGetToRun() {
		for (int process : new int[] { Trial.OTHER, Trial.WRITER, Stalls.SUITE }) {
			Oracle judging = new Oracle(Trial.millis(2000), new Stalls());
			judging.accept(Trial.WRITER,
					new Call(Call.Kind.WRITE, Trial.CACHE, Trial.KEY, 2, 2, 0, Trial.millis(1000), 0));
			judging.accept(Trial.OTHER,
					new Call(Call.Kind.READ, Trial.CACHE, Trial.KEY, 1, 1, Trial.millis(3050), Trial.millis(3051), 0));
			judging.stalls().add(new Stall(process, Trial.millis(1500), Trial.millis(1560)));
			Verdict verdict = judging.judge(List.of(), Long.MAX_VALUE, 0);
			assertThat(verdict.violations()).isEmpty();
			assertThat(verdict.starved()).isOne();
			assertThat(verdict.worstExcused()).isEqualTo(2050);
			assertThat(verdict.worst()).isZero();
		}
	}

	@Test
	void aReadThatIsLaterThanTheStallWasLongIsAViolation() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 3061);
		this.trial.stalled(Trial.OTHER, 1500, 1560);
		Verdict verdict = this.trial.judge();
		assertThat(verdict.violations()).hasSize(1);
		assertThat(verdict.starved()).isZero();
	}

	@Test
	void stallsOfSeveralProcessesAtTheSameTimeCountOnce() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 3070);
		this.trial.stalled(Trial.OTHER, 1500, 1560);
		this.trial.stalled(Trial.WRITER, 1500, 1560);
		this.trial.stalled(Stalls.SUITE, 1510, 1550);
		assertThat(this.trial.judge().stale()).isOne();
	}

	@Test
	void aStallOfAPodThatHasNothingToDoWithItIsNoExcuse() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 3050);
		this.trial.stalled(2, 1500, 3000);
		assertThat(this.trial.judge().stale()).isOne();
	}

	@Test
	void aLongStallIsAnExcuseUntilTheBoundAfterItAndNotLonger() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 5999);
		this.trial.stalled(Trial.OTHER, 3900, 4000);
		Verdict verdict = this.trial.judge();
		assertThat(verdict.violations()).isEmpty();
		assertThat(verdict.starved()).isOne();
		this.trial.read(Trial.OTHER, 1, 6000);
		assertThat(this.trial.judge().stale()).isOne();
	}

	@Test
	void aLongStallToComeIsNoExcuse() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 3899);
		this.trial.stalled(Trial.OTHER, 3900, 4000);
		assertThat(this.trial.judge().stale()).isOne();
	}

	@Test
	void aReadThatMissedTheChangeOfAWriterThatRanIsAViolationWhateverAnotherWriterDid() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.wrote(2, 3, 1000);
		this.trial.read(Trial.OTHER, 1, 3050);
		this.trial.stalled(Trial.WRITER, 1500, 1600);
		assertThat(this.trial.judge().stale()).isOne();
	}

	@Test
	void noStallExcusesAWriterThatDoesNotSeeItsOwnChangeNorAForeignValue() {
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.stalled(Trial.WRITER, 900, 1500);
		this.trial.read(Trial.WRITER, 1, 1501);
		this.trial.oracle()
			.accept(Trial.OTHER,
					new Call(Call.Kind.READ, Trial.CACHE, Trial.KEY, 2, 98, Trial.millis(1501), Trial.millis(1502), 0));
		assertThat(this.trial.judge().violations()).hasSize(2);
	}

	@Test
	void theEndOfAnExcuseComesLaterForAPodThatDidNotGetToRun() {
		Excuse excuse = new Excuse(Excuse.ALL, Trial.millis(900), Trial.millis(6000), true, false, false);
		this.trial.wrote(Trial.WRITER, 2, 1000);
		this.trial.read(Trial.OTHER, 1, 6049);
		this.trial.stalled(Trial.OTHER, 4500, 4550);
		assertThat(this.trial.judge(excuse).violations()).isEmpty();
		this.trial.read(Trial.OTHER, 1, 6050);
		assertThat(this.trial.judge(excuse).stale()).isOne();
		this.trial.read(Trial.OTHER, 1, 6049);
		this.trial.oracle().stalls().forget(Trial.millis(9000));
		this.trial.stalled(Trial.OTHER, 3500, 3550);
		assertThat(this.trial.judge(excuse).stale()).isOne();
	}

	@Test
	void aValueBeyondItsTimeToLiveIsExcusedForTheTimeInWhichItsLoaderDidNotGetToRun() {
		long read = 1000 + TimeUnit.NANOSECONDS.toMillis(Oracle.BRIEF_LIFE) + 150;
		for (int process : new int[] { Trial.OTHER, 2, Stalls.SUITE }) {
			briefRead(read, CacheTier.LOCAL);
			this.trial.stalled(process, 2000, 2150);
			Verdict verdict = this.trial.judge(new Excuse(Excuse.ALL, 0, Trial.millis(90000), true, true, true));
			assertThat(verdict.violations()).isEmpty();
			assertThat(verdict.starved()).isOne();
			this.trial.oracle().stalls().forget(Trial.millis(90000));
		}
		briefRead(read + 1, CacheTier.LOCAL);
		this.trial.stalled(2, 2000, 2150);
		assertThat(this.trial.judge(new Excuse(Excuse.ALL, 0, Trial.millis(90000), true, true, true)).violations())
			.hasSize(1);
		briefRead(read, CacheTier.LOCAL);
		this.trial.oracle().stalls().forget(Trial.millis(90000));
		this.trial.stalled(3, 2000, 2150);
		assertThat(this.trial.judge(new Excuse(Excuse.ALL, 0, Trial.millis(90000), true, true, true)).violations())
			.hasSize(1);
	}

	@Test
	void aCallThatThrowsIsExcusedByALongStallOfItsPodOrTheSuiteOnly() {
		for (int process : new int[] { Trial.OTHER, Stalls.SUITE }) {
			this.trial.failed(Trial.OTHER, 1000, 3000);
			this.trial.stalled(process, 2900, 3010);
			Verdict verdict = this.trial.judge();
			assertThat(verdict.violations()).isEmpty();
			assertThat(verdict.starved()).isOne();
			this.trial.oracle().stalls().forget(Trial.millis(9000));
		}
		this.trial.failed(Trial.OTHER, 1000, 3000);
		this.trial.stalled(Trial.OTHER, 2000, 2099);
		this.trial.stalled(Trial.OTHER, 3001, 3500);
		this.trial.stalled(Trial.WRITER, 2000, 2500);
		assertThat(this.trial.judge().failed()).isOne();
	}

	@Test
	void aCallThatJoinedALoadIsExcusedByAStallOfThatLoad() {
		this.trial.failed(Trial.OTHER, 2900, 3000);
		this.trial.stalled(Trial.OTHER, 1100, 1200);
		assertThat(this.trial.judge().starved()).isOne();
		this.trial.failed(Trial.OTHER, 3100, 3200);
		assertThat(this.trial.judge().failed()).isOne();
	}

	private void briefRead(long start, CacheTier tier) {
		this.trial.oracle()
			.accept(Trial.WRITER,
					new Call(Call.Kind.WRITE, CacheNames.BRIEF, Trial.KEY, 2, 2, 0, Trial.millis(1000), 0));
		this.trial.oracle()
			.accept(2, new Call(Call.Kind.READ, CacheNames.BRIEF, Trial.KEY, 1, 1, Trial.millis(900), Trial.millis(901),
					CacheTier.METHOD.ordinal()));
		this.trial.oracle()
			.accept(Trial.OTHER, new Call(Call.Kind.READ, CacheNames.BRIEF, Trial.KEY, 1, 1, Trial.millis(start),
					Trial.millis(start + 1), tier.ordinal()));
	}

}
