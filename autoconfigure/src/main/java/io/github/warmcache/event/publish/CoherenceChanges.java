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

package io.github.warmcache.event.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.warmcache.coherence.CoherenceReport;
import io.github.warmcache.coherence.CoherenceState;
import io.github.warmcache.event.CacheStateEvent;
import io.github.warmcache.event.CoherenceChanged;

/**
 * Changes of the coherence between pods. A pod that is coherent from its start on tells
 * nothing.
 */
public final class CoherenceChanges implements StateChanges {

	/**
	 * Time for which a pod that was never coherent may only be slow to start.
	 */
	private static final Duration START = Duration.ofSeconds(10);

	private final Supplier<CoherenceReport> coherence;

	private CoherenceState told = CoherenceState.JOINING;

	/**
	 * Create an observer of a pod that was never coherent.
	 * @param coherence returns the coherence of the moment
	 */
	public CoherenceChanges(Supplier<CoherenceReport> coherence) {
		this.coherence = coherence;
	}

	@Override
	public void look(Instant now, Consumer<? super CacheStateEvent> events) {
		CoherenceReport report = this.coherence.get();
		CoherenceState state = report.state();
		// A pod is in the other two states while it starts, stops, or shares nothing.
		boolean known = state == CoherenceState.COHERENT || state == CoherenceState.DEGRADED;
		if (!known || state == this.told || isStarting(report, now)) {
			return;
		}
		CoherenceState before = this.told;
		this.told = state;
		if (before != CoherenceState.JOINING || state != CoherenceState.COHERENT) {
			events
				.accept(new CoherenceChanged(before, state, report.since(), Objects.requireNonNullElse(report.reason(),
						"This pod and other pods receive each other's invalidations at once")));
		}
	}

	private boolean isStarting(CoherenceReport report, Instant now) {
		return this.told == CoherenceState.JOINING && report.state() == CoherenceState.DEGRADED
				&& now.isBefore(report.since().plus(START));
	}

}
