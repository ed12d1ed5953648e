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
import io.github.warmcache.faults.Fault.Limits;
import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Oracle.Heard;
import io.github.warmcache.faults.Stalls.Stall;
import io.github.warmcache.faults.pod.Call;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Summary} and {@link Figures}.
 */
class SummaryTests {

	private static final Verdict GOOD = new Verdict(10, 5, 0, 0, 0, 0, List.of(), 0, 20, 0);

	private static final Figures CHEAP = new Figures(20, 4.9, 300, 1999);

	@Test
	void whatIsAsPromisedIsNoProblem() {
		assertThat(problems(GOOD, CHEAP, 2000, 16)).isEmpty();
	}

	@Test
	void whatIsNotIsOneProblemEach() {
		assertThat(problems(new Verdict(10, 5, 0, 0, 0, 3, List.of(broken(7), broken(8), broken(9)), 0, 9000, 0), CHEAP,
				0, 16))
			.singleElement()
			.asString()
			.contains("3 calls", "key 7", "key 9", "broke it");
		assertThat(problems(GOOD, new Figures(21, 1, 300, 10), 0, 16)).singleElement().asString().contains("21 calls");
		assertThat(problems(GOOD, new Figures(0, 5.1, 300, 10), 0, 16)).singleElement().asString().contains("5.1 ms");
		assertThat(problems(GOOD, CHEAP, 2001, 16)).singleElement().asString().contains("2001");
		assertThat(problems(GOOD, new Figures(0, 1, 300, 2001), 0, 16)).singleElement()
			.asString()
			.contains("shared tier");
		assertThat(problems(GOOD, new Figures(0, 1, 300, -1), 0, 16)).singleElement()
			.asString()
			.contains("shared tier");
		assertThat(problems(GOOD, CHEAP, 0, 17)).singleElement().asString().contains("17 loads");
		assertThat(problems(new Verdict(0, 5, 0, 0, 0, 0, List.of(), 0, 0, 0), CHEAP, 0, 16)).singleElement()
			.asString()
			.contains("nothing was read");
	}

	@Test
	void withoutLimitsOnlyPromisesCount() {
		assertThat(Summary.problems(GOOD, new Figures(500, 80, 9000, -1), 9000, 16, 16, Limits.NONE)).isEmpty();
	}

	@Test
	void theLineTellsTheFiguresAndThatThereAreProblems() {
		assertThat(new Summary("some fault", 12.34, new Load(190, 10), GOOD, CHEAP, 150, 7,
				List.of(new Stall(1, 0, millis(120))), "a note", List.of(), List.of())
			.line())
			.contains("some fault", "190+10", "a note, longest stall 120 ms", "12.3", " 10 ", " 5 ", "4.90 ms",
					"150 ms", "1999 ms", "a note")
			.doesNotContain("PROBLEMS");
		assertThat(new Summary("some fault", 12.34, new Load(190, 10), GOOD, CHEAP, 150, 7, List.of(), "",
				List.of("bad"), List.of())
			.line()).contains("1 PROBLEMS");
	}

	@Test
	void figuresAreTakenFromTheCalls() {
		List<Heard> calls = List.of(heard(0, CacheTier.LOCAL, 0, 2), heard(0, CacheTier.SHARED, 5, 160),
				heard(0, CacheTier.METHOD, 5, 200), heard(1, CacheTier.SHARED, 50, 170),
				heard(0, CacheTier.SHARED, 100, 10), heard(1, CacheTier.SHARED, 300, 20));
		assertThat(figures(calls, 2, 1)).isEqualTo(new Figures(2, 2, 200, 260));
		assertThat(figures(calls, 2, 210).slow()).isOne();
		assertThat(figures(calls, 3, 1).sharedAfterMillis()).isEqualTo(-1);
	}

	@Test
	void callsDuringWhichTheirPodDidNotGetToRunAreLeftOut() {
		Stalls stalls = new Stalls();
		stalls.add(new Stall(0, millis(50), millis(120)));
		List<Heard> calls = List.of(heard(0, CacheTier.LOCAL, 0, 2), heard(0, CacheTier.LOCAL, 100, 90),
				heard(0, CacheTier.SHARED, 5, 160), heard(1, CacheTier.SHARED, 5, 160),
				heard(0, CacheTier.SHARED, 300, 20));
		assertThat(Figures.of(calls, 1, millis(1), millis(60), stalls)).isEqualTo(new Figures(1, 2, 160, 200));
		stalls.add(new Stall(1, millis(-200), millis(-140)));
		assertThat(Figures.of(calls, 1, millis(1), millis(60), stalls).slow()).isZero();
	}

	@Test
	void aPercentileIsTheValueThatSoManyDoNotExceed() {
		long[] values = new long[1000];
		for (int i = 0; i < values.length; i++) {
			values[i] = (long) values.length - i;
		}
		assertThat(Figures.percentile(values, 99)).isEqualTo(991);
		assertThat(Figures.percentile(values, 50)).isEqualTo(501);
		assertThat(Figures.percentile(new long[] { 3 }, 99)).isEqualTo(3);
		assertThat(Figures.percentile(new long[0], 99)).isZero();
	}

	private static List<String> problems(Verdict verdict, Figures figures, double recovery, int loads) {
		return Summary.problems(verdict, figures, recovery, loads, 16, Limits.REDIS);
	}

	private static Figures figures(List<Heard> calls, int pods, long began) {
		return Figures.of(calls, pods, millis(began), millis(60), new Stalls());
	}

	private static Violation broken(int key) {
		return new Violation(1, new Call(Call.Kind.READ, 0, key, 1, 1, 0, 1, 0), 2, "broke it");
	}

	private static Heard heard(int pod, CacheTier tier, long start, long duration) {
		return new Heard(pod,
				new Call(Call.Kind.READ, 0, 1, 1, 1, millis(start), millis(start + duration), tier.ordinal()));
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
