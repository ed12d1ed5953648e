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
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.warmcache.faults.Chronicle.Happening;
import io.github.warmcache.faults.Oracle.Heard;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Lets one fault happen to a fleet under load and says what came of it.
 */
final class FaultRun {

	/** As in pod.yaml. */
	private static final int BULKHEAD = 16;

	/** How long a busy machine is waited for before everything has to agree. */
	private static final double PATIENCE = 15;

	private static final Log logger = LogFactory.getLog(FaultRun.class);

	private final Fleet fleet;

	private final Duration bound;

	private final double settle;

	private final Evidence evidence;

	FaultRun(Fleet fleet, Duration bound, double settle, Evidence evidence) {
		this.fleet = fleet;
		this.bound = bound;
		this.settle = settle;
		this.evidence = evidence;
	}

	Summary run(Fault fault, long seed) {
		Stage stage = new Stage(this.fleet, new Random(seed), this.bound, this.evidence);
		forgetWhatWas();
		this.evidence.say("FAULT " + fault.name() + ", " + this.fleet.traffic().pace());
		long start = System.nanoTime();
		long agreed = Long.MAX_VALUE;
		Verdict verdict;
		try (Witness witness = new Witness(this.fleet, stage, this.evidence)) {
			try {
				happen(fault, stage, seed);
				stage.hold(this.bound.toMillis() / 1000.0 + 0.1);
				awaitRest(stage);
				agreed = System.nanoTime();
				this.evidence.say("everything has to agree");
				this.fleet.sweep();
				this.evidence.say("everything was read");
			}
			catch (Exception ex) {
				logger.warn(fault.name() + " could not be run to its end", ex);
				stage.problem("it could not be run to its end: " + ex);
			}
			stage.buryTheDead();
			this.fleet.awaitStalls();
			verdict = this.fleet.oracle().judge(stage.excuses(), agreed, stage.healed());
			witness.conclude(verdict);
		}
		return summary(fault, stage, start, verdict);
	}

	private Summary summary(Fault fault, Stage stage, long start, Verdict verdict) {
		List<Heard> calls = this.fleet.oracle().heard();
		Figures.trace(calls, this.evidence);
		Figures figures = Figures.of(calls, this.fleet.pods().size(), stage.began(), stage.healed(),
				this.fleet.stalls());
		double recovery = (stage.healed() > 0) ? Math.max(0, (verdict.lastStale() - stage.healed()) / 1e6) : 0;
		int mostLoads = this.fleet.tellAll("most").stream().mapToInt(Integer::parseInt).max().orElse(0);
		List<String> problems = stage.problems();
		problems.addAll(Summary.problems(verdict, figures, recovery, mostLoads, BULKHEAD, fault.limits()));
		List<String> probes = this.fleet.probes().failures();
		if (!probes.isEmpty()) {
			problems.add(probes.size() + " probes failed: " + probes.get(0));
		}
		List<String> texts = this.fleet.failureTexts();
		if (verdict.failed() > 0) {
			problems.add("calls threw: " + String.join("\n    ", texts));
		}
		long end = System.nanoTime();
		Summary summary = new Summary(fault.name(), (end - start) / 1e9, this.fleet.traffic().pace().of(fault.load()),
				verdict, figures, recovery, mostLoads, this.fleet.stalls().between(start, end), stage.note(), problems,
				stage.chronicle().lines());
		this.evidence.write(List.of(Summary.HEADER, summary.line()));
		summary.problems().forEach((problem) -> this.evidence.say("PROBLEM of the end: " + problem));
		return summary;
	}

	private void happen(Fault fault, Stage stage, long seed) throws Exception {
		this.fleet.traffic().start(fault.load(), seed);
		try {
			stage.settle(this.settle);
			Happening happening = stage.chronicle().begin(fault.name());
			fault.action().happen(stage);
			happening.ends();
			if (fault.limits().recoveryMillis() < Double.MAX_VALUE) {
				awaitBreakers(stage, fault.limits().recoveryMillis());
			}
			// What has to be seen by now is seen only by those who look.
			stage.hold(this.bound.toMillis() / 1000.0 + this.settle);
		}
		finally {
			this.fleet.heal();
			this.fleet.calm();
		}
	}

	private void awaitBreakers(Stage stage, double atMost) {
		Set<Integer> everybody = everybody();
		long closed = this.fleet.tellAll("closed").stream().mapToLong(Long::parseLong).max().orElse(0);
		this.fleet.awaitStalls();
		double millis = (closed - stage.healed()) / 1e6;
		double stalled = this.fleet.stalls().nanos(stage.healed(), closed, everybody) / 1e6;
		stage.note("breakers closed after %.0f ms".formatted(millis));
		if (millis - stalled > atMost) {
			stage.problem("a breaker closed %.0f ms after the end only".formatted(millis));
		}
	}

	/**
	 * After a long stall, pods have the bound to agree again; better than to excuse what
	 * they read is to wait for it.
	 */
	private void awaitRest(Stage stage) {
		Set<Integer> everybody = everybody();
		long deadline = System.nanoTime() + (long) (PATIENCE * 1e9);
		while (System.nanoTime() < deadline
				&& this.fleet.stalls().lately(System.nanoTime(), this.bound.toNanos(), everybody)) {
			stage.hold(0.1);
		}
	}

	private Set<Integer> everybody() {
		Set<Integer> everybody = new HashSet<>(Set.of(Stalls.SUITE));
		this.fleet.pods().forEach((pod) -> everybody.add(pod.number()));
		return everybody;
	}

	/**
	 * What happened between two faults, such as the start of a pod, is judged by nobody.
	 */
	private void forgetWhatWas() {
		this.fleet.oracle().forget();
		this.fleet.probes().failures();
		this.fleet.failureTexts();
		this.fleet.tellAll("most");
	}

}
