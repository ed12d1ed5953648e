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

import java.time.Duration;
import java.util.List;
import java.util.Random;

import io.github.warmcache.faults.Oracle.Heard;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs one fault on a fleet: load, the fault, load again, calm, agreement, judgement.
 */
final class FaultRun {

	/** As in pod.yaml. */
	private static final int BULKHEAD = 16;

	private static final Log logger = LogFactory.getLog(FaultRun.class);

	private final Fleet fleet;

	private final Duration bound;

	private final double settle;

	FaultRun(Fleet fleet, Duration bound, double settle) {
		this.fleet = fleet;
		this.bound = bound;
		this.settle = settle;
	}

	Summary run(Fault fault, long seed) {
		Stage stage = new Stage(this.fleet, new Random(seed), this.bound);
		List<String> problems = stage.problems();
		forgetWhatWas();
		logger.debug(fault.name() + " begins");
		long start = System.nanoTime();
		long agreed = Long.MAX_VALUE;
		List<Heard> calls = List.of();
		try {
			happen(fault, stage, seed);
			stage.hold(this.bound.toMillis() / 1000.0 + 0.1);
			agreed = System.nanoTime();
			logger.debug("everything has to agree");
			calls = this.fleet.oracle().heard();
			this.fleet.sweep();
			logger.debug("everything was read");
		}
		catch (Exception ex) {
			logger.warn(fault.name() + " could not be run to its end", ex);
			problems.add("it could not be run to its end: " + ex);
		}
		Verdict verdict = this.fleet.oracle().judge(stage.excuses(), agreed, stage.healed());
		Figures.trace(calls, stage.healed());
		Figures figures = Figures.of(calls, this.fleet.pods().size(), stage.began(), stage.healed());
		double recovery = (stage.healed() > 0) ? Math.max(0, (verdict.lastStale() - stage.healed()) / 1e6) : 0;
		int mostLoads = this.fleet.tellAll("most").stream().mapToInt(Integer::parseInt).max().orElse(0);
		problems.addAll(Summary.problems(verdict, figures, recovery, mostLoads, BULKHEAD, fault.limits()));
		List<String> probes = this.fleet.probes().failures();
		if (!probes.isEmpty()) {
			problems.add(probes.size() + " probes failed: " + probes.get(0));
		}
		List<String> texts = this.fleet.failureTexts();
		if (verdict.failed() > 0) {
			problems.add("calls threw: " + String.join("\n    ", texts));
		}
		return new Summary(fault.name(), (System.nanoTime() - start) / 1e9, verdict, figures, recovery, mostLoads,
				stage.note(), problems);
	}

	private void happen(Fault fault, Stage stage, long seed) throws Exception {
		this.fleet.load(fault.load().readsPerSecond(), fault.load().writesPerSecond(), seed);
		try {
			stage.hold(this.settle);
			fault.action().happen(stage);
			logger.debug("the fault is over");
			if (fault.limits().recoveryMillis() < Double.MAX_VALUE) {
				awaitBreakers(stage, fault.limits().recoveryMillis());
			}
			// What has to be seen by now is seen only by those who look.
			stage.hold(this.bound.toMillis() / 1000.0 + this.settle);
		}
		finally {
			this.fleet.topology().heal();
			this.fleet.pods().stream().filter(PodProcess::isFrozen).forEach(PodProcess::thaw);
			this.fleet.calm();
		}
	}

	private void awaitBreakers(Stage stage, double atMost) {
		long closed = this.fleet.tellAll("closed").stream().mapToLong(Long::parseLong).max().orElse(0);
		double millis = (closed - stage.healed()) / 1e6;
		stage.note("breakers closed after %.0f ms".formatted(millis));
		if (millis > atMost) {
			stage.problem("a breaker closed %.0f ms after the end only".formatted(millis));
		}
	}

	/**
	 * What happened between two faults, such as the start of a pod, is judged by nobody.
	 */
	private void forgetWhatWas() {
		this.fleet.oracle().judge(List.of(), Long.MAX_VALUE, 0);
		this.fleet.probes().failures();
		this.fleet.failureTexts();
		this.fleet.tellAll("most");
	}

}
