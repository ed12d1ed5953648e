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

package io.github.warmcache.simulation;

import java.util.List;

import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.coherence.CoherenceEvent;
import io.github.warmcache.simulation.engine.ChoiceText;
import io.github.warmcache.simulation.engine.Choices;
import io.github.warmcache.simulation.engine.Hosts;
import org.jspecify.annotations.Nullable;

/**
 * One run of a fleet, from its start until all is quiet.
 */
final class Run {

	private final Choices choices;

	private final Fleet fleet;

	private final Story story;

	private @Nullable Throwable failure;

	private Run(Choices choices, Hosts hosts, boolean told) {
		this.choices = choices;
		this.story = new Story(told);
		this.fleet = new Fleet(choices, hosts, this.story);
	}

	/**
	 * Run.
	 * @param choices what is chosen
	 * @param hosts what runs the actors
	 * @param told whether the story is told
	 */
	static Run of(Choices choices, Hosts hosts, boolean told) {
		Run run = new Run(choices, hosts, told);
		run.run();
		return run;
	}

	private void run() {
		for (SimulatedPod pod : this.fleet.pods()) {
			pod.round(() -> {
			});
			this.fleet.timeline().routine(Pace.SECOND, pod, pod::check);
		}
		Accidents accidents = new Accidents(this.fleet);
		new Plan(this.fleet, accidents).next();
		this.failure = this.fleet.timeline().run();
		if (this.failure == null) {
			comeToQuiet(accidents);
		}
		this.fleet.timeline().close();
		this.fleet.close();
		for (SimulatedPod pod : this.fleet.pods()) {
			count(pod);
		}
	}

	private void comeToQuiet(Accidents accidents) {
		if (this.fleet.timeline().waiting() > 0) {
			this.failure = new Violation(Promise.ENDS, this.fleet.timeline().waiting() + " calls wait for ever");
			return;
		}
		accidents.end();
		Quiet quiet = new Quiet(this.fleet);
		this.fleet.timeline().begin(null, Choices.simplest(), false, quiet::comeTo);
		this.failure = this.fleet.timeline().run();
		if (this.failure == null) {
			this.fleet.timeline().begin(null, Choices.simplest(), false, quiet::check);
			this.failure = this.fleet.timeline().run();
		}
	}

	private void count(SimulatedPod pod) {
		for (CacheEvent event : CacheEvent.values()) {
			this.fleet.coverage().add("cache: " + event, pod.cache().statistics().count(event));
		}
		for (CoherenceEvent event : CoherenceEvent.values()) {
			this.fleet.coverage().add("coherence: " + event, pod.coherence().statistics().count(event));
		}
	}

	/**
	 * Return what went wrong, or {@code null} if nothing did.
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Return which promise was broken.
	 */
	@Nullable Promise broken() {
		if (this.failure == null) {
			return null;
		}
		return (this.failure instanceof Violation violation) ? violation.promise() : Promise.NO_FAILURE;
	}

	Settings settings() {
		return this.fleet.settings();
	}

	Coverage coverage() {
		return this.fleet.coverage();
	}

	long steps() {
		return this.fleet.timeline().steps();
	}

	List<int[]> record() {
		return this.choices.record();
	}

	/**
	 * Return the choices as a line to be pasted.
	 */
	String text() {
		return ChoiceText.write(record());
	}

	Story story() {
		return this.story;
	}

}
