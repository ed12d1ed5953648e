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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Stalls.Stall;

/**
 * One line about one fault, and what was wrong with it.
 *
 * @param fault its name
 * @param seconds how long it took
 * @param load what each pod was to do, reads and changes in a second
 * @param verdict what the oracle says
 * @param figures what calls cost
 * @param recoveryMillis how long after its end a read was outdated
 * @param mostLoads how many loads of one cache ran at once in one pod
 * @param stalls when which process did not get to run
 * @param note what else there is to say, or nothing
 * @param problems what is not as promised
 * @param happened what was done, with times
 */
record Summary(String fault, double seconds, Load load, Verdict verdict, Figures figures, double recoveryMillis,
		int mostLoads, List<Stall> stalls, String note, List<String> problems, List<String> happened) {

	static final String HEADER = String.format("%-34s %5s %8s %7s %8s %5s %9s %9s %6s %7s %5s %9s %9s %9s %5s %6s  %s",
			"fault", "s", "load", "writes", "reads", "viol", "stale-in", "stale-out", "failed", "starved", ">150",
			"local-p99", "recovered", "l2-again", "loads", "stalls", "note");

	private static final int EXAMPLES = 5;

	Summary {
		stalls = List.copyOf(stalls);
		problems = List.copyOf(problems);
		happened = List.copyOf(happened);
	}

	String line() {
		return String.format(Locale.ROOT,
				"%-34s %5.1f %8s %7d %8d %5d %6.0f ms %6.0f ms %6d %7d %5d %6.2f ms %6.0f ms %6.0f ms %5d %6d  %s%s",
				this.fault, this.seconds, this.load, this.verdict.writes(), this.verdict.reads(),
				this.verdict.violations().size(), this.verdict.worstExcused(), this.verdict.worst(),
				this.verdict.failed() + this.verdict.excused(), this.verdict.starved(), this.figures.slow(),
				this.figures.localMillis(), this.recoveryMillis, this.figures.sharedAfterMillis(), this.mostLoads,
				this.stalls.size(), notes(),
				this.problems.isEmpty() ? "" : " <-- " + this.problems.size() + " PROBLEMS");
	}

	private String notes() {
		double longest = this.stalls.stream().mapToDouble(Stall::millis).max().orElse(0);
		String stalled = (longest > 0) ? String.format(Locale.ROOT, "longest stall %.0f ms", longest) : "";
		return (this.note.isEmpty() || stalled.isEmpty()) ? this.note + stalled : this.note + ", " + stalled;
	}

	/**
	 * Compares what was measured with what may be.
	 */
	static List<String> problems(Verdict verdict, Figures figures, double recoveryMillis, int mostLoads, int bulkhead,
			Fault.Limits limits) {
		List<String> problems = new ArrayList<>();
		if (verdict.reads() == 0) {
			problems.add("nothing was read, so that nothing is shown");
		}
		if (!verdict.violations().isEmpty()) {
			problems.add(verdict.violations().size() + " calls broke a promise: "
					+ verdict.violations()
						.stream()
						.limit(EXAMPLES)
						.map(Violation::toString)
						.collect(Collectors.joining("\n    ")));
		}
		if (figures.slow() > limits.slowCalls()) {
			problems.add(figures.slow() + " calls of one pod took longer than 150 ms, more than " + limits.slowCalls());
		}
		if (figures.localMillis() > limits.localMillis()) {
			problems.add("p99 of local hits is " + figures.localMillis() + " ms, above " + limits.localMillis());
		}
		if (recoveryMillis > limits.recoveryMillis()) {
			problems.add("outdated values were seen for " + recoveryMillis + " ms after the end");
		}
		if (limits.recoveryMillis() < Double.MAX_VALUE
				&& (figures.sharedAfterMillis() < 0 || figures.sharedAfterMillis() > limits.recoveryMillis())) {
			problems
				.add("the shared tier was used again after " + figures.sharedAfterMillis() + " ms (-1: not at all)");
		}
		if (mostLoads > bulkhead) {
			problems.add(mostLoads + " loads of one cache ran at once, more than " + bulkhead);
		}
		return problems;
	}

}
