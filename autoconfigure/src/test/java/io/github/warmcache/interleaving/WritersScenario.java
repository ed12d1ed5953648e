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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.warmcache.interleaving.Run.Messages;
import io.github.warmcache.interleaving.Scenario.Start;
import io.github.warmcache.interleaving.WritersRace.Begun;
import io.github.warmcache.interleaving.WritersRace.Change;
import io.github.warmcache.interleaving.WritersRace.Committed;
import io.github.warmcache.interleaving.WritersRace.Fill;

/**
 * Which calls race with which others. Immutable.
 *
 * @param cacheName which of the caches
 * @param writers the calls that change something
 * @param fills who else is at work
 * @param messages what becomes of messages
 * @param start where the row is at the start
 * @param rowless whether there is no row at the start
 * @param ordered whether the calls commit in their order here
 * @param progress how far all calls are before anything else happens
 */
record WritersScenario(String cacheName, List<Writer> writers, List<Filler> fills, Messages messages, Start start,
		boolean rowless, boolean ordered, Progress progress) {

	static WritersScenario of(String cacheName) {
		return new WritersScenario(cacheName, List.of(), List.of(), Messages.DELIVERED, Start.COLD, false, false,
				Progress.NONE);
	}

	/**
	 * Add a call.
	 */
	WritersScenario with(Change change, String pod) {
		return new WritersScenario(this.cacheName, added(this.writers, new Writer(change, pod)), this.fills,
				this.messages, this.start, this.rowless, this.ordered, this.progress);
	}

	WritersScenario with(Fill fill, String pod) {
		return new WritersScenario(this.cacheName, this.writers, added(this.fills, new Filler(fill, pod)),
				this.messages, this.start, this.rowless, this.ordered, this.progress);
	}

	private static <T> List<T> added(List<T> list, T element) {
		List<T> result = new ArrayList<>(list);
		result.add(element);
		return List.copyOf(result);
	}

	WritersScenario messages(Messages messages) {
		return new WritersScenario(this.cacheName, this.writers, this.fills, messages, this.start, this.rowless,
				this.ordered, this.progress);
	}

	WritersScenario start(Start start) {
		return new WritersScenario(this.cacheName, this.writers, this.fills, this.messages, start, this.rowless,
				this.ordered, this.progress);
	}

	WritersScenario withoutRow() {
		return new WritersScenario(this.cacheName, this.writers, this.fills, this.messages, this.start, true,
				this.ordered, this.progress);
	}

	/**
	 * Let the calls commit in the order in which they were added.
	 */
	WritersScenario inOrder() {
		return new WritersScenario(this.cacheName, this.writers, this.fills, this.messages, this.start, this.rowless,
				true, this.progress);
	}

	/**
	 * Let all puts have begun at the start, as late ones have.
	 */
	WritersScenario begunBefore() {
		return new WritersScenario(this.cacheName, this.writers, this.fills, this.messages, this.start, this.rowless,
				this.ordered, Progress.BEGUN);
	}

	/**
	 * Let all calls have committed at the start, in the order in which they were added,
	 * so that only the changes of the cache are left.
	 */
	WritersScenario committedBefore() {
		return new WritersScenario(this.cacheName, this.writers, this.fills, this.messages, this.start, this.rowless,
				true, Progress.COMMITTED);
	}

	/**
	 * Let the last one have changed the cache as well.
	 */
	WritersScenario lastMadeBefore() {
		return new WritersScenario(this.cacheName, this.writers, this.fills, this.messages, this.start, this.rowless,
				true, Progress.LAST_MADE);
	}

	/**
	 * Return how many pods it needs.
	 */
	int pods() {
		boolean three = this.writers.stream().anyMatch((writer) -> writer.pod().equals("C"))
				|| this.fills.stream().anyMatch((filler) -> filler.pod().equals("C"));
		return three ? 3 : 2;
	}

	/**
	 * Begin one run of it.
	 * @param kept counts the runs after which the shared tier has what is right
	 */
	Exploration.Verdict begin(Fleet fleet, Execution execution, AtomicInteger kept) {
		WritersRace race = new WritersRace(fleet, execution, this.cacheName, this.messages);
		if (this.rowless) {
			race.withoutRow();
		}
		if (this.start != Start.COLD) {
			race.warm(this.start != Start.SHARED);
		}
		if (this.start == Start.AGED) {
			race.age();
		}
		if (this.progress.compareTo(Progress.COMMITTED) >= 0) {
			addCommitted(fleet, race);
		}
		else {
			add(fleet, race);
		}
		for (Filler filler : this.fills) {
			race.filler(filler.fill(), fleet.pod(filler.pod()));
		}
		return () -> {
			String wrong = race.verdict();
			if (race.isKept()) {
				kept.incrementAndGet();
			}
			return wrong;
		};
	}

	private void add(Fleet fleet, WritersRace race) {
		int turn = 0;
		for (Writer writer : this.writers) {
			Change change = writer.change();
			int own = (this.ordered && !change.isOfCacheOnly()) ? turn++ : -1;
			if (this.progress == Progress.BEGUN && change == Change.PUT) {
				race.begunWriter(change, fleet.pod(writer.pod()), own);
			}
			else {
				race.writer(change, fleet.pod(writer.pod()), own);
			}
		}
	}

	private void addCommitted(Fleet fleet, WritersRace race) {
		List<Begun> begun = new ArrayList<>();
		for (Writer writer : this.writers) {
			Pod pod = fleet.pod(writer.pod());
			if (writer.change().isOfCacheOnly()) {
				race.writer(writer.change(), pod, -1);
			}
			else {
				begun.add(race.committedWriter(writer.change(), pod));
			}
		}
		List<Committed> committed = begun.stream().map(Begun::commit).toList();
		for (int i = 0; i < committed.size(); i++) {
			committed.get(i).change(this.progress == Progress.LAST_MADE && i == committed.size() - 1);
		}
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.cacheName).append(':');
		this.writers.forEach((writer) -> text.append(" | ").append(writer));
		this.fills.forEach((filler) -> text.append(" | ").append(filler));
		return text.append(", messages ")
			.append(this.messages)
			.append(", ")
			.append(this.start)
			.append(this.rowless ? ", no row before" : "")
			.append(this.ordered ? ", commits in this order" : "")
			.append((this.progress != Progress.NONE) ? ", " + this.progress : "")
			.toString();
	}

	/**
	 * How far calls are at the start.
	 */
	enum Progress {

		NONE,

		/**
		 * All puts have begun.
		 */
		BEGUN,

		/**
		 * All calls have begun, and committed in their order.
		 */
		COMMITTED,

		/**
		 * And the last one has changed the cache.
		 */
		LAST_MADE

	}

	/**
	 * A call in a pod.
	 */
	record Writer(Change change, String pod) {

		@Override
		public String toString() {
			return this.change + " in " + this.pod;
		}

	}

	/**
	 * A fill in a pod.
	 */
	record Filler(Fill fill, String pod) {

		@Override
		public String toString() {
			return this.fill + " in " + this.pod;
		}

	}

}
