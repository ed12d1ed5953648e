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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.warmcache.simulation.engine.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a run, for people. It is told only in runs that someone reads.
 */
final class Story {

	private static final int MILLION = 1_000_000;

	private final boolean told;

	private final List<String> lines = new ArrayList<>();

	private @Nullable Timeline timeline;

	private long begin;

	Story(boolean told) {
		this.told = told;
	}

	void begin(Timeline timeline) {
		this.timeline = timeline;
		this.begin = timeline.nanos();
	}

	void tell(@Nullable SimulatedPod pod, Supplier<String> line) {
		Timeline time = this.timeline;
		if (this.told && time != null) {
			long millis = (time.nanos() - this.begin) / MILLION;
			this.lines.add("%9.3f  %-3s %s".formatted(millis / 1000.0, (pod != null) ? pod.name() : "", line.get()));
		}
	}

	boolean isTold() {
		return this.told;
	}

	List<String> lines() {
		return this.lines;
	}

}
