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

package io.github.warmcache.interleaving;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One run of actors on a fleet: what pods publish, and what they could not tell, goes its
 * way in steps of its own.
 */
abstract class Run {

	private final Fleet fleet;

	private final Execution execution;

	private final Messages messages;

	private boolean journaled;

	private @Nullable String wrong;

	/**
	 * Begin a run, once everything of the last one was heard.
	 * @param fleet the pods
	 * @param execution where the actors go
	 * @param messages what becomes of them
	 */
	Run(Fleet fleet, Execution execution, Messages messages) {
		this.fleet = fleet;
		this.execution = execution;
		this.messages = messages;
		fleet.begin(this);
		fleet.pods().forEach(Pod::settle);
	}

	Fleet fleet() {
		return this.fleet;
	}

	Execution execution() {
		return this.execution;
	}

	/**
	 * Read the database.
	 */
	abstract @Nullable String load();

	/**
	 * Run what a cache wants to have run elsewhere.
	 */
	abstract void execute(Runnable task);

	/**
	 * Be told of what a change of the shared tier stored.
	 */
	abstract void scripted(@Nullable Object value);

	/**
	 * Return whether a pod has or had something to tell later.
	 */
	boolean isJournaled() {
		return this.journaled;
	}

	/**
	 * Send messages on their way.
	 */
	void published(Pod from, List<String> messages) {
		for (Pod pod : this.fleet.pods()) {
			boolean own = pod == from;
			if (own || this.messages == Messages.DELIVERED) {
				pod.send(messages, own);
			}
			if (!own && this.messages == Messages.DELIVERED) {
				this.execution.actor("message", "arrives in pod " + pod.name(), pod.local(), pod::hear);
			}
			else if (!own) {
				pod.lose();
				this.execution.actor("beat of pod " + pod.name(), "asks",
						Footprint.reads(Fleet.SHARED).and(pod.marks()),
						() -> pod.beat(() -> Actor.pause("compares", pod.local())));
			}
		}
	}

	/**
	 * Let a pod tell later what the server did not take.
	 */
	void replay(Pod pod) {
		this.journaled = true;
		this.execution.actor("journal", "replays", Footprint.writes(Fleet.SHARED).and(pod.local()).and(pod.marks()),
				() -> {
					pod.tellPending();
					this.fleet.wrote();
					this.fleet.told(pod);
				});
	}

	/**
	 * Note what went wrong during the run.
	 */
	void wrong(String what) {
		if (this.wrong == null) {
			this.wrong = what;
		}
	}

	/**
	 * Return what went wrong during the run, or {@code null}.
	 */
	@Nullable String wrong() {
		return this.wrong;
	}

	/**
	 * What becomes of what pods publish.
	 */
	enum Messages {

		DELIVERED,

		/**
		 * The next beat finds the gap.
		 */
		LOST

	}

}
