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

package io.github.warmcache.sample.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.warmcache.sample.lab.Check;

/**
 * What has to be seen, and what must not happen.
 */
final class IncidentChecks {

	/** How long after the first wrong answer nobody may notice, in seconds. */
	static final int NOTICED = 60;

	private final Course course;

	private final List<Check> checks = new ArrayList<>();

	private IncidentChecks(Course course) {
		this.course = course;
	}

	static List<Check> of(Course course) {
		IncidentChecks checks = new IncidentChecks(course);
		checks.add();
		return checks.checks;
	}

	private void add() {
		switch (this.course.setting()) {
			case AS_IT_WAS -> {
				happens();
				noticed();
			}
			case AS_RECOMMENDED -> {
				evicts();
				rightAnswers();
			}
			case NO_EVICTION -> {
				refuses();
				rightAnswers();
			}
		}
		quiet();
		newPod();
	}

	private void happens() {
		long wrong = this.course.sum(Second::wrong);
		check("the incident happens: Redis evicts, and then users are flagged",
				this.course.last().evicted() > 0 && wrong > 0, "%d keys evicted, %d of %d answers wrong",
				this.course.last().evicted(), wrong, this.course.sum(Second::requests));
	}

	private void noticed() {
		OptionalInt wrong = this.course.firstWrong();
		List<Signal> alerts = Stream.of(Signal.values()).filter(Signal::isAlert).toList();
		noticed("an alert of the shipped rules holds", this.course.firstAlert(), wrong, alerts);
		noticed("health names the cache", this.course.first(Signal.ANSWERS), wrong, List.of(Signal.ANSWERS));
	}

	private void noticed(String what, OptionalInt at, OptionalInt wrong, List<Signal> signals) {
		boolean inTime = at.isPresent() && wrong.isPresent() && at.getAsInt() <= wrong.getAsInt() + NOTICED;
		String found = at.isEmpty() ? "never" : wrong.isEmpty() ? "nothing is wrong"
				: at.getAsInt() - wrong.getAsInt() + " s after the first wrong answer";
		check(what + " within " + NOTICED + " s of the first wrong answer", inTime, "%s", found + missing(signals));
	}

	private void evicts() {
		check("Redis evicts", this.course.last().evicted() > 0, "%d keys", this.course.last().evicted());
	}

	private void refuses() {
		double pods = this.course.last()
			.pods()
			.stream()
			.filter((pod) -> pod.report() != null)
			.mapToDouble((pod) -> pod.report().meters().sum("warmcache.fills.failed").orElse(0))
			.sum();
		check("Redis refuses writes of the tenant and of the pods", this.course.last().refused() > 0 && pods > 0,
				"%d of the tenant, %.0f values of the pods", this.course.last().refused(), pods);
	}

	private void rightAnswers() {
		long wrong = this.course.sum(Second::wrong);
		long failed = this.course.sum(Second::failed);
		long requests = this.course.sum(Second::requests);
		check("no wrong answer", requests > 0 && wrong == 0 && failed == 0, "%d wrong and %d failed of %d", wrong,
				failed, requests);
	}

	private void quiet() {
		List<Signal> told = Stream.of(Signal.values())
			.filter((signal) -> signal != Signal.HEALTH && signal != Signal.LOG)
			.toList();
		String early = told.stream()
			.filter((signal) -> this.course.falseAlarms(signal) > 0)
			.map((signal) -> signal.title() + " for " + this.course.falseAlarms(signal) + " s")
			.collect(Collectors.joining(", "));
		boolean there = told.stream().allMatch(this.course::has);
		check("nothing is told before the tenant starts", there && early.isEmpty(), "%s",
				(early.isEmpty() ? "nothing" : early) + missing(told));
	}

	private void newPod() {
		List<String> said = this.course.warmupsOfNewPod();
		boolean part = this.course.seconds()
			.stream()
			.anyMatch((second) -> second.newPod() != null && second.newPod().isWarmWithPart());
		check("a pod that starts meanwhile does not call a part of the histories WARM", !said.isEmpty() && !part, "%s",
				said.isEmpty() ? "it did not answer" : said.get(said.size() - 1));
	}

	private String missing(List<Signal> signals) {
		String names = signals.stream()
			.filter((signal) -> !this.course.has(signal))
			.map(Signal::origin)
			.collect(Collectors.joining(", "));
		return names.isEmpty() ? "" : "; not there: " + names;
	}

	private void check(String name, boolean passed, String format, Object... arguments) {
		this.checks.add(Check.that(this.course.setting().title() + ": " + name, passed, format, arguments));
	}

}
