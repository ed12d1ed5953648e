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

import io.github.warmcache.interleaving.Race.Fill;
import io.github.warmcache.interleaving.Race.Write;
import io.github.warmcache.interleaving.Run.Messages;
import org.jspecify.annotations.Nullable;

/**
 * What races with what. Immutable.
 *
 * @param write how pod A writes
 * @param readsBack whether it then reads
 * @param fills who else is at work
 * @param messages what becomes of messages
 * @param start where the old value is at the start
 * @param old the old value, {@code null} for a known absence
 */
record Scenario(Write write, boolean readsBack, List<Filler> fills, Messages messages, Start start,
		@Nullable String old) {

	static Scenario of(Write write) {
		return new Scenario(write, false, List.of(), Messages.DELIVERED, Start.COLD, Race.OLD);
	}

	Scenario readsBack(boolean readsBack) {
		return new Scenario(this.write, readsBack, this.fills, this.messages, this.start, this.old);
	}

	Scenario with(Fill fill, String pod) {
		return with(new Filler(fill, pod, false));
	}

	Scenario withImpatient(Fill fill, String pod) {
		return with(new Filler(fill, pod, true));
	}

	private Scenario with(Filler filler) {
		List<Filler> fills = new ArrayList<>(this.fills);
		fills.add(filler);
		return new Scenario(this.write, this.readsBack, List.copyOf(fills), this.messages, this.start, this.old);
	}

	Scenario messages(Messages messages) {
		return new Scenario(this.write, this.readsBack, this.fills, messages, this.start, this.old);
	}

	Scenario start(Start start) {
		return new Scenario(this.write, this.readsBack, this.fills, this.messages, start, this.old);
	}

	Scenario old(@Nullable String old) {
		return new Scenario(this.write, this.readsBack, this.fills, this.messages, this.start, old);
	}

	/**
	 * Begin one run of it.
	 */
	Exploration.Verdict begin(Fleet fleet, Execution execution) {
		String cacheName = this.fills.isEmpty() ? Pod.PLAIN : this.fills.get(0).fill().cacheName();
		Race race = new Race(fleet, execution, cacheName, this.messages, this.old);
		if (this.start != Start.COLD) {
			race.warm(this.start != Start.SHARED);
		}
		if (this.start == Start.AGED) {
			race.age();
		}
		race.writer(this.write, this.readsBack);
		for (Filler filler : this.fills) {
			race.filler(filler.fill(), filler.pod().equals("A") ? fleet.writer() : fleet.other(), filler.impatient());
		}
		return race::verdict;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder().append(this.write);
		if (this.readsBack) {
			text.append(" and read");
		}
		this.fills.forEach((filler) -> text.append(" | ").append(filler));
		return text.append(", messages ")
			.append(this.messages)
			.append(", ")
			.append(this.start)
			.append((this.old != null) ? "" : ", absent before")
			.toString();
	}

	/**
	 * A fill in a pod.
	 */
	record Filler(Fill fill, String pod, boolean impatient) {

		@Override
		public String toString() {
			return this.fill + (this.impatient ? " without patience in " : " in ") + this.pod;
		}

	}

	/**
	 * Where the old value is at the start.
	 */
	enum Start {

		/**
		 * Nowhere.
		 */
		COLD,

		/**
		 * In Redis.
		 */
		SHARED,

		/**
		 * In Redis and in both pods.
		 */
		WARM,

		/**
		 * There too, but soon at its end.
		 */
		AGED

	}

}
