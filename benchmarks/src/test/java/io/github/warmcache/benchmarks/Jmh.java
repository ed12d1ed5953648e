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

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs of JMH of one fork each: the forks of one benchmark differ more than its
 * iterations do, so rounds are forks, with other benchmarks in between.
 */
final class Jmh {

	private Jmh() {
	}

	/**
	 * Begin to describe a run of one round, to be completed by includes, parameters and
	 * threads.
	 */
	static ChainedOptionsBuilder options(Effort effort) {
		return new OptionsBuilder().mode(Mode.AverageTime)
			.timeUnit(TimeUnit.NANOSECONDS)
			.forks(1)
			.warmupIterations(2)
			.warmupTime(TimeValue.milliseconds(500))
			.measurementIterations(effort.isShort() ? 2 : 3)
			.measurementTime(TimeValue.milliseconds(500))
			.addProfiler(GCProfiler.class)
			.jvmArgsAppend("-Xms1g", "-Xmx1g", "-Dservers=embedded")
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
	}

	/**
	 * Run benchmarks, and note for each what a call takes and allocates.
	 * @param row returns the row of a result
	 * @param subject returns the subject of a result
	 */
	static void run(Figures figures, ChainedOptionsBuilder options, Function<RunResult, String> row,
			Function<RunResult, String> subject) throws RunnerException {
		Collection<RunResult> results = new Runner(options.build()).run();
		if (results.isEmpty()) {
			throw new IllegalStateException("No benchmark is named like that");
		}
		for (RunResult result : results) {
			String name = row.apply(result);
			figures.add(name, subject.apply(result), result.getPrimaryResult().getScore(), "ns");
			Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
			if (allocated != null) {
				figures.add(name + ", allocated", subject.apply(result), allocated.getScore(), "B");
			}
		}
	}

}
