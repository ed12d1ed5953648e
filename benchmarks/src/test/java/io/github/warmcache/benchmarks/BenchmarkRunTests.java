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

package io.github.warmcache.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link BenchmarkRun}.
 */
class BenchmarkRunTests {

	private final List<String> calls = new ArrayList<>();

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@Test
	void interleavesRoundsAndJudgesTheirMedians() throws Exception {
		BenchmarkRun run = run(Set.of(), new Counting("a", false), new Counting("b", false));
		String result = run.run();
		assertThat(this.calls).containsExactly("prepare a", "prepare b", "a", "b", "a", "b", "a", "b", "close a",
				"close b");
		assertThat(run.verdicts()).extracting(Target.Verdict::line)
			.containsExactly("MET     a: Warmcache 2.0 ns, at most 2", "MET     b: Warmcache 2.0 ns, at most 2",
					"MISSED  a: Warmcache 2.0 ns, exactly 9", "MISSED  b: Warmcache 2.0 ns, exactly 9");
		assertThat(result).contains("Spring Boot 4.", "Caffeine 3.", "MISSED", "Medians of 3 rounds");
		assertThat(this.printed.toString(StandardCharsets.UTF_8)).contains(result);
	}

	@Test
	void measuresWhatTakesLongOnceInAWholeRun() throws Exception {
		new BenchmarkRun(new Options(Effort.WHOLE, Set.of(), 2),
				List.of(new Counting("a", false), new Counting("b", false)),
				new PrintStream(this.printed, true, StandardCharsets.UTF_8))
			.run();
		assertThat(this.calls).containsExactly("prepare a", "prepare b", "a", "b", "a", "b", "large a", "large b",
				"close a", "close b");
	}

	@Test
	void runsTheNamedSuitesAlone() throws Exception {
		run(Set.of("b"), new Counting("a", false), new Counting("b", false)).run();
		assertThat(this.calls).containsExactly("prepare b", "b", "b", "b", "close b");
	}

	@Test
	void printsWhatItHasWhenASuiteFails() {
		BenchmarkRun run = run(Set.of(), new Counting("a", false), new Counting("b", true));
		assertThatIOException().isThrownBy(run::run);
		assertThat(this.printed.toString(StandardCharsets.UTF_8)).contains(Figures.OURS, "1.00 ns");
	}

	@Test
	void closesWhatItPreparedWhenASuiteFails() {
		BenchmarkRun run = run(Set.of(), new Counting("a", true), new Counting("b", false));
		assertThatIOException().isThrownBy(run::run);
		assertThat(this.calls).containsExactly("prepare a", "prepare b", "close a", "close b");
	}

	private BenchmarkRun run(Set<String> only, Suite... suites) {
		return new BenchmarkRun(new Options(Effort.SHORT, only, 3), List.of(suites),
				new PrintStream(this.printed, true, StandardCharsets.UTF_8));
	}

	private final class Counting implements Suite {

		private final String name;

		private final boolean failing;

		private int rounds;

		Counting(String name, boolean failing) {
			this.name = name;
			this.failing = failing;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public void prepare(Effort effort) {
			BenchmarkRunTests.this.calls.add("prepare " + this.name);
		}

		@Override
		public void measure(Figures figures, Effort effort) throws IOException {
			if (this.failing) {
				throw new IOException("down");
			}
			BenchmarkRunTests.this.calls.add(this.name);
			figures.add(this.name, Figures.OURS, ++this.rounds, "ns");
		}

		@Override
		public void measureLarge(Figures figures) {
			BenchmarkRunTests.this.calls.add("large " + this.name);
			figures.add(this.name, "only in whole runs", 1, "ns");
		}

		@Override
		public List<Target> targets() {
			return List.of(Target.exactly(this.name, Figures.OURS, 9).inShort(),
					Target.noMoreThan(this.name, Figures.OURS, 2).inShort(),
					Target.exactly(this.name, "only in whole runs", 1));
		}

		@Override
		public void close() {
			BenchmarkRunTests.this.calls.add("close " + this.name);
		}

	}

}
