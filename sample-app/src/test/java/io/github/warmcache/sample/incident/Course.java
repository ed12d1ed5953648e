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

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.github.warmcache.sample.incident.Signal.Reading;

/**
 * All of one replay.
 *
 * @param setting what was replayed
 * @param seconds one after the other; before the tenant started, all was well
 * @param tenantAt the second in which the tenant started
 * @param newPodAt the second in which one more pod was started
 */
record Course(Setting setting, List<Second> seconds, int tenantAt, int newPodAt) {

	/**
	 * Return the first second from when the tenant started that something is true of.
	 */
	OptionalInt first(Predicate<Second> condition) {
		return duringIncident().filter(condition).mapToInt(Second::at).findFirst();
	}

	OptionalInt firstWrong() {
		return first((second) -> second.wrong() > 0);
	}

	OptionalInt firstEviction() {
		return first((second) -> second.evicted() > 0);
	}

	OptionalInt firstRefusal() {
		return first((second) -> second.refused() > 0);
	}

	OptionalInt first(Signal signal) {
		return first((second) -> read(signal, second) == Reading.TELLS);
	}

	OptionalInt firstAlert() {
		return first((second) -> Stream.of(Signal.values())
			.anyMatch((signal) -> signal.isAlert() && read(signal, second) == Reading.TELLS));
	}

	Reading read(Signal signal, Second second) {
		return second.read(signal, this.seconds.get(0));
	}

	/**
	 * Whether pods have the signal at all.
	 */
	boolean has(Signal signal) {
		return this.seconds.stream().anyMatch((second) -> read(signal, second) != Reading.NOT_THERE);
	}

	/**
	 * Return the seconds before the tenant started in which a signal told of something.
	 */
	long falseAlarms(Signal signal) {
		return this.seconds.stream()
			.filter((second) -> second.at() < this.tenantAt && read(signal, second) == Reading.TELLS)
			.count();
	}

	Stream<Second> duringIncident() {
		return this.seconds.stream().filter((second) -> second.at() >= this.tenantAt);
	}

	long sum(ToLongFunction<Second> value) {
		return this.seconds.stream().mapToLong(value).sum();
	}

	Second last() {
		return this.seconds.get(this.seconds.size() - 1);
	}

	/**
	 * Return what the pod said of its warm-up that was started meanwhile, each answer
	 * once.
	 */
	List<String> warmupsOfNewPod() {
		return this.seconds.stream()
			.filter((second) -> second.newPod() != null)
			.map((second) -> second.newPod().warmup())
			.distinct()
			.toList();
	}

}
