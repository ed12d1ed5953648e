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

import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Machine.Ticks;
import io.github.warmcache.faults.Machine.Use;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Pace} and {@link Machine}.
 */
class PaceTests {

	private static final double WRITING = Pace.cost(Load.WRITING);

	@Test
	void aLoadThatUsesAsMuchAsItShallStays() {
		Pace pace = new Pace(WRITING, new Use(0, 0)).after(Load.WRITING, new Use(0.6, 0));
		assertThat(pace.budget()).isCloseTo(WRITING, within(0.1));
		assertThat(pace.of(Load.WRITING)).isEqualTo(Load.WRITING);
	}

	@Test
	void whatUsesTheMachineWholeBecomesLess() {
		Pace pace = new Pace(WRITING, new Use(0, 0)).after(Load.WRITING, new Use(1, 0));
		assertThat(pace.of(Load.WRITING)).isEqualTo(new Load(168, 162));
		assertThat(pace.of(Load.USUAL)).isEqualTo(Load.USUAL);
		assertThat(pace.of(Load.NONE)).isEqualTo(Load.NONE);
	}

	@Test
	void whatOthersUseIsNotThere() {
		Pace pace = new Pace(WRITING, new Use(0, 0)).after(Load.WRITING, new Use(0.4, 0.5));
		assertThat(pace.budget()).isCloseTo(WRITING * 0.3 / 0.4, within(0.1));
	}

	@Test
	void aMachineThatOthersUseWholeStillBearsALittle() {
		Pace pace = new Pace(WRITING, new Use(0, 0));
		for (int i = 0; i < 10; i++) {
			pace = pace.after(pace.of(Load.WRITING), new Use(0.1, 1.4));
		}
		assertThat(pace.of(Load.WRITING)).isEqualTo(new Load(28, 27));
	}

	@Test
	void aLargeMachineBearsTwiceAsMuchAndPeopleUseAServiceAsBefore() {
		Pace pace = new Pace(WRITING, new Use(0, 0));
		for (int i = 0; i < 10; i++) {
			pace = pace.after(pace.of(Load.WRITING), new Use(0.05, 0));
		}
		assertThat(pace.of(Load.WRITING)).isEqualTo(Load.WRITING.times(2));
		assertThat(pace.of(Load.USUAL)).isEqualTo(Load.USUAL);
	}

	@Test
	void aLoadThatIsSmallOnPurposeDoesNotShowThatMoreFits() {
		Pace pace = new Pace(WRITING, new Use(0, 0)).after(Load.USUAL, new Use(0.05, 0));
		assertThat(pace.budget()).isEqualTo(WRITING);
	}

	@Test
	void coresAreBusyWhereTheyAreNeitherIdleNorWaitForADisk() {
		Ticks before = Ticks.of(List.of("cpu  100 0 50 800 50 0 0 0 0 0", "cpu0 50 0 25 400 25 0 0 0 0 0",
				"cpu1 50 0 25 400 25 0 0 0 0 0", "intr 5"));
		Ticks after = Ticks.of(List.of("cpu  140 0 60 830 60 0 5 5 7 0", "cpu0 1", "cpu1 1", "intr 5"));
		assertThat(before.cores()).isEqualTo(2);
		assertThat(after.busySince(before)).isCloseTo(0.6, within(0.001));
		assertThat(after.busySince(after)).isZero();
	}

	@Test
	void thisProcessIsSeenToWork() {
		Machine machine = new Machine();
		long sum = 0;
		for (long end = System.nanoTime() + 300_000_000; System.nanoTime() < end;) {
			sum += System.nanoTime() % 7;
		}
		assertThat(sum).isPositive();
		assertThat(machine.use().own()).isPositive();
	}

}
